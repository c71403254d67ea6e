"""The preview of a roster: who is fine, which rows are bad and why, what is hidden, what was passed over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yanxiu.setup.roster.columns import FIELDS, Layout, recognise, wanted_field
from yanxiu.setup.roster.entries import Entry, Judge
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.names import is_name
from yanxiu.setup.roster.profiles import Profile, profiles
from yanxiu.setup.roster.reader import Book, Row, Sheet
from yanxiu.setup.roster.rows import kind_of
from yanxiu.setup.roster.sheet_xml import column_letters
from yanxiu.setup.roster.values import Bad, clean_name, text_of

STEP = 500  # rows between two reports of progress


@dataclass
class BadRow:
    """One row that cannot be imported: its number in the sheet, the codes, the sentences, its name if it has one."""

    row: int
    problems: list[Bad]
    name: str = ""
    fields: list[str] = field(default_factory=list)  # the field of each problem
    entry: Entry | None = None

    def to_json(self) -> dict[str, Any]:
        """The row in the contract's form."""
        return {
            "row": self.row,
            "codes": [p.code for p in self.problems],
            "message": "".join(p.message for p in self.problems),
        }


@dataclass
class Preview:
    """Everything a person must see before anything is written."""

    sheet: Sheet
    layout: Layout
    profile: Profile
    entries: list[Entry] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    warnings: dict[str, Any] = field(default_factory=dict)

    @property
    def data_rows(self) -> int:
        """Rows that are people: good and bad, hidden ones not counted."""
        return len(self.entries) + len(self.bad)

    def to_json(self) -> dict[str, Any]:
        """The contract: {"data_rows","valid","bad","hidden_rows","skipped","warnings"}; no ID number is in it."""
        return {
            "data_rows": self.data_rows,
            "valid": len(self.entries),
            "bad": [bad.to_json() for bad in self.bad],
            "hidden_rows": self.hidden_rows,
            "skipped": [{"row": row, "kind": kind} for row, kind in self.skipped],
            "warnings": self.warnings,
        }


