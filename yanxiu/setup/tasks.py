"""Jobs of setting up: reading a roster, writing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.files.actions import keep_bytes
from yanxiu.files.models import StoredFile
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, Reporter, Silent, job_kind
from yanxiu.org.models import Group, Person
from yanxiu.org.viewer import viewer_for
from yanxiu.setup.actions.roster import READ, WRITE, keep_bad_rows
from yanxiu.setup.actions.roster_people import Outcome, import_people
from yanxiu.setup.enums import ImportState
from yanxiu.setup.judging import cells_of, judged
from yanxiu.setup.listing import CHUNK, LIST, listed, people_workbook
from yanxiu.setup.models import RosterImport
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.mend import mend_workbook
from yanxiu.setup.roster.preview import Preview, left_out
from yanxiu.setup.summary import outlook_of, summary_of
from yanxiu.tenants.models import Account

KEEP_LIST = timedelta(days=7)


@job_kind(READ)
def read(job: Job, progress: Progress) -> dict[str, Any]:
    """Judge the file and keep what the page shows."""
    roster = RosterImport.objects.select_related("file", "school").get(pk=job.params["roster"])
    try:
        found = judged(roster, progress)
    except RosterError as problem:
        _settle(roster, ImportState.UNREADABLE, {"error": problem.message})
        return {"error": problem.message}
    groups = set(Group.objects.filter(school_id=roster.school_id, end__isnull=True).values_list("name", flat=True))
    shown = summary_of(found, groups, cells_of(roster)) | {"outlook": _rehearse(roster, found, job)}
    _keep_bad_rows(roster, found, _importer(job, roster))
    _settle(roster, ImportState.READY, shown)
    return {"data_rows": found.data_rows, "valid": len(found.entries), "bad": len(found.bad)}


def _keep_bad_rows(roster: RosterImport, found: Preview, actor: Actor) -> None:
    keep_bad_rows(roster, mend_workbook(found) if found.bad else None, actor=actor)


def _settle(roster: RosterImport, state: ImportState, shown: dict[str, Any]) -> None:
    RosterImport.objects.filter(pk=roster.pk, state=ImportState.READING).update(state=state, preview=shown)


@job_kind(WRITE)
def write(job: Job, progress: Progress) -> dict[str, Any]:
    """Write the good rows; run again after an end it changes nothing, killed in the middle nothing is in."""
    roster = RosterImport.objects.select_related("file", "school").get(pk=job.params["roster"])
    if roster.state == ImportState.DONE:
        return dict(roster.result.get("counts", {}))
    try:
        return _write(roster, _importer(job, roster), progress)
    except (Refusal, RosterError):
        RosterImport.objects.filter(pk=roster.pk, state=ImportState.IMPORTING).update(state=ImportState.READY)
        raise


@job_kind(LIST)
def list_people(job: Job, progress: Progress) -> dict[str, Any]:
    """The owner's table of people as a workbook, as far as the owner may see now; run again it gives the one made."""
    purpose = f"people:{job.pk.hex}"
    found = StoredFile.objects.filter(purpose=purpose).first()
    if found is None:
        viewer = viewer_for(Account.objects.get(pk=str(job.owner_id)), clock.today(), job.params["desk"])
        rows, _ = listed(viewer, job.params["choice"])
        data = people_workbook(_told(rows.iterator(chunk_size=CHUNK), rows.count(), progress))
        name, actor = (
            f"人员_{clock.today():%Y%m%d}.xlsx",
            Actor(job.owner_id, job.person_id, job.school_id, channel="job"),
        )
        found = keep_bytes(
            data, name, "xlsx", purpose=purpose, actor=actor, school_id=job.school_id, delete_after=clock.now() + KEEP_LIST
        )  # fmt: skip
    return {"file": str(found.pk), "size": found.size}


def _told(people: Iterable[Person], total: int, progress: Reporter) -> Iterator[Person]:
    for number, person in enumerate(people, start=1):
        if number % CHUNK == 0:
            progress.at(number, total, f"正在写第 {number} 人")
        yield person


def _put(roster: RosterImport, found: Preview, actor: Actor, progress: Reporter) -> Outcome:
    """The good rows, as the office decided: rows of one person twice left out, groups under the names chosen."""
    dropped = {int(row) for row in roster.answers.get("drop", [])}
    renamed = dict(roster.answers.get("groups", {}))
    return import_people(
        [entry for entry in found.entries if entry.row not in dropped],
        actor=actor,
        as_of=roster.as_of,
        school=roster.school,
        as_group=lambda name: renamed.get(name, name),
        aside=left_out(found),
        report=progress.at,
    )


def _rehearse(roster: RosterImport, found: Preview, job: Job) -> dict[str, Any]:
    """What importing would do now: written and taken back, so that the figures are the real ones."""
    with transaction.atomic():
        outcome = _put(roster, found, _importer(job, roster), Silent())
        transaction.set_rollback(True)
    return outlook_of(outcome)


def _without_people(shown: dict[str, Any]) -> dict[str, Any]:
    """What the page of a finished import still needs; names stand in Person and nowhere else."""
    return {name: shown[name] for name in ("sheet", "header", "data_rows", "bad_count") if name in shown}


def _importer(job: Job, roster: RosterImport) -> Actor:
    return Actor(job.owner_id, job.person_id, roster.school_id, channel="import")


def _write(roster: RosterImport, actor: Actor, progress: Progress) -> dict[str, Any]:
    try:
        found = judged(roster, progress)
    except RosterError as problem:
        raise Refusal(problem.message) from problem
    with transaction.atomic():
        _keep_bad_rows(roster, found, actor)
        now = RosterImport.objects.select_for_update().get(pk=roster.pk)
        if now.state != ImportState.IMPORTING:  # another worker took this job for dead and was faster
            return dict(now.result.get("counts", {}))
        outcome = _put(roster, found, actor, progress)
        counts = outcome.to_json() | {"bad": len(found.bad)}
        result = {"counts": counts, "outlook": outlook_of(outcome), "undo": outcome.undo}
        RosterImport.objects.filter(pk=roster.pk).update(
            state=ImportState.DONE,
            result=result,
            preview=_without_people(roster.preview) | {"bad_count": len(found.bad)},
        )
    return counts
