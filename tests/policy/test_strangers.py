"""Regulations of other shapes than those we know, written with nothing but the manual, stay true: a kindergarten, a
vocational school, and a district that judges schools."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.mutate import noticed, nudges_of
from yanxiu.policy.cases import run_all
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.factsfile import read_facts
from yanxiu.policy.loader import inspect, load
from yanxiu.policy.selfcheck import selfcheck
from yanxiu.policy.words import Finding, Verdict

HERE = Path(__file__).parent / "strangers"
PACKS = ("kindergarten", "vocational", "district-schools")


def judged(name: str, rule: str, subject: str) -> Iterator[Finding]:
    """What the facts file beside a pack comes to, of one rule and one subject."""
    pack = load(HERE / name)
    given = read_facts(HERE / name / "facts.yaml", pack)
    assert given.on is not None
    for one in evaluate(pack, given.facts, on=given.on, calendar=given.calendar):
        if (one.rule, one.subject) == (rule, subject):
            yield one


@pytest.mark.parametrize("name", PACKS)
def test_the_pack_loads_and_its_own_cases_hold(name: str) -> None:
    pack, problems = inspect(HERE / name)
    assert problems == [] and pack is not None
    assert {one.code for one in selfcheck(pack, HERE / name)} <= {"W06"}
    outcomes = run_all(pack, HERE / name)
    assert [(one.case.title, one.wrong) for one in outcomes if one.wrong] == []
    assert len(outcomes) >= 6


# rule, subject → (verdict, measured, required, amount, level), worked out by hand from the facts file beside the pack
BY_HAND: dict[str, dict[tuple[str, str], tuple[Any, ...]]] = {
    "kindergarten": {
        # one 缺席 without leave and one 事假: 100 − 5 − 5
        ("score-meeting", "李老师"): (Verdict.NOT_MET, None, 100, 90, ""),
        # two notes of September count, the one of October lacks its 分析: 2 × 10
        ("score-notes", "李老师"): (Verdict.NOT_MET, None, 100, 20, ""),
        # 90 × 0.5 + 20 × 0.3 + 85 × 0.2 = 45 + 6 + 17
        ("total", "李老师"): (Verdict.MET, 68, 100, 68, ""),
        ("grade", "李老师"): (Verdict.MET, 68, None, 68, "中"),
        ("child-notes", "小何"): (Verdict.UNDEFINED, None, None, None, ""),
        ("total", "小何"): (Verdict.NOT_ENOUGH_FACTS, None, None, None, ""),
    },
    "vocational": {
        # 12 + 20 days with a stamp, 30 asked of somebody here since 2012
        ("practice", "周老师"): (Verdict.MET, 32, 30, None, ""),
        ("may-excel", "周老师"): (Verdict.MET, None, None, None, ""),
        # handed in on the very Wednesday: without a time of day nobody knows whether before noon
        ("report-due", "周老师"): (Verdict.NOT_ENOUGH_FACTS, None, None, None, ""),
        # 26 days known as a mere total: enough for a sum of all, not to see which were stamped
        ("practice-cycle", "吴老师"): (Verdict.NOT_MET, 26, 180, None, ""),
        ("practice", "吴老师"): (Verdict.NOT_ENOUGH_FACTS, None, 45, None, ""),
    },
    "district-schools": {
        # 28600.5 + 21400 of at most 50000
        ("grant-cap", "一小"): (Verdict.NOT_MET, Decimal("50000.5"), 50000, None, ""),
        ("materials", "二小"): (Verdict.NOT_MET, 3, 4, None, ""),
        # of four schools three tenths are 1.2, so one: 93 comes before 91
        ("school-final", "二小"): (Verdict.MET, None, None, 93, "优秀"),
        ("school-final", "一小"): (Verdict.MET, None, None, 91, "良好"),
        ("school-final", "三小"): (Verdict.MET, None, None, Decimal("74.5"), "一般"),
        ("staffing", "一小"): (Verdict.MET, 1, 1, None, ""),
    },
}


@pytest.mark.parametrize(("name", "rule", "subject"), [(name, *key) for name in PACKS for key in BY_HAND[name]])
def test_the_figures_are_what_a_clerk_works_out(name: str, rule: str, subject: str) -> None:
    (found,) = judged(name, rule, subject)
    shown = (found.verdict, found.measured, found.required, found.amount, found.level)
    assert shown == BY_HAND[name][rule, subject]


def test_weeks_are_judged_one_by_one_and_somebody_new_from_the_week_of_coming() -> None:
    weeks = {one.period.name: one.verdict for one in judged("kindergarten", "weekly-meeting", "李老师") if one.period}
    # of nine weeks: there, away on official leave, two away, then nothing but a roll call in the seventh
    assert [name for name, verdict in weeks.items() if verdict == Verdict.MET] == ["第一周", "第二周", "第七周"]
    assert len(weeks) == 9
    first = next(one.period for one in judged("kindergarten", "weekly-meeting", "小何") if one.period)
    assert first.first <= date(2025, 10, 9) <= first.last


def test_each_record_of_a_deadline_and_of_a_limit_is_judged_by_itself() -> None:
    told = [(one.verdict, one.measured, one.due) for one in judged("vocational", "report-after", "周老师")]
    # ended on 19 October and handed in on 5 November: 2 November was the fourteenth day; the other never handed in
    assert told == [(Verdict.NOT_MET, 3, date(2025, 11, 2)), (Verdict.NOT_MET, None, date(2026, 1, 10))]
    paid = [(one.verdict, one.amount) for one in judged("district-schools", "grant-over", "一小")]
    assert paid == [(Verdict.MET, Decimal("28600.5")), (Verdict.NOT_MET, 20000)]


@pytest.mark.parametrize("name", PACKS)
def test_a_figure_moved_is_noticed_by_a_case(tmp_path: Path, name: str) -> None:
    shutil.copytree(HERE / name, tmp_path / name)
    nudges = nudges_of(tmp_path / name)
    assert [str(one) for one in nudges if noticed(tmp_path, one) is False] == []
    assert len(nudges) > 30
