"""A sheet or a paste as plain text cells that know their place: small enough to keep, the same from every source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yanxiu.activities.register.days import UNSURE

MOST_ROWS, MOST_COLUMNS, LONGEST = 2000, 400, 200
OLD_EPOCH = 1462  # days by which workbooks of old Macintosh Excel count from a later day
_LOOSE = re.compile(r"[ \u3000]+")


class GridProblem(Exception):
    """The sheet as a whole cannot be read as a register; the sentence says why and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class GridRow:
    """One row: its number in the file, from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]

    def at(self, column: int) -> str:
        """A cell, "" beyond the last one."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Grid:
    """All rows of one sheet; `spread` are titles merged over several columns: (row number, first, last column)."""

    rows: tuple[GridRow, ...]
    spread: tuple[tuple[int, int, int], ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As it is kept until it is imported."""
        return {
            "rows": [[row.number, list(row.cells)] for row in self.rows],
            "spread": [list(one) for one in self.spread],
        }

    @classmethod
    def from_json(cls, data: Any) -> Grid:
        """As it was kept."""
        rows = tuple(GridRow(number, tuple(cells)) for number, cells in data.get("rows", []))
        return cls(rows, tuple((row, first, last) for row, first, last in data.get("spread", [])))


def from_sheet(sheet: Any) -> Grid:
    """A sheet as the readers of the roster give it. Raises GridProblem when it is too large for a register."""
    old = bool(sheet.marks.old_epoch)
    rows = []
    for row in sheet.rows:
        shown = [
            _text(value, sheet.marks.formats.get((row.number, n), ""), old) for n, value in enumerate(row.values, 1)
        ]
        while shown and not shown[-1]:
            shown.pop()
        if shown:
            rows.append(GridRow(row.number, tuple(shown)))
    _check(rows)
    return Grid(
        tuple(rows), tuple((top, left - 1, right - 1) for top, left, _, right in sheet.marks.merges if right > left)
    )


def from_paste(text: str) -> Grid:
    """Cells pasted from a spreadsheet (tabs), or a list from a chat parted by spaces. Raises GridProblem.

    Spaces cannot show an empty cell, so there every row must have as many cells as the first.
    """
    lines = [(n, line) for n, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1) if line.strip()]
    tabs = any("\t" in line for _, line in lines)
    rows = [GridRow(n, tuple(_cut(cell) for cell in _parted(line, tabs))) for n, line in lines]
    _check(rows)
    if not tabs:
        _check_spaces(rows)
    return Grid(tuple(rows))


def _parted(line: str, tabs: bool) -> list[str]:
    return line.rstrip("\t").split("\t") if tabs else _LOOSE.split(line.strip())


def _check_spaces(rows: list[GridRow]) -> None:
    wide = len(rows[0].cells) if rows else 0
    for row in rows:
        if len(row.cells) != wide:
            raise GridProblem(
                f"第 {row.number} 行有 {len(row.cells)} 格，第一行有 {wide} 格，对不齐：空格分不出空着的格子。"
                "请从 Excel 里直接复制再粘贴，或上传文件。"
            )


def _check(rows: list[GridRow]) -> None:
    if not rows:
        raise GridProblem("里面什么也没有。请从“姓名”那一行开始，连同日期一起复制。")
    if len(rows) > MOST_ROWS or max(len(row.cells) for row in rows) > MOST_COLUMNS:
        raise GridProblem(f"这张表超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，不像签到表。请只留签到那一块，再传。")


def _text(value: Any, shown: str, old: bool) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "√" if value else "×"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(float(value), shown, old)
    return _cut(str(value))


def _number(value: float, shown: str, old: bool) -> str:
    if value.is_integer():
        whole = int(value)
        return str(whole + OLD_EPOCH if old and 30000 < whole < 80000 else whole)
    if re.fullmatch(r"0\.00(_.*)?", shown):
        return f"{value:.2f}"
    text = f"{value:.6g}"
    return f"{UNSURE}{text}" if re.fullmatch(r"\d{1,2}\.\d", text) else text


def _cut(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
