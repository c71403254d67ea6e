"""A roster on its way in: uploaded, read by a job, decided by the office, written by a job, withdrawn within a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.models import ProtectedError, QuerySet

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.files.actions import drop_file, keep_bytes, keep_upload
from yanxiu.files.models import StoredFile
from yanxiu.jobs.actions import submit
from yanxiu.org.actions.people import begin_spell, with_keys
from yanxiu.org.models import Appointment, Group, GroupMembership, Person, Posting, School, SpellKind
from yanxiu.setup.enums import ImportState
from yanxiu.setup.models import RosterImport
from yanxiu.tenants.models import Account, IdentityEntry

ALLOWED = frozenset({"xlsx", "xls", "csv"})
KEEP_FILE = timedelta(days=30)
UNDO = timedelta(days=7)
DATES = frozenset({"born_on", "work_began", "hired_on"})
READ, WRITE = "roster.read", "roster.write"


def upload_roster(
    handle: IO[bytes], name: str, *, profile: str, as_of: date, actor: Actor, school: School | None
) -> RosterImport:
    """Keep a file and have it read. Raises Refusal for what is no spreadsheet, or too large."""
    place = school.pk if school else None
    with acting(actor, "roster.upload", school=place) as act:
        stored = keep_upload(
            handle, name, purpose="roster", allowed=ALLOWED, limit=settings.UPLOAD_LIMIT, actor=actor, school_id=place,
            delete_after=clock.now() + KEEP_FILE,
        )  # fmt: skip
        roster = act.create(
            RosterImport(school=school, file=stored, profile=profile, as_of=as_of, created_at=actor.moment)
        )
        _have_read(roster, actor)
    return roster


def _have_read(roster: RosterImport, actor: Actor) -> None:
    title = f"核对名单：{roster.file.name}"
    job = submit(READ, title, {"roster": str(roster.pk)}, actor=actor, school_id=roster.school_id)
    RosterImport.objects.filter(pk=roster.pk).update(job=job, state=ImportState.READING)
    roster.job, roster.state = job, ImportState.READING


def check_open(roster: RosterImport) -> None:
    """Raises Refusal unless the list waits for decisions."""
    if roster.state != ImportState.READY:
        raise Refusal("这份名单现在不能改：正在读、正在写，已经导入，或者放弃了。")


def decide(roster: RosterImport, *, actor: Actor, again: bool = True, **values: Any) -> RosterImport:
    """Keep decisions (include_hidden, answers, mapping, sheet); `again` has the file judged anew with them."""
    check_open(roster)
    with acting(actor, "roster.decide", school=roster.school_id) as act:
        act.change(roster, **values)
        if again:
            _have_read(roster, actor)
    return roster


def have_written(roster: RosterImport, *, actor: Actor) -> RosterImport:
    """Import the good rows as decided. Raises Refusal when another import of the same unit is under way."""
    busy = RosterImport.objects.filter(state=ImportState.IMPORTING, school_id=roster.school_id).exclude(pk=roster.pk)
    if busy.exists():
        raise Refusal("本单位另一份名单正在写入，等它做完再导这一份。")
    with acting(actor, "roster.go", school=roster.school_id) as act:
        act.move(roster, "state", ImportState.READY, ImportState.IMPORTING)
        job = submit(
            WRITE,
            f"导入名单：{roster.file.name}",
            {"roster": str(roster.pk)},
            actor=actor,
            key=f"{roster.pk}:{roster.created_at:%s}",
            school_id=roster.school_id,
        )
        RosterImport.objects.filter(pk=roster.pk).update(job=job)
        roster.job = job
    return roster


def register_gone(roster: RosterImport, gone: list[tuple[Person, SpellKind]], *, actor: Actor) -> None:
    """退休、调出 of people the list no longer names, from the list's day; one transaction for all of them."""
    with acting(actor, "roster.gone", school=roster.school_id):
        for person, kind in gone:
            begin_spell(person, kind, start=roster.as_of, school=roster.school, actor=actor)


def drop_roster(roster: RosterImport, *, actor: Actor) -> RosterImport:
    """Give up a list that is not imported."""
    with acting(actor, "roster.drop", school=roster.school_id) as act:
        return act.move(
            roster,
            "state",
            (ImportState.READY, ImportState.UNREADABLE, ImportState.READING),
            ImportState.DROPPED,
            preview={},
        )


