"""Weeks, months and windows of a term, counted by hand on the example term T1."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.calendars import T1
from yanxiu.kernel.terms import Span, TermTime, label, monday_of, short

DAYS = st.dates(date(2005, 1, 1), date(2060, 12, 31))
TERMS = st.builds(lambda first, length: TermTime(first, first + timedelta(days=length)), DAYS, st.integers(0, 210))


def test_t1_has_twenty_weeks_from_monday_to_sunday():
    weeks = T1.weeks()
    assert len(weeks) == 20
    assert (weeks[0].monday, weeks[0].sunday) == (date(2025, 9, 1), date(2025, 9, 7))
    assert (weeks[19].monday, weeks[19].sunday) == (date(2026, 1, 12), date(2026, 1, 18))


def test_named_days_of_t1():
    assert T1.day_of(2, 0) == date(2025, 9, 8)
    assert T1.day_of(3, 6) == date(2025, 9, 21)
    assert T1.day_of(19, 0) == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2025, 8, 31), None),  # the Sunday before
        (date(2025, 9, 1), 1),
        (date(2025, 9, 7), 1),  # Sunday ends week 1
        (date(2025, 9, 8), 2),
        (date(2026, 1, 16), 20),
        (date(2026, 1, 18), 20),  # the Sunday of the last week
        (date(2026, 1, 19), None),
    ],
)
def test_week_of_a_day_at_the_edges(day, week):
    assert T1.week_of(day) == week


def test_week_one_holds_a_first_day_in_the_middle_of_a_week():
    """Wednesday 2026-03-04: week 1 is Monday 2 March to Sunday 8 March."""
    term = TermTime(date(2026, 3, 4), date(2026, 7, 10))
    assert term.day_of(1, 0) == date(2026, 3, 2)
    assert term.week_of(date(2026, 3, 9)) == 2


def test_term_given_by_its_number_of_weeks_ends_on_a_friday():
    assert TermTime.of_weeks(date(2025, 9, 1), 20) == T1
    assert TermTime.of_weeks(date(2026, 3, 4), 18).last == date(2026, 7, 3)


def test_term_of_one_week_opened_on_a_saturday_is_that_day():
    term = TermTime.of_weeks(date(2026, 2, 28), 1)
    assert (term.first, term.last) == (date(2026, 2, 28), date(2026, 2, 28))


def test_term_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends on or after"):
        TermTime(date(2026, 1, 16), date(2025, 9, 1))


def test_school_months_of_t1_are_the_five_calendar_months():
    assert [month.name for month in T1.months()] == ["9月", "10月", "11月", "12月", "1月"]
    assert T1.months()[4] == Span("1月", date(2026, 1, 1), date(2026, 1, 16))


def test_school_months_of_the_office_go_before_calendar_months():
    own = (Span("第一月", date(2025, 9, 1), date(2025, 10, 10)), Span("第二月", date(2025, 10, 11), date(2026, 1, 16)))
    term = TermTime(T1.first, T1.last, own_months=own)
    assert term.months() == own
    assert len(term.calendar_months()) == 5


def test_ten_fortnights_of_t1():
    windows = T1.fortnights()
    assert len(windows) == 10
    assert windows[0] == Span("第一个双周", date(2025, 9, 1), date(2025, 9, 14))
    assert windows[1] == Span("第二个双周", date(2025, 9, 15), date(2025, 9, 28))
    assert windows[9] == Span("第十个双周", date(2026, 1, 5), date(2026, 1, 18))


def test_an_odd_last_week_has_a_window_of_its_own():
    """Nineteen weeks: nine windows of two weeks, the tenth begins with week 19."""
    windows = TermTime.of_weeks(date(2025, 9, 1), 19).fortnights()
    assert len(windows) == 10
    assert windows[9].first == date(2026, 1, 5)


def test_exam_weeks_are_those_an_exam_day_falls_in():
    """Thursday 6 November to Tuesday 11 November lies in weeks 10 and 11."""
    exams = (Span("期中考试", date(2025, 11, 6), date(2025, 11, 11)),)
    term = TermTime(T1.first, T1.last, exams=exams)
    assert term.exam_weeks() == (10, 11)
    assert term.exam_on(date(2025, 11, 11)) == exams[0]
    assert term.exam_on(date(2025, 11, 12)) is None
    assert T1.exam_weeks() == ()


def test_first_day_on_a_weekend_is_remarked():
    """Sunday 1 March 2026: by the usual reading week 1 is that Sunday alone."""
    assert "3月2日（周一）" in TermTime(date(2026, 3, 1), date(2026, 7, 10)).remark()
    assert T1.remark() == ""


def test_label_names_weekday_and_week():
    term = TermTime(date(2026, 3, 2), date(2026, 7, 10))
    assert label(date(2026, 3, 9), term) == "2026年3月9日（周一·第二周）"
    assert label(date(2026, 5, 20), term) == "2026年5月20日（周三·第十二周）"
    assert label(date(2026, 8, 1), term) == "2026年8月1日（周六）"
    assert label(date(2026, 3, 9), None) == "2026年3月9日（周一）"
    assert short(date(2026, 3, 8)) == "3月8日（周日）"


@given(TERMS, st.integers(0, 60), st.integers(0, 6))
def test_week_of_and_day_of_undo_each_other(term, offset, weekday):
    week = offset % len(term.weeks()) + 1
    day = term.day_of(week, weekday)
    assert term.week_of(day) == week
    assert day.weekday() == weekday


@given(TERMS)
def test_weeks_windows_and_months_cover_the_term_without_gap(term):
    days = [term.first + timedelta(days=n) for n in range((term.last - term.first).days + 1)]
    assert all(term.week_of(day) is not None for day in days)
    assert [sum(span.holds(day) for span in term.calendar_months()) for day in days] == [1] * len(days)
    assert [sum(span.holds(day) for span in term.fortnights()) for day in days] == [1] * len(days)


@given(DAYS, st.integers(2, 30))
def test_a_term_of_n_weeks_has_n_weeks(first, weeks):
    assert len(TermTime.of_weeks(first, weeks).weeks()) == weeks


@given(TERMS, st.integers(1, 30))
def test_a_calendar_shifted_by_weeks_shifts_every_day(term, shift):
    later = TermTime(term.first + timedelta(weeks=shift), term.last + timedelta(weeks=shift))
    assert later.day_of(2, 0) - term.day_of(2, 0) == timedelta(weeks=shift)
    assert len(later.weeks()) == len(term.weeks())


@given(DAYS)
def test_monday_of_a_day_is_the_monday_not_after_it(day):
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days < 7
