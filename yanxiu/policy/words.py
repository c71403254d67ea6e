"""What the engine says: verdicts, periods, findings and the steps of their arithmetic. Values only, no behaviour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from yanxiu.policy.exact import Number as Number
from yanxiu.policy.exact import fraction, tidy


class Verdict(StrEnum):
    """What may be said of a subject under a rule."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_ENOUGH_FACTS = "not_enough_facts"
    UNDEFINED = "undefined"
    NEEDS_RULING = "needs_ruling"


VERDICT_WORDS = {
    Verdict.MET: "达到",
    Verdict.NOT_MET: "未达到",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.NOT_ENOUGH_FACTS: "记录不足",
    Verdict.UNDEFINED: "制度未定",
    Verdict.NEEDS_RULING: "待裁定",
}


@dataclass(frozen=True)
class Period:
    """A stretch of school time that a rule judges; both days inclusive."""

    kind: str
    key: str
    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.first <= day <= self.last


def holding(periods: Sequence[Period], day: date) -> Period | None:
    """The one of these periods, in order and apart from each other, that holds a day."""
    place = bisect_right(periods, day, key=lambda period: period.first)
    return periods[place - 1] if place and day <= periods[place - 1].last else None


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic, in a clerk's words, with the clause it rests on."""

    text: str
    amount: Number | None = None
    cite: str = ""


@dataclass(frozen=True)
class Alternative:
    """What a finding would be under one reading (or one combination of readings) of the open points that touch it."""

    readings: tuple[tuple[str, str], ...]
    finding: Finding | None


@dataclass(frozen=True)
class Finding:
    """The result of one rule for one subject and period; page, document and appeal all print this.

    `measured` and `required` are in `unit`; `amount` is a score or sum of money the rule gives; `level` a grade.
    `open` says that the period is still running. A `needs_ruling` finding carries the provisional result, if the
    pack recommends a reading, and the result under each reading. `item` tells apart several findings of one rule
    and period; `points` names the open points that touch it.
    """

    rule: str
    title: str
    clauses: tuple[str, ...]
    subject: str
    verdict: Verdict
    period: Period | None = None
    item: str = ""
    measured: Number | None = None
    required: Number | None = None
    amount: Number | None = None
    unit: str = ""
    level: str = ""
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    fix: str = ""
    notes: tuple[str, ...] = ()
    due: date | None = None
    open: bool = False
    quality: bool = False
    points: tuple[str, ...] = ()
    provisional: Finding | None = None
    alternatives: tuple[Alternative, ...] = ()
    needs: tuple[Any, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What identifies the finding within one evaluation."""
        return (self.rule, self.subject, self.period.key if self.period else "", self.item)

    @property
    def short(self) -> Number | None:
        """How much is lacking, or None."""
        if self.measured is None or self.required is None or self.verdict != Verdict.NOT_MET:
            return None
        return tidy(abs(fraction(self.required) - fraction(self.measured)))

    def outcome(self) -> tuple[Any, ...]:
        """What two readings are compared by: everything a person would call the result. What is met is due no more."""
        due = None if self.verdict == Verdict.MET else self.due
        return (self.verdict, self.measured, self.required, self.amount, self.level, self.missing, due)

    def noting(self, *notes: str) -> Finding:
        """The same finding with further notes."""
        return replace(self, notes=(*self.notes, *[note for note in notes if note]))
