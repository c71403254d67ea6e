"""What calamine does not show of an .xlsx sheet: hidden rows and columns, merges, formulas, number formats."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from yanxiu.setup.roster.errors import RosterError

BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 48: "##0.0E+0", 49: "@"}
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


@dataclass
class Marks:
    """By 1-based row and column numbers. `formats` only holds numbers not shown in the general format."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    formulas: set[tuple[int, int]] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    old_epoch: bool = False  # days are counted from 1904
    last_row: int = 0  # of cells that hold something
    last_column: int = 0


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_marks(path: Path, name: str) -> Marks:
    """The marks of one sheet; an empty Marks when the file does not say where the sheet lies."""
    with zipfile.ZipFile(path) as archive:
        place = _place(archive, name)
        if place is None or place not in archive.namelist():
            return Marks()
        reader = _SheetReader(_formats(archive))
        reader.marks.old_epoch = _old_epoch(archive)
        with archive.open(place) as handle:
            _parse(handle, reader.start, reader.end)
    return reader.marks


def _old_epoch(archive: zipfile.ZipFile) -> bool:
    found: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rsplit(":", 1)[-1] == "workbookPr":
            found.append(attributes.get("date1904", "0"))

    with archive.open("xl/workbook.xml") as handle:
        _parse(handle, start)
    return found[:1] in (["1"], ["true"])


def _is_zero(size: str | None) -> bool:
    """A height or width pulled down to nothing hides as well as the menu does."""
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


def _parse(handle: Any, start: Any, end: Any = None) -> None:
    """Run a parser that refuses entities: a spreadsheet has none, an attack has."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    parser.EntityDeclHandler = _refuse
    try:
        parser.ParseFile(handle)
    except expat.ExpatError as problem:
        raise RosterError("文件坏了，里面的内容读不下去。请用 Excel 打开，另存为新的 .xlsx 再传。") from problem


def _refuse(*_: Any) -> None:
    raise RosterError("这个文件里有不该有的内容，为了安全没有打开。请用 Excel 打开，另存为新的 .xlsx 再传。")


def _place(archive: zipfile.ZipFile, name: str) -> str | None:
    wanted: list[str] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rsplit(":", 1)[-1] == "sheet" and attributes.get("name") == name:
            wanted.extend(value for key, value in attributes.items() if key.endswith(":id"))

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rsplit(":", 1)[-1] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    with archive.open("xl/workbook.xml") as handle:
        _parse(handle, sheet)
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return None
    with archive.open("xl/_rels/workbook.xml.rels") as handle:
        _parse(handle, relation)
    target = targets.get(wanted[0], "") if wanted else ""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}") if target else None


def _formats(archive: zipfile.ZipFile) -> list[str]:
    """Number format of each cell style, "" for the general one."""
    custom: dict[int, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rsplit(":", 1)[-1]
        inside.append(tag)
        if tag == "numFmt":
            custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        if tag == "xf" and "cellXfs" in inside:
            number = int(attributes.get("numFmtId", "0"))
            styles.append(custom.get(number) or BUILT_IN.get(number, ""))

    def end(_: str) -> None:
        inside.pop()

    if "xl/styles.xml" in archive.namelist():
        with archive.open("xl/styles.xml") as handle:
            _parse(handle, start, end)
    return styles


class _SheetReader:
    def __init__(self, styles: list[str]) -> None:
        self.marks, self.styles = Marks(), styles
        self.row, self.column = 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            if attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("ht")):
                self.marks.hidden_rows.add(self.row)
        elif name in ("v", "is"):
            self.marks.last_row = max(self.marks.last_row, self.row)
            self.marks.last_column = max(self.marks.last_column, self.column)
        elif name == "f":
            self.marks.formulas.add((self.row, self.column))
        elif name == "col" and (attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("width"))):
            first, last = int(attributes["min"]), min(int(attributes["max"]), 500)
            self.marks.hidden_columns.update(range(first, last + 1))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, _: str) -> None:
        """Nothing closes anything we keep."""

    def _cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1
        style = int(attributes.get("s", "0"))
        if (
            attributes.get("t", "n") == "n"
            and style < len(self.styles)
            and self.styles[style] not in ("", "General", "@")
        ):
            self.marks.formats[self.row, self.column] = self.styles[style]

    def _merge(self, reference: str) -> None:
        cells = _REFERENCE.findall(reference)
        if len(cells) == 2:
            (left, top), (right, bottom) = cells
            self.marks.merges.append((int(top), column_number(left), int(bottom), column_number(right)))
