"""What is scored by hand: which items, for whom, within which range, and what was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from yanxiu.assessment.facts import SubjectFacts
from yanxiu.assessment.judging import Bench
from yanxiu.assessment.models import HandScore
from yanxiu.org.models import School
from yanxiu.policy.evaluate import recommended
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds.cap import DECISION
from yanxiu.policy.kinds.score import MANUAL
from yanxiu.policy.pack import Field, Pack, RecordKind, Rule
from yanxiu.policy.switches import resolve
from yanxiu.policy.words import Finding, Number, Period, Verdict
from yanxiu.regulations.records import RecordState

SPACE = UUID("5d7c0a0e-52a0-4b4e-9d57-3b9b9b6f1c11")  # names of records: the same entry twice is one record


@dataclass(frozen=True)
class HandRow:
    """One person's place on the score sheet."""

    subject: Subject
    finding: Finding
    points: str
    reason: str


@dataclass
class HandItem:
    """One item scored by hand in one period. `full` is None while a ruling still has to say it."""

    rule: Rule
    period: Period
    who: str
    full: Number | None = None
    everybody: bool = False
    rows: list[HandRow] = field(default_factory=list)

    @property
    def given(self) -> int:
        """How many have their points."""
        return sum(bool(row.points) for row in self.rows)


def items(bench: Bench, rule: str = "") -> list[HandItem]:
    """Items scored by hand, or one of them, with everybody they are scored for; those for nobody are left out."""
    asked = {one.id: by for one in bench.pack.rules if (not rule or one.id == rule) and (by := _by_hand(bench, one))}
    if not asked:
        return []
    held, found = _held(bench, asked), dict[tuple[str, str], HandItem]()
    for facts, findings in bench.findings(bench.facts("teacher")):
        for one in findings:
            if one.rule in asked and one.period and _for(one, asked[one.rule], held):
                key = (one.rule, one.period.key)
                item = found.setdefault(key, _item(bench.pack.rule(one.rule), one.period, asked[one.rule]))
                item.full = item.full if item.full is not None else one.required
                item.rows.append(_row(facts, one, held))
    return list(found.values())


@dataclass(frozen=True)
class _Asked:
    """How an item comes to be scored by hand: always, by somebody named, or where too little was handed in."""

    by: str
    always: bool
    titles: tuple[str, ...] = ()


def _by_hand(bench: Bench, rule: Rule) -> _Asked | None:
    if rule.kind != "score" or rule.subject != "teacher":
        return None
    body = _resolved(bench.pack, rule, bench.regulation.rulings)
    if "given" in body:
        return _Asked(str(body["given"].get("by", "考核小组")), True)
    demands = body.get("demands") or ()
    titles = tuple(str(row["title"]) for row in demands if row.get("by_hand") or "gives" not in row)
    return _Asked("考核小组", False, titles) if titles else None


def _resolved(pack: Pack, rule: Rule, rulings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body under the rulings made; what nobody ruled on is read as recommended, only to see what is asked for."""
    choice: dict[str, Any] = {point.id: 1 for point in pack.points.values() if point.asks}
    body: Mapping[str, Any] = resolve(rule.body, {**_first(pack), **choice, **recommended(pack), **rulings})
    return body


def _first(pack: Pack) -> dict[str, str]:
    return {point.id: point.readings[0].key for point in pack.points.values() if point.readings}


Held = dict[tuple[str, str, str], tuple[str, str]]


def _held(bench: Bench, asked: Iterable[str]) -> Held:
    """What was given, by item, person and the period its day lies in."""
    found: Held = {}
    periods = {id: bench.judged.calendar.periods(str(bench.pack.rule(id).body["period"])) for id in asked}
    for row in given(bench.school, MANUAL, asked):
        for period in periods[row.item]:
            if period.holds(row.on):
                points = row.marks.get("points")
                found[row.item, str(row.person_id), period.key] = (str(points), str(row.texts.get("reason", "")))
    return found


def given(school: School, kind: str, asked: Iterable[str]) -> Iterator[HandScore]:
    """Scores or decisions that count, oldest first."""
    rows = HandScore.objects.filter(school=school, kind=kind, item__in=list(asked), state=RecordState.KEPT)
    yield from rows.order_by("on", "pk")


def _for(found: Finding, asked: _Asked, held: Held) -> bool:
    if found.verdict == Verdict.NOT_APPLICABLE:
        return False
    scored = found.period is not None and (found.rule, found.subject, found.period.key) in held
    lacking = found.verdict == Verdict.NOT_ENOUGH_FACTS and any(title in asked.titles for title in found.missing)
    return asked.always or scored or lacking


def _item(rule: Rule, period: Period, asked: _Asked) -> HandItem:
    return HandItem(rule, period, asked.by, everybody=asked.always)


def _row(facts: SubjectFacts, found: Finding, held: Held) -> HandRow:
    key = (found.rule, found.subject, found.period.key if found.period else "")
    points, reason = held.get(key, ("", ""))
    return HandRow(facts.subject, found, points, reason)


def record_kind(kind: str, rule: Rule) -> RecordKind:
    """The kind of record as the engine reads it."""
    item = Field("item", "项目", type="choice", choices={rule.id: rule.title})
    reason = Field("reason", "理由", type="long")
    if kind == MANUAL:
        return RecordKind(
            MANUAL, "评分", "次", fields=(item, Field("points", "得分", type="number"), reason), by="office"
        )
    more = (Field("chosen", "取上", type="flag"), Field("met_on", "会议日期", type="date"), Field("present", "到会"))
    return RecordKind(DECISION, "同分的议定", "次", fields=(item, *more, reason), by="office")


def key_of(kind: str, school: School, person: str, rule: str, period: Period) -> UUID:
    """One score a person, item and period: the latest replaces, never adds."""
    return uuid5(SPACE, f"{kind}:{school.pk}:{person}:{rule}:{period.first}")


def day_for(subject: Subject, period: Period, today: date, wanted: date | None = None) -> date:
    """A day of the period on which the person was there, at the latest today; the wanted one if it can be."""
    last = min(day for day in (period.last, subject.left, today) if day)
    first = max(day for day in (period.first, subject.joined) if day)
    return max(first, min(last, wanted or last))


def meeting_of(run: Any) -> list[dict[str, Any]]:
    """Meetings that settled ties of this run's term and regulation: one line a rule."""
    found: dict[str, dict[str, Any]] = {}
    asked = [one["rule"] for one in run.summary.get("finals", []) if one["top"]]
    rows = given(run.school, DECISION, asked)
    for row in rows:
        if run.term.first_day <= row.on <= run.as_of:
            one = found.setdefault(row.item, {"taken": 0, "people": 0})
            one |= {
                "met_on": row.marks.get("met_on"),
                "present": row.texts.get("present"),
                "reason": row.texts.get("reason"),
                "file": row.file_id,
            }
            one["people"] += 1
            one["taken"] += row.marks.get("chosen") is True
    return list(found.values())
