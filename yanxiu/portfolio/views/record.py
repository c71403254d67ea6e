"""A record's own page: its fields, where it came from, what was done with it; correcting, taking out, printing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.base.errors import Refusal
from yanxiu.base.verbs import in_words
from yanxiu.lessons.models import LessonObservation
from yanxiu.lessons.queries import colleagues
from yanxiu.lessons.writing import is_office, kind_of, lacking, roles_on
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.access import may, record_for
from yanxiu.portfolio.forms import CorrectedObservationForm
from yanxiu.portfolio.lines import lines
from yanxiu.portfolio.queries import history, names
from yanxiu.portfolio.views.common import framed
from yanxiu.portfolio.views.journal import address
from yanxiu.regulations.forms import RecordForm, RecordKind, shown
from yanxiu.regulations.keeping import Entry, correct, withdraw
from yanxiu.regulations.records import KeptRecord, Origin, RecordState
from yanxiu.setup.views.common import viewer_of


@require_GET
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One record, for whoever may read it."""
    viewer = viewer_of(request)
    row = record_for(viewer, pk)
    kind = kind_of(row)
    events = history(row)
    who = names([event.person_id for event in events])
    own = row.person_id is not None and row.person_id == viewer.person_id
    may_do = may(viewer, row, ("change", "withdraw"))
    context = {
        "record": row,
        "kind": kind,
        "line": lines([row], {row.kind: kind})[0],
        "fields": [
            {"title": one.title, "value": value, "long": one.type == "long"}
            for one, value in shown(kind, row.values)
            if value
        ],
        "teacher": getattr(row, "teacher", ""),
        "page": getattr(row, "page", ""),
        "memo": getattr(row, "memo", "") if own else "",
        "lacking": lacking(row, kind) if row.state == RecordState.KEPT else [],
        "history": [
            {"title": in_words(e.verb), "who": who.get(e.person_id, ""), "at": e.at, "note": e.note} for e in events
        ],
        "edit_url": _edit_address(viewer, row) if may_do["change"] else "",
        "may_withdraw": may_do["withdraw"] and row.state != RecordState.WITHDRAWN,
        "returning": not own and row.origin == Origin.OWN,
    }
    return render(request, "portfolio/record.html", framed(viewer, context))


def _edit_address(viewer: Viewer, row: KeptRecord) -> str:
    """One's own is written on where it was written; the office corrects at its desk."""
    own = row.person_id == viewer.person_id or (row.group_id and row.group_id in viewer.groups_led)
    if own and (not is_office(viewer, row.school) or row.origin == Origin.OWN):
        return address(row)
    return f"/records/{row.pk}/edit/"


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a record at the desk; only the fields the viewer may fill in are there."""
    viewer = viewer_of(request)
    row = record_for(viewer, pk, "change")
    kind = kind_of(row)
    form = _correcting(request, viewer, row, kind)
    if request.method == "POST" and form.is_valid():
        entry = Entry(
            row.school, kind, form.cleaned_data["on"], form.values, person=row.person, group=row.group, origin=row.origin,
            source=row.source, state=RecordState.KEPT, more=getattr(form, "own_fields", {}),
        )  # fmt: skip
        try:
            correct(row, entry, revision=form.cleaned_data["revision"] or 0, actor=viewer.actor)
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, "更正好了。")
            return redirect("portfolio:record", row.pk)
    context = framed(viewer, {"form": form, "record": row, "kind": kind})
    return render(request, "portfolio/edit.html", context, status=422 if form.errors else 200)


def _correcting(request: HttpRequest, viewer: Viewer, row: Any, kind: RecordKind) -> RecordForm:
    first = {"key": row.key, "revision": row.revision, "on": row.on.isoformat()}
    options: dict[str, Any] = {"kind": kind, "roles": roles_on(viewer, row), "values": row.values}
    if not isinstance(row, LessonObservation):
        return RecordForm(request.POST or None, initial=first, **options)
    people = colleagues(row.school, viewer)
    named = next((name for one, name in people if one.pk == row.taught_by_id), row.teacher)
    first |= {"taught_name": named, "page": row.page}
    return CorrectedObservationForm(request.POST or None, initial=first, people=people, **options)


@require_POST
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a record out of the counts: one's own, a member's (given back), the office's."""
    viewer = viewer_of(request)
    row = record_for(viewer, pk, "withdraw")
    draft = row.state == RecordState.DRAFT
    try:
        withdraw(row, reason=request.POST.get("reason", ""), actor=viewer.actor)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("portfolio:record", row.pk)
    messages.success(request, "草稿删去了。" if draft else _taken_out(viewer, row))
    back = request.POST.get("back", "")
    if back == "journal":
        return redirect("portfolio:journal")
    return redirect("portfolio:enter_kind", row.kind) if back == "enter" else redirect("portfolio:record", row.pk)


def _taken_out(viewer: Viewer, row: KeptRecord) -> str:
    """Given back to its writer, or taken out for good."""
    if row.origin == Origin.OWN and row.person and row.person_id != viewer.person_id:
        return f"退回给{row.person}了，改了再交以前不计数。"
    return "撤回了，不再计数。"


@require_GET
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record on A4, as the school files it."""
    viewer = viewer_of(request)
    row = record_for(viewer, pk)
    kind = kind_of(row)
    said = [(one, value) for one, value in shown(kind, row.values)]
    meta = [
        {"label": "姓名" if row.person else "组", "value": row.person or row.group or ""},
        {"label": "日期", "value": row.on},
    ]
    if isinstance(row, LessonObservation):
        meta.append({"label": "执教人", "value": row.teacher, "wide": True})
    context = {
        "record": row,
        "kind": kind,
        "meta": meta,
        "short": [{"label": one.title, "value": value} for one, value in said if one.type != "long" and value],
        "long": [{"label": one.title, "value": value} for one, value in said if one.type == "long"],
        "signs": ["登记人", "组长", "教导处"],
        "stamps": lines([row], {row.kind: kind})[0].stamps,
    }
    return render(request, "portfolio/paper.html", context)
