"""Submitting, stopping and reviving jobs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.base.keys import new_id
from yanxiu.base.tenancy import in_district
from yanxiu.jobs.enums import OPEN, JobState
from yanxiu.jobs.models import Job
from yanxiu.jobs.queue import hint
from yanxiu.jobs.registry import tell_not_done

LEASE = timedelta(seconds=60)  # without a heartbeat for this long, a worker counts as dead
ATTEMPTS = 3


def submit(
    kind: str,
    title: str,
    params: dict[str, Any],
    *,
    actor: Actor,
    key: str = "",
    school_id: UUID | None = None,
    total: int = 0,
) -> Job:
    """Put a job on the list in the caller's transaction; the queue is told on commit.

    The same `key` gives the same job again, whatever became of it.
    """
    if key and (found := Job.objects.filter(kind=kind, key=key).first()):
        return found
    with acting(actor, "job.submit", note=title, school=school_id) as act:
        job = act.create(
            Job(
                kind=kind,
                title=title,
                params=params,
                key=key or str(new_id()),
                total=total,
                school_id=school_id,
                owner_id=actor.account_id,
                person_id=actor.person_id,
                created_at=timezone.now(),
            )
        )
        act.after_commit(lambda: hint(job.district_id, job.pk))
    return job


def ask_to_stop(job: Job, *, actor: Actor) -> Job:
    """Stop a job: at once while it waits, at its next report while it runs."""
    if job.state not in OPEN:
        raise Refusal("这件事已经结束，不用停止了。")
    with acting(actor, "job.stop") as act:
        try:
            stopped = act.move(job, "state", JobState.WAITING, JobState.CANCELLED, ended_at=timezone.now())
            tell_not_done(stopped)
            return stopped
        except AlreadyHandled:
            return act.change(job, cancel_asked=True)


def reap() -> list[UUID]:
    """Revive jobs whose worker died: back to waiting, or failed after the third attempt. Over all districts.

    Also tells the queue again about jobs that wait without anybody having come for them.
    """
    late = timezone.now() - LEASE
    dead = Q(state=JobState.RUNNING) & (Q(heartbeat_at__lt=late) | Q(heartbeat_at__isnull=True))
    forgotten = Q(state=JobState.WAITING, created_at__lt=late) & (
        Q(heartbeat_at__lt=late) | Q(heartbeat_at__isnull=True)
    )
    revived = []
    for job in Job.unscoped.filter(dead | forgotten):
        if job.state == JobState.RUNNING and job.attempt >= ATTEMPTS:
            values: dict[str, Any] = {
                "state": JobState.FAILED,
                "message": "处理程序三次中断，已停下。请把编号告诉管理员。",
                "ended_at": timezone.now(),
            }
        else:
            values = {"state": JobState.WAITING, "heartbeat_at": timezone.now(), "worker": ""}
        same = Job.unscoped.filter(
            pk=job.pk, district_id=job.district_id, state=job.state, heartbeat_at=job.heartbeat_at
        )
        if same.update(**values) != 1:
            continue
        with in_district(job.district_id):
            if values["state"] == JobState.WAITING:
                hint(job.district_id, job.pk)
                revived.append(job.pk)
            else:
                tell_not_done(job)
    return revived
