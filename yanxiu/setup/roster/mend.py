"""The bad rows as a workbook to mend: the same columns, as text, with what to change beside each row."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter

from yanxiu.setup.roster.preview import Preview
from yanxiu.setup.roster.values import Month, text_of

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def mend_workbook(found: Preview) -> bytes:
    """The bytes of an .xlsx that can be mended and imported again."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    labels = _labels(found)
    by_number = {row.number: row for row in found.sheet.rows}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet("要改的行")
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        page.set_column(0, len(labels) + 1, 14, text)
        page.set_column(len(labels) + 1, len(labels) + 1, 60, text)
        for column, label in enumerate(["原行号", *labels.values(), "要改什么"]):
            page.write_string(0, column, label, bold)
        for line, bad in enumerate(found.bad, start=1):
            values = by_number[bad.row].values
            cells = [values[c] if c < len(values) else "" for c in labels]
            for column, value in enumerate([bad.row, *cells, "".join(p.message for p in bad.problems)]):
                page.write_string(line, column, _shown(value), text)
        page.freeze_panes(1, 0)
    return buffer.getvalue()


def _labels(found: Preview) -> dict[int, str]:
    """Column → header, in the order of the sheet; a sheet without header gets the usual words."""
    if found.layout.labels:
        return dict(sorted(found.layout.labels.items()))
    words = {"name": "姓名", "subject_group": "教研组"}
    return {column: words.get(name, name) for name, column in found.layout.columns.items()}


def _shown(value: Any) -> str:
    if hasattr(value, "year"):
        return str(Month(value.year, value.month, value.day)) + f"{value.day}日"
    return CONTROL.sub("", value if isinstance(value, str) else text_of(value))
