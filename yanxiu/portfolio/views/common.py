"""What these pages share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from yanxiu.base.errors import NotAllowed
from yanxiu.lessons.writing import is_office
from yanxiu.org.access import SchoolDoor
from yanxiu.org.enums import Capability
from yanxiu.org.models import Group, GroupMembership, Person, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import everybody
from yanxiu.org.queries.units import groups
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.queries import kinds_here
from yanxiu.regulations.forms import RecordKind
from yanxiu.setup.views.common import own_school, viewer_of

PHONE, DESK = "web/phone.html", "web/desk.html"


def layout(viewer: Viewer) -> str:
    """The frame of the desk the viewer sits at."""
    return PHONE if viewer.on_phone else DESK


def reads_all(viewer: Viewer, school: School) -> bool:
    """Whether every record of the school is open to the viewer: who keeps them, who judges by them."""
    judges = viewer.everywhere(Capability.ASSESS) or school.pk in viewer.schools_with(Capability.ASSESS)
    return judges or is_office(viewer, school)


def book_of(request: HttpRequest) -> tuple[Viewer, School]:
    """The viewer and the school whose book is open: leaders, who judges, the office. Http404 for everybody else."""
    viewer, school = viewer_of(request), own_school(request, "see")
    if not (reads_all(viewer, school) or viewer.groups_led):
        raise Http404
    return viewer, school


def office_of(request: HttpRequest) -> tuple[Viewer, School]:
    """The viewer and the school whose records the viewer keeps; 404 without one."""
    viewer = viewer_of(request)
    if viewer.school_id is None:
        raise Http404
    school = SchoolDoor.get(viewer, viewer.school_id, rows=School.objects.select_related("unit_type", "parent"))
    if not is_office(viewer, school):
        raise NotAllowed("代录由教导处办理。") if reads_all(viewer, school) else Http404
    return viewer, school


def known_kind(school: School, code: str, viewer: Viewer) -> RecordKind:
    """A kind of these rooms by code; 404 for one the unit does not keep."""
    found = kinds_here(school, viewer.on).get(code)
    if found is None:
        raise Http404
    return found


def groups_open(viewer: Viewer, school: School) -> list[Group]:
    """Groups whose records the viewer reads."""
    every = groups(school, viewer.on)
    return list(every if reads_all(viewer, school) else every.filter(pk__in=viewer.groups_led))


def people_led(viewer: Viewer) -> list[Person]:
    """Members of the groups the viewer leads."""
    inside = GroupMembership.objects.filter(in_force(viewer.on), group_id__in=viewer.groups_led).values("person_id")
    return list(everybody().filter(pk__in=inside).exclude(pk__in=[viewer.person_id]))


def framed(viewer: Viewer, context: dict[str, Any]) -> dict[str, Any]:
    """A page's context with its frame."""
    return {"viewer": viewer, "layout": layout(viewer), "phone": layout(viewer) == PHONE, **context}
