"""Evidence: the records behind a finding, and those of the same kind that do not count, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.conditions import UNKNOWN, Condition, Test
from yanxiu.policy.evaluate import Evaluation, World
from yanxiu.policy.exact import read, text
from yanxiu.policy.facts import Record, RecordFacts
from yanxiu.policy.kinds.classify import UNFIT
from yanxiu.policy.measures import Need, matches, values_of
from yanxiu.policy.pack import Pack, Rulings
from yanxiu.policy.switches import Unruled
from yanxiu.policy.words import Finding, Period

TRUTHS = {True: "是", False: "否"}
LIMITS = {
    "at_least": "不到",
    "at_most": "超过",
    "above": "没有超过",
    "below": "不低于",
    "before": "不早于",
    "after": "不晚于",
}


@dataclass(frozen=True)
class NotCounted:
    """A record that does not count, and why, in a clerk's words."""

    record: Record
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """What a finding rests on: of the records of its kind in its period those counted and those not.

    `elsewhere` are records of its kind that lie outside the period.
    """

    counted: tuple[Record, ...]
    not_counted: tuple[NotCounted, ...]
    elsewhere: tuple[Record, ...]


def evidence(
    pack: Pack, facts: RecordFacts, finding: Finding, *, calendar: SchoolCalendar, rulings: Rulings | None = None
) -> Evidence:
    """The evidence of a finding, fresh or stored, from the full records of its subject."""
    world = Evaluation(pack, facts, on=date.max, calendar=calendar, rulings=rulings).world
    rule = pack.rule(finding.rule)
    needs = finding.needs or _needs(world, rule.id)
    kinds = dict.fromkeys(kind for need in needs for kind in need.records)
    counted, not_counted, elsewhere = list[Record](), list[NotCounted](), list[Record]()
    for record in sorted(facts.of(finding.subject, kinds), key=lambda one: one.on):
        asked = [need for need in needs if record.kind in need.records]
        if not any(_within(record, need, finding.period, calendar) for need in asked):
            elsewhere.append(record)
        elif reasons := _fewest([list(_reasons(need, record, world)) for need in asked]):
            not_counted.append(NotCounted(record, tuple(dict.fromkeys(reasons))))
        else:
            counted.append(record)
    return Evidence(tuple(counted), tuple(not_counted), tuple(elsewhere))


def _needs(world: World, rule: str) -> tuple[Need, ...]:
    """What a rule looks at; nothing as long as a number it needs is not ruled."""
    try:
        found: tuple[Need, ...] = world.judge(rule)[1].needs()
    except Unruled:
        return ()
    return found


def _within(record: Record, need: Need, period: Period | None, calendar: SchoolCalendar) -> bool:
    periods = (period,) if period else calendar.periods(need.period)
    return any(one.holds(record.on) for one in periods)


def _fewest(answers: list[list[str]]) -> list[str]:
    """The shortest list of reasons, the later of equally short ones: it names the value, not merely that there is one."""
    return min(reversed(answers), key=len)


def _reasons(need: Need, record: Record, world: World) -> Iterator[str]:
    """Why a need does not count a record; nothing when it does."""
    words = _Words(record, world)
    if not matches(need, record, world.classify):
        yield from list(words.failing(need.where)) or ["不合这一条数的记录"]
    elif need.take == "sum" and read(record.fields.get(need.field)) is None:
        yield f"“{words.title(need.field)}”没有填数"


class _Words:
    """How one record fails a condition, in the words of its pack."""

    def __init__(self, record: Record, world: World) -> None:
        self.record, self.world, self.pack = record, world, world.evaluation.pack
        self.get = values_of(record, world.classify)

    def failing(self, where: Condition) -> Iterator[str]:
        """A reason for each part that does not hold."""
        for test in where.tests:
            if not self._holds(Condition((test,))):
                yield self.of_test(test)
        if where.any and not any(self._holds(part) for part in where.any):
            yield from _fewest([list(self.failing(part)) for part in where.any])
        for part in where.none:
            if self._holds(part) is not False:
                yield from (self.said(test.attribute) for test in part.tests)
        for group in where.demanded:
            if not self._holds(Condition(demanded=(group,))):
                yield "缺" + "或".join(f"“{self.title(name)}”" for name in group)

    def _holds(self, where: Condition) -> bool | None:
        return where.holds(self.get, lambda word: self.record.on)

    def of_test(self, test: Test) -> str:
        """Why a test does not hold."""
        if test.op == "given":
            return f"缺“{self.title(test.attribute)}”" if test.value else f"填了“{self.title(test.attribute)}”"
        known = test.op in LIMITS and self.get(test.attribute) is not UNKNOWN
        limit = f"，{LIMITS[test.op]} {text(read(test.value)) or test.value}" if known else ""
        return f"{self.said(test.attribute)}{limit}"

    def said(self, name: str) -> str:
        """What the record says in a field, or counts as."""
        value = self.get(name)
        if value is UNKNOWN:
            return f"缺“{self.title(name)}”"
        if name in self.world.compiled.classifiers and self.record.get(name) is UNKNOWN:
            title = self.pack.rule(self.world.compiled.classifiers[name]).title
            return f"{title}没有写算什么" if value == UNFIT else f"算“{self.pack.word('outcomes', str(value))}”"
        return f"“{self.title(name)}”是“{self.shown(name, value)}”"

    def title(self, name: str) -> str:
        """The field's name on the screen."""
        return self.pack.field_title((self.record.kind,), name)

    def shown(self, name: str, value: Any) -> str:
        """A value as the screen shows it."""
        if isinstance(value, tuple):
            return "、".join(self.shown(name, one) for one in value)
        if isinstance(value, bool):
            return TRUTHS[value]
        kind = self.pack.records.get(self.record.kind)
        field = kind.field(name) if kind else None
        return str(field.choices.get(str(value), value)) if field else str(value)


__all__ = ["Evidence", "NotCounted", "evidence"]
