"""Pages of groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.org.access import GroupDoor, PersonDoor
from yanxiu.org.actions import people as people_acts
from yanxiu.org.actions import units as acts
from yanxiu.org.enums import GROUP_LEADER
from yanxiu.org.models import Appointment, Group, GroupKind
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school, leaders, members, proposed
from yanxiu.org.queries.units import group_kinds_for
from yanxiu.org.queries.units import groups as groups_of
from yanxiu.setup.forms.unit import GroupForm
from yanxiu.setup.views.common import handle, own_school, viewer_of

COLUMNS = [{"label": "组"}, {"label": "种类"}, {"label": "组长"}, {"label": "人数", "n": True}]


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """All groups of the school by kind, each with leader and size."""
    viewer, school = viewer_of(request), own_school(request, "people")
    rows = list(groups_of(school, viewer.on))
    led: dict[UUID, list[str]] = {}
    for held in leaders_of(rows, viewer.on):
        led.setdefault(held.group_id, []).append(held.person.name)
    context = {"rows": [{"group": g, "leaders": led.get(g.pk, [])} for g in rows], "school": school, "columns": COLUMNS}
    return render(
        request, "setup/groups/groups.html", context | {"may_manage": school.pk in viewer.schools_with("manage_unit")}
    )


def leaders_of(rows: list[Group], on: Any) -> list[Any]:
    """Appointments of group leaders for many groups in one read."""
    return list(
        Appointment.objects.filter(in_force(on), group__in=rows, post__code=GROUP_LEADER).select_related("person")
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new group."""
    viewer, school = viewer_of(request), own_school(request, "manage")
    form = GroupForm(request.POST or None, kinds=group_kinds_for(school))

    def act(data: dict[str, Any]) -> HttpResponse:
        kind = GroupKind.get(data.pop("kind"))
        made = acts.create_group(school, kind, data.pop("name"), actor=viewer.actor, start=viewer.on, **data)
        return redirect("setup:group", made.pk)

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": "新建一个组", "school": school, "submit": "建好", "back": reverse("setup:groups")},
    )


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One group: leader, members, who might belong to it; adding, ending."""
    viewer = viewer_of(request)
    found = GroupDoor.get(viewer, pk, rows=Group.objects.select_related("kind", "school"))
    problem = ""
    if request.method == "POST":
        try:
            return _change(request, found)
        except NotAllowed:
            raise
        except Refusal as refusal:
            problem = refusal.message
    inside = list(members(found, viewer.on))
    may_manage = GroupDoor.may(viewer, found, "manage")
    context = {
        "group": found, "members": inside, "leaders": list(leaders(found, viewer.on)), "problem": problem, "may_manage": may_manage,
        "proposed": list(proposed(found, viewer.on)[:30]) if may_manage else [],
        "others": list(at_school(found.school, viewer.on)) if may_manage and found.school else [],
    }  # fmt: skip
    return render(request, "setup/groups/group.html", context, status=422 if problem else 200)


def _change(request: HttpRequest, found: Group) -> HttpResponse:
    viewer = viewer_of(request)
    managed = GroupDoor.get(viewer, found.pk, to="manage", rows=Group.objects.select_related("kind", "school"))
    what = request.POST.get("what", "")
    if what == "add":
        for pk in request.POST.getlist("person"):
            people_acts.join_group(
                PersonDoor.get(viewer, pk, to="manage"), managed, start=viewer.on, actor=viewer.actor
            )
    if what == "rename":
        acts.change_group(managed, name=request.POST.get("name", "").strip() or managed.name, actor=viewer.actor)
    if what == "end":
        acts.end_group(managed, on=viewer.on, actor=viewer.actor)
        return redirect("setup:groups")
    return redirect("setup:group", managed.pk)
