"""Somebody who came or left in the middle is never judged in silence as if they had been there all the time.

The term runs from Monday 1 September 2025 to Friday 16 January 2026; 1 to 8 October are holidays.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.packs import LAST, QUOTA, judged, write
from yanxiu.policy.words import Finding, Verdict

WHOLE = "，这一段只在校一部分；原文没有写怎样折算，按整段判。"
BY_RECORD = "，只判已有的记录。"
MONTHLY = QUOTA.replace("period: term", "period: month").replace("at_least: 15", "at_least: 1")
WEEKLY = MONTHLY.replace("period: month", "period: week")
YEARLY = MONTHLY.replace("period: month", "period: school_year")
FOR_GOOD = "id: kept\ntitle: 档案\nkind: coverage\nmeasure: {records: plan}\nby: goal\nperiod: once\nitems: [{item: a, title: 甲类, cite: S1}]\n"
DUE = "id: due\ntitle: 上交计划\nkind: deadline\nmeasure: {records: plan}\ndue: {date: 2026-01-05, cite: S1}\n"
SCORE = "id: score\ntitle: 计划分\nkind: score\nunit: 分\nperiod: term\nfull: {value: 10, cite: S1}\nlines: [{title: 迟交, measure: {records: plan}, each: -1, cite: S1}]\n"
TOTAL = "id: total\ntitle: 合计\nkind: total\nunit: 分\nparts: [{rule: score, cite: S1}]\n"
BANDS = "id: bands\ntitle: 等级\nkind: bands\nof: total\nbands: [{level: 优秀, at_least: 5, cite: S1}]\n"
CAP = "id: cap\ntitle: 名额\nkind: cap\nof: bands\nlevel: 优秀\nthen: 良好\nshare: {value: 1, cite: S1}\n"
GATE = "id: gate\ntitle: 资格\nkind: gate\nall: [{rule: bands, cite: S1}]\n"
EXAM = "id: exam\ntitle: 考核\nkind: attempts\nmeasure: {records: exam}\nresult: result\npasses: 合格\nattempts: {value: 2, cite: S1}\nperiod: term\n"
PARTS = "id: parts\ntitle: 写全\nkind: complete\nrecords: trip\nfields: [{field: told, cite: S1}]\n"
TABLE = "id: table\ntitle: 去向\nkind: classify\nrecords: trip\nfield: outcome\nrows: [{when: {spent: {given: true}}, then: x, cite: S1}]\n"
MONEY = "id: money\ntitle: 报销\nkind: limit\nmeasure: {records: trip}\nspent: spent\napproved: approved\nshare: {value: 1, cite: S1}\nunit: 元\n"
TOLD = "id: told\ntitle: 上报\nkind: deadline\nmeasure: {records: trip}\ndone: told\ndue: {after: back, days: 0, cite: S1}\n"
ALL = (QUOTA, FOR_GOOD, DUE, SCORE, TOTAL, BANDS, CAP, GATE, EXAM, PARTS, TABLE, MONEY, TOLD)
TRIP = "records: [{kind: trip, of: 甲, on: 2025-10-17, fields: {spent: 9, approved: 9, back: 2025-10-17, told: 2025-10-17}}]\n"


def of(folder: Path, rule: str, who: str, more: str = "", on: date = LAST) -> list[Finding]:
    return judged(write(folder, rule), f"subjects: [{{id: 甲, {who}}}]\n{more}", on=on)


@pytest.mark.parametrize(
    ("who", "notes"),
    [
        ("left: 2025-11-03", ("11月3日离校" + WHOLE,)),
        ("joined: 2025-11-03", ("11月3日到校" + WHOLE,)),
        ("joined: 2025-09-15, left: 2025-12-31", ("9月15日到校" + WHOLE, "12月31日离校" + WHOLE)),
        ("joined: 2025-09-01, left: 2026-01-16", ()),
        ("joined: 2025-08-25", ()),
        ("left: 2026-01-15", ("1月15日离校" + WHOLE,)),  # the last school day was missed
    ],
)
def test_a_term_of_which_part_was_missed_is_judged_whole_and_says_so(tmp_path: Path, who: str, notes: tuple) -> None:
    (found,) = of(tmp_path, QUOTA, who)
    assert (found.verdict, found.required, found.notes) == (Verdict.NOT_MET, 15, notes)


def test_who_has_left_has_nothing_open_and_nothing_due_later(tmp_path: Path) -> None:
    (gone,) = of(tmp_path, QUOTA, "left: 2025-11-03", on=date(2025, 12, 1))
    assert (gone.open, gone.due) == (False, date(2025, 11, 3))
    (here,) = of(tmp_path, QUOTA, "left: 2025-12-31", on=date(2025, 12, 1))
    assert (here.open, here.due) == (True, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("who", "noted"),
    [
        ("joined: 2025-09-15, left: 2025-10-17", {}),  # Monday to Friday: only a weekend was missed
        ("left: 2025-10-16", {"第七周": ("10月16日离校" + WHOLE,)}),
        ("joined: 2025-09-16", {"第三周": ("9月16日到校" + WHOLE,)}),
        ("left: 2025-09-30", {}),  # the rest of the week is a holiday
    ],
)
def test_a_missed_weekend_or_holiday_is_not_worth_a_word(tmp_path: Path, who: str, noted: dict) -> None:
    assert {one.period.name: one.notes for one in of(tmp_path, WEEKLY, who) if one.notes} == noted


def test_months_before_and_after_are_not_judged(tmp_path: Path) -> None:
    found = of(tmp_path, MONTHLY, "joined: 2025-10-09, left: 2025-12-30")
    assert {one.period.name: one.notes for one in found} == {"10月": (), "11月": (), "12月": ("12月30日离校" + WHOLE,)}


@pytest.mark.parametrize(
    ("who", "notes"),
    [
        ("joined: 2025-09-01", ()),  # August is a holiday
        ("left: 2026-01-16", ("1月16日离校" + WHOLE,)),  # the second term was missed
        ("left: 2026-07-31", ()),
    ],
)
def test_a_school_year_misses_the_other_term_not_the_summer(tmp_path: Path, who: str, notes: tuple) -> None:
    (found,) = of(tmp_path, YEARLY, who)
    assert found.notes == notes


def test_what_is_kept_for_good_has_no_part(tmp_path: Path) -> None:
    (found,) = of(tmp_path, FOR_GOOD, "joined: 2025-11-03")
    assert found.notes == ()


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.split("\n")[0])
def test_who_was_not_there_at_all_is_not_judged(tmp_path: Path, rule: str) -> None:
    once = rule == FOR_GOOD  # a file kept for good is asked of whoever was ever there
    rules = [rule, *[one for one in (SCORE, TOTAL, BANDS) if one != rule]]
    for who, on in (
        ("left: 2025-08-31", LAST),
        ("joined: 2026-02-20", LAST),
        ("joined: 2025-11-03", date(2025, 10, 31)),
    ):
        found = judged(write(tmp_path, *rules), f"subjects: [{{id: 甲, {who}}}]\n{TRIP}", on=on)
        assert [one.rule for one in found] == (["kept"] if once and who.startswith("left") else [])


@pytest.mark.parametrize(
    ("rule", "tail"),
    [
        *[(rule, WHOLE) for rule in (QUOTA, SCORE, TOTAL, BANDS, CAP, GATE, EXAM)],
        *[(rule, BY_RECORD) for rule in (PARTS, TABLE, MONEY, TOLD)],
        (DUE, "；期限那天在校，照判。"),
    ],
    ids=lambda text: text.split("\n")[0],
)
def test_every_kind_of_rule_has_its_word_once(tmp_path: Path, rule: str, tail: str) -> None:
    rules = [rule, *[one for one in (SCORE, TOTAL, BANDS) if one != rule]]
    found = judged(write(tmp_path, *rules), f"subjects: [{{id: 甲, joined: 2025-10-13, left: 2026-01-09}}]\n{TRIP}")
    id = rule.split("\n")[1 if rule.startswith("\n") else 0].removeprefix("id: ")
    said = [one.notes for one in found if one.rule == id]
    assert said and all(notes.count("10月13日到校" + tail) == notes.count("1月9日离校" + tail) == 1 for notes in said)


@pytest.mark.parametrize(
    ("who", "handed", "verdict", "notes"),
    [
        ("left: 2025-11-03", "", "not_applicable", ("11月3日离校，期限 1月5日在这以后，不判。",)),
        ("left: 2025-11-03", "2025-10-20", "met", ("11月3日离校；期限那天在校，照判。",)),
        ("joined: 2026-01-06", "", "not_applicable", ("1月6日到校，期限 1月5日在这以前，不判。",)),
        ("joined: 2026-01-06", "2026-01-07", "not_applicable", ("1月6日到校，期限 1月5日在这以前，不判。",)),
        ("joined: 2026-01-05", "", "not_met", ("1月5日到校；期限那天在校，照判。",)),
        ("left: 2026-01-05", "2026-01-06", "not_met", ("1月5日离校；期限那天在校，照判。",)),
    ],
)
def test_a_deadline_binds_who_was_there_on_its_day(
    tmp_path: Path, who: str, handed: str, verdict: str, notes: tuple
) -> None:
    more = f"records: [{{kind: plan, of: 甲, on: {handed}}}]\n" if handed else ""
    (found,) = of(tmp_path, DUE, who, more)
    assert (found.verdict, found.notes) == (verdict, notes)


def test_who_left_is_judged_by_the_post_of_the_last_day(tmp_path: Path) -> None:
    """A leader until the day of leaving owes a leader's 20, not the 15 of those without a post."""
    rows = QUOTA.replace(
        "required: [{at_least: 15, cite: S1}]",
        "required: [{who: {post: leader}, at_least: 20, cite: S2}, {otherwise: true, at_least: 15, cite: S1}]",
    )
    post = "attributes: {post: {is: leader, until: 2025-11-03}}"
    assert of(tmp_path, rows, f"left: 2025-11-03, {post}")[0].required == 20
    assert of(tmp_path, rows, post)[0].required == 15
