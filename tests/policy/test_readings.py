"""An open point shows each reading as it would be if the unit ruled so: worlds share what they agree on, nothing more."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.worlds import CALENDAR, ON, people
from tests.policy.test_weighted import PACKS
from yanxiu.policy.evaluate import Evaluation, evaluate
from yanxiu.policy.facts import RecordFacts
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Finding, Verdict


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_a_reading_shown_is_what_ruling_so_would_give(pack: Pack, seed: int) -> None:
    facts = people(pack, Random(seed), records=40)
    usual = {point.id: point.recommended or point.readings[0].key for point in pack.points.values() if point.readings}
    asked = {point.id: 3 for point in pack.points.values() if point.asks}
    for found in evaluate(pack, facts, on=ON, calendar=CALENDAR, rulings=asked):
        if found.verdict == Verdict.NEEDS_RULING:
            for one in found.alternatives:
                key = one.finding.key if one.finding else found.key  # readings may judge by other periods
                ruled = _found(pack, facts, key, {**usual, **asked, **dict(one.readings)})
                assert (ruled and ruled.outcome()) == (one.finding and one.finding.outcome())


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_nothing_of_a_subject_is_kept_but_what_a_rule_on_everybody_asks_for(pack: Pack) -> None:
    """Memory does not grow with the number of teachers."""
    facts = people(pack, Random(1), count=3, records=20)
    evaluation = Evaluation(pack, facts, on=ON, calendar=CALENDAR)
    for subject in facts.subjects():
        assert list(evaluation.of(subject))
        assert not evaluation.found
    assert {rule for rule, *_ in evaluation.awaited} <= {str(rule.body.get("of")) for rule in pack.rules}
    list(evaluation.findings())
    assert not evaluation.found


def _found(pack: Pack, facts: RecordFacts, key: tuple, rulings: dict) -> Finding | None:
    rules = evaluate(pack, facts, on=ON, calendar=CALENDAR, rulings=rulings)
    return next((one for one in rules if one.key == key), None)
