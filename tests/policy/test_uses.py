"""What rules look at in a record, and into which stretches the calendar must be cut, read off the rules themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.worlds import CALENDAR, ON, people, some_rulings
from tests.policy import packs
from tests.policy.packs import QUOTA, write
from tests.policy.test_weighted import PACKS
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.facts import Record, RecordFacts
from yanxiu.policy.loader import load
from yanxiu.policy.pack import Pack
from yanxiu.policy.uses import Use, cuts, grouped, uses

F = frozenset
PARTS = "id: parts\ntitle: 写全\nkind: complete\nrecords: observation\nfields: [{field: [process, topic], cite: S1}]\n"
POINT = "points:\n- {id: p, question: 几节, cite: S1, readings: {A: 甲, B: 乙}, recommended: A, reason: 合全文}\n"


def used(folder: Path, *rules: str, points: str = "") -> dict[str, Use]:
    return dict(uses(load(write(folder, *rules, points=points))))


def test_a_count_looks_at_no_field_and_no_day_and_nobody_asks_for_the_rest(tmp_path: Path) -> None:
    assert used(tmp_path, QUOTA) == {"observation": Use(periods=F(["term"]))}


@pytest.mark.parametrize(
    ("measure", "use"),
    [
        ("sum: process", Use(values=F(["process"]))),
        ("distinct: process", Use(values=F(["process"]))),
        ("missing: [process, topic]", Use(given=F(["process", "topic"]))),
        ("days: true", Use(days=True)),
        ("where: {process: {given: true}}", Use(given=F(["process"]))),
        ("where: {process: [a, b], topic: {given: true}}", Use(values=F(["process"]), given=F(["topic"]))),
        ("where: {any: [{topic: x}, {topic: {given: false}}]}", Use(values=F(["topic"]))),
        ("where: {not: {topic: x}}", Use(values=F(["topic"]))),
        ("where: {topic: {before: 2025-10-01}}", Use(values=F(["topic"]))),
        ("where: {topic: {within_years: 3}}", Use(values=F(["topic"]), days=True)),
        ("counts_if: parts", Use(given=F(["process", "topic"]))),
    ],
)
def test_a_field_is_looked_at_by_value_or_only_for_being_there(tmp_path: Path, measure: str, use: Use) -> None:
    quota = QUOTA.replace("records: observation", f"records: observation, {measure}")
    rules = [quota, PARTS.replace("[{field", "[{from: 2025-09-01, field")] if "counts_if" in measure else [quota]
    assert used(tmp_path, *rules)["observation"] == replace(use, periods=F(["term"]))


def test_all_readings_count_also_those_of_a_rule_referred_to(tmp_path: Path) -> None:
    quota = QUOTA.replace("records: observation", "records: observation, counts_if: parts").replace(
        "period: term", "period: {ruling: p, readings: {A: week, B: month}}"
    )
    parts = PARTS.replace("[{field: [process, topic], cite: S1}]", "\n- {field: process, cite: S1}\n- ruling: p\n  readings: {A: {field: topic, cite: S1}, B: null}")  # fmt: skip
    found = used(tmp_path, quota, parts, points=POINT)["observation"]
    assert found == Use(given=F(["process", "topic"]), periods=F(["week", "month", "term"]))


def test_a_table_of_cases_looks_at_its_conditions_and_changes_on_its_days(tmp_path: Path) -> None:
    table = "id: sorted\ntitle: 去向\nkind: classify\nrecords: trip\nwhere: {told: {given: true}}\nfield: outcome\nrows: [{when: {back: late}, then: back, cite: S1, from: 2025-10-01, until: 2025-10-31}]\n"
    found = used(tmp_path, table)["trip"]
    assert (found.values, found.given) == ({"back", "outcome"}, {"told"})
    assert found.edges == {date(2025, 10, 1), date(2025, 11, 1)} and not found.days


@pytest.mark.parametrize(
    ("rule", "kind"),
    [(rule, kind) for rule, kind in (
        ("id: exam\ntitle: 考\nkind: attempts\nmeasure: {records: exam}\nresult: result\npasses: 合格\nattempts: {value: 2, cite: S1}\nperiod: term\n", "exam"),
        ("id: pay\ntitle: 报\nkind: limit\nmeasure: {records: trip}\nspent: spent\napproved: approved\nshare: {value: 1, cite: S1}\nunit: 元\n", "trip"),
        ("id: due\ntitle: 交\nkind: deadline\nmeasure: {records: plan}\ndue: {date: 2025-09-10, cite: S1}\n", "plan"),
    )],
)  # fmt: skip
def test_where_one_record_follows_another_single_days_matter(tmp_path: Path, rule: str, kind: str) -> None:
    assert used(tmp_path, rule)[kind].days


def spans(use: Use) -> list[tuple[str, str]]:
    return [(f"{one.first:%m-%d}", f"{one.last:%m-%d}") for one in cuts(use, packs.CALENDAR)]


def test_for_a_term_the_school_year_falls_into_three(tmp_path: Path) -> None:
    assert spans(Use(periods=F(["term"]))) == [("08-01", "08-31"), ("09-01", "01-16"), ("01-17", "07-31")]


def test_months_and_an_edge_cut_the_term_further(tmp_path: Path) -> None:
    found = spans(Use(periods=F(["month", "term"]), edges=F([date(2025, 9, 8), date(2031, 1, 1)])))
    assert found[:4] == [("08-01", "08-31"), ("09-01", "09-07"), ("09-08", "09-30"), ("10-01", "10-31")]
    assert found[-2:] == [("01-01", "01-16"), ("01-17", "07-31")]


def test_a_rule_for_good_reaches_before_and_after_all_years(tmp_path: Path) -> None:
    assert [(one.first, one.last) for one in cuts(Use(periods=F(["once"])), packs.CALENDAR)] == [(date.min, date.max)]


@given(st.sets(st.sampled_from(["week", "fortnight", "month", "term", "school_year", "calendar_year", "once"])))
def test_every_period_is_made_up_of_whole_stretches(kinds: set[str]) -> None:
    stretches = cuts(Use(periods=F(kinds)), CALENDAR)
    assert all(two.first.toordinal() == one.last.toordinal() + 1 for one, two in pairwise(stretches))
    for period in (one for kind in kinds for one in CALENDAR.periods(kind)):
        inside = [one for one in stretches if period.first <= one.first and one.last <= period.last]
        assert (inside[0].first, inside[-1].last) == (period.first, period.last)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 120))
def test_records_cut_down_to_their_uses_and_grouped_are_judged_the_same(pack: Pack, seed: int, count: int) -> None:
    random = Random(seed)
    facts = people(pack, random, records=count)
    rulings = some_rulings(pack, random)
    few = facts.with_records(_handed_over(pack, facts))
    assert list(evaluate(pack, few, on=ON, calendar=CALENDAR, rulings=rulings)) == list(
        evaluate(pack, facts, on=ON, calendar=CALENDAR, rulings=rulings)
    )


def _handed_over(pack: Pack, facts: RecordFacts) -> list[Record]:
    asked = uses(pack)
    return [
        one
        for kind, use in asked.items()
        for one in grouped((record for record in facts.every_record() if record.kind == kind), use, CALENDAR)
    ]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_grouping_makes_fewer_records(pack: Pack) -> None:
    """Else the test above would compare like with like."""
    facts = people(pack, Random(1), records=400)
    assert len(_handed_over(pack, facts)) < len(list(facts.every_record()))
