"""Which records a figure counts, which it does not and why, in words a clerk can act on."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.worlds import CALENDAR, ON, people
from tests.policy import packs
from tests.policy.packs import PACK, QUOTA, read, write
from tests.policy.test_weighted import PACKS
from yanxiu.policy.evaluate import evaluate, recommended
from yanxiu.policy.evidence import Evidence, evidence
from yanxiu.policy.explain import as_json, from_json
from yanxiu.policy.loader import load
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Finding, Verdict

FIELDS = "{topic: 课题, process: 教学过程, check: {title: 核验, choices: {rejected: 查明不实, sound: 属实}}, minutes: 分钟, by_phone: 电话里听}"
WORDS = PACK.replace("{topic: 课题, process: 教学过程}", FIELDS) + "words: {outcomes: {late: 迟到, there: 出勤}}\n"
MONTHLY = QUOTA.replace("period: term", "period: month").replace("at_least: 15", "at_least: 2")
PARTS = "id: parts\ntitle: 写全\nkind: complete\nrecords: observation\nfields: [{field: topic, cite: S1}, {field: [process, check], cite: S1}]\n"


def explained(folder: Path, rules: list[str], rows: str, rule: str = "observe", stored: bool = False) -> Evidence:
    """The evidence of a rule's finding for October, fresh or as it comes back from the store."""
    pack = load(write(folder, *rules, pack=WORDS))
    facts = read(pack, f"subjects: [{{id: 甲}}]\nrecords:\n{rows}")
    found = [one for one in evaluate(pack, facts, on=packs.LAST, calendar=packs.CALENDAR) if one.rule == rule]
    october = next(one for one in found if len(found) == 1 or (one.period and one.period.name == "10月"))
    finding = from_json(as_json(october)) if stored else october
    return evidence(pack, facts, finding, calendar=packs.CALENDAR)


def row(day: str, fields: str = "", kind: str = "observation") -> str:
    return f"- {{kind: {kind}, of: 甲, on: 2025-{day}, id: '{day}', fields: {{{fields}}}}}\n"


@pytest.mark.parametrize("stored", [False, True])
def test_october_counts_what_is_whole_and_says_what_is_lacking(tmp_path: Path, stored: bool) -> None:
    monthly = MONTHLY.replace("records: observation", "records: observation, counts_if: parts")
    rows = row("10-09", "topic: 有, process: 有") + row("10-10", "topic: 有") + row("10-11") + row("09-30", "topic: 有")
    found = explained(tmp_path, [monthly, PARTS], rows, stored=stored)
    assert [one.id for one in found.counted] == ["10-09"]
    assert [(one.record.id, one.reasons) for one in found.not_counted] == [
        ("10-10", ("缺“教学过程”或“核验”",)),
        ("10-11", ("缺“课题”", "缺“教学过程”或“核验”")),
    ]
    assert [one.id for one in found.elsewhere] == ["09-30"]


@pytest.mark.parametrize(
    ("where", "fields", "reason"),
    [
        ("{any: [{check: {given: false}}, {check: {not_in: [rejected]}}]}", "check: rejected", "“核验”是“查明不实”"),
        ("{check: sound}", "check: rejected", "“核验”是“查明不实”"),
        ("{check: sound}", "topic: 有", "缺“核验”"),
        ("{minutes: {at_least: 40}}", "minutes: 35", "“分钟”是“35”，不到 40"),
        ("{minutes: {above: 40}}", "minutes: 40", "“分钟”是“40”，没有超过 40"),
        ("{topic: {before: 2025-10-01}}", "topic: 2025-10-02", "“课题”是“2025-10-02”，不早于 2025-10-01"),
        ("{not: {by_phone: true}}", "by_phone: true", "“电话里听”是“是”"),
        ("{by_phone: {given: false}}", "by_phone: true", "填了“电话里听”"),
        ("{not: {any: [{by_phone: true}]}}", "by_phone: true", "不合这一条数的记录"),
    ],
)
def test_a_record_that_does_not_fit_is_told_by_its_own_words(
    tmp_path: Path, where: str, fields: str, reason: str
) -> None:
    monthly = MONTHLY.replace("records: observation", f"records: observation, where: {where}")
    found = explained(tmp_path, [monthly], row("10-09", fields))
    assert [one.reasons for one in found.not_counted] == [(reason,)] and not found.counted


