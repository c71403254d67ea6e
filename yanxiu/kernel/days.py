"""What a day is: the office's corrections first, then the announced calendar, then the law, then the week.

chinese_calendar knows holidays and swapped workdays (调休) of announced years; `holidays` gives only the
statutory days of the others; a year neither knows counts by weekday. Nothing here raises for a missing year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

import chinese_calendar

WORKDAY, REST, HOLIDAY, MAKEUP = "workday", "rest", "holiday", "makeup_workday"
CORRECTED, ANNOUNCED, STATUTORY, WEEKDAY = "更正", "国务院安排", "法定节日", "星期"
WEEKDAYS = "一二三四五六日"
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日", "农历除夕": "春节",
}  # fmt: skip
FAR = 120  # days walked to find a school day; longer than any vacation


@dataclass(frozen=True)
class DayMark:
    """One day: its kind, the name of what makes it so, and who says it (更正, 国务院安排, 法定节日, 星期)."""

    kind: str
    name: str = ""
    source: str = WEEKDAY

    @property
    def is_school_day(self) -> bool:
        """Whether lessons are held."""
        return self.kind in (WORKDAY, MAKEUP)


@dataclass(frozen=True)
class DayBook:
    """All days as one unit sees them.

    `corrections` are the administrator's, by date; `entered` are years whose arrangement the administrator
    entered in full before the public calendar had it.
    """

    corrections: Mapping[date, DayMark] = field(default_factory=dict)
    entered: frozenset[int] = frozenset()

    def mark(self, day: date) -> DayMark:
        """What this day is."""
        return self.corrections.get(day) or public_mark(day)

    def is_school_day(self, day: date) -> bool:
        """Whether lessons are held on this day."""
        return self.mark(day).is_school_day

    def next_school_day(self, day: date) -> date | None:
        """The day itself, or the first school day after it; None when there is none for months."""
        return next(filter(self.is_school_day, _walk(day, 1)), None)

    def previous_school_day(self, day: date) -> date | None:
        """The day itself, or the last school day before it; None when there is none for months."""
        return next(filter(self.is_school_day, _walk(day, -1)), None)

    def announced(self, year: int) -> bool:
        """Whether the arrangement of a year is known, publicly or from the administrator."""
        return year in self.entered or announced(year)

    def notice(self, years: Iterable[int]) -> str:
        """What must be said beside dates of these years, "" when all are known."""
        return not_announced(set(years) - self.entered)


def announced(year: int) -> bool:
    """Whether the public calendar has the holidays and swapped workdays of a year."""
    return year in _announced_years()


def not_announced(years: Iterable[int]) -> str:
    """A sentence for years whose 调休 are not out yet, or ""."""
    missing = sorted(year for year in set(years) if not announced(year))
    if not missing:
        return ""
    return f"{'、'.join(map(str, missing))}年调休尚未公布，按法定节日和双休日推算；公布后可在校历里更正。"


@lru_cache(maxsize=8_000)
def public_mark(day: date) -> DayMark:
    """The day by the public calendars alone."""
    if announced(day.year):
        return _announced_mark(day)
    if name := _statutory(day.year).get(day):
        return DayMark(HOLIDAY, name, STATUTORY)
    return DayMark(REST if day.weekday() >= 5 else WORKDAY)


def _announced_mark(day: date) -> DayMark:
    off, english = chinese_calendar.get_holiday_detail(day)
    name = NAMES.get(english or "", english or "")
    if off and name:
        return DayMark(HOLIDAY, name, ANNOUNCED)
    if off:
        return DayMark(REST)
    if day.weekday() >= 5:
        return DayMark(MAKEUP, f"{name}调休上班", ANNOUNCED)
    return DayMark(WORKDAY)


@cache
def _announced_years() -> frozenset[int]:
    years = {day.year for day in chinese_calendar.constants.holidays}
    return frozenset(range(min(years), max(years) + 1))


@lru_cache(maxsize=100)
def _statutory(year: int) -> Mapping[date, str]:
    """The statutory days proper: days off given for one that falls on a weekend, and swaps, are not known yet."""
    import holidays  # noqa: PLC0415 - slow to load, and only for years nobody has announced

    found = holidays.country_holidays("CN", years=year, language="zh_CN", observed=False)
    return {day: NAMES.get(name, name) for day, name in found.items() if "调休" not in name}


def _walk(day: date, step: int) -> list[date]:
    return [day + timedelta(days=step * count) for count in range(FAR)]
