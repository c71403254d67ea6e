"""The list of schools a district imports: 学校代码, 学校名称, 单位类型."""

from __future__ import annotations

from dataclasses import dataclass, field

from yanxiu.setup.roster.columns import plain
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.reader import Book, Row, Sheet
from yanxiu.setup.roster.values import Bad, is_blank, read_code, text_of

HEADERS = {
    "code": ("学校代码", "单位代码", "代码", "学校编码", "单位编码", "学校编号", "单位编号"),
    "name": ("学校名称", "单位名称", "学校", "单位", "名称", "全称", "学校全称", "单位全称"),
    "unit_type": ("单位类型", "学校类型", "类型", "类别", "办学类型", "学校类别"),
    "stage": ("学段",),
    "parent": ("上级学校代码", "中心校代码", "上级学校", "中心学校代码"),
    "short_name": ("简称", "学校简称"),
}
WORDS = {"code": "学校代码", "name": "学校名称", "unit_type": "单位类型"}
_ALIASES = {alias: name for name, aliases in HEADERS.items() for alias in aliases}


@dataclass(frozen=True)
class SchoolEntry:
    """One school of the list."""

    row: int
    code: str
    name: str
    unit_type: str
    stage: str = ""
    parent: str = ""
    short_name: str = ""


@dataclass
class SchoolList:
    """What the list says: good rows, bad rows with why, hidden rows, rows passed over."""

    entries: list[SchoolEntry] = field(default_factory=list)
    bad: list[tuple[int, list[Bad]]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)


def read_schools(book: Book, sheet: str = "") -> SchoolList:
    """Judge a book as a list of schools. Raises RosterError when no sheet has the three columns."""
    candidates = [s for s in book.sheets if (s.name == sheet if sheet else not s.hidden)]
    for candidate in candidates:
        for index, row in enumerate(candidate.rows[:40]):
            columns = _columns(row)
            if set(WORDS) <= set(columns):
                return _read(candidate, index, columns)
    raise RosterError(f"没有找到学校名单的列名。要有：{'、'.join(WORDS.values())}。")


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, value in enumerate(row.values):
        name = _ALIASES.get(plain(value))
        if name:
            found.setdefault(name, column)
    return found


def _read(sheet: Sheet, header: int, columns: dict[str, int]) -> SchoolList:
    found, seen = SchoolList(), dict[str, int]()
    last = max(r.number for r in sheet.rows if any(not is_blank(v) for v in r.values))
    for index, row in enumerate(sheet.rows):
        if row.number > last:
            break
        kind = _kind(row, index, header, columns)
        if kind:
            found.skipped.append((row.number, kind))
        elif row.hidden:
            found.hidden_rows.append(row.number)
        else:
            _judge(found, sheet, row, columns, seen)
    return found


def _kind(row: Row, index: int, header: int, columns: dict[str, int]) -> str:
    filled = [v for v in row.values if not is_blank(v)]
    if not filled:
        return "blank"
    if index <= header:
        return "header" if index == header else "title"
    if set(WORDS) <= set(_columns(row)):
        return "repeated_header"
    first = text_of(filled[0]).replace(" ", "")
    if first.startswith(("合计", "总计", "共计")):
        return "total"
    if "小计" in first:
        return "subtotal"
    return (
        "signature"
        if len(filled) <= 3 and first.startswith(("制表", "填表", "审核", "填报", "负责人", "注", "说明"))
        else ""
    )


def _judge(found: SchoolList, sheet: Sheet, row: Row, columns: dict[str, int], seen: dict[str, int]) -> None:
    def cell(name: str) -> object:
        column = columns.get(name)
        return "" if column is None or column >= len(row.values) else row.values[column]

    is_csv, bad = sheet.source == "csv", []
    code = read_code(cell("code"), is_csv=is_csv)
    if isinstance(code, Bad):
        bad.append(code)
    elif not code:
        bad.append(Bad("school_missing", "没有学校代码，请补上。"))
    elif seen.setdefault(code, row.number) != row.number:
        bad.append(Bad("school_duplicate", f"学校代码 {code} 和第 {seen[code]} 行的一样。"))
    name = text_of(cell("name"))
    if not name:
        bad.append(Bad("school_name_missing", "没有学校名称，请补上。"))
    parent = read_code(cell("parent"), is_csv=is_csv)
    if bad:
        found.bad.append((row.number, bad))
        return
    kept = {
        "unit_type": text_of(cell("unit_type"))[:60],
        "stage": text_of(cell("stage"))[:20],
        "short_name": text_of(cell("short_name"))[:40],
    }
    found.entries.append(
        SchoolEntry(row.number, str(code), name[:100], parent="" if isinstance(parent, Bad) else parent, **kept)
    )
