"""Running one job: take it, beat, finish it. Any number of workers may try; one gets it."""

from __future__ import annotations

import logging
import os
import socket
import time
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from yanxiu.base.errors import Refusal
from yanxiu.base.middleware import reference
from yanxiu.base.tenancy import in_district
from yanxiu.jobs.enums import JobState
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Cancelled, tell_not_done, work_of

log = logging.getLogger(__name__)
BEAT = 1.0  # seconds between two writes of progress


class Reporter:
    """Progress of one run, written at most once a second and outside the work's own transaction."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._last = 0.0

    def at(self, done: int, total: int = 0, message: str = "") -> None:
        """Write progress and heartbeat; raise Cancelled when asked to stop."""
        self.job.done, self.job.total = done, total or self.job.total
        self.job.message = message or self.job.message
        if time.monotonic() - self._last < BEAT:
            return
        self._last = time.monotonic()
        if transaction.get_connection().in_atomic_block:
            return  # inside one transaction nothing could be seen anyway; the caller reports between its steps
        _mine(self.job).update(
            done=done, total=self.job.total, message=self.job.message[:300], heartbeat_at=timezone.now()
        )
        if _mine(self.job).filter(cancel_asked=True).exists():
            raise Cancelled


def _mine(job: Job):  # type: ignore[no-untyped-def]
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def run(district: UUID, number: UUID) -> Job | None:
    """Run one job if it still waits; returns it as it ended, or None when another worker had it."""
    with in_district(district):
        job = _take(number)
        if job is None:
            return None
        try:
            result = work_of(job.kind)(job, Reporter(job))
        except Cancelled:
            return _end(job, JobState.CANCELLED, message="已按你的要求停止，没有写入。")
        except Refusal as refusal:
            return _end(job, JobState.FAILED, message=refusal.message)
        except Exception:
            log.exception("job %s of kind %s failed", job.pk, job.kind)
            return _end(
                job,
                JobState.FAILED,
                message=f"没做成，没有写入任何数据。请把编号 {str(job.pk)[-8:]} 告诉管理员。（{reference()}）",
            )
        return _end(job, JobState.DONE, result=result)


def _take(number: UUID) -> Job | None:
    moment = timezone.now()
    taken = Job.objects.filter(pk=number, state=JobState.WAITING).update(
        state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        started_at=moment,
        heartbeat_at=moment,
        worker=f"{socket.gethostname()}:{os.getpid()}"[:80],
    )
    return Job.objects.get(pk=number) if taken else None


def _end(job: Job, state: JobState, *, message: str = "", result: dict[str, object] | None = None) -> Job:
    """Write the end, unless the reaper gave the job to somebody else meanwhile."""
    values = {"state": state, "ended_at": timezone.now(), "heartbeat_at": timezone.now(), "message": message[:300]}
    if state == JobState.DONE:
        values |= {"result": result or {}, "done": job.total or job.done}
    ended = _mine(job).update(**values)
    job.refresh_from_db()
    if ended and state != JobState.DONE:
        tell_not_done(job)
    return job
