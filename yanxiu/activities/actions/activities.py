"""Holding an activity, correcting what is known of it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from yanxiu.activities.models import Activity, Attendance
from yanxiu.activities.queries import as_event, kind_of_activity
from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.base.postgresql import partitions
from yanxiu.kernel.terms import label
from yanxiu.org.models import Group, School
from yanxiu.regulations.keeping import split
from yanxiu.regulations.records import Origin, RecordState, given
from yanxiu.regulations.signals import records_changed


@dataclass(frozen=True)
class Plan:
    """What is said of an activity: its day and name, whose it is (no group: the whole school's), what it counts as,
    and further fields by the codes of the regulation."""

    title: str
    on: date
    group: Group | None = None
    kind: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    speaker: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Any]:
        """The fields of the activity's own columns."""
        return {
            "title": " ".join(self.title.split()), "on": self.on, "group": self.group, "kind": self.kind, "place": self.place.strip(),
            "starts_at": self.starts_at, "ends_at": self.ends_at, "speaker": self.speaker.strip(),
        }  # fmt: skip


def hold_activity(
    school: School, plan: Plan, *, origin: str = Origin.OFFICE, source: str = "", actor: Actor
) -> Activity:
    """Enter an activity that was held. The same day, group and name again give the one there is. Raises Refusal."""
    _check(school, plan, origin, source)
    partitions.ensure(Attendance, _unusual(plan.on))
    with acting(actor, "activity.hold", school=school.pk) as act:
        one_at_a_time(school)
        found = same_activity(school, plan)
        if found is not None:
            return found
        return act.create(make_activity(school, plan, origin=origin, source=source, actor=actor))


def one_at_a_time(school: School) -> None:
    """Until this act ends nobody else makes activities of the school: two who enter the same one make it once."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


def same_activity(school: School, plan: Plan) -> Activity | None:
    """The activity of that day, group and name, if it was entered before."""
    rows = Activity.objects.filter(school=school, group=plan.group, on=plan.on, title=plan.columns["title"])
    return rows.filter(state=RecordState.KEPT).first()


def make_activity(school: School, plan: Plan, *, origin: str, source: str, actor: Actor) -> Activity:
    """The row of an activity, not saved yet, and word sent that there is one."""
    marks, texts = _fields(school, plan)
    records_changed.send(sender=Activity, school_id=school.pk, person_ids=set())
    return Activity(
        school=school, **plan.columns, marks=marks, texts=texts, origin=origin, source=source.strip(),
        entered_at=actor.moment, entered_by=actor.person_id,
    )  # fmt: skip


def correct_activity(activity: Activity, plan: Plan, *, reason: str = "", actor: Actor) -> Activity:
    """Put another day, name, place … in place; who came goes with it. A kept day is moved with a reason only.

    Raises Refusal.
    """
    _check(activity.school, plan, activity.origin, activity.source or "-")
    if plan.on != activity.on and not reason.strip():
        raise Refusal("改日期要写原因，例如：登记时写错了。", field="reason")
    if clock.school_year_of(plan.on) != activity.school_year:
        raise Refusal("活动不能改到别的学年。请撤回这一次，在那个学年重新登记。", field="on")
    marks, texts = _fields(activity.school, plan)
    with acting(actor, "activity.correct", note=reason.strip(), school=activity.school_id) as act:
        values = {**plan.columns, "marks": marks, "texts": {**activity.texts, **texts}}
        if all(getattr(activity, name) == value for name, value in values.items()):
            return activity
        values |= {"given": given(values["texts"], marks), "revision": activity.revision + 1}
        act.change(activity, **values)
        _take_along(act, activity)
    return activity


def withdraw_activity(activity: Activity, *, reason: str, actor: Actor) -> Activity:
    """It was not held, or was entered twice: it and its attendance leave every count. Raises Refusal."""
    if not reason.strip():
        raise Refusal("请写为什么撤回，例如：重复登记。", field="reason")
    with acting(actor, "activity.withdraw", note=reason.strip(), school=activity.school_id) as act:
        act.move(activity, "state", RecordState.KEPT, RecordState.WITHDRAWN)
        rows = list(Attendance.objects.filter(activity=activity, state=RecordState.KEPT))
        for row in rows:
            row.state, row.revision = RecordState.WITHDRAWN, row.revision + 1
        act.change_many(rows, ["state", "revision"])
        _tell(activity, rows)
    return activity


def _take_along(act: Act, activity: Activity) -> None:
    """Attendance bears the day and the name of its activity."""
    rows = list(Attendance.objects.filter(activity=activity))
    for row in rows:
        row.on = activity.on
        if "event" in row.texts:
            row.texts = {**row.texts, "event": as_event(activity)}
    act.change_many(rows, ["on", "texts"])
    _tell(activity, rows)


def _tell(activity: Activity, rows: list[Attendance]) -> None:
    people = {row.person_id for row in rows if row.person_id}
    records_changed.send(sender=Attendance, school_id=activity.school_id, person_ids=people)


def _check(school: School, plan: Plan, origin: str, source: str) -> None:
    if not plan.title.strip():
        raise Refusal("请写活动名称，例如：集体备课。", field="title")
    if plan.on > clock.today():
        raise Refusal(f"日期 {label(plan.on, None)} 还没到，到了那天再登记。", field="on")
    if plan.starts_at and plan.ends_at and plan.ends_at <= plan.starts_at:
        raise Refusal("结束要晚于开始。", field="ends_at")
    if plan.group and plan.group.school_id != school.pk:
        raise Refusal("这个组不是本校的。", field="group")
    if origin == Origin.PAPER and not source.strip():
        raise Refusal("据纸质代录要写凭据，例如：签到册第 12 页。", field="source")


def _fields(school: School, plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields the regulation asks for: those given, and what the columns say where it has such a field."""
    if not plan.kind:
        return {}, {}
    kind = kind_of_activity(school, plan.kind, plan.on)
    if kind is None:
        raise Refusal("制度里没有这种活动，请重选“计入”。", field="kind")
    if kind.subject == "group" and plan.group is None:
        raise Refusal(f"“{kind.title}”是组里的活动，请选是哪个组。", field="group")
    hours = "—".join(f"{moment:%H:%M}" for moment in (plan.starts_at, plan.ends_at) if moment)
    known = {
        "place": plan.place,
        "speaker": plan.speaker,
        "lead_speaker": plan.speaker,
        "name": plan.title,
        "time": hours,
    }
    usable = {
        name: value for name, value in known.items() if value and (one := kind.field(name)) and one.type == "text"
    }
    return split(kind, {**usable, **plan.values})


def _unusual(on: date) -> tuple[int, ...]:
    """A school year whose partition nobody made ahead: one long over, now being entered."""
    year, now = clock.school_year_of(on), clock.school_year_of(clock.today())
    return () if year in (now, now + 1) else (year,)
