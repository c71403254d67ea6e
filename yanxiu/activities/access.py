"""Doors to activities and attendance: the office keeps them, leaders see their group's, everybody the own rows."""

from django.db.models import Q

from yanxiu.activities.models import Activity, Attendance, Objection, RegisterImport
from yanxiu.base.access import Door
from yanxiu.org.access import in_schools
from yanxiu.org.enums import Capability
from yanxiu.org.viewer import Viewer

OFFICE = "到会情况由教导处登记，请找教导处。"


def _keepers(viewer: Viewer) -> Q:
    return in_schools(viewer, Capability.KEEP_RECORDS)


class ActivityDoor(Door[Activity]):
    """研修活动: who sees it without keeping it reads 请假, never which kind."""

    model = Activity
    purposes = {
        "see": lambda v: _keepers(v) | in_schools(v, Capability.LEAD_UNIT) | Q(group_id__in=v.groups_led),
        "keep": _keepers,
    }
    refusals = {"keep": OFFICE}


class AttendanceDoor(Door[Attendance]):
    """到会情况: the own rows, and for the office all of them."""

    model = Attendance
    purposes = {"see": lambda v: _keepers(v) | Q(person_id=v.person_id), "object": lambda v: Q(person_id=v.person_id)}
    refusals = {"object": "只有本人可以说记错了。"}


class ObjectionDoor(Door[Objection]):
    """记错了: who said it sees the answer; the office gives it."""

    model = Objection
    purposes = {"see": lambda v: _keepers(v) | Q(person_id=v.person_id), "answer": _keepers}
    refusals = {"answer": OFFICE}


class RegisterDoor(Door[RegisterImport]):
    """签到表 on its way in: the office's."""

    model = RegisterImport
    purposes = {"see": _keepers, "decide": _keepers}
