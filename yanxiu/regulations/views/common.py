"""What pages of 制度 share: whose unit it is, and on which kind of screen it is read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from yanxiu.org.access import SchoolDoor
from yanxiu.org.models import School
from yanxiu.org.queries.time import calendar_of
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.access import decides
from yanxiu.regulations.actions import Meeting
from yanxiu.setup.views.common import viewer_of
from yanxiu.tenants.models import District


def unit(request: HttpRequest) -> tuple[Viewer, School | None]:
    """The viewer and the school of their desk; None for the district's own. 404 for who belongs to neither."""
    viewer = viewer_of(request)
    if viewer.school_id is not None:
        return viewer, SchoolDoor.get(viewer, viewer.school_id, to="see")
    if viewer.district_id is None:
        raise Http404
    return viewer, None


def deciding(request: HttpRequest) -> tuple[Viewer, School | None]:
    """The same for who decides for that unit. Raises NotAllowed."""
    viewer, school = unit(request)
    decides(viewer, school)
    return viewer, school


def layout(viewer: Viewer) -> str:
    """The frame a page is read in: the phone's for teachers and leaders."""
    return "phone" if viewer.on_phone else "desk"


def first_day(school: School | None, on: date) -> date:
    """The first day of the current term, or the day itself."""
    time = calendar_of(school, on).time
    return time.first if time and time.first <= on else on


def meeting_of(data: dict[str, Any]) -> Meeting:
    """The meeting a form names."""
    return Meeting(data["decided_by"], data["decided_on"], data.get("document", ""))


def unit_name(school: School | None, district: UUID) -> str:
    """The name at the head of a paper."""
    if school:
        return school.name
    row = District.objects.get(pk=district)
    return row.institute or row.name


def words_of_unit(school: School | None) -> str:
    """本校 or 本区."""
    return f"本{school.place}" if school else "本区"
