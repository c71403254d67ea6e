"""Dates in the words of regulations, worked by hand on the example term T1."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.calendars import BOOK, T1
from yanxiu.kernel.days import REST, DayBook, DayMark
from yanxiu.kernel.moments import BY_OPENING, BY_PLAN, LITERAL, MEETING, Anchor, Moment, UnreadableError, compute, read
from yanxiu.kernel.numerals import numeral
from yanxiu.kernel.terms import Span, TermTime

PLAN_WORDS = "每学期开学第二周星期一（学校工作计划出台后第二周的星期一）"


def dates(computed):
    """Label and first day of every reading."""
    return {reading.label: reading.at.date() for reading in computed.readings}


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("开学第二周星期一", Moment(Anchor.OPENING, 2, 0)),
        ("第二周星期一", Moment(Anchor.OPENING, 2, 0)),
        ("第 12 教学周的周三", Moment(Anchor.OPENING, 12, 2)),
        ("第十二周礼拜天", Moment(Anchor.OPENING, 12, 6)),
        ("第３周周五 １５：４０", Moment(Anchor.OPENING, 3, 4, time(15, 40))),
        ("学校工作计划出台后第二周的星期一", Moment(Anchor.PLAN, 2, 0)),
        (PLAN_WORDS, Moment(Anchor.OPENING, 2, 0, or_plan=True)),
        ("学期结束前一周的周一上午", Moment(Anchor.ENDING, -1, 0, time(12, 0))),
        ("学期结束前两周的星期五", Moment(Anchor.ENDING, -2, 4)),
        ("学期最后一日", Moment(Anchor.LAST_DAY)),
        ("每学期结束前", Moment(Anchor.LAST_DAY)),
        ("开学第一天", Moment(Anchor.FIRST_DAY)),
        ("每月末", Moment(Anchor.MONTH_END)),
    ],
)
def test_words_are_read(words, moment):
    assert read(words) == moment


@pytest.mark.parametrize(
    "words",
    ["", "尽快", "第二周", "第零周星期一", "第二三周星期一", "学期结束前一周", "第二周星期八", "第二周周一 25:00"],
)
def test_words_that_name_no_moment_are_refused_with_examples(words):
    with pytest.raises(UnreadableError, match="第二周星期一"):
        read(words)


@pytest.mark.clause("Z-32", "G-10")
def test_plans_are_due_on_the_monday_of_the_second_week():
    """SC-Z4, SC-G1: the term begins on 1 September, so 8 September, till the end of the day."""
    computed = compute("每学期开学第二周星期一", T1, BOOK)
    assert computed.recommended.at == datetime(2025, 9, 8, 23, 59)
    assert not computed.needs_ruling


@pytest.mark.clause("Z-32")
def test_a_plan_issued_later_gives_a_second_reading():
    """SC-Z4: the school plan came out on 10 September; by the parenthesis it is 15 September, beside 8 September."""
    computed = compute(PLAN_WORDS, replace(T1, plan_issued=date(2025, 9, 10)), BOOK)
    assert dates(computed) == {BY_OPENING: date(2025, 9, 8), BY_PLAN: date(2025, 9, 15)}
    assert computed.differs
    assert computed.needs_ruling
    assert computed.recommended.label == BY_OPENING
    assert "两种读法" in computed.reasons[0]


@pytest.mark.clause("Z-32")
def test_a_plan_issued_in_the_first_week_settles_the_matter():
    computed = compute(PLAN_WORDS, replace(T1, plan_issued=date(2025, 9, 5)), BOOK)
    assert dates(computed) == {BY_OPENING: date(2025, 9, 8), BY_PLAN: date(2025, 9, 8)}
    assert not computed.differs
    assert not computed.needs_ruling


def test_without_the_day_of_the_plan_the_second_reading_is_said_to_be_missing():
    computed = compute(PLAN_WORDS, T1, BOOK)
    assert dates(computed) == {BY_OPENING: date(2025, 9, 8)}
    assert "工作计划出台日" in computed.remarks[0]
    with pytest.raises(UnreadableError, match="请在校历里填上"):
        compute("学校工作计划出台后第二周的星期一", T1, BOOK)


def test_words_without_the_parenthesis_have_one_reading():
    computed = compute("开学第二周星期一", replace(T1, plan_issued=date(2025, 9, 10)), BOOK)
    assert dates(computed) == {BY_OPENING: date(2025, 9, 8)}


@pytest.mark.clause("Z-35")
def test_sunday_of_the_third_week_waits_for_a_ruling_and_is_not_proposed():
    """矛-36: literally Sunday 21 September; the last school day of that week is Friday 19 September."""
    computed = compute("在第三周的周日例会上进行大会交流", T1, BOOK)
    assert dates(computed) == {LITERAL: date(2025, 9, 21), MEETING: date(2025, 9, 19)}
    assert computed.needs_ruling
    assert computed.recommended.at.date() == date(2025, 9, 19)
    assert any("例会在星期几还没有设" in reason for reason in computed.reasons)


@pytest.mark.clause("Z-35")
def test_the_schools_own_meeting_day_is_recommended():
    """The school meets on Thursdays (3): 18 September."""
    computed = compute("第三周的周日例会", T1, BOOK, meeting=3)
    assert computed.recommended.at.date() == date(2025, 9, 18)
    assert computed.needs_ruling
    assert not any("还没有设" in reason for reason in computed.reasons)


def test_a_sunday_with_lessons_is_still_not_the_proposal():
    """28 September 2025 is a Sunday with lessons (调休), in week 4; the words remain doubtful."""
    computed = compute("第四周星期日", T1, BOOK)
    literal = computed.readings[0]
    assert literal.days[0].school_day
    assert computed.recommended.at.date() == date(2025, 9, 26)  # the Friday
    assert computed.needs_ruling


@pytest.mark.clause("Z-60")
def test_lesson_papers_are_due_on_the_monday_before_the_last_week_at_noon():
    """矛-37: the last day is Friday 16 January, its week begins on the 12th, so Monday 5 January 12:00."""
    computed = compute("每学期结束前一周的周一上午", T1, BOOK)
    assert computed.recommended.at == datetime(2026, 1, 5, 12, 0)
    assert not computed.needs_ruling


def test_the_other_end_of_term_deadline_is_the_last_day():
    assert compute("每学期结束前", T1, BOOK).recommended.at == datetime(2026, 1, 16, 23, 59)


def test_month_ends_are_the_last_school_days_of_the_months():
    """矛-49. 30 November 2025 is a Sunday, so Friday the 28th; January ends with the term."""
    (reading,) = compute("每月末", T1, BOOK).readings
    assert [day.at.date() for day in reading.days] == [
        date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 28), date(2025, 12, 31), date(2026, 1, 16),
    ]  # fmt: skip


def test_month_ends_of_the_schools_own_months_are_a_second_reading():
    own = (Span("第一月", date(2025, 9, 1), date(2025, 10, 12)), Span("第二月", date(2025, 10, 13), date(2026, 1, 16)))
    computed = compute("每月末", replace(T1, own_months=own), BOOK)
    assert [day.at.date() for day in computed.readings[1].days] == [date(2025, 10, 11), date(2026, 1, 16)]
    assert computed.needs_ruling


def test_a_holiday_is_said_with_its_neighbours_and_not_moved():
    """Wednesday of week 5 is National Day; lessons end on 30 September and begin again on 9 October."""
    computed = compute("第五周星期三", T1, BOOK)
    day = computed.recommended.days[0]
    assert day.at.date() == date(2025, 10, 1)
    assert (day.before, day.after) == (date(2025, 9, 30), date(2025, 10, 9))
    assert computed.needs_ruling
    assert "国庆节" in computed.reasons[0]


def test_neighbours_are_offered_within_the_term_only():
    """A term ending on National Day offers no day after it."""
    term = TermTime(date(2025, 9, 1), date(2025, 10, 1))
    day = compute("学期最后一日", term, BOOK).recommended.days[0]
    assert (day.before, day.after) == (date(2025, 9, 30), None)


def test_a_day_outside_the_term_is_said():
    """The term begins on a Wednesday; Monday of week 1 is before it, week 30 long after."""
    term = TermTime(date(2026, 3, 4), date(2026, 7, 10))
    for words in ("第一周星期一", "第三十周星期一"):
        computed = compute(words, term, BOOK)
        assert not computed.recommended.days[0].in_term
        assert "不在本学期之内" in computed.reasons[0]


def test_a_correction_of_the_office_counts():
    """8 September becomes a rest day: the deadline stays and is marked."""
    book = DayBook({date(2025, 9, 8): DayMark(REST, "停课", "更正")})
    computed = compute("第二周星期一", T1, book)
    assert computed.recommended.at.date() == date(2025, 9, 8)
    assert "停课" in computed.reasons[0]


@given(st.integers(1, 40), st.integers(0, 5), st.integers(0, 20))
def test_a_shifted_calendar_shifts_what_was_computed(week, weekday, shift):
    words = f"第{numeral(week)}周星期{'一二三四五六'[weekday]}"
    later = TermTime(T1.first + timedelta(weeks=shift), T1.last + timedelta(weeks=shift))
    moved = compute(words, later, BOOK).readings[0].at - compute(words, T1, BOOK).readings[0].at
    assert moved == timedelta(weeks=shift)


@given(st.integers(1, 99))
def test_a_week_may_be_written_in_figures_or_in_characters(week):
    assert read(f"第{week}周周二") == read(f"第{numeral(week)}周星期二")


@given(st.integers(1, 20), st.integers(0, 6))
def test_no_sunday_is_ever_recommended(week, meeting):
    computed = compute(f"第{week}周星期日", T1, BOOK, meeting=min(meeting, 5))
    assert computed.recommended.at.weekday() != 6
    assert computed.needs_ruling
