"""School time within a term: teaching weeks from Monday, school months, two-week windows, dates in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu.kernel.days import WEEKDAYS
from yanxiu.kernel.numerals import numeral

FRIDAY = 4


def usual_first_day(on: date) -> date:
    """When the term near a day usually begins: 1 September, or the first Monday of March; a guess to be corrected."""
    if on.month >= 7:
        return date(on.year, 9, 1)
    first = date(on.year, 3, 1)
    return first + timedelta(days=-first.weekday() % 7)


@dataclass(frozen=True)
class Span:
    """Days from first to last, both inclusive, with a name."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Week:
    """One teaching week, Monday to Sunday; week 1 holds the first day of the term."""

    number: int
    monday: date

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def day(self, weekday: int) -> date:
        """The day of this week; Monday is 0."""
        return self.monday + timedelta(days=weekday)

    def meets(self, span: Span) -> bool:
        """Whether a day of the span lies in this week."""
        return span.first <= self.sunday and span.last >= self.monday


@dataclass(frozen=True)
class TermTime:
    """A term: first and last day inclusive, exam weeks, the day the school plan came out if it is known.

    Raises ValueError when the last day comes before the first.
    """

    first: date
    last: date
    plan_issued: date | None = None
    exams: tuple[Span, ...] = ()
    own_months: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a term ends on or after its first day")

    @classmethod
    def of_weeks(cls, first: date, weeks: int, plan_issued: date | None = None) -> TermTime:
        """The term of so many teaching weeks; it ends on the Friday of the last one, or on a later first day."""
        friday = monday_of(first) + timedelta(weeks=weeks - 1, days=FRIDAY)
        return cls(first, max(first, friday) if weeks == 1 else friday, plan_issued)

    def weeks(self) -> tuple[Week, ...]:
        """All teaching weeks, the last one holding the last day."""
        start = monday_of(self.first)
        return tuple(Week(n + 1, start + timedelta(weeks=n)) for n in range((self.last - start).days // 7 + 1))

    def week_of(self, day: date) -> int | None:
        """Number of the teaching week of a day; None outside the term's weeks."""
        number = (monday_of(day) - monday_of(self.first)).days // 7 + 1
        return number if 1 <= number <= len(self.weeks()) else None

    def day_of(self, week: int, weekday: int) -> date:
        """The day of a teaching week; weekday 0 is Monday. Week numbers past the term run on."""
        return monday_of(self.first) + timedelta(weeks=week - 1, days=weekday)

    def holds(self, day: date) -> bool:
        """Whether the day lies in the term."""
        return self.first <= day <= self.last

    def months(self) -> tuple[Span, ...]:
        """教学月: the office's own, else the calendar months cut to the term (矛-49, 矛-56)."""
        return self.own_months or self.calendar_months()

    def calendar_months(self) -> tuple[Span, ...]:
        """The calendar months cut to the term, named 9月, 10月…"""
        found, start = [], self.first
        while start <= self.last:
            end = min(self.last, _month_end(start))
            found.append(Span(f"{start.month}月", start, end))
            start = end + timedelta(days=1)
        return tuple(found)

    def fortnights(self) -> tuple[Span, ...]:
        """Two-week windows, fixed from the Monday of week 1, each full fourteen days (矛-66)."""
        start, count = monday_of(self.first), (len(self.weeks()) + 1) // 2
        edges = [start + timedelta(weeks=2 * n) for n in range(count)]
        return tuple(Span(f"第{numeral(n + 1)}个双周", edge, edge + timedelta(days=13)) for n, edge in enumerate(edges))

    def exam_on(self, day: date) -> Span | None:
        """The exam period a day lies in."""
        return next((span for span in self.exams if span.holds(day)), None)

    def exam_weeks(self) -> tuple[int, ...]:
        """Numbers of the teaching weeks an exam period touches."""
        return tuple(week.number for week in self.weeks() if any(week.meets(exam) for exam in self.exams))

    def remark(self) -> str:
        """What the office should know of the first day: on a weekend, week 1 is that weekend alone."""
        if self.first.weekday() <= FRIDAY:
            return ""
        monday = monday_of(self.first) + timedelta(weeks=1)
        return f"开学日{short(self.first)}在周末，第一周只有周末。若从{short(monday)}算第一周，请把开学日改为这一天。"


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weekday_word(day: date) -> str:
    """周三."""
    return f"周{WEEKDAYS[day.weekday()]}"


def label(day: date, term: TermTime | None) -> str:
    """2026年3月9日（周一·第二周）; without a teaching week only the weekday."""
    number = term.week_of(day) if term else None
    week = f"·第{numeral(number)}周" if number else ""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_word(day)}{week}）"


def short(day: date) -> str:
    """3月9日（周一）."""
    return f"{day.month}月{day.day}日（{weekday_word(day)}）"
