"""谁还差什么: people × requirements, in roster order, what is missing in sight; and the words for the group chat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from yanxiu.assessment import shown
from yanxiu.assessment.judging import Bench
from yanxiu.assessment.standing import Part
from yanxiu.org.models import Group, Person

TABS = {
    "amounts": ("数量", shown.AMOUNTS),
    "papers": ("材料与期限", shown.PAPERS),
    "results": ("考核", (*shown.ITEMS, *shown.RESULTS)),
}
SHORT = ("late", "due")
MARKS = {"late": "●", "due": "◐", "ruling": "◇", "na": "", "done": ""}


def _lacks(line: shown.Line | None) -> bool:
    return line is not None and line.state in SHORT


@dataclass(frozen=True)
class Column:
    """One rule: its title, the clause it rests on, how many are short of it."""

    rule: str
    pack: str
    title: str
    cite: str
    short: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.pack, self.rule


@dataclass(frozen=True)
class Row:
    """One person with a line per column; None where the rule does not apply."""

    person: Person
    sub: str
    lines: tuple[shown.Line | None, ...]
    quiet: str = ""

    @property
    def short(self) -> int:
        """How many requirements are lacking; of who is away nothing is asked."""
        return 0 if self.quiet else sum(map(_lacks, self.lines))


@dataclass(frozen=True)
class Block:
    """A group with its rows."""

    title: str
    rows: tuple[Row, ...]

    @property
    def short(self) -> int:
        """How many of its people lack something."""
        return sum(bool(row.short) for row in self.rows)


@dataclass(frozen=True)
class Matrix:
    """The whole table for one tab."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    label: str = ""

    @cached_property
    def rows(self) -> list[Row]:
        """Everybody once: who sits in two groups counts once."""
        return list({row.person.pk: row for block in self.blocks for row in block.rows}.values())

    @property
    def short(self) -> int:
        """How many people lack something."""
        return sum(bool(row.short) for row in self.rows)

    @property
    def whole(self) -> int:
        """How many people lack nothing."""
        return sum(not row.short and not row.quiet for row in self.rows)


@dataclass
class People:
    """Who stands in the table: people by id, what stands beside a name, who is not judged and why, groups in order."""

    by_id: dict[UUID, Person]
    subs: dict[UUID, str] = field(default_factory=dict)
    quiet: dict[UUID, str] = field(default_factory=dict)
    groups: Sequence[tuple[Group | None, Collection[UUID]]] = ()


def judged(benches: Iterable[Bench], people: Collection[UUID]) -> list[Part]:
    """The findings of these people under every regulation."""
    found = []
    for bench in benches:
        for facts, findings in bench.findings(bench.facts("teacher", people)):
            found.append(Part(bench, facts, findings))
    return found


def matrix(parts: Sequence[Part], people: People, tab: str, *, only_short: bool = False, label: str = "") -> Matrix:
    """The table of one tab."""
    kinds = TABS[tab][1]
    lines: dict[UUID, dict[tuple[str, str], shown.Line]] = {}
    columns: dict[tuple[str, str], Column] = {}
    for part in parts:
        pack = part.bench.pack
        here = lines.setdefault(UUID(part.facts.subject.id), {})
        for line in shown.lines(pack, part.findings, kinds):
            here[pack.id, line.rule] = line
            if line.state != "na":  # what can be told of nobody needs no column
                columns.setdefault((pack.id, line.rule), _column(pack, line))
    ordered = sorted(
        _rules(parts), key=lambda one: kinds.index(one[1].kind) if tab == "results" and one[1].kind in kinds else 0
    )
    order = {(pack.id, rule.id): n for n, (pack, rule) in enumerate(ordered)}
    kept = sorted(columns, key=lambda key: order[key])
    short = {key: sum(_lacks(rows.get(key)) for id, rows in lines.items() if id not in people.quiet) for key in kept}
    shown_columns = tuple(Column(**{**vars(columns[key]), "short": short[key]}) for key in kept)
    blocks = tuple(_block(group, ids, people, lines, kept, only_short) for group, ids in people.groups)
    return Matrix(shown_columns, tuple(one for one in blocks if one.rows), label)


