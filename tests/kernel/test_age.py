"""Full years on a day, by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu.kernel.age import Age, AtMost, age_on, at_most

FIRST_DAY = date(2025, 9, 1)


@pytest.mark.clause("P-24")
def test_forty_and_under_by_the_day_a_term_begins():
    """SC-P7: born 1985-09-01 is 40 on 2025-09-01, born 1984-08-31 is 41; 「40岁以下」 has both readings."""
    assert age_on(date(1985, 9, 1), FIRST_DAY) == Age(40)
    assert at_most(date(1985, 9, 1), FIRST_DAY, 40) == AtMost(inclusive=True, exclusive=False)
    assert age_on(date(1984, 8, 31), FIRST_DAY) == Age(41)
    assert at_most(date(1984, 8, 31), FIRST_DAY, 40) == AtMost(inclusive=False, exclusive=False)


@pytest.mark.clause("P-24")
def test_the_readings_differ_only_for_those_who_are_exactly_forty():
    """40 years old from 1984-09-02 to 1985-09-01."""
    births = [date(1984, 9, 1), date(1984, 9, 2), date(1985, 9, 1), date(1985, 9, 2)]
    assert [at_most(born, FIRST_DAY, 40).differs for born in births] == [False, True, True, False]


def test_the_day_before_a_birthday_is_a_year_less():
    assert age_on(date(1985, 9, 2), FIRST_DAY) == Age(39)


def test_born_on_the_leap_day():
    assert age_on(date(1984, 2, 29), date(2025, 2, 28)).years == 40
    assert age_on(date(1984, 2, 29), date(2025, 3, 1)).years == 41
    assert age_on(date(1984, 2, 29), date(2024, 2, 29)).years == 40


def test_a_birth_month_is_uncertain_only_in_that_month():
    """Born in September 1985, the day unknown."""
    born = date(1985, 9, 1)
    assert age_on(born, date(2025, 8, 31), to_the_day=False) == Age(39)
    assert age_on(born, date(2025, 9, 1), to_the_day=False) == Age(40, certain=False)
    assert age_on(born, date(2025, 9, 29), to_the_day=False) == Age(40, certain=False)
    assert age_on(born, date(2025, 9, 30), to_the_day=False) == Age(40)
    assert age_on(born, date(2025, 10, 1), to_the_day=False) == Age(40)


def test_a_leap_february_may_hold_a_birthday_not_yet_come():
    assert age_on(date(1984, 2, 1), date(2025, 2, 28), to_the_day=False) == Age(41, certain=False)


@pytest.mark.clause("P-24")
def test_an_uncertain_age_answers_only_what_it_can():
    """Born in September 1985: 39 or 40 on 1 September, so 40岁以下 with 40 included, unknown without.

    Born in September 1984: 40 or 41, so unknown with 40 included, and not below 40.
    """
    assert at_most(date(1985, 9, 1), FIRST_DAY, 40, to_the_day=False) == AtMost(inclusive=True, exclusive=None)
    assert at_most(date(1984, 9, 1), FIRST_DAY, 40, to_the_day=False) == AtMost(inclusive=None, exclusive=False)


@given(st.dates(date(1940, 1, 1), date(2010, 12, 31)), st.dates(date(2011, 1, 1), date(2060, 12, 31)))
def test_a_month_never_contradicts_the_day(born, day):
    exact = age_on(born, day).years
    rough = age_on(born.replace(day=1), day, to_the_day=False)
    assert exact in rough.candidates
