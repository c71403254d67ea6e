"""The school calendar as an argument: periods a rule may judge, and the days its words count from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from yanxiu.kernel.days import DayBook
from yanxiu.kernel.moments import Anchor, Moment, compute
from yanxiu.kernel.numerals import numeral
from yanxiu.kernel.terms import Span, TermTime
from yanxiu.policy.words import Period

KINDS = ("week", "fortnight", "month", "term", "school_year", "calendar_year", "cycle", "once")
WEEKDAY_WORDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANCHORS = {"opening": Anchor.OPENING, "plan": Anchor.PLAN, "ending": Anchor.ENDING, "first_day": Anchor.FIRST_DAY, "last_day": Anchor.LAST_DAY}  # fmt: skip


class NoSuchDay(ValueError):
    """The calendar cannot give a day; the message says what is missing."""


@dataclass(frozen=True)
class SchoolCalendar:
    """One term of one school, with the spans around it.

    `name` is the term's (2025-2026学年上学期), `key` sorts and identifies it (2025-1). Weeks without any school day
    are not judged. `skipped` names periods the unit exempts (残月, a week of epidemic), by name.
    """

    term: TermTime
    key: str = "term"
    name: str = "本学期"
    days: DayBook = field(default_factory=DayBook)
    year: Span | None = None
    cycle: Span | None = None
    skipped: frozenset[str] = frozenset()

    @cached_property
    def school_year(self) -> Span:
        """The school year around the term; 1 August to 31 July unless stated."""
        start = self.term.first.year if self.term.first.month >= 8 else self.term.first.year - 1
        return self.year or Span(f"{start}-{start + 1}学年", date(start, 8, 1), date(start + 1, 7, 31))

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Period, ...]]:
        term, year = self.term, self.term.last.year
        weeks = [(w.number, Span(f"第{numeral(w.number)}周", w.monday, w.sunday)) for w in term.weeks()]
        return {
            "week": _periods(
                "week", self.key, [(number, week) for number, week in weeks if self._has_school_day(week)]
            ),
            "fortnight": _periods("fortnight", self.key, enumerate(term.fortnights(), 1)),
            "month": _periods("month", self.key, enumerate(term.months(), 1)),
            "term": (Period("term", self.key, self.name, term.first, term.last),),
            "once": (Period("once", "once", "", date.min, date.max),),
            "school_year": (_long("school_year", self.school_year),),
            "calendar_year": (_long("calendar_year", Span(f"{year}年", date(year, 1, 1), date(year, 12, 31))),),
            "cycle": (_long("cycle", self.cycle),) if self.cycle else (),
        }

    def _has_school_day(self, span: Span) -> bool:
        first, last = max(span.first, self.term.first), min(span.last, self.term.last)
        found = self.days.next_school_day(first)
        return found is not None and found <= last

    def periods(self, kind: str) -> tuple[Period, ...]:
        """All periods of a kind in this term, exempted ones left out."""
        return self._judged[kind]

    @cached_property
    def _judged(self) -> dict[str, tuple[Period, ...]]:
        """By kind, in order of days, without the exempted."""
        return {
            kind: tuple(sorted((one for one in some if one.name not in self.skipped), key=lambda one: one.first))
            for kind, some in self._by_kind.items()
        }

    @cached_property
    def _by_name(self) -> dict[str, Period]:
        found: dict[str, Period] = {}
        for kind, periods in self._by_kind.items():
            for period in periods:
                number = period.key.rsplit(":", 1)[-1].lstrip("0")
                names = (period.name, period.key, f"第{number}周" if kind == "week" else "")
                found |= {name: period for name in names if name}
            if len(periods) == 1:
                found[kind] = periods[0]
        return found

    def period(self, name: str) -> Period | None:
        """The period of that name: 第七周, 第7周, 9月, term."""
        return self._by_name.get(name.strip())

    def period_names(self) -> list[str]:
        """Names a facts file may use."""
        return [name for name in self._by_name if ":" not in name]

    def day(self, word: str, judged: date) -> date:
        """A named day: "" the day judged, term_first, term_last, school_year_first, school_year_last. Raises NoSuchDay."""
        known = {
            "": judged,
            "day": judged,
            "term_first": self.term.first,
            "term_last": self.term.last,
            "school_year_first": self.school_year.first,
            "school_year_last": self.school_year.last,
        }
        if word not in known:
            raise NoSuchDay(f"校历里没有“{word}”这一天")
        return known[word]

    def moment(self, data: dict[str, object]) -> tuple[datetime, str]:
        """The moment a pack states as data, with what must be said of it. Raises NoSuchDay."""
        until = time.fromisoformat(str(data["until"])) if data.get("until") else time(23, 59)
        weekday = WEEKDAY_WORDS.index(str(data.get("weekday", "monday")))
        moment = Moment(ANCHORS[str(data["from"])], int(str(data.get("week", 0))), weekday, until)
        if moment.anchor == Anchor.PLAN and self.term.plan_issued is None:
            raise NoSuchDay("还没有填学校工作计划出台日")
        found = compute(moment, self.term, self.days).readings[0].days[0]
        return found.at, found.note


def _periods(kind: str, prefix: str, spans: Iterable[tuple[int, Span]]) -> tuple[Period, ...]:
    return tuple(
        Period(kind, f"{prefix}:{kind}:{number:02d}", span.name, span.first, span.last) for number, span in spans
    )


def _long(kind: str, span: Span) -> Period:
    return Period(kind, f"{kind}:{span.name}", span.name, span.first, span.last)