def _rules(parts: Sequence[Part]) -> list[Any]:
    packs = {part.bench.pack.id: part.bench.pack for part in parts}
    return [(pack, rule) for pack in packs.values() for rule in pack.rules]


def _column(pack: Any, line: shown.Line) -> Column:
    return Column(line.rule, pack.id, line.name, "、".join(pack.rule(line.rule).clauses[:2]))


def _block(
    group: Group | None,
    ids: Collection[UUID],
    people: People,
    lines: dict[UUID, dict[tuple[str, str], shown.Line]],
    columns: Sequence[tuple[str, str]],
    only_short: bool,
) -> Block:
    rows = []
    for person in sorted(
        (people.by_id[id] for id in ids if id in people.by_id), key=lambda one: (one.name_key, one.pk)
    ):
        here = lines.get(person.pk, {})
        row = Row(
            person,
            people.subs.get(person.pk, ""),
            tuple(here.get(key) for key in columns),
            people.quiet.get(person.pk, ""),
        )
        if row.short or not only_short:
            rows.append(row)
    return Block(group.name if group else "没有分组", tuple(rows))


def as_rows(table: Matrix) -> list[dict[str, Any]]:
    """The rows <c-matrix> draws."""
    found: list[dict[str, Any]] = []
    for block in table.blocks:
        note = f"{len(block.rows)} 人，{f'还差的 {block.short} 人' if block.short else '都齐'}"
        found.append({"group": block.title, "note": note})
        found += [_row(row) for row in block.rows]
    return found


def _row(row: Row) -> dict[str, Any]:
    if row.quiet:
        return {"name": row.person.name, "quiet": row.quiet}
    return {"name": row.person.name, "sub": row.sub, "cells": [_cell(row, line) for line in row.lines]}


def _cell(row: Row, line: shown.Line | None) -> dict[str, Any]:
    if line is None:
        return {"text": "—", "state": "na"}
    of = line.of.lstrip("/").split(" ")[0] if line.of.startswith("/") else ""
    words = f"{row.person.name}，{line.name} {line.n}{line.of}，{line.gap}"
    text = f"{line.n}{f'/{of}' if of else ''}"
    gap = line.brief if line.state in SHORT else ""
    return {"text": text, "gap": gap, "state": line.state, "url": line.href, "label": words, "mark": MARKS[line.state]}


def for_the_chat(table: Matrix, until: str) -> str:
    """What may be sent to everybody: how many of which group lack what; nobody is named."""
    said = [f"各位老师，{until}核对："]
    for number, column in enumerate(table.columns):
        counts = [
            (block.title, sum(_lacks(row.lines[number]) for row in block.rows if not row.quiet))
            for block in table.blocks
        ]
        some = "、".join(f"{title} {count} 人" for title, count in counts if count)
        if some:
            short = [row.lines[number] for row in table.rows]
            over = any(one is not None and one.state in SHORT and one.over for one in short)
            said.append(f"{column.title}：{some}{'没做到' if over else '还差'}。")
    if len(said) == 1:
        return f"各位老师，{until}核对：都齐了，谢谢。"
    return "\n".join(
        [*said, "自己差哪一项、差多少，打开“我的”就能看到；有不对的地方，点开数字看是怎么算的，再告诉教导处。"]
    )


def sheet_rows(table: Matrix) -> tuple[list[str], list[list[str]]]:
    """Heads and rows for a workbook: the figure and what is lacking in one cell."""
    heads = [
        "组",
        "姓名",
        *[f"{column.title}（{column.cite}）" if column.cite else column.title for column in table.columns],
    ]
    rows = [
        [block.title, row.person.name, *[_written(line, row.quiet) for line in row.lines]]
        for block in table.blocks
        for row in block.rows
    ]
    return heads, rows


def _written(line: shown.Line | None, quiet: str) -> str:
    if quiet:
        return quiet
    if line is None:
        return "不适用"
    return f"{line.n}{line.of}，{line.gap}" if line.n != "—" else line.gap
