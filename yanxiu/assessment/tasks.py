"""Jobs of assessment."""

from __future__ import annotations

from datetime import date
from typing import Any

from yanxiu.assessment.actions.effects import EFFECT
from yanxiu.assessment.actions.runs import CHECK, JOB
from yanxiu.assessment.effect import effect
from yanxiu.assessment.judging import benches
from yanxiu.assessment.models import Run
from yanxiu.assessment.runs import give_up, perform, replay
from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, job_kind, when_not_done
from yanxiu.org.models import School


@job_kind(JOB)
def judge(job: Job, progress: Progress) -> dict[str, Any]:
    """Judge a unit for a term; run again after its end it changes nothing."""
    run = Run.objects.select_related("school", "term__year", "adoption", "version").get(pk=job.params["run"])
    actor = Actor(job.owner_id, job.person_id, job.school_id, channel="job")
    return perform(run, job.attempt, progress, actor=actor)


@when_not_done(JOB)
def not_judged(job: Job) -> None:
    """A run whose job ended without being done."""
    if run := Run.objects.filter(pk=job.params["run"]).first():
        give_up(run)


@job_kind(CHECK)
def check(job: Job, progress: Progress) -> dict[str, Any]:
    """Judge a stored run again and say whether every digit is the same; changes nothing."""
    run = Run.objects.select_related("school", "term__year", "adoption", "version").get(pk=job.params["run"])
    found = replay(run, progress)
    return {"same": found.same, "people": found.people, "differing": found.differing[:100], "torn": found.torn[:100]}


@job_kind(EFFECT)
def weigh(job: Job, progress: Progress) -> dict[str, Any]:
    """What each reading of a point would do to a large school."""
    school = School.objects.get(pk=job.params["school"])
    for bench in benches(school, date.fromisoformat(job.params["on"])):
        if str(bench.regulation.adoption.pk) == job.params["adoption"]:
            return effect(bench, bench.pack.points[job.params["point"]], progress)
    raise Refusal("这份制度已不在用，算不了影响。")
