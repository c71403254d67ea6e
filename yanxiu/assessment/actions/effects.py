"""The effect of readings on a large school, worked out as a job."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.jobs.actions import submit
from yanxiu.jobs.models import Job
from yanxiu.org.models import School

EFFECT = "assess.effect"


def begin_effect(school: School, adoption: UUID, point: str, on: date, *, actor: Actor) -> Job:
    """The job for this point; asked again within the hour it is the same one."""
    params = {"school": str(school.pk), "adoption": str(adoption), "point": point, "on": on.isoformat()}
    key = _key(school, adoption, point, on)
    return submit(EFFECT, "裁定前看影响", params, actor=actor, key=key, school_id=school.pk)


def effect_job(school: School, adoption: UUID, point: str, on: date) -> Job | None:
    """The job of this hour, if somebody asked for it."""
    return Job.objects.filter(kind=EFFECT, key=_key(school, adoption, point, on)).first()


def _key(school: School, adoption: UUID, point: str, on: date) -> str:
    return f"{adoption.hex}:{school.pk.hex}:{on}:{clock.now():%H}:{point}"[:120]
