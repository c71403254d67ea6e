"""How a school or the district is organised: leading groups by post, and the words a regulation gives them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.base.access import as_uuid
from yanxiu.base.keys import new_id
from yanxiu.org.access import LeadingGroupDoor
from yanxiu.org.actions import catalogues
from yanxiu.org.actions import units as acts
from yanxiu.org.models import Appointment, LeadingGroup, LeadingGroupKind, School, Seat, UnitType
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school, everybody
from yanxiu.org.queries.units import leading_group_kinds_for, leading_groups
from yanxiu.org.viewer import Viewer
from yanxiu.setup.forms.unit import SeatForm
from yanxiu.setup.organisation import Line, broken, packs
from yanxiu.setup.views.common import handle, own_school, viewer_of

TYPE_COLUMNS = [{"label": "类型"}, {"label": "单位", "n": True}, {"label": "接收分组"}, {"label": "依据"}]
COLUMNS = [{"label": "是什么"}, {"label": "名称"}, {"label": "怎么说"}, {"label": "依据"}]


def of_district(viewer: Viewer) -> bool:
    """Whether the desk is the district's and may set it up."""
    return viewer.school_id is None and viewer.everywhere("manage_unit")


def leading_of(school: School | None, on: date) -> dict[str, Any]:
    """Leading groups a school (or the district) has, and the kinds it could still form."""
    have = list(leading_groups(school, on))
    formed = {group.kind.code for group in have}
    return {"leading": have, "kinds": [k for k in leading_group_kinds_for(school) if k.code not in formed]}


def district(request: HttpRequest) -> HttpResponse:
    """The district's own posts and leading groups."""
    viewer = viewer_of(request)
    held = (
        Appointment.objects.filter(in_force(viewer.on), school__isnull=True, group__isnull=True)
        .select_related("person", "post")
        .order_by("post__position")
    )
    counted = UnitType.objects.annotate(size=Count("schools", filter=Q(schools__closed_on__isnull=True)))
    types = counted.order_by("position", "code")
    context = {
        "may_manage": of_district(viewer),
        "posts": list(held),
        "types": list(types),
        "type_columns": TYPE_COLUMNS,
    }
    return render(request, "setup/unit/district.html", leading_of(None, viewer.on) | context)


@require_http_methods(["GET", "POST"])
def leading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One leading group; with the id of a kind it is formed first."""
    viewer = viewer_of(request)
    group = _group_or_form(request, viewer, pk)
    if group.pk != pk:
        return redirect("setup:leading", group.pk)
    people = list(_candidates(group, viewer.on))
    form = SeatForm(request.POST or None, seats=group.kind.seats, people=people)

    def act(data: dict[str, Any]) -> HttpResponse:
        managed = LeadingGroupDoor.get(
            viewer, group.pk, to="manage", rows=LeadingGroup.objects.select_related("kind", "school")
        )
        if seat := managed.seats.filter(pk=as_uuid(request.POST.get("unseat", "")) or new_id()).first():
            acts.unseat_person(seat, on=viewer.on, actor=viewer.actor)
        else:
            person = next(p for p in people if str(p.pk) == data["person"])
            acts.seat_person(managed, person, data["seat"], on=viewer.on, division=data["division"], actor=viewer.actor)
        return redirect("setup:leading", group.pk)

    may = LeadingGroupDoor.may(viewer, group, "manage")
    context = {"group": group, "rows": _by_seat(group, viewer.on), "may_manage": may}
    return handle(request, form, act, "setup/unit/leading.html", context)


def _by_seat(group: LeadingGroup, on: date) -> list[dict[str, Any]]:
    """Seats with their holders; who sits where a newly adopted regulation has no seat stands at the end."""
    held = list(Seat.objects.filter(in_force(on), group=group).select_related("person"))
    known = {seat["code"] for seat in group.kind.seats}
    rows = [{"seat": seat, "held": [one for one in held if one.code == seat["code"]]} for seat in group.kind.seats]
    if rest := [one for one in held if one.code not in known]:
        rows.append({"seat": {"title": "这份制度里没有的席位", "code": ""}, "held": rest})
    return rows


def _candidates(group: LeadingGroup, on: date) -> Any:
    """Who may be seated: the school's people; in the district, those with a post of the district."""
    if group.school is not None:
        return at_school(group.school, on)
    held = Appointment.objects.filter(in_force(on), school__isnull=True, group__isnull=True)
    return everybody().filter(pk__in=held.values("person_id")).order_by("name_key", "pk")


def _group_or_form(request: HttpRequest, viewer: Viewer, pk: UUID) -> LeadingGroup:
    rows = LeadingGroup.objects.select_related("kind", "school")
    found = LeadingGroupDoor.visible(viewer, rows).filter(pk=pk).first()
    if found is not None:
        return found
    if request.method != "POST":
        raise Http404
    school = None if of_district(viewer) else own_school(request, "manage")
    kind: LeadingGroupKind | None = leading_group_kinds_for(school).filter(pk=pk).first()
    if kind is None:
        raise Http404
    return acts.form_leading_group(kind, school=school, start=viewer.on, actor=viewer.actor)


@require_http_methods(["GET", "POST"])
def styles(request: HttpRequest) -> HttpResponse:
    """组织样式: units, posts, leading groups and groups as a regulation words them, adopted from a pack."""
    viewer = viewer_of(request)
    school = None if of_district(viewer) else own_school(request, "manage")
    found = packs()
    if request.method == "POST":
        chosen = next((pack for pack in found if pack.code == request.POST.get("pack")), None)
        if chosen is None:
            raise Http404
        catalogues.adopt_catalogue(chosen.entries, school=school, actor=viewer.actor, note=chosen.title)
        messages.success(request, f"已采用《{chosen.title}》的名称和席位。")
        return redirect("setup:styles")
    shown = [
        {"pack": pack, "lines": lines, "summary": _summary(lines), "adopted": pack.is_adopted(school)}
        for pack in found
        if (lines := pack.lines(school=school is not None))
    ]
    return render(
        request, "setup/unit/styles.html", {"school": school, "packs": shown, "broken": broken(), "columns": COLUMNS}
    )


def _summary(lines: list[Line]) -> str:
    """职务 4、组 2、领导小组 1."""
    return "、".join(f"{family} {count}" for family, count in Counter(line.family for line in lines).items())
