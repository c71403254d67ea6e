"""What a clerk meets while writing: a message says how to mend it, and nothing half written slips through or breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.packs import QUOTA, judged, write
from yanxiu.policy.loader import inspect
from yanxiu.policy.words import Verdict

GATE = "id: gate\ntitle: 资格\nkind: gate\n%s\n"
SCORE = "id: score\ntitle: 得分\nkind: score\nunit: 分\nperiod: term\nfull: {value: 10, cite: S1}\nlines: [%s]\n"
BANDS = "id: grade\ntitle: 等级\nkind: bands\nof: score\nbands: [{level: 优, cite: S1}]\n"
LINE = "{title: 缺, measure: {records: plan}, each: -1, cite: S1}"


def said(folder: Path, *rules: str, points: str = "") -> list[str]:
    return [
        f"{one.line} {one.code} {one.message}" for one in inspect(write(folder / "small", *rules, points=points))[1]
    ]


def quota(row: str) -> str:
    return QUOTA.replace("{at_least: 15, cite: S1}", row)


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (quota("{cite: S1}"), "8 E08 “1 项”不合要求：at_least、at_most、exactly、above、below、undefined 要写一项，只写一项"),
        (quota("{at_least: 1, at_most: 3, cite: S1}"), "8 E08 “3 项”不合要求：at_least、at_most、exactly、above、below、undefined 要写一项，只写一项"),
        (quota("{at_least: 50%, cite: S1}"), "8 E08 “50%”不合要求：这里要写数，只写数字，如 0.5"),
        (quota("{at_least: 15节, cite: S1}"), "8 E08 “15节”不合要求：这里要写数，只写数字，如 15"),
        (quota("{at_least: 15, cite: S1, from: 2025-9-1}"), "8 E21 日期“2025-9-1”不对"),
        (QUOTA.replace("observation}", "observation, within: week}"), "5 E06 不认得“within”"),
        (GATE % "opens: 推荐", "1 E08 “4 项”不合要求：all、none 至少写一项"),
        (GATE % "all: [observe]", "4 E08 “observe”不合要求：这里要写若干“名称: 值”，要有 cite、rule"),
        (SCORE % "{title: 缺, measure: {records: plan}, cite: S1}", "7 E08 “3 项”不合要求：each、once、undefined 要写一项，只写一项"),
        ("id：x\ntitle: 甲\n", "2 E02 这不是能读的 YAML：名称后面是中文冒号，要写英文冒号和一个空格"),
        ("id: x\n\ttitle: 甲\n", "2 E02 这不是能读的 YAML：用了制表键，缩进要用空格"),
        ("id: x\ntitle: [甲\n", "3 E02 这不是能读的 YAML：缩进、冒号、引号或括号不配"),
    ],
)  # fmt: skip
def test_a_slip_is_told_once_with_what_to_write_instead(tmp_path: Path, rule: str, wanted: str) -> None:
    (found,) = said(tmp_path, rule)
    assert found == wanted


def test_the_points_need_their_first_level(tmp_path: Path) -> None:
    assert said(tmp_path, QUOTA, points="- {id: p, question: 几节, cite: S1, asks: number}\n") == ["1 E07 缺“points”"]


CAP = "id: final\ntitle: 最后等级\nkind: cap\nof: %s\nlevel: 优\nthen: 良\nshare: {value: 0.5, cite: S1}\n"
GRADE = BANDS.replace("优, cite", "优, at_least: 9, cite")
TOTAL = "id: sum\ntitle: 合计\nkind: total\nunit: 分\nparts: [{rule: %s, cite: S1}]\n"


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ([GRADE, CAP % "grade", GATE % "all: [{rule: final, level: 优, cite: S1}]"], "“final”：它是 cap"),
        ([CAP % "score"], "“score”：它是 score，这里只能用 bands"),
        ([GRADE, TOTAL % "grade"], "“grade”：它是 bands，这里只能用 score、total"),
        ([BANDS.replace("of: score", "of: observe").replace("优, cite", "优, at_least: 9, cite"), QUOTA], "“observe”：它是 quota"),
        ([QUOTA.replace("observation}", "observation, counts_if: score}")], "“score”：它是 score，这里只能用 complete"),
        ([TOTAL % "score" + "subject: school\n"], "“score”：它判 teacher，这条规则判 school"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_rest_on_another_is_refused(tmp_path: Path, rules: list[str], wanted: str) -> None:
    (found,) = said(tmp_path, SCORE % LINE, *rules)
    assert found.split(" ", 1)[1].startswith(f"E33 这里不能用规则{wanted}"), found


def test_what_fits_may_be_rested_on(tmp_path: Path) -> None:
    gate = GATE % "all: [{rule: grade, level: 优, cite: S1}, {rule: observe, cite: S1}]"
    assert said(tmp_path, SCORE % LINE, QUOTA, GRADE, CAP % "grade", TOTAL % "score", gate) == []


def test_one_way_of_counting_is_written(tmp_path: Path) -> None:
    found = said(tmp_path, QUOTA.replace("observation}", "observation, sum: topic, days: true}"))
    assert found == ["5 E08 “sum、days”不合要求：怎么数只写一种"]


def test_a_band_says_from_where_it_begins(tmp_path: Path) -> None:
    assert [one.split()[1] for one in said(tmp_path, SCORE % LINE, BANDS)] == ["E08"]


POINT = "points: [{id: few, question: 新教师几节, cite: S1, asks: number}]\n"
ROWS = "[{who: {post: new}, at_least: {ruling: few}, cite: S1}, {otherwise: true, at_least: 15, cite: S1}]"
WAITING = QUOTA.replace("[{at_least: 15, cite: S1}]", ROWS)
PEOPLE = "subjects: [{id: 甲, attributes: {post: old}}, {id: 乙, attributes: {post: new}}]\n"


def verdicts(folder: Path, *rules: str, given: str = "", rule: str = "observe", **rulings: int) -> dict[str, Verdict]:
    pack = write(folder / "small", *rules, points=POINT)
    return {one.subject: one.verdict for one in judged(pack, PEOPLE + given, rulings=rulings) if one.rule == rule}


def test_only_whom_an_open_figure_is_for_waits_for_it(tmp_path: Path) -> None:
    heard = "records: [{kind: observation, of: [甲, 乙], on: 2025-10-09, times: 15}]\n"
    assert verdicts(tmp_path, WAITING, given=heard) == {"甲": Verdict.MET, "乙": Verdict.UNDEFINED}
    assert verdicts(tmp_path, WAITING) == {"甲": Verdict.NOT_MET, "乙": Verdict.UNDEFINED}
    assert verdicts(tmp_path, WAITING, given=heard, few=16) == {"甲": Verdict.MET, "乙": Verdict.NOT_MET}


def test_so_does_what_rests_on_it_for_those_only(tmp_path: Path) -> None:
    gate = GATE % "all: [{rule: observe, cite: S1}]"
    heard = "records: [{kind: observation, of: [甲, 乙], on: 2025-10-09, times: 15}]\n"
    found = verdicts(tmp_path, WAITING, gate, given=heard, rule="gate")
    assert found == {"甲": Verdict.MET, "乙": Verdict.UNDEFINED}


def test_a_figure_a_score_waits_for_is_waited_for_by_all(tmp_path: Path) -> None:
    """A part's weight moves everybody's sum, also the sum that happens to be nought."""
    total = "id: sum\ntitle: 合计\nkind: total\nunit: 分\nparts: [{rule: score, weight: {ruling: few}, cite: S1}]\n"
    found = verdicts(tmp_path, SCORE % LINE, total, rule="sum")
    assert found == {"甲": Verdict.UNDEFINED, "乙": Verdict.UNDEFINED}


LUMP = "subjects: [{id: 甲}]\nmeasures: [{kind: %s, of: 甲, count: 2}]\n"
AFTER = "id: told\ntitle: 上报\nkind: deadline\nmeasure: {records: trip}\ndone: told\ndue: {after: back, days: 3, cite: S1}\n"
ON_DAY = "id: told\ntitle: 交\nkind: deadline\nmeasure: {records: trip}\ndue: {date: 2025-12-01, cite: S1}\n"
EXAM = "id: told\ntitle: 考\nkind: attempts\nmeasure: {records: trip}\nresult: told\npasses: 合格\nattempts: %s\nperiod: term\n"
PAID = "id: told\ntitle: 报销\nkind: limit\nunit: 元\nmeasure: {records: trip}\nspent: spent\napproved: approved\nshare: %s\n"
ONE = "{value: 1, cite: S1}"
OPEN = "{undefined: 原文没有写几次, cite: S1}"


@pytest.mark.parametrize("rule", [AFTER, ON_DAY, EXAM % ONE, PAID % ONE])
def test_a_rule_that_looks_at_each_record_does_not_guess_from_a_total(tmp_path: Path, rule: str) -> None:
    (found,) = judged(write(tmp_path / "small", rule), LUMP % "trip")
    assert (found.verdict, found.missing) == (Verdict.NOT_ENOUGH_FACTS, ("逐条的记录",))
    assert "逐条" in found.fix


def test_a_gate_counts_days_and_does_not_guess_from_a_total(tmp_path: Path) -> None:
    gate = GATE % "none: [{title: 外出, measure: {records: trip, days: true}, cite: S1}]"
    pack = write(tmp_path / "small", gate)
    (away,) = judged(pack, "subjects: [{id: 甲}]\nrecords: [{kind: trip, of: 甲, on: 2025-10-09, times: 3}]\n")
    assert (away.verdict, away.steps[0].text) == (Verdict.NOT_MET, "外出：1 条")
    (unsure,) = judged(pack, LUMP % "trip")
    assert (unsure.verdict, unsure.missing) == (Verdict.NOT_ENOUGH_FACTS, ("外出：只有合计，看不出有没有",))
    (never,) = judged(pack, "subjects: [{id: 甲}]\n")
    assert never.verdict == Verdict.MET


@pytest.mark.parametrize(
    "rule",
    [
        EXAM % OPEN, PAID % OPEN, (SCORE % LINE).replace("{value: 10, cite: S1}", OPEN), SCORE % LINE + f"begins: {OPEN}\n",
    ],
)  # fmt: skip
def test_a_value_the_text_leaves_open_is_undefined_and_not_a_crash(tmp_path: Path, rule: str) -> None:
    record = "records: [{kind: trip, of: 甲, on: 2025-10-09, fields: {spent: 9, approved: 9, told: 合格}}]\n"
    (found,) = judged(write(tmp_path / "small", rule), "subjects: [{id: 甲}]\n" + record)
    assert (found.verdict, found.missing) == (Verdict.UNDEFINED, ("原文没有写几次",))
