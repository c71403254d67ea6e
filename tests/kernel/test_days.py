"""What a day is, against the State Council's arrangement for 2025 and 2026 and the statutory days of later years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu.kernel.days import HOLIDAY, MAKEUP, REST, WORKDAY, DayBook, DayMark, announced, not_announced, public_mark


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 3, 9), WORKDAY, ""),
        (date(2026, 3, 8), REST, ""),
        (date(2026, 2, 17), HOLIDAY, "春节"),
        (date(2026, 2, 28), MAKEUP, "春节调休上班"),  # a Saturday
        (date(2025, 9, 28), MAKEUP, "国庆节调休上班"),  # a Sunday
        (date(2025, 10, 6), HOLIDAY, "中秋节"),
        (date(2025, 10, 8), HOLIDAY, "国庆节"),  # a Wednesday given off for a Sunday
        (date(2025, 10, 9), WORKDAY, ""),
        (date(2026, 5, 9), MAKEUP, "劳动节调休上班"),
        (date(2026, 6, 19), HOLIDAY, "端午节"),
        (date(2026, 1, 1), HOLIDAY, "元旦"),
        (date(2026, 4, 6), HOLIDAY, "清明节"),
    ],
)
def test_days_of_announced_years(day, kind, name):
    mark = public_mark(day)
    assert (mark.kind, mark.name) == (kind, name)


def test_the_administrators_correction_goes_before_every_calendar():
    """The district moves lessons: the holiday is taught, the Monday after is off."""
    book = DayBook(
        {
            date(2026, 5, 1): DayMark(WORKDAY, "劳动节照常上课", "更正"),
            date(2026, 3, 9): DayMark(REST, "运动会", "更正"),
        }
    )
    assert book.mark(date(2026, 5, 1)) == DayMark(WORKDAY, "劳动节照常上课", "更正")
    assert not book.is_school_day(date(2026, 3, 9))
    assert book.mark(date(2026, 5, 2)).source == "国务院安排"


def test_a_year_not_announced_knows_statutory_days_and_weekends_only():
    """National Day 2031 is a Wednesday; 3 October is statutory, the days after are not known to be off."""
    assert not announced(2031)
    assert public_mark(date(2031, 10, 3)) == DayMark(HOLIDAY, "国庆节", "法定节日")
    assert public_mark(date(2031, 10, 6)) == DayMark(WORKDAY)
    assert public_mark(date(2031, 10, 4)) == DayMark(REST)  # Saturday
    assert public_mark(date(2031, 1, 22)) == DayMark(HOLIDAY, "春节", "法定节日")  # New Year's Eve by the moon


def test_days_given_for_a_holiday_on_a_weekend_are_not_guessed():
    """1 October 2033 is a Saturday; which working day is off instead is announced, not computed."""
    assert public_mark(date(2033, 10, 1)).kind == HOLIDAY
    assert [public_mark(date(2033, 10, day)).kind for day in (4, 5, 6)] == [WORKDAY] * 3


def test_years_not_announced_are_said():
    assert not_announced({2025, 2026}) == ""
    assert not_announced({2026, 2031}).startswith("2031年调休尚未公布，按法定节日和双休日推算")
    assert not_announced({2032, 2031}).startswith("2031、2032年")


def test_a_year_the_administrator_entered_counts_as_announced():
    book = DayBook({date(2031, 10, 6): DayMark(HOLIDAY, "国庆节", "更正")}, entered=frozenset({2031}))
    assert book.announced(2031)
    assert not DayBook().announced(2031)
    assert book.notice({2026, 2031}) == ""
    assert book.notice({2032}).startswith("2032年")


def test_school_days_beside_the_national_day_of_2025():
    book = DayBook()
    assert book.previous_school_day(date(2025, 10, 3)) == date(2025, 9, 30)
    assert book.next_school_day(date(2025, 10, 3)) == date(2025, 10, 9)
    assert book.next_school_day(date(2025, 10, 9)) == date(2025, 10, 9)
    assert book.previous_school_day(date(2025, 9, 28)) == date(2025, 9, 28)  # a Sunday with lessons


def test_no_school_day_for_months_is_none_not_an_error():
    shut = {date(2026, 1, 1) + timedelta(days=n): DayMark(REST, "停课", "更正") for n in range(365)}
    book = DayBook(shut)
    assert book.next_school_day(date(2026, 6, 1)) is None
    assert book.previous_school_day(date(2026, 6, 30)) is None


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_year_raises(day):
    mark = public_mark(day)
    assert mark.kind in {WORKDAY, REST, HOLIDAY, MAKEUP}
    assert mark.is_school_day == (mark.kind in {WORKDAY, MAKEUP})


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_names_of_announced_days_are_chinese(day):
    assert not any(c.isascii() and c.isalpha() for c in public_mark(day).name)
