"""What a kind of rule may ask while it judges: facts by period, who a value is for, other rules' findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.conditions import Condition
from yanxiu.policy.facts import Facts, Subject
from yanxiu.policy.measures import Need
from yanxiu.policy.pack import Pack
from yanxiu.policy.presence import nearest, was_there
from yanxiu.policy.words import Finding, Period


@dataclass
class Context:
    """One evaluation under one choice of readings.

    `results` gives another rule's findings for a subject, `measure` the amounts of a need by period key.
    """

    pack: Pack
    facts: Facts
    calendar: SchoolCalendar
    on: date
    results: Callable[[str, Subject], tuple[Finding, ...]]
    measure: Callable[[Subject, Need], Mapping[str, Any]]

    def day(self, word: str, judged: date) -> date:
        """A named day of the calendar."""
        return self.calendar.day(word, judged)

    def holds(self, who: Condition, subject: Subject, judged: date) -> bool | None:
        """Whether a condition holds for a person on the day judged, or on the last day there; None when not known."""
        judged = nearest(subject, judged)
        return who.holds(lambda name: self.attribute(subject, name, judged), lambda word: self.day(word, judged))

    def attribute(self, subject: Subject, name: str, judged: date) -> Any:
        """An attribute on the day judged."""
        return subject.get(name, judged)

    def unknown(self, who: Condition, subject: Subject, judged: date) -> list[str]:
        """Names, in the pack's words, of attributes a condition needs and nobody stated."""
        names = who.unknown(lambda name: self.attribute(subject, name, nearest(subject, judged)))
        return [self.pack.word("attributes", name) for name in names]

    def judged(self, kind: str, subject: Subject) -> Iterator[Period]:
        """Periods that have begun, that the subject was there for and that do not lie before the start date (起算日)."""
        start = self.facts.start
        for period in self.calendar.periods(kind):
            begun = period.first <= self.on and was_there(subject, period, self.on)
            if begun and not (start and _before(period, start)):
                yield period

    def last_day(self, period: Period, subject: Subject) -> date:
        """The period's last day for somebody: the day of leaving where that comes first."""
        return min(period.last, subject.left or date.max)

    def is_open(self, period: Period, subject: Subject) -> bool:
        """Whether the period still runs for the subject on the day judged."""
        return self.on < self.last_day(period, subject)

    def subjects(self) -> Iterable[Subject]:
        """Everybody judged."""
        return self.facts.subjects()


def _before(period: Period, start: date) -> bool:
    """A short period that began before the start date is not judged; a term or year is, with its opening balance."""
    short = period.kind in ("week", "fortnight", "month")
    return period.first < start if short else period.last < start
