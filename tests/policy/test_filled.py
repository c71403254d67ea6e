"""A facts file that says something its pack cannot hold is refused at its line: nothing written is silently left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.packs import PACK, QUOTA, read, write
from yanxiu.policy.loader import load
from yanxiu.policy.pack import Pack
from yanxiu.policy.problems import PackError

FIELDS = "{topic: 课题, mode: {title: 类型, choices: {planned: 集中, random: 随机}}, checked: {title: 已核, type: flag}, minutes: {title: 分钟, type: number}, seen: {title: 哪天, type: date}, clock: {title: 几点, type: time}}"
TYPED = PACK.replace("fields: {topic: 课题, process: 教学过程}", f"fields: {FIELDS}")
TABLE = "id: sorted\ntitle: 算什么\nkind: classify\nrecords: observation\nfield: shown\nrows: [{when: {mode: planned}, then: open, cite: S1}]\n"
TIMED = "id: due\ntitle: 交计划\nkind: deadline\nmeasure: {records: exam}\ndue: {moment: {from: opening, week: 2, until: '12:00'}, cite: S1}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load(write(tmp_path / "small", QUOTA, TABLE, TIMED, pack=TYPED))


def told(pack: Pack, row: str, key: str = "records") -> list[str]:
    """What is said of a facts file with this row: line, code and the words."""
    try:
        read(pack, f"subjects: [{{id: 甲}}]\n{key}:\n- {row}\n")
    except PackError as error:
        return [f"{one.line} {one.code} {one.message}。{one.mend}" for one in error.problems]
    return []


def record(fields: str, kind: str = "observation") -> str:
    return f"{{kind: {kind}, of: 甲, on: 2025-10-09, fields: {fields}}}"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (record("{topick: 荷花}"), "E32 “observation”没有“topick”这一栏。可以写：topic、mode、checked、minutes、seen、clock"),
        (record("{all_but: [topick]}"), "E32 “observation”没有“topick”"),
        (record("{all_but: topic, minute: 40}"), "E32 “observation”没有“minute”"),
        (record("{item: observe, poinst: 3}", "manual_score"), "E32 “manual_score”没有“poinst”这一栏。可以写：item、points"),
        (record("{mode: plannd}"), "E30 “mode”不会是“plannd”。改成它可能有的：planned、random"),
        (record("{checked: 是}"), "E31 “checked”是与否（flag），这里却是“是”"),
        (record("{minutes: 40分钟}"), "E08 “40分钟”不合要求：分钟（minutes）要写一个数"),
        (record("{seen: 2025-9-1}"), "E21 日期“2025-9-1”不对"),
        (record("{clock: 上午}"), "E08 “上午”不合要求：几点（clock）要写时刻"),
    ],
)  # fmt: skip
def test_a_field_that_is_not_there_or_cannot_hold_the_value_is_refused(pack: Pack, row: str, said: str) -> None:
    (found,) = told(pack, row)
    assert found.startswith(f"3 {said}"), found


def test_a_total_of_a_field_that_is_not_there_is_refused(pack: Pack) -> None:
    (found,) = told(pack, "{kind: observation, of: 甲, count: 3, sum: {minute: 90}}", "measures")
    assert found.startswith("3 E32 “observation”没有“minute”")
    assert told(pack, "{kind: observation, of: 甲, count: 3, sum: {minutes: 90}}", "measures") == []


@pytest.mark.parametrize(
    "row",
    [
        record("all"), record("{all_but: [minutes]}"), record("{all_but: [], minutes: 40.5, mode: random, checked: false}"),
        record("{seen: 2025-09-01, clock: '08:05', topic: null}"), record("{shown: open}"), record("{at: '11:00'}", "exam"),
        record("{item: observe, points: 3}", "manual_score"), record("{item: observe, chosen: true}", "tie_decision"),
    ],
)  # fmt: skip
def test_what_a_record_can_hold_is_taken_derived_fields_and_the_time_of_day_among_it(pack: Pack, row: str) -> None:
    assert told(pack, row) == []


def test_a_field_of_free_text_takes_anything(pack: Pack) -> None:
    assert told(pack, record("{topic: 3}")) == []


def test_every_wrong_field_is_told_at_once(pack: Pack) -> None:
    found = told(pack, record("{topick: 荷花, minutes: 多, checked: 是}"))
    assert [one.split()[1] for one in found] == ["E32", "E08", "E31"]


def test_somebody_written_twice_is_refused(pack: Pack) -> None:
    with pytest.raises(PackError) as error:
        read(pack, "subjects:\n- {id: 甲}\n- {id: 乙}\n- {id: 甲}\n")
    assert [(one.code, one.line) for one in error.value.problems] == [("E14", 4)]
