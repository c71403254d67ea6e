"""Reading a workbook or CSV into rows that know their own row numbers, what is hidden, and how numbers are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.files import SAVE_AS, sniff
from yanxiu.setup.roster.sheet_xml import Marks, sheet_marks

Progress = Callable[[int, int], None]


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
    return Book(name or place.name, readers[kind](place))


def _xlsx(path: Path) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - only for this kind of file

    try:
        book = CalamineWorkbook.from_path(str(path))
        found = []
        for data in book.sheets_metadata:
            if "worksheet" not in str(data.typ).lower():
                continue
            values = book.get_sheet_by_name(data.name).to_python(skip_empty_area=False)
            marks = sheet_marks(path, data.name)
            rows = [Row(n, n in marks.hidden_rows, row) for n, row in enumerate(values, start=1)]
            _fill_down(rows, marks)
            found.append(Sheet(data.name, "xlsx", rows, data.visible != SheetVisibleEnum.Visible, marks))
    except (CalamineError, KeyError, ValueError, OSError) as problem:
        raise RosterError(f"文件坏了，打不开。{SAVE_AS}") from problem
    return found


def _fill_down(rows: list[Row], marks: Marks) -> None:
    """A cell merged over several rows holds for each of them (a group's name over its six people)."""
    for top, left, bottom, right in marks.merges:
        if bottom <= top or right > left or top > len(rows):
            continue
        value = rows[top - 1].values[left - 1] if left <= len(rows[top - 1].values) else ""
        for row in rows[top : min(bottom, len(rows))]:
            if left <= len(row.values) and row.values[left - 1] in ("", None):
                row.values[left - 1] = value


def _xls(path: Path) -> list[Sheet]:
    import xlrd  # noqa: PLC0415 - only for this kind of file

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True)
    except xlrd.XLRDError as problem:
        if "encrypted" in str(problem).lower():
            raise RosterError("文件设了打开密码。请在 Excel 里去掉密码再传。") from problem
        raise RosterError(f"文件坏了，打不开。{SAVE_AS}") from problem
    except (AssertionError, IndexError, KeyError, ValueError, OSError) as problem:
        raise RosterError(f"文件坏了，打不开。{SAVE_AS}") from problem
    return [_xls_sheet(xlrd, book, sheet) for sheet in book.sheets()]


def _xls_sheet(xlrd: Any, book: Any, sheet: Any) -> Sheet:
    marks = Marks(
        hidden_rows={n + 1 for n, info in sheet.rowinfo_map.items() if info.hidden},
        hidden_columns={n + 1 for n, info in sheet.colinfo_map.items() if info.hidden},
        merges=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
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
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise RosterError(f"CSV 读到一半出错：引号没有成对，或一格太长。{SAVE_AS}") from problem
    return [Sheet("CSV", "csv", [Row(n, False, list(record)) for n, record in enumerate(records, start=1)])]


def decode(data: bytes) -> str:
    """Text of a CSV: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as problem:
            raise RosterError(f"CSV 里的字认不出来。{SAVE_AS}") from problem
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(f"CSV 里的字认不出来（不是 UTF-8，也不是 GB18030）。{SAVE_AS}")
