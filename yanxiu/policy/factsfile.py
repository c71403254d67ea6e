"""A facts file (or the `given` of a case) as facts, strictly read: unknown kinds and people, negative counts are errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from yanxiu.kernel.days import DayBook, DayMark
from yanxiu.kernel.terms import Span, TermTime
from yanxiu.policy import schemas
from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.conditions import as_date
from yanxiu.policy.exact import fraction
from yanxiu.policy.facts import Dated, Lump, Opening, Record, RecordFacts, Subject
from yanxiu.policy.filled import misfits, unknown
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack
from yanxiu.policy.problems import PackError, Problem
from yanxiu.policy.references import BUILT_IN
from yanxiu.policy.source import Path_, Tree, read_file
from yanxiu.policy.validate import check
from yanxiu.policy.words import Period

WRITTEN = "有"  # what `fields: all` puts into every field


@dataclass(frozen=True)
class Given:
    """Facts with the calendar and day they came with, if any."""

    facts: RecordFacts
    calendar: SchoolCalendar
    on: date | None


def read_facts(path: Path, pack: Pack, calendar: Path | None = None) -> Given:
    """A facts file, with its calendar or one from a file of its own. Raises PackError."""
    tree = read_file(path)
    _raise(list(check(tree.data, schemas.FACTS, tree)))
    written = tree.data.get("calendar")
    if calendar is not None:
        other = read_file(calendar)
        _raise(list(check(other.data, schemas.CALENDAR, other)))
        written = other.data
    if written is None:
        raise PackError([tree.at((), "E22")])
    school = calendar_of(written)
    return Given(facts_of(tree.data, pack, school, tree), school, as_date(tree.data.get("on")))


def calendar_of(data: Mapping[str, Any]) -> SchoolCalendar:
    """A calendar as written in a file; its form was checked."""

    def span(one: Mapping[str, Any]) -> Span:
        return Span(str(one["name"]), _day(one["first"]), _day(one["last"]))

    marks = {_day(day): DayMark(kind, "", "更正") for day, kind in data.get("days", {}).items()}
    term = TermTime(
        _day(data["first"]), _day(data["last"]), as_date(data.get("plan_issued")),
        tuple(map(span, data.get("exams", ()))), tuple(map(span, data.get("months", ()))),
    )  # fmt: skip
    return SchoolCalendar(
        term, str(data.get("key", "term")), str(data.get("name", "本学期")), DayBook(marks),
        span(data["school_year"]) if "school_year" in data else None, span(data["cycle"]) if "cycle" in data else None,
        frozenset(map(str, data.get("skipped", ()))),
    )  # fmt: skip


def facts_of(data: Mapping[str, Any], pack: Pack, calendar: SchoolCalendar, tree: Tree, at: Path_ = ()) -> RecordFacts:
    """Facts as written below a place of a document. Raises PackError with all problems."""
    reader = _Reader(pack, calendar, tree, at)
    subjects = [reader.subject(one, ("subjects", number)) for number, one in enumerate(data.get("subjects", ()))]
    records = [
        one for number, row in enumerate(data.get("records", ())) for one in reader.records(row, ("records", number))
    ]
    lumps = [
        one for number, row in enumerate(data.get("measures", ())) for one in reader.lumps(row, ("measures", number))
    ]
    openings = [reader.opening(row, ("opening", number)) for number, row in enumerate(data.get("opening", ()))]
    lists = {(str(row.get("of", "")), str(row["list"])): tuple(map(str, row["items"])) for row in data.get("lists", ())}
    _raise(reader.problems)
    return RecordFacts(subjects, records, lumps, openings, lists, as_date(data.get("start")))


class _Reader:
    def __init__(self, pack: Pack, calendar: SchoolCalendar, tree: Tree, at: Path_) -> None:
        self.pack, self.calendar, self.tree, self.at = pack, calendar, tree, at
        self.known: set[str] = set()
        self.problems: list[Problem] = []
        self._count = 0

    def _wrong(self, place: Path_, code: str, **words: Any) -> None:
        self.problems.append(self.tree.at((*self.at, *place), code, **words))

    def subject(self, one: Mapping[str, Any], place: Path_) -> Subject:
        if str(one["id"]) in self.known:
            self._wrong((*place, "id"), "E14", id=one["id"])
        self.known.add(str(one["id"]))
        attributes = {name: tuple(_dated(value)) for name, value in (one.get("attributes") or {}).items()}
        return Subject(
            str(one["id"]),
            str(one.get("kind", "teacher")),
            str(one.get("name", one["id"])),
            attributes,
            as_date(one.get("joined")),
            as_date(one.get("left")),
        )

    def _known(self, kind: str, of: str, place: Path_) -> bool:
        kinds = [*self.pack.records, *BUILT_IN]
        if kind not in kinds:
            self._wrong((*place, "kind"), "E19", kind=kind, known="、".join(kinds))
        if of not in self.known:
            self._wrong((*place, "of"), "E20", name=of)
        return kind in kinds and of in self.known

    def records(self, row: Mapping[str, Any], place: Path_) -> Iterator[Record]:
        times, day = int(row.get("times", 1)), as_date(row["on"])
        if times < 0:
            self._wrong((*place, "times"), "E18", value=times)
        if day is None:
            self._wrong((*place, "on"), "E21", value=row["on"])
        for of in map(str, as_list(row["of"])):
            if self._known(str(row["kind"]), of, place) and day is not None:
                self._count += 1
                fields = self._fields(row, place)
                yield Record(str(row.get("id", f"r{self._count}")), row["kind"], of, day, fields, times)

    def _fields(self, row: Mapping[str, Any], place: Path_) -> dict[str, Any]:
        written = row.get("fields") or {}
        known = [one.id for one in self.pack.records[row["kind"]].fields] if row["kind"] in self.pack.records else []
        if written == "all":
            return dict.fromkeys(known, WRITTEN)
        self.problems += misfits(
            self.pack, str(row["kind"]), written, lambda name: (*self.at, *place, "fields", name), self.tree
        )
        if "all_but" in written:
            left_out = as_list(written["all_but"])
            return {name: WRITTEN for name in known if name not in left_out} | {
                name: value for name, value in written.items() if name != "all_but"
            }
        return dict(written)

    def lumps(self, row: Mapping[str, Any], place: Path_) -> Iterator[Lump]:
        counts = row["count"] if isinstance(row["count"], dict) else {str(row.get("period", "term")): row["count"]}
        if not self._known(str(row["kind"]), str(row["of"]), place):
            return
        complete = row.get("fields") == "all"
        self.problems += unknown(
            self.pack, str(row["kind"]), row.get("sum", ()), lambda name: (*self.at, *place, "sum", name), self.tree
        )
        for name, count in counts.items():
            period = self.calendar.period(name)
            if period is None:
                self._wrong((*place, "count"), "E23", name=name, known="、".join(self.calendar.period_names()))
            elif fraction(count) < 0 or any(fraction(value) < 0 for value in row.get("sum", {}).values()):
                self._wrong((*place, "count"), "E18", value=count)
            else:
                fields = self._fields(row, place)
                meant = self._in_term(period)
                yield Lump(row["kind"], row["of"], meant, int(count), row.get("sum", {}), fields, complete)

    def _in_term(self, period: Period) -> Period:
        """A week the term ends in holds days after it; what a file counts in that week happened in the term."""
        if period.kind not in ("week", "fortnight"):
            return period
        term = self.calendar.term
        return replace(period, first=max(period.first, term.first), last=min(period.last, term.last))

    def opening(self, row: Mapping[str, Any], place: Path_) -> Opening:
        if str(row["of"]) not in self.known:
            self._wrong((*place, "of"), "E20", name=row["of"])
        if fraction(row["amount"]) < 0:
            self._wrong((*place, "amount"), "E18", value=row["amount"])
        rules = [rule.id for rule in self.pack.rules]
        if row["item"] not in rules:
            self._wrong((*place, "item"), "E12", name=row["item"], what="规则", known="、".join(rules))
        return Opening(str(row["of"]), str(row["item"]), row["amount"], str(row["source"]), as_date(row.get("as_of")))


def _dated(value: Any) -> Iterator[Dated]:
    for one in as_list(value):
        if isinstance(one, dict) and "is" in one:
            yield Dated(one["is"], as_date(one.get("from")), as_date(one.get("until")))
        else:
            yield Dated(one)


def _day(written: Any) -> date:
    return date.fromisoformat(str(written))


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise PackError(problems)