def preview(
    book: Book,
    *,
    profile: str = "school",
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    as_of: date,
    schools: Mapping[str, str] | None = None,
    one_school: bool = False,
    include_hidden: Iterable[int] = (),
    cells: Mapping[int, Mapping[str, str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Judge a book. `schools` maps known codes to names (None: codes are not checked); `one_school`: all rows are of it.

    `include_hidden` are hidden rows the user wants read, `cells` what the user puts in the place of single cells
    (row → field → text). Raises RosterError when no sheet is a roster.
    """
    rules = profiles().get(profile)
    if rules is None:
        raise RosterError(f"没有“{profile}”这种口径。可用的有：{'、'.join(profiles())}。")
    chosen, layout, others = choose(book, sheet, mapping)
    found = Preview(chosen, layout, rules)
    if "name" not in {wanted_field(name) for name in mapping or {}}:
        _refuse_panels(chosen, layout)
    _require_columns(layout, rules.required - ({"school_code"} if one_school else set()))
    _read_rows(
        found, Judge(chosen, layout, rules, as_of, schools, one_school, cells or {}), set(include_hidden), progress
    )
    _warn(found, others)
    return found


def choose(book: Book, name: str, mapping: Mapping[str, str] | None) -> tuple[Sheet, Layout, list[str]]:
    """The sheet with the people, its layout, and the other sheets that look like rosters."""
    if name:
        sheet = next((s for s in book.sheets if s.name.strip() == name.strip()), None)
        if sheet is None:
            raise RosterError(f"没有“{name}”这张工作表。有：{'、'.join(s.name for s in book.sheets)}。")
        return sheet, _layout(sheet, mapping), []
    found = [(s, layout) for s in book.sheets if not s.hidden and (layout := recognise(s, mapping))]
    if not found:
        shown = [s for s in book.sheets if not s.hidden and s.rows] or book.sheets[:1]
        if not shown:
            raise RosterError("这个文件里没有工作表。")
        return shown[0], _layout(shown[0], mapping), []
    best = max(found, key=lambda pair: (len(pair[1].columns), len(pair[0].rows)))
    return *best, [s.name for s, layout in found if s is not best[0] and layout.header]


def _layout(sheet: Sheet, mapping: Mapping[str, str] | None) -> Layout:
    layout = recognise(sheet, mapping)
    if layout is None:
        raise RosterError(f"工作表“{sheet.name}”里没有找到“姓名”这一列。请说明姓名在哪一列，例如：姓名=B。")
    return layout


def _refuse_panels(sheet: Sheet, layout: Layout) -> None:
    """A list printed in two panels side by side: reading one would lose the people of the other without a word."""
    for column in layout.beside:
        right = [
            r for r in sheet.rows if r.number >= layout.first and column < len(r.values) and is_name(r.values[column])
        ]
        if right:
            letters = "、".join(column_letters(c + 1) for c in (layout.columns["name"], *layout.beside))
            raise RosterError(
                f"这张表左右排了几栏（{letters} 列都是姓名）。请把右边的移到左边下面，排成一栏再传；"
                f"只要其中一栏，就说明姓名在哪一列，例如：姓名={column_letters(layout.columns['name'] + 1)}。"
            )


def _require_columns(layout: Layout, required: Set[str]) -> None:
    absent = [FIELDS[name][0] for name in sorted(required) if name not in layout.columns]
    if absent:
        raise RosterError(f"表里没有这些列：{'、'.join(absent)}。补上列，或说明它们在哪一列（例如：{absent[0]}=C）。")


def _read_rows(found: Preview, judge: Judge, wanted: set[int], progress: Callable[[int, int], None] | None) -> None:
    rows = found.sheet.rows
    last = max((r.number for r in rows if any(text_of(v) for v in r.values)), default=0)
    for count, row in enumerate(rows, start=1):
        if row.number > last and kind_of(row, found.layout, found.sheet) == "blank":
            continue
        _read_row(found, judge, row, wanted)
        if progress and count % STEP == 0:
            progress(count, len(rows))


def _read_row(found: Preview, judge: Judge, row: Row, wanted: set[int]) -> None:
    kind = kind_of(row, found.layout, found.sheet)
    if kind != "person":
        found.skipped.append((row.number, kind))
    elif row.hidden and row.number not in wanted:
        found.hidden_rows.append(row.number)
    else:
        entry, problems = judge.judge(row)
        if problems:
            fields, reasons = zip(*problems, strict=True)
            found.bad.append(BadRow(row.number, list(reasons), entry.name, list(fields), entry))
        else:
            found.entries.append(entry)


def _warn(found: Preview, others: list[str]) -> None:
    """Questions and advice: same names, doubts, unknown columns, hidden columns, other sheets, the sheet's own total."""
    same = _alike(found.entries, "name") if found.profile.same_name_asks else {}
    marks = found.sheet.marks
    hidden = [
        f"{column_letters(c + 1)} {found.layout.labels.get(c, '')}".strip()
        for c in sorted(found.layout.columns.values())
        if c + 1 in marks.hidden_columns
    ]
    raised: dict[str, Any] = {
        "same_name": [{"name": name, "rows": rows} for name, rows in same.items()],
        "same_phone": list(_alike(found.entries, "phone").values()),
        "doubts": [
            {"row": e.row, "field": name, "code": b.code, "message": b.message}
            for e in found.entries
            for name, b in e.doubts
        ],
        "unknown_columns": found.layout.unknown,
        "doubled_columns": found.layout.doubled,
        "hidden_columns": hidden,
        "other_sheets": others,
        "total_mismatch": _mismatch(found),
        "no_header": not found.layout.header,
    }
    found.warnings = {code: value for code, value in raised.items() if value}


def _alike(entries: list[Entry], name: str) -> dict[str, list[int]]:
    """Values several entries have in one field, with their rows."""
    rows: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        if value := getattr(entry, name):
            rows[value].append(entry.row)
    return {value: kept for value, kept in rows.items() if len(kept) > 1}


def left_out(found: Preview) -> set[str]:
    """Names in rows that are not imported, bad or hidden: whoever bears one is not missing from the list."""
    place, hidden = found.layout.columns["name"], set(found.hidden_rows)
    names = {clean_name(r.values[place]) for r in found.sheet.rows if r.number in hidden and place < len(r.values)}
    return names | {bad.name for bad in found.bad if bad.name}


def own_totals(found: Preview) -> list[int]:
    """The numbers in the sheet's own 合计 row, the last one; none when it has no such row."""
    for row in reversed(found.sheet.rows):
        if kind_of(row, found.layout, found.sheet) == "total":
            return [int(n) for v in row.values for n in re.findall(r"\d+", text_of(v))]
    return []


def _mismatch(found: Preview) -> dict[str, int] | None:
    """The sheet's own 合计 against the people found, when they differ."""
    said, people = own_totals(found), found.data_rows + len(found.hidden_rows)
    if said and people not in said and found.data_rows not in said:
        return {"said": said[0], "found": people}
    return None
