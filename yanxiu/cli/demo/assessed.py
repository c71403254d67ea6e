"""Assessment so far: scores by hand, what was brought forward, the first term sealed, previews of the second."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yanxiu.assessment.actions.hand import TieMeeting, decide_tie, give_scores
from yanxiu.assessment.actions.runs import begin_run, blocking, seal_run
from yanxiu.assessment.hand import items
from yanxiu.assessment.models import Run
from yanxiu.assessment.runs import bench_for, perform
from yanxiu.base.actions import Actor
from yanxiu.cli.demo import plan
from yanxiu.cli.demo.following import decide
from yanxiu.cli.demo.habits import FOLLOWING, care
from yanxiu.cli.demo.stage import Stage
from yanxiu.jobs.registry import Silent
from yanxiu.ledger.actions import bring_forward
from yanxiu.org.models import Term
from yanxiu.policy.pack import Rule
from yanxiu.policy.words import Verdict
from yanxiu.regulations.actions import Meeting, recommended

LEFT_OPEN = 2
BEFORE = date(2026, 5, 15)  # the first preview of the second term
BY = "同分的按本学期公开教学和论文的件数排先后，仍相同的由到会人议定。"
AFTER = timedelta(days=6)  # from a term's last day to the meeting on it


def assess(stage: Stage) -> None:
    """What the school's office has done of assessment."""
    following = FOLLOWING[stage.school.code]
    if following.begins > following.start:
        _bring_forward(stage)
    if following.ruling == "needed":
        _rule_what_came_up(stage)
    first, second = stage.world.terms[1], stage.world.terms[2]
    if first in stage.terms:
        _score(stage, first)
        if following.ruling == "needed":
            _seal(stage, first)
    for day in (BEFORE, plan.TODAY):
        if day == plan.TODAY or following.ruling == "needed":
            _run(stage, second, day, stage.office(day, 11))


def _bring_forward(stage: Stage) -> None:
    """Sums of the weeks before the system was used, from the paper ledger."""
    rule = next((one for one in stage.regulation.pack.rules if _sums(one)), None)
    if rule is None:
        return
    as_of = FOLLOWING[stage.school.code].begins - timedelta(days=1)
    unit = str(rule.body.get("unit", ""))
    for place, person in enumerate(stage.people):
        if stage.there(person, as_of):
            amount = Decimal({"full": 10, "short": 8, "far": 4}[care(place)])
            bring_forward(
                stage.school, person, item=rule.title, amount=amount, unit=unit, as_of=as_of,
                source=f"学时登记册第 {place + 1} 行", actor=stage.office(as_of + timedelta(days=2)),
            )  # fmt: skip


def _sums(rule: Rule) -> bool:
    """Whether a rule adds amounts up over a term for a teacher."""
    adds = "'sum'" in repr(rule.body.get("measure"))
    return adds and (rule.kind, rule.subject, rule.body.get("period")) == ("quota", "teacher", "term")


def _rule_what_came_up(stage: Stage) -> None:
    """Rule on everything but two points no case of the first term asked for, and the second does."""
    following = FOLLOWING[stage.school.code]
    first = _touched(stage, stage.world.terms[1], _met(stage.world.terms[1]))
    second = _touched(stage, stage.world.terms[2], plan.TODAY)
    points = recommended(stage.adoption)
    left = [one.id for one in points if one.id in second and one.id not in first][:LEFT_OPEN]
    decide(stage, [one for one in points if one.id not in left], following, stage.office(date(2025, 9, 3), 17))


def _touched(stage: Stage, term: Term, on: date) -> set[str]:
    """Points a figure of the term waits for."""
    bench = bench_for(stage.school, term, stage.adoption, on)
    found = bench.findings(bench.facts("teacher"))
    return {point for _, all_ in found for one in all_ if one.verdict == Verdict.NEEDS_RULING for point in one.points}


def _met(term: Term) -> date:
    """The day the assessors met over a term that is over."""
    return min(plan.TODAY, term.last_day + AFTER)


def _score(stage: Stage, term: Term) -> None:
    """Points of the items scored by hand, as far as their full marks are settled."""
    on = _met(term)
    for item in items(bench_for(stage.school, term, stage.adoption, on)):
        full = item.full
        if full is None or not item.everybody:
            continue
        written: dict[str, str] = {}
        for row in item.rows:
            chance = stage.dice("score", item.rule.id, len(written))
            written[row.subject.id] = str(round(float(full) * chance.uniform(0.78, 0.98) * 2) / 2)
        give_scores(stage.school, item, written, actor=stage.office(on, 10))


def _run(stage: Stage, term: Term, on: date, actor: Actor) -> Run:
    """A preview, judged at once; its job finds it done."""
    run = begin_run(stage.school, term, stage.adoption, on=on, actor=actor)
    perform(run, 1, Silent(), actor=actor)
    run.refresh_from_db()
    return run


def _seal(stage: Stage, term: Term) -> None:
    """The first preview shows a tie, the group decides it, the second is sealed."""
    on, by = _met(term), "校本研修考核小组"
    run = _run(stage, term, on, stage.office(on, 9))
    ties: list[dict[str, Any]] = [one for one in blocking(run) if one["what"] == "tie"]
    for tie in ties:
        final = next(one for one in run.summary["finals"] if one["rule"] == tie["rule"])
        meeting = TieMeeting(on + timedelta(days=1), "考核小组 5 人，到 5 人", BY)
        actor = stage.office(meeting.on, 16)
        decide_tie(run, tie["rule"], final["tied"][: tie["left"]], meeting, actor=actor)
    if ties:
        run = _run(stage, term, on + timedelta(days=1), stage.office(on + timedelta(days=1), 17))
    if not blocking(run):
        day = run.as_of + timedelta(days=1)
        seal_run(run, meeting=Meeting(by, day), note="公示五天，没有异议。", accepted=True, actor=stage.office(day, 9))
