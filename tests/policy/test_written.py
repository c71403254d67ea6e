"""A finding that was stored comes back as it was, years later: every number exact, every reading beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.worlds import CALENDAR, ON, people, some_rulings
from tests.policy.test_weighted import PACKS
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.exact import fraction, text, tidy
from yanxiu.policy.explain import as_json, from_json
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Alternative, Finding, Period, Step, Verdict

NUMBERS = st.none() | st.integers() | st.fractions() | st.decimals(-(10**12), 10**12)
TEXT = st.text(max_size=5)
DAYS = st.dates()
TUPLES = st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple)
PERIODS = st.builds(Period, st.sampled_from(["week", "term"]), TEXT, TEXT, DAYS, DAYS)
PLAIN = st.builds(
    Finding, TEXT, TEXT, TUPLES, TEXT, st.sampled_from(Verdict), st.none() | PERIODS, TEXT, NUMBERS, NUMBERS, NUMBERS,
    TEXT, TEXT, st.lists(st.builds(Step, TEXT, NUMBERS, TEXT), max_size=2).map(tuple), TUPLES, TEXT, TUPLES,
    st.none() | DAYS, st.booleans(), st.booleans(), TUPLES,
)  # fmt: skip
READINGS = st.dictionaries(TEXT, TEXT, max_size=2).map(lambda some: tuple(some.items()))
OPEN = st.builds(
    lambda one, provisional, others: replace(one, provisional=provisional, alternatives=tuple(others)),
    PLAIN,
    st.none() | PLAIN,
    st.lists(st.builds(Alternative, READINGS, st.none() | PLAIN), max_size=2),
)


def kept(finding: Finding) -> Finding:
    """Written to a file and read again."""
    return from_json(json.loads(json.dumps(as_json(finding))))


@given(OPEN)
def test_whatever_a_finding_holds_comes_back(finding: Finding) -> None:
    assert kept(finding) == finding


@pytest.mark.parametrize("number", [0, -3, Decimal("0.5"), Decimal("32.80"), Fraction(1, 3), Fraction(-22, 7), 10**40, Fraction(1, 2**60)])  # fmt: skip
def test_numbers_are_exact_and_nought_is_not_nothing(number: int | Decimal | Fraction) -> None:
    finding = Finding("r", "t", (), "甲", Verdict.NOT_MET, measured=number, required=Decimal("2.5"))
    back = kept(finding)
    assert back.measured == number and fraction(back.measured) == fraction(number)
    assert back.short == finding.short == abs(Fraction(5, 2) - Fraction(number))


def test_a_decimal_of_forty_places_keeps_them_all() -> None:
    assert text(tidy(Fraction(1, 10**40))) == "0." + "0" * 39 + "1"


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
@settings(max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_what_the_engine_says_comes_back(pack: Pack, seed: int) -> None:
    random = Random(seed)
    facts, rulings = people(pack, random, records=50), some_rulings(pack, random)
    for found in evaluate(pack, facts, on=ON, calendar=CALENDAR, rulings=rulings):
        assert kept(found) == _without_needs(found)


def _without_needs(finding: Finding | None) -> Finding | None:
    if finding is None:
        return None
    others = tuple(replace(one, finding=_without_needs(one.finding)) for one in finding.alternatives)
    return replace(finding, needs=(), provisional=_without_needs(finding.provisional), alternatives=others)


def test_the_first_day_of_all_is_written_in_full() -> None:
    once = Period("once", "once", "", date.min, date.max)
    assert kept(Finding("r", "t", (), "甲", Verdict.MET, period=once)).period == once
