"""学区、集团、联片: seen by everybody of the district, formed and joined by the district's own office."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yanxiu.base.access import as_uuid
from yanxiu.base.errors import NotAllowed
from yanxiu.base.keys import new_id
from yanxiu.org.access import AllianceDoor
from yanxiu.org.actions import units as acts
from yanxiu.org.models import AllianceKind, AllianceMembership, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.units import alliances as all_alliances
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.setup.forms.unit import AllianceForm
from yanxiu.setup.views.common import handle, viewer_of

PAGE = 20  # alliances with all their schools


@require_http_methods(["GET", "POST"])
def alliances(request: HttpRequest) -> HttpResponse:
    """All alliances with their schools; for the district's office also forming, joining and leaving."""
    viewer = viewer_of(request)
    if viewer.district_id is None:
        raise Http404
    may = viewer.school_id is None and viewer.everywhere("manage_unit")
    if request.method == "POST":
        if not may:
            raise NotAllowed("联合体由区里成立。")
        if request.POST.get("what") in CHANGES:
            CHANGES[request.POST["what"]](request, viewer)
            return redirect("setup:alliances")
    open_schools = list(schools().order_by("code")) if may else []
    form = AllianceForm(request.POST or None, kinds=AllianceKind.objects.all(), schools=open_schools)

    def act(data: dict[str, Any]) -> HttpResponse:
        lead = School.get(data["lead"]) if data["lead"] else None
        acts.form_alliance(AllianceKind.get(data["kind"]), data["name"], lead=lead, start=viewer.on, actor=viewer.actor)
        return redirect("setup:alliances")

    rows = _rows(viewer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_manage": may,
        "schools": open_schools,
        "alliances": all_alliances(viewer.on) if may else [],
    }
    return handle(request, form, act, "setup/unit/alliances.html", context)


def _rows(viewer: Viewer) -> Any:
    now = AllianceMembership.objects.filter(in_force(viewer.on)).select_related("school").order_by("school__code")
    rows = AllianceDoor.visible(viewer, all_alliances(viewer.on))
    return rows.order_by("pk").prefetch_related(Prefetch("memberships", now, "members_now"))


def _join(request: HttpRequest, viewer: Viewer) -> None:
    alliance = AllianceDoor.get(viewer, request.POST.get("alliance", ""), to="manage")
    school = schools().filter(pk=as_uuid(request.POST.get("school", "")) or new_id()).first()
    if school is not None:
        acts.join_alliance(alliance, school, start=viewer.on, actor=viewer.actor)


def _leave(request: HttpRequest, viewer: Viewer) -> None:
    rows = AllianceMembership.objects.filter(in_force(viewer.on))
    membership = rows.filter(pk=as_uuid(request.POST.get("membership", "")) or new_id()).first()
    if membership is None:
        raise Http404
    acts.leave_alliance(membership, on=viewer.on, actor=viewer.actor)


CHANGES = {"join": _join, "leave": _leave}
