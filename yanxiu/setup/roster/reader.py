"""Reading a workbook or CSV into rows that know their own row numbers, what is hidden, and how numbers are shown."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.files import SAVE_AS, sniff
from yanxiu.setup.roster.sheet_xml import Marks, column_letters, sheet_marks

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
MOST_ROWS, MOST_CELLS = 200_000, 4_000_000
END = "\x01"  # a last record of our own: when a quote is left open it is not found again
_WRAPPED = re.compile(r'^="([\dXx]+)"$')


@dataclass(slots=True)
class Row:
    """One row: its number in the file (from 1), whether it is hidden, its values."""

    number: int
    hidden: bool
    values: list[Any]


@dataclass
class Sheet:
    """One sheet. `source` is xlsx, xls or csv; `marks` tells hidden columns, merges, formulas, number formats."""

    name: str
    source: str
    rows: list[Row]
    hidden: bool = False
    marks: Marks = field(default_factory=Marks)


@dataclass
class Book:
    """All sheets of a file."""

    name: str
    sheets: list[Sheet]


def read_book(path: Path | str, name: str = "") -> Book:
    """The sheets of a file. Raises RosterError with a sentence when it cannot be read."""
    place = Path(path)
    kind = sniff(place)
    readers = {"xlsx": _xlsx, "xls": _xls, "csv": _csv}
    try:
        return Book(name or place.name, readers[kind](place))
    except (RosterError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # whatever a parser of others stumbles over, the one in Rust by panicking
        log.info("unreadable %s: %r", kind, problem)
        raise RosterError(f"文件坏了，打不开。{SAVE_AS}") from problem


def _xlsx(path: Path) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - only for this kind of file

    book = CalamineWorkbook.from_path(str(path))
    found = []
    for data in book.sheets_metadata:
        if "worksheet" not in str(data.typ).lower():
            continue
        marks, hidden = sheet_marks(path, data.name), data.visible != SheetVisibleEnum.Visible
        if hidden and _too_large(marks):
            continue
        _refuse_too_large(data.name, marks)
        values = book.get_sheet_by_name(data.name).to_python(skip_empty_area=False)
        rows = [Row(n, n in marks.hidden_rows, row) for n, row in enumerate(values, start=1)]
        _fill_down(rows, marks)
        found.append(Sheet(data.name, "xlsx", rows, hidden, marks))
    return found


def _too_large(marks: Marks) -> bool:
    """The parser lays out every cell up to the last one, so a single stray cell can ask for more memory than there is."""
    return marks.last_row > MOST_ROWS or marks.last_row * marks.last_column > MOST_CELLS


def _refuse_too_large(name: str, marks: Marks) -> None:
    if _too_large(marks):
        place = f"{column_letters(marks.last_column)}{marks.last_row}"
        raise RosterError(
            f"工作表“{name}”一直用到 {place} 格，大得不像名单。请把名单以外的行和列删去（不是清空），再传。"
        )


def _fill_down(rows: list[Row], marks: Marks) -> None:
    """A cell merged over several rows holds for each of them (a group's name over its six people)."""
    for top, left, bottom, right in marks.merges:
        if bottom <= top or right > left or top > len(rows):
            continue
        value = rows[top - 1].values[left - 1] if left <= len(rows[top - 1].values) else ""
        for row in rows[top : min(bottom, len(rows))]:
            row.values += [""] * (left - len(row.values))
            if row.values[left - 1] in ("", None):
                row.values[left - 1] = value


def _xls(path: Path) -> list[Sheet]:
    import xlrd  # noqa: PLC0415 - only for this kind of file

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as problem:
        if "encrypted" in str(problem).lower():
            raise RosterError("文件设了打开密码。请在 Excel 里去掉密码再传。") from problem
        raise
    return [_xls_sheet(xlrd, book, sheet) for sheet in book.sheets()]


def _xls_sheet(xlrd: Any, book: Any, sheet: Any) -> Sheet:
    marks = Marks(
        hidden_rows={n + 1 for n, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0},
        hidden_columns={n + 1 for n, info in sheet.colinfo_map.items() if info.hidden or info.width == 0},
        merges=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        old_epoch=book.datemode == 1,
    )
    rows = []
    for n in range(sheet.nrows):
        values = []
        for column, cell in enumerate(sheet.row(n)):
            values.append(_xls_value(xlrd, book, cell))
            if cell.ctype == xlrd.XL_CELL_NUMBER:
                shown = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
                if shown not in ("General", "@"):
                    marks.formats[n + 1, column + 1] = shown
        rows.append(Row(n + 1, n + 1 in marks.hidden_rows, values))
    _fill_down(rows, marks)
    return Sheet(sheet.name, "xls", rows, sheet.visibility != 0, marks)


def _xls_value(xlrd: Any, book: Any, cell: Any) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode).date()
        except (ValueError, OverflowError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    return cell.value


def _csv(path: Path) -> list[Sheet]:
    text = decode(path.read_bytes())
    delimiter = max(",\t;", key=lambda mark: sum(line.count(mark) for line in text.splitlines()[:20]))
    csv.field_size_limit(1_000_000)
    try:
        records = list(csv.reader(io.StringIO(f"{text.removesuffix(chr(10))}\n{END}", newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise RosterError(f"CSV 读到一半出错：一格太长，或引号没有成对。{SAVE_AS}") from problem
    _quotes_are_paired(records, delimiter)
    rows = [Row(n, False, [_unwrapped(cell) for cell in record]) for n, record in enumerate(records[:-1], start=1)]
    return [Sheet("CSV", "csv", rows)]


def _quotes_are_paired(records: list[list[str]], delimiter: str) -> None:
    """A quote without its partner swallows the rows after it; nobody would miss them, so the file is refused."""
    if records[-1] != [END]:
        raise RosterError(f"CSV 第 {len(records)} 行起，引号没有成对，后面的行都进了一格。{SAVE_AS}")
    marks = max(len(record) for record in records[:20]) - 1  # delimiters of a whole row
    for number, record in enumerate(records, start=1):
        if any(_holds_rows(cell.splitlines(), delimiter, marks) for cell in record if "\n" in cell or "\r" in cell):
            raise RosterError(f"CSV 第 {number} 行的一格里有整行的字，多半是引号没有成对。{SAVE_AS}")


def _holds_rows(lines: list[str], delimiter: str, marks: int) -> bool:
    inner = [line.count(delimiter) for line in lines[1:-1]]
    whole = bool(inner) and marks > 0 and all(count == marks for count in inner)
    return whole or any(line.count(delimiter) >= max(2, marks) for line in lines)


def _unwrapped(cell: str) -> str:
    """「="010101"」, as programs protect digits from Excel → 010101."""
    found = _WRAPPED.match(cell)
    return found[1] if found else cell


def decode(data: bytes) -> str:
    """Text of a CSV: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").lstrip("\ufeff")
        except UnicodeDecodeError as problem:
            raise RosterError(f"CSV 里的字认不出来。{SAVE_AS}") from problem
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise RosterError(f"CSV 里的字认不出来（不是 UTF-8，也不是 GB18030）。{SAVE_AS}")
