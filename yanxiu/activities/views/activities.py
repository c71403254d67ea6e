"""Activities of the term: the list, a new one, putting one right, the sheet to sign, the term as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.activities.access import ActivityDoor
from yanxiu.activities.actions import Plan, correct_activity, hold_activity, withdraw_activity
from yanxiu.activities.exporting import term_workbook
from yanxiu.activities.forms import NONE, WHOLE, ActivityForm, CorrectForm
from yanxiu.activities.models import Activity
from yanxiu.activities.queries import expected, held, kinds_of_activity, objected, open_objections
from yanxiu.activities.views.common import begun, chosen_term, group_named, groups_of, keeping_school, school_calendar
from yanxiu.base.errors import Refusal
from yanxiu.files.workbook import download
from yanxiu.org.access import SchoolDoor
from yanxiu.org.enums import Capability
from yanxiu.org.models import School
from yanxiu.org.queries.time import week_of_unit
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.records import Origin
from yanxiu.setup.views.common import handle, viewer_of

PAGE = 50
A_SHEET = 41  # people on one sheet; the last place is for a guest
COLUMNS = [{"label": "日期"}, {"label": "活动"}, {"label": "谁的"}, {"label": "到会", "n": True}, {"label": "请假", "n": True}, {"label": "未到", "n": True}, {"label": "登记"}]  # fmt: skip


def rows_with_ties() -> Any:
    """Activities with what their pages name."""
    return Activity.objects.select_related("school__unit_type", "group")


def keeps(viewer: Viewer, school: School | Any) -> bool:
    """Whether the viewer keeps the records of the school, and so reads which kind of leave."""
    return viewer.everywhere(Capability.KEEP_RECORDS) or school.pk in viewer.schools_with(Capability.KEEP_RECORDS)


@require_GET
def attendance(request: HttpRequest) -> HttpResponse:
    """Activities of a term with who came."""
    viewer = viewer_of(request)
    if viewer.school_id is None:
        raise Http404
    school = SchoolDoor.get(viewer, viewer.school_id, rows=School.objects.select_related("unit_type"))
    may_keep = keeps(viewer, school)
    if not (may_keep or viewer.groups_led or viewer.can(Capability.LEAD_UNIT)):
        return redirect("activities:mine")
    calendar = school_calendar(viewer, school)
    term, group = chosen_term(request, calendar), request.GET.get("group", "")
    groups = groups_of(school, viewer.on) if may_keep or viewer.can(Capability.LEAD_UNIT) else []
    rows = (
        ActivityDoor.visible(viewer, held(school, term.first_day, term.last_day)) if term else Activity.objects.none()
    )
    if any(str(one.pk) == group for one in groups):
        rows = rows.filter(group_id=group)
    page = Paginator(objected(rows), PAGE).get_page(request.GET.get("page"))
    counted: Any = page.object_list
    for one in counted:
        one.absent = one.noted - one.here - one.leave
    context = {
        "page": page, "school": school, "term": term, "terms": begun(calendar), "columns": COLUMNS, "may_keep": may_keep,
        "groups": groups, "group": group, "waiting": list(open_objections(school)) if may_keep else [],
    }  # fmt: skip
    return render(request, "activities/attendance.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter an activity that was held; the roll comes next."""
    viewer, school = viewer_of(request), keeping_school(request)
    groups, kinds = groups_of(school, viewer.on), kinds_of_activity(school, viewer.on)
    form = ActivityForm(request.POST or None, groups=groups, kinds=kinds, initial={"on": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        source = data.pop("source")
        origin = Origin.PAPER if source else Origin.OFFICE
        made = hold_activity(school, _plan(school, data, viewer.on), origin=origin, source=source, actor=viewer.actor)
        return redirect("activities:activity", made.pk)

    return handle(request, form, act, "activities/new.html", {"school": school, "has_kinds": bool(kinds)})


def _plan(school: School, data: dict[str, Any], on: date) -> Plan:
    return Plan(**{**data, "group": group_named(school, data["group"], on)})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an activity right."""
    viewer = viewer_of(request)
    found = ActivityDoor.get(viewer, pk, to="keep", rows=rows_with_ties())
    groups, kinds = groups_of(found.school, viewer.on), kinds_of_activity(found.school, found.on)
    if found.group and found.group not in groups:
        groups.append(found.group)
    shown = {name: getattr(found, name) for name in ("title", "starts_at", "ends_at", "place", "speaker", "source")}
    shown |= {"on": found.on.isoformat(), "group": str(found.group_id or WHOLE), "kind": found.kind or NONE}
    form = CorrectForm(request.POST or None, groups=groups, kinds=kinds, initial=shown)

    def act(data: dict[str, Any]) -> HttpResponse:
        reason, _ = data.pop("reason"), data.pop("source")
        group = next((one for one in groups if str(one.pk) == data["group"]), None)
        correct_activity(found, Plan(**{**data, "group": group}), reason=reason, actor=viewer.actor)
        return redirect("activities:activity", found.pk)

    return handle(request, form, act, "activities/edit.html", {"activity": found, "has_kinds": bool(kinds)})


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an activity back."""
    viewer = viewer_of(request)
    found = ActivityDoor.get(viewer, pk, to="keep", rows=rows_with_ties())
    try:
        withdraw_activity(found, reason=request.POST.get("reason", ""), actor=viewer.actor)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("activities:edit", found.pk)
    messages.success(request, f"“{found}”已撤回，到会情况一起不再计数。")
    return redirect("activities:attendance")


@require_GET
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet to sign, A4, as many pages as it takes."""
    viewer = viewer_of(request)
    found = ActivityDoor.get(viewer, pk, rows=rows_with_ties())
    names = [{"name": one.person.name, "note": f"{one.away}，不计应到" if one.away else ""} for one in expected(found)]
    parts = [names[start : start + A_SHEET] for start in range(0, len(names), A_SHEET)] or [[]]
    meta = [
        {"label": "活动", "value": found.title, "wide": True},
        {"label": "日期", "value": week_of_unit(found.school, found.on).label},
        {"label": "时间", "value": found.hours},
        {"label": "地点", "value": found.place},
        {"label": "主讲人", "value": found.speaker},
    ]
    pages = [{"names": part, "page": f"第 {n} 页，共 {len(parts)} 页"} for n, part in enumerate(parts, start=1)]
    context = {
        "activity": found,
        "pages": pages,
        "meta": meta,
        "signs": ["登记人", "组长" if found.group else "负责人", "教导处"],
    }
    return render(request, "activities/sheet.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The attendance of a term as names × dates."""
    viewer, school = viewer_of(request), keeping_school(request)
    term = chosen_term(request, school_calendar(viewer, school))
    if term is None:
        raise Http404
    group = group_named(school, request.GET.get("group", ""), viewer.on)
    return download(term_workbook(school, term, group), f"到会情况_{group or school}_{term.first_day:%Y%m}.xlsx")
