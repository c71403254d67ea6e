"""Where somebody stands: findings of one person under everything in force, gathered for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from yanxiu.assessment import shown
from yanxiu.assessment.facts import SubjectFacts, of_unit
from yanxiu.assessment.judging import Bench, benches
from yanxiu.org.models import School
from yanxiu.org.queries.time import UnitCalendar
from yanxiu.policy.exact import fraction, read, text, tidy
from yanxiu.policy.facts import opening_sum
from yanxiu.policy.words import Finding, Period
from yanxiu.regulations.queries import InForce
from yanxiu.regulations.records import house_of

UNTOLD = "na"
CARRIED = "期初结转"
RESULTS = tuple(name for name in shown.RESULTS if name != "total")


@dataclass(frozen=True)
class Origins:
    """A sum by where it comes from: 个人 28, 团队 10; `parts` are (words, amount)."""

    name: str
    n: str
    of: str
    href: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """What one regulation says of somebody."""

    bench: Bench
    facts: SubjectFacts
    findings: tuple[Finding, ...]
    kind: str = "teacher"

    @property
    def regulation(self) -> InForce:
        return self.bench.regulation

    @cached_property
    def lines(self) -> list[shown.Line]:
        """Requirements that can be told, what is lacking first."""
        order = {"late": 0, "due": 0, "ruling": 0, "done": 1}
        return sorted((one for one in self._all if one.state != UNTOLD), key=lambda one: order[one.state])

    @cached_property
    def untold(self) -> list[shown.Line]:
        """Requirements and results that cannot be told, with what is missing."""
        totals = [one for one in self._lines(("total",)) if one.n == "—" and not self.scales]
        return [one for one in (*self._all, *totals, *self._lines(RESULTS)) if one.state == UNTOLD]

    def _lines(self, kinds: tuple[str, ...]) -> list[shown.Line]:
        return shown.lines(self.bench.pack, self.findings, kinds, self.kind)

    @cached_property
    def _all(self) -> list[shown.Line]:
        return self._lines(shown.AMOUNTS)

    @cached_property
    def papers(self) -> list[shown.Line]:
        """The subject's own records that lack something, deadlines not kept; what the office enters, the office mends."""
        lacking = [one for one in self._lines(shown.PAPERS) if one.state in ("late", "due", "ruling")]
        return [one for one in lacking if self._is_own(one)]

    def _is_own(self, line: shown.Line) -> bool:
        if self.kind != "teacher":
            return True
        kinds = [kind for need in line.findings[-1].needs for kind in need.records]
        known = [self.bench.pack.records[kind] for kind in kinds if kind in self.bench.pack.records]
        return not known or any(kind.by == "self" for kind in known)

    @cached_property
    def scales(self) -> list[shown.Scale]:
        """Totals with their items."""
        found = shown.scales(self.bench.pack, self.findings, self.kind)
        return [one for one in found if one.n != "—"]

    @cached_property
    def results(self) -> list[shown.Line]:
        """Grades and qualifications."""
        return [one for one in self._lines(RESULTS) if one.state != UNTOLD]

    @cached_property
    def points(self) -> list[shown.OpenPoint]:
        """Open points that touch this person."""
        return shown.open_points(self.bench.pack, self.findings)

    @cached_property
    def due(self) -> list[shown.Line]:
        """What runs out soon, the nearest first."""
        return sorted((one for one in self._all if one.due and one.until), key=lambda one: one.until or date.max)

    @cached_property
    def origins(self) -> list[Origins]:
        """Sums by the choice their records carry (学时：个人、团队、全校)."""
        return [found for line in (*self.lines, *self.untold) if (found := self._origins(line))]

    def _origins(self, line: shown.Line) -> Origins | None:
        found = shown.judged_as(line.findings[-1])
        need: Any = next((need for need in found.needs if need.take == "sum"), None)
        kind = self.bench.pack.records.get(need.records[0]) if need else None
        by = next((one for one in kind.fields if one.type == "choice"), None) if kind else None
        if need is None or by is None or found.period is None:
            return None
        sums: dict[str, Any] = dict.fromkeys(by.choices, 0)
        for marks in self._marks(need.records, found.period):
            amount, code = read(marks.get(need.field)), marks.get(by.id)
            if amount is not None and code in sums:
                sums[code] = tidy(fraction(sums[code]) + fraction(amount))
        parts = tuple((by.choices[code], text(amount)) for code, amount in sums.items())
        return Origins(line.name, line.n, line.of, line.href, parts + self._carried(found))

    def _carried(self, found: Finding) -> tuple[tuple[str, str], ...]:
        """What was carried over stands beside what came since, so that the parts make up the sum."""
        told = any(step.text.startswith(CARRIED) for step in found.steps)
        rows = [row for row in self.facts.openings if told and row.item == found.rule]
        return ((CARRIED, text(opening_sum(rows))),) if rows else ()

    def _marks(self, kinds: tuple[str, ...], period: Period) -> Iterable[dict[str, Any]]:
        for model in dict.fromkeys(map(house_of, kinds)):
            rows = of_unit(model, self.bench.school, kinds).filter(person=self.facts.subject.id)
            yield from rows.filter(on__range=(period.first, period.last)).values_list("marks", flat=True)


@dataclass(frozen=True)
class Standing:
    """All regulations on one subject as of a day."""

    parts: tuple[Part, ...]
    on: date

    @property
    def due(self) -> list[shown.Line]:
        """What runs out soon, over all regulations."""
        return [line for part in self.parts for line in part.due]


def of_person(school: School, person: UUID, on: date, read: UnitCalendar | None = None) -> Standing:
    """Where a person stands at a school; `read` is its calendar where a page has it already."""
    return Standing(tuple(_parts(benches(school, on, read), "teacher", [person])), on)


def of_subject(school: School, kind: str, subject: UUID, on: date) -> Standing:
    """Where a person, a group or the school itself stands."""
    found = benches(school, on)
    if kind == "teacher":
        return Standing(tuple(_parts(found, kind, [subject])), on)
    rows = [part for bench in found for part in _of_bench(bench, kind, None) if part.facts.subject.id == str(subject)]
    return Standing(tuple(rows), on)


def of_units(found: Iterable[Bench], named: Mapping[str, str]) -> list[tuple[str, Part]]:
    """Where the school itself and groups stand, those of these ids: name, part."""
    parts = [part for bench in found for kind in ("school", "group") for part in _of_bench(bench, kind, None)]
    kept = [(named[part.facts.subject.id], part) for part in parts if part.facts.subject.id in named]
    return [(name, part) for name, part in kept if part.lines or part.papers]


def _parts(found: Iterable[Bench], kind: str, only: list[UUID]) -> Iterable[Part]:
    for bench in found:
        yield from _of_bench(bench, kind, only)


def _of_bench(bench: Bench, kind: str, only: list[UUID] | None) -> Iterable[Part]:
    for facts, findings in bench.findings(bench.facts(kind, only)):
        yield Part(bench, facts, findings, kind)
