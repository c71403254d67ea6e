"""The one writer of workbooks: text stays text, nothing a name contains can run as a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # one of these makes Excel refuse the whole file
WIDEST = 48


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its column heads and its rows (str, int, Decimal, bool, date, datetime or None)."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def download(data: bytes, name: str) -> HttpResponse:
    """The answer that hands over a workbook under a name, whatever its letters."""
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The bytes of an .xlsx with these sheets; heads are frozen and filterable."""
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name[:31]), sheet, bold, day)
    return buffer.getvalue()


def _write(page: Any, sheet: Sheet, bold: Any, day: Any) -> None:
    for column, head in enumerate(sheet.heads):
        page.set_column(column, column, min(WIDEST, max(10, 2 * len(head) + 4)))
        page.write_string(0, column, head, bold)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _cell(page, count, column, value, day)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(count, 1), max(len(sheet.heads) - 1, 0))


def _cell(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int | Decimal):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        page.write_string(row, column, f"{value:%Y-%m-%d %H:%M}")
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    else:
        page.write_string(row, column, CONTROL.sub("", str(value)))
