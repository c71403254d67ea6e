"""Where in a grid the names, the days and the marks stand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from yanxiu.activities.register.days import Head, SchoolTime, read_head
from yanxiu.activities.register.grid import Grid, GridProblem, GridRow
from yanxiu.setup.roster.columns import field_of
from yanxiu.setup.roster.sheet_xml import column_letters
from yanxiu.setup.roster.values import clean_name

SEARCHED = 15  # rows in which the head is looked for
MOST_SYMBOLS = 60
_TOTAL = re.compile(r"合计|总计|共计|(出勤|到会|实到|参加)(次数|数|计)")
_NOTE = re.compile(
    r"^(合计|总计|小计|共计|说明|注|备注|图例|符号|标记|制表|审核|填表|登记人|教导处|组长签|应到|实到|缺席|出勤率|日期)"
)
_LEGEND = re.compile(r"[√△○×✓].*[√△○×✓]|[:：，。；]")
_ASIDE = re.compile(r"^(序|序号|编号|签名|签字|备注|说明|请假|职务|学科|组别?|教研组)$")
SAME = str.maketrans({
    "✓": "√", "✔": "√", "☑": "√", "V": "√", "v": "√", "✗": "×", "✘": "×", "╳": "×", "X": "×", "x": "×", "☓": "×", "乂": "×",
    "〇": "○", "◯": "○", "O": "○", "o": "○", "▲": "△", "∆": "△", "Δ": "△",
})  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of marks: its letter, place and head."""

    index: int
    head: str
    read: Head

    @property
    def letter(self) -> str:
        """As Excel names it."""
        return column_letters(self.index + 1)


@dataclass(frozen=True)
class Line:
    """One person's row: name, number if the sheet has one, marks by column, the sheet's own total."""

    number: int
    name: str
    staff_no: str
    marks: dict[int, str]
    total: str = ""


@dataclass(frozen=True)
class Table:
    """A register as it was understood. `aside` are columns and `skipped` rows that hold no marks, in words."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    aside: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def symbols(self) -> Counter[str]:
        """Every mark and how often it stands there."""
        return Counter(mark for line in self.lines for mark in line.marks.values())


def symbol_of(text: str) -> str:
    """A mark as it is compared: all kinds of ticks are one tick, all crosses one cross."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()) if len(text) <= 2 else text.strip()
    return plain.translate(SAME) if len(plain) == 1 else plain


def read_table(grid: Grid, time: SchoolTime, names: Collection[str]) -> Table:
    """The register in a grid; `names` are those one may expect. Raises GridProblem."""
    place, top = _names(grid, names)
    first = _first_person(grid, place, top)
    heads, body = grid.rows[:first], grid.rows[first:]
    lines, skipped = [], []
    found = _Columns(grid, heads, body, place, time)
    for row in body:
        line = found.line(row)
        if isinstance(line, Line):
            lines.append(line)
        elif line:
            skipped.append(line)
    if not lines:
        raise GridProblem("姓名下面没有人。请从“姓名”那一行开始，连同日期一起复制。")
    if not found.columns:
        raise GridProblem("没有找到带日期的列。表头要写哪一天，例如 9月12日、9.12、第3周周五。")
    table = Table(tuple(found.columns), tuple(lines), tuple(found.aside), tuple(skipped))
    if len(table.symbols) > MOST_SYMBOLS:
        raise GridProblem(f"格子里有 {len(table.symbols)} 种写法，不像签到的符号。请只留姓名、日期和符号再传。")
    return table


def _names(grid: Grid, names: Collection[str]) -> tuple[int, int]:
    """The column of names and the row of its head (-1 without a head)."""
    for index, row in enumerate(grid.rows[:SEARCHED]):
        for column, text in enumerate(row.cells):
            if field_of(text) == "name":
                return column, index
    hits = Counter(c for row in grid.rows for c, text in enumerate(row.cells) if clean_name(text) in names)
    if hits and (best := hits.most_common(1)[0])[1] * 2 >= len(grid.rows) - 2:
        return best[0], -1
    raise GridProblem("没有找到“姓名”这一列。请让每人一行，表头写“姓名”，再传一次。")


