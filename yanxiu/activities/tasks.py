"""Jobs of this room: writing a large register."""

from typing import Any

from yanxiu.activities.actions.registers import IMPORT, import_register
from yanxiu.activities.enums import SheetState
from yanxiu.activities.models import RegisterImport
from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, job_kind


@job_kind(IMPORT)
def write_register(job: Job, progress: Progress) -> dict[str, Any]:
    """Write it; run again it changes nothing, refused or killed nothing is in."""
    rows = RegisterImport.objects.select_related("school__unit_type", "group", "term__year")
    register = rows.get(pk=job.params["register"])
    actor = Actor(job.owner_id, job.person_id, job.school_id, channel="import")
    try:
        return import_register(register, progress=progress, actor=actor)
    except Refusal:
        RegisterImport.objects.filter(pk=register.pk, state=SheetState.IMPORTING).update(state=SheetState.READY)
        raise