def test_a_sum_names_the_record_without_a_number(tmp_path: Path) -> None:
    found = explained(tmp_path, [MONTHLY.replace("records: observation", "records: observation, sum: minutes")], row("10-09", "minutes: 多"))  # fmt: skip
    assert [one.reasons for one in found.not_counted] == [("“分钟”没有填数",)]


def test_what_a_table_of_cases_says_is_the_reason(tmp_path: Path) -> None:
    table = "id: sorted\ntitle: 考勤\nkind: classify\nrecords: trip\nfield: outcome\nrows: [{when: {back: late}, then: late, cite: S1}, {when: {back: there}, then: there, cite: S1}]\n"
    monthly = MONTHLY.replace("{records: observation}", "{records: trip, where: {outcome: late}}")
    rows = row("10-09", "back: late", "trip") + row("10-10", "back: there", "trip") + row("10-11", "back: x", "trip")
    found = explained(tmp_path, [monthly, table], rows)
    assert [one.id for one in found.counted] == ["10-09"]
    assert [one.reasons for one in found.not_counted] == [("算“出勤”",), ("考勤没有写算什么",)]


def test_of_a_rule_on_fields_the_whole_records_count(tmp_path: Path) -> None:
    found = explained(tmp_path, [PARTS], row("10-09", "topic: 有, process: 有") + row("10-10", "process: 有"), "parts")
    assert [one.id for one in found.counted] == ["10-09"]
    assert [one.reasons for one in found.not_counted] == [("缺“课题”",)]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
@settings(max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_as_many_records_are_shown_as_were_counted(pack: Pack, seed: int) -> None:
    """For whatever a quota counts, and no record of its kind is left out of the three lists."""
    facts = people(pack, Random(seed), records=80)
    rulings = {**{point.id: 3 for point in pack.points.values() if point.asks}, **recommended(pack)}
    counts = {rule.id for rule in pack.rules if rule.kind == "quota" and "sum" not in str(rule.body["measure"])}
    for finding in evaluate(pack, facts, on=ON, calendar=CALENDAR, rulings=rulings):
        if finding.rule in counts and finding.needs and "distinct" not in finding.needs[0].take:
            shown = evidence(pack, facts, finding, calendar=CALENDAR, rulings=rulings)
            assert len(shown.counted) == finding.measured
            assert len(shown.counted) + len(shown.not_counted) + len(shown.elsewhere) == _of_its_kind(facts, finding)
            assert all(one.reasons and all(one.reasons) for one in shown.not_counted)


def _of_its_kind(facts, finding: Finding) -> int:
    return len(facts.of(finding.subject, finding.needs[0].records))


def test_another_subjects_records_are_not_shown(tmp_path: Path) -> None:
    pack = load(write(tmp_path, MONTHLY, pack=WORDS))
    facts = read(pack, f"subjects: [{{id: 甲}}]\nrecords:\n{row('10-09')}")
    other = Finding("observe", "", (), "乙", Verdict.MET, CALENDAR.period("10月"))
    assert evidence(pack, facts, other, calendar=packs.CALENDAR) == Evidence((), (), ())


@pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
def test_what_waits_for_a_number_rests_on_no_record_yet(pack: Pack) -> None:
    facts, asked = people(pack, Random(7), records=80), {point.id for point in pack.points.values() if point.asks}
    waiting = {rule.id for rule in pack.rules if asked & set(rule.points) and rule.kind == "bands"}
    found = [one for one in evaluate(pack, facts, on=ON, calendar=CALENDAR) if one.rule in waiting and not one.needs]
    assert bool(found) == bool(waiting)
    for one in found:
        shown = evidence(pack, facts, one, calendar=CALENDAR, rulings=recommended(pack))
        assert shown == Evidence((), (), ())
