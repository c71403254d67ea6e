"""Lists as files: written by other programs than the one that reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

from yanxiu.setup.roster.preview import Preview, preview
from yanxiu.setup.roster.reader import read_book

AS_OF = date(2026, 5, 20)
SCHOOLS = {"010101": "柳湾小学", "A20001": "柳湾中学"}
DISTRICT_HEAD = ["姓名", "性别", "身份证号", "出生年月", "学校代码", "参加工作年月"]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def id_number(born: date, order: int = 1, place: str = "110101") -> str:
    """A number whose check character is right; an odd order is a man."""
    body = f"{place}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def person(**other: Any) -> list[Any]:
    """A row of the district's list that is right, but for what is given."""
    values: dict[str, Any] = {
        "name": "江若谷",
        "gender": "男",
        "id": id_number(date(1985, 9, 2)),
        "born": "1985年9月",
        "school": "010101",
        "work": "2008年9月",
    }
    return list((values | other).values())


def xlsx(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    hidden: Sequence[int] = (),
    merges: Sequence[str] = (),
    name: str = "名单",
) -> Path:
    """A workbook by openpyxl."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for row in rows:
        page.append(list(row))
    for number in hidden:
        page.row_dimensions[number].hidden = True
    for span in merges:
        page.merge_cells(span)
    book.save(path)
    return path


def xls(path: Path, rows: Sequence[Sequence[Any]], *, hidden: Sequence[int] = ()) -> Path:
    """An old workbook by xlwt."""
    book = xlwt.Workbook()
    page = book.add_sheet("名单")
    dated = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value not in ("", None):
                page.write(r, c, value, *([dated] if isinstance(value, date) else []))
    for number in hidden:
        page.row(number - 1).hidden = True
    book.save(str(path))
    return path


def text(rows: Sequence[Sequence[Any]], delimiter: str = ",") -> str:
    """The rows as CSV text."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def judged(
    path: Path, *, profile: str = "school", sheet: str = "", mapping: Mapping[str, str] | None = None
) -> Preview:
    """The file read and judged as of the twentieth of May 2026."""
    return preview(
        read_book(path), profile=profile, sheet=sheet, mapping=mapping, as_of=AS_OF, schools=SCHOOLS if profile == "district" else None
    )  # fmt: skip


def codes(found: Preview) -> dict[int, list[str]]:
    """Row → codes of what is wrong with it."""
    return {bad.row: [problem.code for problem in bad.problems] for bad in found.bad}
