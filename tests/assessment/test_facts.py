"""Facts read from the database are the facts of the records themselves: equal findings, whatever was grouped."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.cast import TODAY, Cast
from yanxiu.assessment.judging import Bench, benches
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.models import Group, Person
from yanxiu.policy.evaluate import Evaluation
from yanxiu.policy.facts import Record, RecordFacts
from yanxiu.policy.pack import Field, RecordKind
from yanxiu.regulations.actions import Meeting, adopt
from yanxiu.regulations.keeping import Entry, keep_many
from yanxiu.regulations.library import shelf
from yanxiu.regulations.records import house_of, tables

START = date(2025, 9, 1)
MEETING = Meeting("校本研修领导小组", date(2025, 9, 8))
PACKS = [one.id for one in shelf()]
NOT_ENTERED = (
    "attendance",
    "activity",
    "school_activity",
    "lesson_prep",
    "topic_meeting",
    "skill_training",
    "political_study",
)


def some_value(random: Random, asked: Field) -> Any:
    """A value the field can hold, or nothing."""
    if random.random() < 0.25:
        return None
    return {
        "flag": random.choice([True, False]),
        "number": random.choice([0, 1, 3, "0.5", 12]),
        "date": (START + timedelta(days=random.randrange(250))).isoformat(),
        "time": "08:30",
        "choice": random.choice(list(asked.choices) or [None]),
    }.get(asked.type, random.choice(["甲", "乙", "一段话"]))


def some_entries(cast: Cast, bench: Bench, random: Random) -> list[Entry]:
    """Records of every kind the regulation knows, of people, groups and the school, over school year and term."""
    entries = []
    for kind in bench.pack.records.values():
        for _ in range(random.randrange(6)) if kind.id not in NOT_ENTERED else ():
            day = START + timedelta(days=random.randrange((TODAY - START).days))
            values = {one.id: some_value(random, one) for one in kind.fields}
            entries.append(Entry(cast.school, kind, day, values, **whose(cast, kind, random)))
    return entries


def whose(cast: Cast, kind: RecordKind, random: Random) -> dict[str, Person | Group]:
    if kind.subject == "teacher":
        return {"person": cast.people[random.choice(["teacher", "leader", "office"])]}
    return {"group": cast.group} if kind.subject == "group" else {}


def from_records(bench: Bench, kind: str) -> list[tuple[Any, ...]]:
    """What comes out when every record is handed to the engine as it is."""
    subjects = [one.subject for one in bench.facts(kind)]
    owner = {"teacher": "person_id", "group": "group_id", "school": "school_id"}[kind]
    records = [
        Record(str(row.pk), row.kind, str(getattr(row, owner)), row.on, row.values)
        for model in tables()
        for row in model.objects.filter(school=bench.school)
        if kind != "school" or not (row.person_id or row.group_id)
    ]
    facts = RecordFacts(
        subjects, [one for one in records if one.subject in {s.id for s in subjects}], start=bench.start
    )
    evaluation = Evaluation(bench.pack, facts, on=bench.on, calendar=bench.judged.calendar, rulings={})
    return [(one.key, one.outcome()) for subject in subjects for one in evaluation.of(subject)]


@pytest.mark.parametrize("kind", ["teacher", "group", "school"])
@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_grouped_by_the_database_or_one_by_one_the_findings_are_the_same(
    here: Cast, pack: str, kind: str, seed: int
) -> None:
    adopt(pack, here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    bench = benches(here.school, TODAY)[0]
    by_house: dict[Any, list[Entry]] = {}
    for entry in some_entries(here, bench, Random(seed)):
        by_house.setdefault(house_of(entry.kind.id), []).append(entry)
    for entries in by_house.values():
        keep_many(entries, actor=COMMAND_LINE)
    read = [(one.key, one.outcome()) for _, found in bench.findings(bench.facts(kind)) for one in found]
    assert read == from_records(bench, kind)
    assert read or kind != "teacher"


def test_facts_of_a_school_take_as_many_statements_for_many_people_as_for_one(here: Cast) -> None:
    adopt(PACKS[0], here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    bench = benches(here.school, TODAY)[0]
    with CaptureQueriesContext(connection) as all_of_them:
        bench.facts("teacher")
    with CaptureQueriesContext(connection) as one:
        bench.facts("teacher", [here.people["teacher"].pk])
    assert len(all_of_them) == len(one) <= 9
