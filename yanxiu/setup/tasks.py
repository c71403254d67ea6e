"""Jobs of setting up: reading a roster, writing it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, job_kind
from yanxiu.org.models import Group
from yanxiu.setup.actions.roster import READ, WRITE
from yanxiu.setup.actions.roster_people import import_people
from yanxiu.setup.enums import ImportState
from yanxiu.setup.judging import judged
from yanxiu.setup.models import RosterImport
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.summary import summary_of


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
    _settle(roster, ImportState.READY, summary_of(found, groups))
    return {"data_rows": found.data_rows, "valid": len(found.entries), "bad": len(found.bad)}


def _settle(roster: RosterImport, state: ImportState, shown: dict[str, Any]) -> None:
    RosterImport.objects.filter(pk=roster.pk, state=ImportState.READING).update(state=state, preview=shown)


@job_kind(WRITE)
def write(job: Job, progress: Progress) -> dict[str, Any]:
    """Write the good rows; run again after an end it changes nothing, killed in the middle nothing is in."""
    roster = RosterImport.objects.select_related("file", "school").get(pk=job.params["roster"])
    if roster.state == ImportState.DONE:
        return dict(roster.result.get("counts", {}))
    actor = Actor(job.owner_id, job.person_id, roster.school_id, channel="import")
    try:
        return _write(roster, actor, progress)
    except (Refusal, RosterError):
        RosterImport.objects.filter(pk=roster.pk, state=ImportState.IMPORTING).update(state=ImportState.READY)
        raise


def _write(roster: RosterImport, actor: Actor, progress: Progress) -> dict[str, Any]:
    try:
        found = judged(roster, progress)
    except RosterError as problem:
        raise Refusal(problem.message) from problem
    dropped = {int(row) for row in roster.answers.get("drop", [])}
    no_groups = set(roster.answers.get("no_group", []))
    entries = [entry for entry in found.entries if entry.row not in dropped]
    with transaction.atomic():
        outcome = import_people(
            entries,
            actor=actor,
            as_of=roster.as_of,
            school=roster.school,
            make_groups=lambda name: name not in no_groups,
            report=progress.at,
        )
        counts = outcome.to_json() | {"bad": len(found.bad)}
        questions = {name: len(rows) for name, rows in outcome.questions.items() if rows}
        result = {
            "counts": counts,
            "questions": questions,
            "missing": outcome.questions["missing_from_list"][:500],
            "undo": outcome.undo,
        }
        RosterImport.objects.filter(pk=roster.pk).update(state=ImportState.DONE, result=result)
    return counts
