"""Jobs of this room."""

from typing import Any

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.files.actions import keep_bytes
from yanxiu.files.models import StoredFile
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, job_kind
from yanxiu.org.models import School
from yanxiu.reports.everything import archive

EXPORT_ALL = "export.all"


@job_kind(EXPORT_ALL)
def export_all(job: Job, progress: Progress) -> dict[str, Any]:
    """Collect one school's everything into a .zip; run again it gives the archive already made."""
    purpose = f"export:{job.pk.hex}"
    found = StoredFile.objects.filter(purpose=purpose).first()
    if found is None:
        school = School.get(job.params["school"])
        data = archive(school, clock.today(), progress.at)
        name = f"{school.name}_全部资料_{clock.today():%Y%m%d}.zip"
        actor = Actor(job.owner_id, job.person_id, school.pk, channel="job")
        found = keep_bytes(data, name, "zip", purpose=purpose, actor=actor, school_id=school.pk)
    return {"file": str(found.pk), "name": found.name, "size": found.size}
