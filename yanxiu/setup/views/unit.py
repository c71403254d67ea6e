"""The school itself: particulars, alliances, rooms not used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.org.access import SchoolDoor
from yanxiu.org.actions import units as acts
from yanxiu.org.enums import Desk
from yanxiu.org.models import Appointment, School, UnitType
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school
from yanxiu.org.viewer import Viewer
from yanxiu.setup.forms.unit import NewSchoolForm, SchoolForm
from yanxiu.setup.views.common import handle, own_school, viewer_of
from yanxiu.setup.views.organisation import district, leading_of
from yanxiu.tenants.models import District

ROOMS = (
    ("timetable", "课表", "听课时猜是哪一节"),
    ("budget", "经费", "研修经费的预算和报销"),
    ("surveys", "问卷", "活动后的一问、期末问卷"),
    ("mentoring", "师徒", "结对、帮扶协定"),
    ("research", "课题", "小课题、立项、结题"),
    ("demonstration", "示范校", "评选和帮扶"),
    ("approvals", "线上审批", "不用就由教导处代录纸上的决定"),
)


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest) -> HttpResponse:
    """The viewer's school; for the district its own posts and leading groups."""
    if viewer_of(request).desk == Desk.DISTRICT:
        return district(request)
    return _unit(request, own_school(request, "see"))


@require_http_methods(["GET", "POST"])
def unit_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A school the viewer may see, for the district."""
    return _unit(
        request, SchoolDoor.get(viewer_of(request), pk, rows=School.objects.select_related("unit_type", "parent"))
    )


def _unit(request: HttpRequest, school: School) -> HttpResponse:
    viewer = viewer_of(request)
    may = SchoolDoor.may(viewer, school, "manage")
    first = {
        "name": school.name,
        "short_name": school.short_name,
        "unit_type": str(school.unit_type_id or ""),
        "figures_from": school.figures_from,
        "regulation_from": school.regulation_from,
    }
    form = SchoolForm(request.POST or None, types=UnitType.objects.all(), initial=first)

    def act(data: dict[str, Any]) -> HttpResponse:
        managed = SchoolDoor.get(viewer, school.pk, to="manage")
        chosen = data.pop("unit_type")
        acts.change_school(managed, actor=viewer.actor, unit_type=UnitType.get(chosen) if chosen else None, **data)
        return redirect(request.path)

    return handle(
        request,
        form,
        act,
        "setup/unit/unit.html",
        _about(school, viewer) | {"may_manage": may, "own": viewer.school_id == school.pk},
    )


def _about(school: School, viewer: Viewer) -> dict[str, Any]:
    held = (
        Appointment.objects.filter(in_force(viewer.on), school=school)
        .select_related("person", "post")
        .order_by("post__position")
    )
    return leading_of(school, viewer.on) | {
        "school": school, "alone": District.objects.get(pk=school.district_id).standalone, "posts": list(held), "branches": list(school.branches.filter(closed_on__isnull=True)),
        "ties": list(school.alliance_memberships.filter(in_force(viewer.on)).select_related("alliance__kind", "alliance__lead_school")),
        "people_count": at_school(school, viewer.on).count(),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def rooms(request: HttpRequest) -> HttpResponse:
    """不用的功能: a plain 不用, for good; it can be taken back."""
    viewer, school = viewer_of(request), own_school(request, "manage")
    if request.method == "POST":
        off = [code for code, _, _ in ROOMS if code in request.POST.getlist("off")]
        acts.change_school(school, rooms_off=off, actor=viewer.actor)
        return redirect("setup:rooms")
    listed = [{"code": code, "title": title, "why": why, "off": code in school.rooms_off} for code, title, why in ROOMS]
    return render(request, "setup/unit/rooms.html", {"school": school, "rooms": listed})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One more school of the district."""
    viewer = viewer_of(request)
    if not viewer.everywhere("manage_unit"):
        raise Http404
    form = NewSchoolForm(request.POST or None, types=UnitType.objects.all())

    def act(data: dict[str, Any]) -> HttpResponse:
        kind = UnitType.get(data["unit_type"]) if data["unit_type"] else None
        made = acts.create_school(
            data["code"], data["name"], short_name=data["short_name"], unit_type=kind, actor=viewer.actor
        )
        return redirect("setup:unit_of", made.pk)

    return handle(request, form, act, "setup/people/form.html", {"title": "新建学校", "submit": "建好"})
