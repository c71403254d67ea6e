"""The people a viewer may list, as the table's address filters and sorts them, and the same as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from yanxiu.files.workbook import Sheet, workbook
from yanxiu.org.access import PersonDoor
from yanxiu.org.models import Person, School
from yanxiu.org.queries.people import at_school, everybody
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.setup.queries.people import table

LIST = "people.list"  # the kind of job
CHOICES = ("q", "group", "post", "state", "sort")
HEADS = ["姓名", "工号", "性别", "组", "职务", "任教学科", "职称", "学历", "骨干级别", "参加工作"]
AT_ONCE = 1000  # people written while somebody waits for the page; more is a job
CHUNK = 500


def choice_of(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address says of filters and order."""
    return {name: str(asked.get(name, ""))[:60] for name in CHOICES}


def listed(viewer: Viewer, choice: dict[str, str]) -> tuple[QuerySet[Person], School | None]:
    """The people of the desk's school, or of the whole district, and that school."""
    school = schools().filter(pk=viewer.school_id).first() if viewer.school_id else None
    rows = PersonDoor.visible(viewer, at_school(school, viewer.on) if school else everybody(), "roster")
    return table(rows, school, viewer.on, choice), school


def people_workbook(people: Iterable[Any]) -> bytes:
    """The bytes of an .xlsx, one line a person."""
    return workbook([Sheet("人员", HEADS, (_line(person) for person in people))])


def _line(person: Any) -> list[Any]:
    began = f"{person.work_began:%Y-%m}" if person.work_began else ""
    ties = ["、".join(m.group.name for m in person.groups_now), "、".join(a.post.title for a in person.posts_now)]
    return [
        person.name,
        person.staff_no,
        person.gender,
        *ties,
        "、".join(person.subjects),
        person.professional_title,
        person.education,
        person.backbone_level,
        began,
    ]
