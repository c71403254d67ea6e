"""What the kinds of rules share: the frame of a finding, dated values, schemas of common parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yanxiu.policy.calendar import KINDS as PERIODS
from yanxiu.policy.conditions import EVERYBODY, Condition, as_date, condition
from yanxiu.policy.context import Context
from yanxiu.policy.exact import text
from yanxiu.policy.facts import Subject
from yanxiu.policy.measures import Need, need
from yanxiu.policy.words import Finding, Number, Period, Step, Verdict

Schema = dict[str, Any]
Complete = Any
InPeriod = Callable[[Period, date], Iterable[Finding | None]]  # None where there is nothing to say

CITE: Schema = {
    "description": "条款编号，一个或几个",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
}
NUMBER: Schema = {"description": "数", "type": "number"}
WORD: Schema = {"description": "一句话或一个词", "type": "string", "minLength": 1}
WORDS: Schema = {
    "description": "一个或几个词",
    "anyOf": [WORD, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
}
TRUTH: Schema = {"description": "true 或 false", "type": "boolean"}
DAY: Schema = {
    "description": "日期，如 2025-09-01",
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
    "format": "date",
}
CLOCK: Schema = {"description": "时刻，如 12:00", "type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
WHO: Schema = {"description": "条件：属性 → 值、几个值，或 {at_least: 3} 之类", "type": "object"}
PERIOD: Schema = {"description": "周期", "enum": list(PERIODS)}
MEASURE: Schema = {
    "description": "数什么记录、怎么数，如 {records: 记录的代号}",
    "type": "object",
    "required": ["records"],
    "additionalProperties": False,
    "properties": {
        "records": WORDS,
        "where": WHO,
        "counts_if": WORDS,
        "count": TRUTH,
        "sum": WORD,
        "distinct": WORD,
        "days": TRUTH,
        "missing": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
}
DATED: Schema = {"cite": CITE, "from": DAY, "until": DAY}


def entry(required: Iterable[str] = (), /, **properties: Schema) -> Schema:
    """A mapping with a cite and dates of its own."""
    return {
        "type": "object",
        "required": ["cite", *required],
        "additionalProperties": False,
        "properties": {**properties, **DATED},
    }


def is_clock(value: object) -> bool:
    """Whether this is a time of day: 12:00."""
    return re.fullmatch(CLOCK["pattern"], str(value)) is not None


def one_of(*names: str) -> Schema:
    """Of these parts a mapping has exactly one."""
    return {"oneOf": [{"required": [name]} for name in names]}


def value(number: Schema = NUMBER) -> Schema:
    """One cited value, or several with dates."""
    one = entry(value=number, undefined=WORD) | one_of("value", "undefined")
    return {
        "description": "一个有出处的值，如 {value: 15, cite: 条款编号}",
        "anyOf": [one, {"type": "array", "items": one, "minItems": 1}],
    }


def several(one: Schema) -> Schema:
    """A list of at least one."""
    return {"type": "array", "items": one, "minItems": 1}


def rule_schema(required: Iterable[str], /, **properties: Schema) -> Schema:
    """The schema of a rule of one kind: the parts all rules have and its own."""
    return {
        "type": "object",
        "required": ["id", "title", "kind", *required],
        "additionalProperties": False,
        "properties": {
            "id": {"description": "编号，小写英文和连字符", "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "title": WORD,
            "kind": WORD,
            "subject": WORD,
            "who": WHO,
            "cite": CITE,
            "unit": {"type": "string"},
            "fix": WORD,
            "note": WORD,
            "quality": TRUTH,
            **properties,
        },
    }


@dataclass(frozen=True)
class Valued:
    """One dated, cited entry of a rule."""

    body: Mapping[str, Any]
    cite: str
    first: date | None
    last: date | None
    who: Condition = EVERYBODY

    def on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def cites(data: Any) -> tuple[str, ...]:
    """Clause ids of a cite."""
    return tuple(data) if isinstance(data, list) else (str(data),) if data else ()


def entries(data: Any, effective: date | None) -> tuple[Valued, ...]:
    """Dated entries; one without its own first day begins with the pack."""
    rows = data if isinstance(data, list) else [data] if data is not None else []
    return tuple(
        Valued(row, "、".join(cites(row.get("cite"))), as_date(row.get("from")) or effective, as_date(row.get("until")), condition(row.get("who")))
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What every rule has, compiled: who it is for, its unit, its clauses, and how to say a finding."""

    id: str
    title: str
    clauses: tuple[str, ...]
    subject: str
    who: Condition
    unit: str
    fix: str
    note: str
    quality: bool
    body: Mapping[str, Any]
    effective: date | None
    complete: Complete
    _entries: dict[str, tuple[Valued, ...]] = field(default_factory=dict, compare=False, repr=False)

    def need(self, data: Mapping[str, Any], period: str) -> Need:
        """A measure of this rule."""
        return need(dict(data), period, self.complete)

    def entries(self, name: str) -> tuple[Valued, ...]:
        """Dated entries of one part, read once."""
        if name not in self._entries:
            self._entries[name] = entries(self.body.get(name), self.effective)
        return self._entries[name]

    def finding(self, subject: Subject, verdict: Verdict, **more: Any) -> Finding:
        """A finding of this rule."""
        more.setdefault("unit", self.unit)
        more.setdefault("quality", self.quality)
        notes = (*((self.note,) if self.note else ()), *more.pop("notes", ()))
        return Finding(self.id, self.title, self.clauses, subject.id, verdict, notes=notes, **more)

    def outside(self, subject: Subject, context: Context, period: Period | None, day: date) -> Finding | None:
        """The finding for somebody the rule is not for, or of whom that cannot be told."""
        if self.who == EVERYBODY:
            return None
        answer = context.holds(self.who, subject, day)
        if answer is True:
            return None
        if answer is False:
            return self.finding(subject, Verdict.NOT_APPLICABLE, period=period)
        missing = tuple(context.unknown(self.who, subject, day))
        fix = f"先补上{'、'.join(missing)}，才知道这一条适不适用。"
        return self.finding(subject, Verdict.NOT_ENOUGH_FACTS, period=period, missing=missing, fix=fix)

    def each_period(self, kind: str, subject: Subject, context: Context, judge: InPeriod) -> list[Finding]:
        """What `judge` says of each period judged, on the day it is judged; of whom the rule is not for, said once."""
        found = list[Finding | None]()
        for period in context.judged(kind, subject):
            day = min(context.on, period.last)
            outside = self.outside(subject, context, period, day)
            found += [outside] if outside else judge(period, day)
        return collapse([one for one in found if one])

    def only_counted(self, subject: Subject, period: Period) -> Finding:
        """The finding where a period's records are there as a mere number and the rule looks at each."""
        fix = f"{period.name}的记录只有合计，看不出逐条的内容；把逐条记录补上。"
        return self.finding(subject, Verdict.NOT_ENOUGH_FACTS, period=period, missing=("逐条的记录",), fix=fix)

    def unwritten(self, subject: Subject, row: Valued, period: Period | None = None) -> Finding:
        """The finding where the text leaves a value open."""
        return self.finding(subject, Verdict.UNDEFINED, period=period, missing=(str(row.body["undefined"]),))

    def not_in_force(self, subject: Subject, day: date) -> Finding:
        """The finding for a day on which no value is in force."""
        return self.finding(subject, Verdict.NOT_APPLICABLE, notes=(f"{day} 这一条没有生效的规定。",))


def single(found: Iterable[Valued], day: date) -> Valued | None:
    """The entry in force on a day."""
    return next((one for one in found if one.on(day)), None)


def number_of(one: Valued | None) -> Number | None:
    """The number of an entry, None when the text leaves it open."""
    return None if one is None else one.body.get("value")


def amount_step(words: str, amount: Number | None, unit: str, cite: str = "") -> Step:
    """有效听课记录：14 节."""
    return Step(f"{words}：{text(amount)}{' ' + unit if unit else ''}", amount, cite)


def collapse(findings: list[Finding]) -> list[Finding]:
    """Periods the rule is not for said once, when it is for none of them; what is said of one item stands."""
    others = [one for one in findings if one.verdict != Verdict.NOT_APPLICABLE or one.item]
    return others or findings[:1]
