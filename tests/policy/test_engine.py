"""What the engine says, on small packs with numbers a clerk can check."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.packs import CALENDAR, LAST, QUOTA, judged, read, write
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.exact import rounded, text
from yanxiu.policy.loader import load
from yanxiu.policy.problems import PackError
from yanxiu.policy.words import Verdict

ROLES = QUOTA.replace(
    "required: [{at_least: 15, cite: S1}]",
    "several: highest\nrequired:\n- {who: {post: leader}, at_least: 20, cite: S2}\n- {who: {post: head}, at_least: 30, cite: S2}\n- {otherwise: true, at_least: 15, cite: S1}",
)


def one(folder: Path, given_: str, **more):
    found = judged(folder, given_, **more)
    assert len(found) == 1, found
    return found[0]


def people(posts: str, count: int) -> str:
    return f"subjects: [{{id: 甲, attributes: {{post: {posts}}}}}]\nmeasures: [{{kind: observation, of: 甲, count: {count}}}]\n"


@pytest.mark.parametrize(
    ("count", "verdict", "short"), [(14, "not_met", 1), (15, "met", None), (16, "met", None), (0, "not_met", 15)]
)
def test_a_quota_below_at_and_above(tmp_path: Path, count: int, verdict: str, short: int | None) -> None:
    found = one(write(tmp_path, QUOTA), people("[]", count))
    assert (found.verdict, found.short, found.measured, found.required) == (verdict, short, count, 15)


def test_the_higher_of_two_hats_counts_where_the_pack_says_so(tmp_path: Path) -> None:
    assert one(write(tmp_path, ROLES), people("[leader, head]", 25)).required == 30
    assert one(write(tmp_path, ROLES), people("[leader]", 25)).required == 20
    assert one(write(tmp_path, ROLES), people("[cook]", 25)).required == 15


def test_two_hats_without_a_word_on_which_is_undefined(tmp_path: Path) -> None:
    found = one(write(tmp_path, ROLES.replace("several: highest\n", "")), people("[leader, head]", 25))
    assert found.verdict == Verdict.UNDEFINED and found.missing == ("同时符合几行时取哪一行",)


def test_a_post_nobody_stated_is_not_guessed(tmp_path: Path) -> None:
    found = one(write(tmp_path, ROLES), "subjects: [{id: 甲}]\n")
    assert found.verdict == Verdict.NOT_ENOUGH_FACTS and found.missing == ("post",)


def test_a_running_term_says_what_is_lacking_and_until_when(tmp_path: Path) -> None:
    found = one(write(tmp_path, QUOTA), people("[]", 13), on=date(2025, 11, 26))
    assert (found.verdict, found.short, found.open, found.due) == (Verdict.NOT_MET, 2, True, LAST)


def test_an_opening_balance_is_a_line_of_its_own(tmp_path: Path) -> None:
    carried = people("[]", 4) + "start: 2025-11-03\nopening: [{of: 甲, item: observe, amount: 11, source: 纸质台账}]\n"
    found = one(write(tmp_path, QUOTA), carried)
    assert found.verdict == Verdict.MET and found.measured == 15
    assert [step.text for step in found.steps][:2] == ["上学期记录：4 节", "期初结转：11 节（纸质台账）"]


def test_weeks_before_the_start_date_are_not_judged(tmp_path: Path) -> None:
    weekly = QUOTA.replace("period: term", "period: week").replace("at_least: 15", "at_least: 1")
    found = judged(write(tmp_path, weekly), "start: 2025-11-03\nsubjects: [{id: 甲}]\n")
    assert found[0].period.name == "第十周" and len(found) == 11


def test_somebody_who_left_is_not_judged_afterwards(tmp_path: Path) -> None:
    weekly = QUOTA.replace("period: term", "period: week").replace("at_least: 15", "at_least: 1")
    found = judged(write(tmp_path, weekly), "subjects: [{id: 甲, joined: 2025-09-15, left: 2025-10-17}]\n")
    assert [one_.period.name for one_ in found] == ["第三周", "第四周", "第五周", "第六周", "第七周"]


POINT = (
    "points:\n- {id: p, question: 几节, cite: S1, readings: {A: 甲读法, B: 乙读法}, recommended: A, reason: 合全文}\n"
)
OPEN = QUOTA.replace("at_least: 15", "at_least: {ruling: p, readings: {A: 15, B: 18}}")


def test_an_open_point_touches_only_those_for_whom_the_readings_differ(tmp_path: Path) -> None:
    folder = write(tmp_path, OPEN, points=POINT)
    found = one(folder, people("[]", 16))
    assert found.verdict == Verdict.NEEDS_RULING and found.points == ("p",)
    assert found.provisional.verdict == Verdict.MET
    assert [(a.readings, a.finding.verdict) for a in found.alternatives] == [
        ((("p", "A"),), "met"),
        ((("p", "B"),), "not_met"),
    ]
    assert one(folder, people("[]", 16), rulings={"p": "B"}).short == 2
    assert one(folder, people("[]", 16), rulings={"p": "A"}).verdict == Verdict.MET


def test_without_a_recommendation_there_is_no_provisional_figure(tmp_path: Path) -> None:
    bare = POINT.replace(", recommended: A, reason: 合全文", "")
    found = one(write(tmp_path, OPEN, points=bare), people("[]", 16))
    assert found.verdict == Verdict.NEEDS_RULING and found.provisional is None and found.measured is None


def test_a_number_the_unit_must_give_leaves_the_figure_undefined_until_given(tmp_path: Path) -> None:
    asks = "points:\n- {id: w, question: 每学期几节由本校定, cite: S1, asks: number}\n"
    folder = write(tmp_path, QUOTA.replace("at_least: 15", "at_least: {ruling: w}"), points=asks)
    found = one(folder, people("[]", 16))
    assert found.verdict == Verdict.UNDEFINED and found.missing == ("每学期几节由本校定",)
    assert one(folder, people("[]", 16), rulings={"w": 12}).verdict == Verdict.MET


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("records: [{kind: dance, of: 甲, on: 2025-09-02}]", "E19"),
        ("records: [{kind: observation, of: 乙, on: 2025-09-02}]", "E20"),
        ("records: [{kind: observation, of: 甲, on: 2025-09-31}]", "E21"),
        ("measures: [{kind: observation, of: 甲, count: -1}]", "E18"),
        ("measures: [{kind: observation, of: 甲, count: {第40周: 1}}]", "E23"),
        ("opening: [{of: 甲, item: observe, amount: -2, source: 纸质}]", "E18"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_their_line(tmp_path: Path, line: str, code: str) -> None:
    with pytest.raises(PackError) as refused:
        judged(write(tmp_path, QUOTA), f"subjects: [{{id: 甲}}]\n{line}\n")
    assert [(p.code, p.line) for p in refused.value.problems] == [(code, 2)]


EXAM = "id: exam\ntitle: 业务考核\nkind: attempts\nmeasure: {records: exam}\nresult: result\npasses: 合格\nattempts: {value: 2, cite: S1}\nperiod: term\n"


@pytest.mark.parametrize(
    ("results", "verdict", "open_"),
    [([], "not_met", True), (["不合格"], "not_met", True), (["不合格", "合格"], "met", False), (["不合格", "不合格"], "not_met", False), (["不合格", "不合格", "合格"], "not_met", False), (["合格"], "met", False)],
)  # fmt: skip
def test_an_examination_may_be_repeated_once_and_no_more(
    tmp_path: Path, results: list[str], verdict: str, open_: bool
) -> None:
    rows = "".join(
        f"- {{kind: exam, of: 甲, on: 2025-1{n}-05, fields: {{result: {r}}}}}\n" for n, r in enumerate(results)
    )
    found = one(write(tmp_path, EXAM), "subjects: [{id: 甲}]\n" + (f"records:\n{rows}" if rows else ""))
    assert (found.verdict, found.open) == (verdict, open_)


FILLED = "id: filled\ntitle: 写全\nkind: complete\nrecords: trip\nfields: [{field: told, cite: S1, from: 2025-12-01}]\n"
SORTED = "id: sorted\ntitle: 去向\nkind: classify\nrecords: trip\nfield: outcome\nrows: [{when: {back: {given: true}}, then: back, cite: S1, from: 2025-12-01}]\n"
OPENED = (
    "id: opened\ntitle: 资格\nkind: gate\nnone: [{measure: {records: trip}, title: 外出, cite: S1, from: 2025-12-01}]\n"
)
OUT_AND_BACK = "subjects: [{id: 甲}]\nrecords: [{kind: trip, of: 甲, on: 2025-11-30, fields: {spent: 9}}]\n"


@pytest.mark.parametrize("rule", [FILLED, OPENED])
def test_nothing_is_asked_before_its_first_day(tmp_path: Path, rule: str) -> None:
    folder = write(tmp_path, rule)
    assert one(folder, OUT_AND_BACK, on=date(2025, 11, 30)).verdict == Verdict.NOT_APPLICABLE
    assert one(folder, OUT_AND_BACK, on=date(2025, 12, 1)).verdict == Verdict.NOT_MET


def test_what_a_half_written_record_needs_is_said_in_the_words_of_the_pack(tmp_path: Path) -> None:
    lone = OUT_AND_BACK.replace("11-30", "12-01")
    assert one(write(tmp_path, FILLED), lone).fix == "补上缺的栏目；没有补全以前是草稿，不计数。"
    assert one(write(tmp_path, FILLED + "fix: 回校后上报。\n"), lone).fix == "回校后上报。"


def test_a_record_older_than_the_table_is_not_called_uncovered(tmp_path: Path) -> None:
    folder = write(tmp_path, SORTED)
    assert judged(folder, OUT_AND_BACK) == []
    assert one(folder, OUT_AND_BACK.replace("11-30", "12-01")).verdict == Verdict.UNDEFINED


@pytest.mark.parametrize("kind", ["SORTED", "TRIP"])
def test_what_is_said_record_by_record_is_only_for_whom_the_rule_is(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path, {"SORTED": SORTED, "TRIP": TRIP}[kind] + "who: {post: leader}\n")
    lone = OUT_AND_BACK.replace("11-30", "12-01")
    assert one(folder, lone).missing == ("post",)
    assert one(folder, lone.replace("id: 甲", "id: 甲, attributes: {post: cook}")).verdict == Verdict.NOT_APPLICABLE
    assert one(folder, lone.replace("id: 甲", "id: 甲, attributes: {post: leader}")).missing != ("post",)


def test_a_list_kept_for_good_has_no_last_day(tmp_path: Path) -> None:
    kept = "id: kept\ntitle: 档案\nkind: coverage\nmeasure: {records: plan}\nby: goal\nperiod: once\nitems: [{item: a, title: 甲类, cite: S1}]\n"
    found = one(write(tmp_path, kept), "subjects: [{id: 甲}]\n")
    assert (found.missing, found.due) == (("甲类",), None)


TRIP = "id: pay\ntitle: 报销\nkind: limit\nmeasure: {records: trip}\nspent: spent\napproved: approved\nshare: {value: 1, cite: S1}\nunit: 元\n"
TOLD = "id: told\ntitle: 当天上报\nkind: deadline\nmeasure: {records: trip}\ndone: told\ndue: {after: back, days: 0, cite: S1}\n"


def test_what_was_spent_over_the_approved_sum_is_not_made_up(tmp_path: Path) -> None:
    trip = "subjects: [{id: 甲}]\nrecords: [{kind: trip, of: 甲, on: 2025-10-17, fields: {spent: 920, approved: 800, back: 2025-10-17, told: 2025-10-18}}]\n"
    pay, told = judged(write(tmp_path, TRIP, TOLD), trip)
    assert (pay.verdict, pay.amount, pay.steps[-1].amount) == (Verdict.NOT_MET, 800, 120)
    assert (told.verdict, told.measured, told.missing) == (Verdict.NOT_MET, 1, ("迟 1 天",))


DUE = "id: due\ntitle: 上交计划\nkind: deadline\nmeasure: {records: plan}\ndue: {moment: {from: ending, week: -1, weekday: monday, until: '12:00'}, cite: S1}\n"


@pytest.mark.parametrize(
    ("handed", "verdict", "missing"),
    [("2026-01-05, fields: {at: '11:00'}", "met", ()), ("2026-01-05, fields: {at: '14:00'}", "not_met", ("当天迟交",)), ("2026-01-06, fields: {at: '08:00'}", "not_met", ("迟 1 天",)), ("2026-01-05", "not_enough_facts", ("交来的钟点",))],
)  # fmt: skip
def test_the_morning_of_the_monday_before_the_last_week(
    tmp_path: Path, handed: str, verdict: str, missing: tuple[str, ...]
) -> None:
    found = one(write(tmp_path, DUE), f"subjects: [{{id: 甲}}]\nrecords: [{{kind: plan, of: 甲, on: {handed}}}]\n")
    assert (found.due, found.verdict, found.missing) == (date(2026, 1, 5), verdict, missing)


@given(st.lists(st.dates(date(2025, 9, 1), date(2026, 1, 16)), max_size=40))
def test_records_and_counts_give_equal_findings(tmp_path_factory: pytest.TempPathFactory, days: list[date]) -> None:
    monthly = (
        QUOTA.replace("id: observe", "id: monthly")
        .replace("period: term", "period: month")
        .replace("at_least: 15", "at_least: 4")
    )
    pack = load(write(tmp_path_factory.mktemp("p"), QUOTA, monthly))
    rows = "".join(f"- {{kind: observation, of: 甲, on: {day}}}\n" for day in days)
    records = read(pack, "subjects: [{id: 甲}]\n" + (f"records:\n{rows}" if rows else ""))
    by_month = Counter(f"{day.month}月" for day in days)
    counted = ", ".join(f"{month}: {count}" for month, count in by_month.items())
    counts = read(pack, f"subjects: [{{id: 甲}}]\nmeasures: [{{kind: observation, of: 甲, count: {{{counted}}}}}]\n")
    assert list(evaluate(pack, counts, on=LAST, calendar=CALENDAR)) == list(
        evaluate(pack, records, on=LAST, calendar=CALENDAR)
    )


@pytest.mark.parametrize(
    ("number", "places", "how", "expected"),
    [(Fraction(328, 10), 1, "half_up", "32.8"), (Fraction(1, 3), 2, "half_up", "0.33"), (Fraction(208, 10), 0, "floor", "20"), (Fraction(201, 10), 0, "ceiling", "21"), (Fraction(25, 10), 0, "half_up", "3"), (Fraction(25, 10), 0, "half_even", "2"), (Fraction(-25, 10), 0, "half_up", "-3")],
)  # fmt: skip
def test_rounding_is_exact(number: Fraction, places: int, how: str, expected: str) -> None:
    assert text(rounded(number, places, how)) == expected
