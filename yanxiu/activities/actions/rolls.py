"""Writing down who came: one row a person, the first entry kept, every other a correction that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yanxiu.activities.models import Activity, Attendance
from yanxiu.activities.queries import as_event, rows_of
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.org.models import Person
from yanxiu.regulations.attending import Attending, attending
from yanxiu.regulations.keeping import split
from yanxiu.regulations.records import Origin, RecordState, given
from yanxiu.regulations.signals import records_changed

Said = Mapping[str, Any] | None  # the fields of one person; None takes a row back: it is not known who came
CHANGED = ["marks", "texts", "given", "symbol", "state", "revision", "history", "entered_at", "entered_by", "source"]


@dataclass
class Recorded:
    """What recording did: how many rows are new, put right, taken back, as they were before."""

    new: int = 0
    corrected: int = 0
    withdrawn: int = 0
    same: int = 0
    people: set[UUID] = field(default_factory=set)

    def add(self, other: Recorded) -> None:
        """Sum up."""
        self.new, self.corrected = self.new + other.new, self.corrected + other.corrected
        self.withdrawn, self.same = self.withdrawn + other.withdrawn, self.same + other.same
        self.people |= other.people


@dataclass(frozen=True)
class Roll:
    """How the marks came in: whence, from which paper, why others are put right, each person's mark as written."""

    origin: str = Origin.OFFICE
    source: str = ""
    reason: str = ""
    symbols: Mapping[UUID, str] = field(default_factory=dict)


def record_attendance(
    activity: Activity, said: Mapping[Person, Said], roll: Roll | None = None, *, actor: Actor
) -> Recorded:
    """Write down who came. Nobody comes twice, however often or at once it is entered.

    A row that says something else already is put right only with a reason. Raises Refusal; then nothing is written.
    """
    how = roll or Roll()
    if how.origin == Origin.PAPER and not how.source.strip():
        raise Refusal("据纸质代录要写凭据，例如：签到册第 12 页。", field="source")
    with acting(actor, "attendance.record", note=how.reason.strip(), about=activity, school=activity.school_id) as act:
        done = put(act, activity, said, how, attending(activity.school, activity.on))
        if done.people:
            records_changed.send(sender=Attendance, school_id=activity.school_id, person_ids=done.people)
    return done


def put(act: Act, activity: Activity, said: Mapping[Person, Said], how: Roll, kept: Attending) -> Recorded:
    """The writes themselves, within an act. The activity's row is held, so that two who enter at once follow each other."""
    held = Activity.objects.select_for_update().filter(pk=activity.pk, state=RecordState.KEPT).first()
    if held is None:
        raise Refusal("这次活动已经撤回，不能再登记到会情况。")
    rows = {row.person_id: row for row in rows_of(activity).filter(person__in=list(said))}
    done, new, changed = Recorded(), [], []
    for person, fields in said.items():
        row = rows.get(person.pk)
        if row is None and fields is not None:
            new.append(_row(activity, person, fields, how, kept, act.actor))
        elif row is not None and _differs(row, fields, activity, kept):
            changed.append(_corrected(row, fields, activity, how, kept, act.actor))
        else:
            done.same += fields is not None
    _need_reason(changed, how)
    act.create_many(new)
    act.change_many(changed, CHANGED)
    done.new = len(new)
    done.withdrawn = sum(row.state == RecordState.WITHDRAWN for row in changed)
    done.corrected = len(changed) - done.withdrawn
    done.people = {row.person_id for row in (*new, *changed)}
    return done


def _need_reason(changed: list[Attendance], how: Roll) -> None:
    if any(row.history and row.history[-1]["was"] for row in changed) and not how.reason.strip():
        raise Refusal(f"有 {len(changed)} 人的登记要改，请写更正原因，例如：签到册上补签了。", field="reason")


def _row(activity: Activity, person: Person, fields: Any, how: Roll, kept: Attending, actor: Actor) -> Attendance:
    marks, texts = _split(kept, fields, activity)
    return Attendance(
        school=activity.school, person=person, kind=kept.kind.id, on=activity.on, marks=marks, texts=texts,
        origin=how.origin, source=how.source.strip(), entered_at=actor.moment, entered_by=actor.person_id,
        activity=activity, symbol=how.symbols.get(person.pk, ""),
    )  # fmt: skip


def _differs(row: Attendance, fields: Said, activity: Activity, kept: Attending) -> bool:
    if fields is None or row.state != RecordState.KEPT:
        return (fields is None) == (row.state == RecordState.KEPT)
    return (row.marks, row.texts) != _split(kept, fields, activity)


def _corrected(
    row: Attendance, fields: Said, activity: Activity, how: Roll, kept: Attending, actor: Actor
) -> Attendance:
    """The row as it is to be, what it said before kept in its history; a row taken back leaves nothing to explain."""
    was = {"marks": row.marks, "texts": row.texts, "symbol": row.symbol} if row.state == RecordState.KEPT else None
    entry = {"at": actor.moment.isoformat(), "by": str(actor.person_id or ""), "reason": how.reason.strip(), "was": was}
    row.history = [*row.history, entry]
    row.revision += 1
    if fields is None:
        row.state = RecordState.WITHDRAWN
        return row
    row.marks, row.texts = _split(kept, fields, activity)
    row.given, row.state = given(row.texts, row.marks), RecordState.KEPT
    row.symbol = how.symbols.get(row.person_id, "")
    row.source = how.source.strip() or row.source
    if was is None:
        row.entered_at, row.entered_by = actor.moment, actor.person_id
    return row


def _split(kept: Attending, fields: Any, activity: Activity) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields as they are kept, the activity named where the regulation has a field for it."""
    event = {"event": as_event(activity)} if kept.kind.field("event") else {}
    return split(kept.kind, {**event, **fields})