def _first_person(grid: Grid, place: int, top: int) -> int:
    """The first row below the head that has a name; under a head of two rows the name is not repeated."""
    for index, row in enumerate(grid.rows[top + 1 :], top + 1):
        text = row.at(place)
        if text and field_of(text) != "name" and (top >= 0 or not _is_head(row)):
            return index
    return len(grid.rows)


def _is_head(row: GridRow) -> bool:
    return any(re.search(r"\d\s*[月./-]\s*\d|周", text) for text in row.cells)


class _Columns:
    """What each column is, found from the rows of the head and from what stands below."""

    def __init__(
        self, grid: Grid, heads: tuple[GridRow, ...], body: tuple[GridRow, ...], place: int, time: SchoolTime
    ) -> None:
        self.grid, self.heads, self.place, self.time = grid, heads, place, time
        self.columns: list[Column] = []
        self.aside: list[str] = []
        self.total, self.staff_no = -1, -1
        wide = max(len(row.cells) for row in grid.rows)
        people = [row for row in body if row.at(place) and not _is_note(row, place)]
        for index in range(wide):
            if index != place:
                self._sort(index, [text for row in people if (text := row.at(index))])

    def _sort(self, index: int, filled: list[str]) -> None:
        texts = list(self._texts(index))
        head = " ".join(texts)
        if any(field_of(text) == "staff_no" for text in texts):
            self.staff_no = index
        elif found := self._read(texts):
            self.columns.append(Column(index, head, found))
        elif any(_TOTAL.search(text) for text in texts):
            self.total = index if self.total < 0 else self.total
        elif any(field_of(text) or _ASIDE.match(text) for text in texts):
            self.aside.append(f"{column_letters(index + 1)} {head}")
        elif filled and index > self.place:
            said = f"表头“{head[:20]}”看不出是哪一天" if head else "没有写日期"
            self.columns.append(Column(index, head, Head(problem=f"{said}。请填这一列的日期。")))
        elif filled:
            self.aside.append(f"{column_letters(index + 1)} {head}".strip())

    def _texts(self, index: int) -> Iterator[str]:
        for row in self.heads:
            text = row.at(index)
            if not text:
                text = next(
                    (
                        row.at(a)
                        for n, a, b in self.grid.spread
                        if n == row.number and a < index <= b and a > self.place
                    ),
                    "",
                )
            if text:
                yield text

    def _read(self, texts: list[str]) -> Head | None:
        """The day of one of the texts over the column, the others as its title."""
        for number, text in enumerate(texts):
            found = read_head(text, self.time)
            if found is not None:
                others = [other for n, other in enumerate(texts) if n != number and read_head(other, self.time) is None]
                title = " ".join([*others, found.title]).strip()
                return Head(found.day, title, found.problem, found.readings)
        return None

    def line(self, row: GridRow) -> Line | str:
        """A person's row, or why it is skipped ("" for an empty one)."""
        marks = {c.index: symbol_of(text) for c in self.columns if (text := row.at(c.index))}
        name = clean_name(row.at(self.place))
        if not name and not marks:
            return "" if not any(row.cells) or not row.at(self.place) else f"第 {row.number} 行"
        if field_of(name) == "name" or _is_note(row, self.place):
            return f"第 {row.number} 行“{next(text for text in row.cells if text)[:12]}”"
        staff_no = row.at(self.staff_no) if self.staff_no >= 0 else ""
        return Line(row.number, name, staff_no, marks, row.at(self.total) if self.total >= 0 else "")


def _is_note(row: GridRow, place: int) -> bool:
    """合计, 说明, 图例 and the like below the names."""
    first = next((text for text in row.cells if text), "")
    name = row.at(place)
    return bool(_NOTE.match(first) and not (name and name != first)) or bool(_NOTE.match(name) or _LEGEND.search(name))
