"""Jobs of assessment."""

from __future__ import annotations

from typing import Any

from yanxiu.assessment.actions.runs import JOB
from yanxiu.assessment.models import Run
from yanxiu.assessment.runs import perform
from yanxiu.base.actions import Actor
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, job_kind


@job_kind(JOB)
def judge(job: Job, progress: Progress) -> dict[str, Any]:
    """Judge a unit for a term; run again after its end it changes nothing."""
    run = Run.objects.select_related("school", "term__year", "adoption", "version").get(pk=job.params["run"])
    actor = Actor(job.owner_id, job.person_id, job.school_id, channel="job")
    return perform(run, job.attempt, progress, actor=actor)
