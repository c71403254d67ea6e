"""The own attendance on the phone, and 记错了."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yanxiu.activities.access import AttendanceDoor
from yanxiu.activities.actions import raise_objection
from yanxiu.activities.enums import ObjectionState
from yanxiu.activities.models import Attendance, Objection
from yanxiu.activities.queries import Marks, marks_of, own
from yanxiu.activities.views.common import begun, chosen_term, school_calendar
from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.org.access import SchoolDoor
from yanxiu.org.models import School
from yanxiu.setup.views.common import viewer_of


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Where the viewer was, this term."""
    viewer = viewer_of(request)
    place = viewer.school_id or min(viewer.member_schools, default=None, key=str)
    if place is None or viewer.person_id is None:
        raise Http404
    school = SchoolDoor.get(viewer, place, rows=School.objects.select_related("unit_type"))
    calendar = school_calendar(viewer, school)
    term = chosen_term(request, calendar)
    rows = list(own(viewer.person_id, term.first_day, term.last_day)) if term else []
    said = {one.attendance_id: one for one in Objection.objects.filter(person_id=viewer.person_id).order_by("made_at")}
    marks = marks_of(school, viewer.on)
    lines = [_line(row, marks, said.get(row.pk)) for row in rows]
    here = sum(line["here"] for line in lines)
    context = {"lines": lines, "here": here, "term": term, "terms": begun(calendar), "school": school}
    return render(request, "activities/mine.html", context)


def _line(row: Attendance, marks: Marks, objection: Objection | None) -> dict[str, Any]:
    here = bool(row.marks.get("present"))
    leave = not here and "leave" in row.values
    state = "wait" if leave else "late" if not here else "done" if len(row.marks) == 1 else "due"
    corrected = [one for one in row.history if one["was"]]
    open_ = objection is not None and objection.state == ObjectionState.OPEN
    return {
        "row": row, "said": marks.called(row), "here": here, "state": state, "objection": objection, "open": open_,
        "corrected": corrected[-1]["reason"] if corrected else "",
    }  # fmt: skip


@require_POST
def object_to(request: HttpRequest, pk: UUID) -> HttpResponse:
    """记错了."""
    viewer = viewer_of(request)
    rows = Attendance.objects.select_related("school", "person")
    row = AttendanceDoor.get(viewer, pk, to="object", rows=rows)
    try:
        raise_objection(row, words=request.POST.get("words", ""), actor=viewer.actor)
        messages.success(request, "已告诉教导处，答复会写在这一条下面。")
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("activities:mine")