def keep_bad_rows(roster: RosterImport, data: bytes | None, *, actor: Actor) -> None:
    """The workbook of rows to mend, made while the list was read, in place of an older one; None when nothing is bad.

    It lives as long as the list itself.
    """
    with acting(actor, "roster.mend", school=roster.school_id):
        for old in bad_rows_of(roster):
            drop_file(old, actor=actor)
        if data is not None:
            keep_bytes(
                data, "要改的行.xlsx", "xlsx", purpose=_mend(roster), actor=actor, school_id=roster.school_id,
                delete_after=roster.file.delete_after,
            )  # fmt: skip


def bad_rows_of(roster: RosterImport) -> QuerySet[StoredFile]:
    """The kept workbook of rows to mend; none for a list that has no bad rows."""
    return StoredFile.objects.filter(purpose=_mend(roster))


def _mend(roster: RosterImport) -> str:
    return f"mend:{roster.pk.hex}"


def forget_old_lists(*, actor: Actor) -> int:
    """Lists whose file has served its time go with the file: names, corrections and all. What they wrote stays."""
    old = RosterImport.objects.filter(file__delete_after__lte=actor.moment).select_related("file")
    for roster in old:
        files = [roster.file, *bad_rows_of(roster)]
        with acting(actor, "roster.forget", school=roster.school_id) as act:
            act.delete(roster)
            for kept in files:
                drop_file(kept, actor=actor)
    return len(old)


def withdraw_roster(roster: RosterImport, *, actor: Actor) -> dict[str, int]:
    """Take a whole import back within a week: what it made goes if nothing else points to it, what it changed returns.

    Raises Refusal after a week, or when people it made already have records.
    """
    if roster.state != ImportState.DONE or clock.now() > roster.created_at + UNDO:
        raise Refusal("导入后七天内才能整批撤回。要改个别人，请在“人员”里改。")
    undo = roster.result.get("undo", {})
    if Account.objects.filter(person_id__in=_ids(undo, "people")).exists():
        raise Refusal("这批人里有的已经登录过，不能整批撤回。请在“人员”里逐个改。")
    with acting(actor, "roster.withdraw", school=roster.school_id) as act:
        try:
            for model, name in (
                (Appointment, "appointments"),
                (GroupMembership, "memberships"),
                (Posting, "postings"),
                (Group, "groups"),
            ):
                model.objects.filter(pk__in=_ids(undo, name)).delete()
            GroupMembership.objects.filter(pk__in=_ids(undo, "left")).update(end=None)
            Appointment.objects.filter(pk__in=_ids(undo, "dismissed")).update(end=None)
            IdentityEntry.objects.filter(person_id__in=_ids(undo, "people")).delete()
            Person.objects.filter(pk__in=_ids(undo, "people")).delete()
        except ProtectedError as problem:
            raise Refusal("这批人里有的已经有了别的记录，不能整批撤回。请在“人员”里逐个改。") from problem
        changed = _restore(undo.get("before", {}))
        act.change_many(
            _restored(Posting, undo.get("postings_before", {})),
            ["hired_on", "is_full_time_teacher", "in_continuing_education"],
        )
        act.change_many(changed, [f.name for f in Person._meta.concrete_fields if f.name not in ("id", "district")])
        act.move(roster, "state", ImportState.DONE, ImportState.WITHDRAWN, result={"withdrawn": True})
    return {"removed": len(_ids(undo, "people")), "restored": len(changed)}


def _ids(undo: dict[str, Any], name: str) -> list[UUID]:
    return [UUID(text) for text in undo.get(name, [])]


def _restore(before: dict[str, dict[str, Any]]) -> list[Person]:
    return [with_keys(person) for person in _restored(Person, before)]


def _restored(model: Any, before: dict[str, dict[str, Any]]) -> list[Any]:
    """Rows with their former values, not yet saved."""
    rows = list(model.objects.filter(pk__in=list(before)))
    for row in rows:
        for name, value in before[str(row.pk)].items():
            setattr(row, name, date.fromisoformat(value) if name in DATES and value else value)
    return rows
