"""Like records counted as one that stands for several: what a database groups is judged as its records would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.worlds import CALENDAR, ON, people, some_rulings
from tests.policy.packs import QUOTA, judged, write
from yanxiu.policy.conditions import EVERYBODY
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.facts import Record, RecordFacts, Subject
from yanxiu.policy.loader import load
from yanxiu.policy.measures import Need
from yanxiu.policy.pack import Pack

PACKS = [load(path.parent) for path in sorted((Path(__file__).parents[2] / "packs").glob("*/pack.yaml"))]
LESSONS = [
    Record("a", "lesson", "甲", date(2025, 9, 3), {"hours": "1.5", "of": "乙"}, times=4),
    Record("b", "lesson", "甲", date(2025, 9, 5), {"hours": 2}, times=2),
    Record("c", "lesson", "甲", date(2025, 9, 1), {"hours": 9, "of": "丙"}, times=0),
]


@pytest.mark.parametrize(
    ("take", "more", "amount"),
    [
        ("count", {}, 6),
        ("sum", {"field": "hours"}, 10),  # 4 × 1.5 ＋ 2 × 2
        ("missing", {"fields": ("of",)}, 2),
        ("first_day", {}, date(2025, 9, 3)),
        ("last_day", {}, date(2025, 9, 5)),
        ("values", {"fields": ("hours",)}, ((date(2025, 9, 3), ("1.5",)),) * 4 + ((date(2025, 9, 5), ("2",)),) * 2),
        ("distinct", {"field": "of"}, {"乙"}),
        ("days", {}, {"2025-09-03", "2025-09-05"}),
    ],
)
def test_a_record_counts_as_often_as_it_occurred(take: str, more: dict, amount: object) -> None:
    facts = RecordFacts([Subject("甲")], LESSONS)
    need = Need(("lesson",), "term", EVERYBODY, take, **more)
    assert facts.measure("甲", need, CALENDAR.periods("term"), lambda record, name: None) == {"2025-1": amount}


def test_fourteen_and_one_are_fifteen_lessons(tmp_path: Path) -> None:
    """A facts file may say `times`; two records under one written id stay two."""
    rows = "".join(
        f"- {{kind: observation, of: 甲, on: 2025-09-0{day}, id: x, times: {n}}}\n" for day, n in ((2, 14), (3, 1))
    )
    (found,) = judged(write(tmp_path, QUOTA), f"subjects: [{{id: 甲}}]\nrecords:\n{rows}")
    assert (found.measured, found.verdict) == (15, "met")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 60))
def test_like_records_of_a_day_are_judged_alike_apart_and_together(pack: Pack, seed: int, count: int) -> None:
    random = Random(seed)
    apart, together = _both(people(pack, random, records=count), random)
    rulings = some_rulings(pack, random)
    assert _findings(pack, apart, rulings) == _findings(pack, together, rulings)


def _both(facts: RecordFacts, random: Random) -> tuple[RecordFacts, RecordFacts]:
    together = [replace(one, times=random.randint(0, 3)) for one in facts.every_record()]
    apart = [replace(one, id=f"{one.id}.{n}", times=1) for one in together for n in range(one.times)]
    return facts.with_records(apart), facts.with_records(together)


def _findings(pack: Pack, facts: RecordFacts, rulings: dict) -> list:
    return list(evaluate(pack, facts, on=ON, calendar=CALENDAR, rulings=rulings))


def test_a_time_of_day_that_cannot_be_read_is_asked_for_again(tmp_path: Path) -> None:
    due = "id: due\ntitle: 上交计划\nkind: deadline\nmeasure: {records: plan}\ndue: {moment: {from: ending, week: -1, weekday: monday, until: '12:00'}, cite: S1}\n"
    for written in ("上午", "true", "25:00"):
        row = f"records: [{{kind: plan, of: 甲, on: 2026-01-05, fields: {{at: '{written}'}}}}]\n"
        (found,) = judged(write(tmp_path, due), f"subjects: [{{id: 甲}}]\n{row}")
        assert (found.verdict, found.missing) == ("not_enough_facts", ("交来的钟点",))
