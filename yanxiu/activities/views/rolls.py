"""The roll of one activity, typed from paper; objections answered beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yanxiu.activities.access import ActivityDoor, ObjectionDoor
from yanxiu.activities.actions import answer_objection, record_attendance
from yanxiu.activities.actions.rolls import Roll
from yanxiu.activities.enums import ObjectionState
from yanxiu.activities.models import Activity, Objection
from yanxiu.activities.queries import Expected, Marks, expected, kinds_of_activity, marks_of, public
from yanxiu.activities.views.activities import keeps, rows_with_ties
from yanxiu.activities.views.common import KEEP, options_of, way_of
from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.org.models import Person
from yanxiu.org.queries.people import at_school
from yanxiu.regulations.records import Origin
from yanxiu.setup.views.common import viewer_of

STATES = {True: "done", False: "late"}


@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who came to one activity: read by those who may, written by the office."""
    viewer = viewer_of(request)
    found = ActivityDoor.get(viewer, pk, to="keep" if request.method == "POST" else "see", rows=rows_with_ties())
    people, marks = expected(found), marks_of(found.school, found.on)
    problem = ""
    if request.method == "POST":
        try:
            _record(request, found, people, marks)
        except NotAllowed:
            raise
        except Refusal as refusal:
            problem = refusal.message
        else:
            return redirect("activities:activity", found.pk)
    may_keep = keeps(viewer, found.school)
    context = _context(found, people, marks, may_keep, request.POST) | {
        "problem": problem,
        "typed": request.POST,
        "may_keep": may_keep,
    }
    if may_keep:
        known = {one.person.pk for one in people}
        context["others"] = [one for one in at_school(found.school, found.on) if one.pk not in known]
    return render(request, "activities/activity.html", context, status=422 if problem else 200)


def _context(found: Activity, people: list[Expected], marks: Marks, may_keep: bool, typed: QueryDict) -> dict[str, Any]:
    kind = next((one.title for one in kinds_of_activity(found.school, found.on) if one.id == found.kind), "")
    lines = [_line(one, marks, may_keep, typed) for one in people]
    noted = [line for line in lines if line["row"]]
    here = sum(line["here"] for line in noted)
    leave = sum(line["leave"] for line in noted)
    tally = [
        {"n": here, "label": "到会", "state": "done"},
        {"n": leave, "label": "请假"},
        {"n": len(noted) - here - leave, "label": "未到", "state": "late" if len(noted) > here + leave else ""},
        {"n": sum(1 for line in lines if not line["row"] and not line["away"]), "label": "待确认"},
    ]
    waiting = Objection.objects.filter(attendance__activity=found, school_year=found.school_year)
    return {
        "activity": found, "lines": lines, "tally": tally, "kind": kind, "options": options_of(marks),
        "objections": list(waiting.filter(state=ObjectionState.OPEN).select_related("person")) if may_keep else [],
    }  # fmt: skip


def _line(one: Expected, marks: Marks, may_keep: bool, typed: QueryDict) -> dict[str, Any]:
    """One person of the roll, in the words this viewer may read; `chosen` is what was typed, else what stands there."""
    row, away = one.row, one.spell.kind.title if one.spell and may_keep else one.away
    line: dict[str, Any] = {"person": one.person, "row": row, "away": away, "here": False, "leave": False, "said": ""}
    line["chosen"] = typed.get(f"m-{one.person.pk}", "")
    if row is None:
        return line
    here = bool(row.marks.get("present"))
    leave = not here and "leave" in row.values
    line |= {"here": here, "leave": leave, "said": marks.called(row) if may_keep else public(row, marks)}
    symbol = marks.written(row) if may_keep else ""
    line["offered"] = any(key.symbol == symbol for key in marks.keys)
    line["chosen"] = typed.get(f"m-{one.person.pk}", symbol if line["offered"] else KEEP)
    line["state"] = "wait" if leave else "late" if not here else "done" if len(row.marks) == 1 else "due"
    line["corrected"] = [one for one in row.history if one["was"]]
    return line


def _record(request: HttpRequest, found: Activity, people: list[Expected], marks: Marks) -> None:
    """Write what was chosen; nothing chosen, nothing changed."""
    said: dict[Person, Any] = {}
    symbols: dict[UUID, str] = {}
    extra = {str(one.pk): one for one in at_school(found.school, found.on)}.get(request.POST.get("extra", ""))
    chosen = {one.person: request.POST.get(f"m-{one.person.pk}", KEEP) for one in people}
    if extra is not None and extra not in chosen:
        chosen[extra] = request.POST.get("extra-mark", "")
    for person, symbol in chosen.items():
        if symbol == KEEP:
            continue
        way = way_of(marks, symbol)
        if symbol and way is None:
            raise Refusal("有一个符号认不出来，请重选。", field=f"m-{person.pk}")
        said[person], symbols[person.pk] = (dict(way.fields) if way else None), symbol
    source = request.POST.get("source", "").strip()[:120]
    roll = Roll(Origin.PAPER if source else Origin.OFFICE, source, request.POST.get("reason", "")[:200], symbols)
    done = record_attendance(found, said, roll, actor=viewer_of(request).actor)
    parts = [("新登记", done.new), ("更正", done.corrected), ("改回待确认", done.withdrawn)]
    words = "，".join(f"{label} {count} 人" for label, count in parts if count)
    messages.success(request, f"{words}。" if words else "没有变化。")


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer an objection: put right, or left with a word why."""
    viewer = viewer_of(request)
    rows = Objection.objects.select_related(
        "attendance__activity__school", "attendance__activity__group", "attendance__person"
    )
    objection = ObjectionDoor.get(viewer, pk, to="answer", rows=rows)
    found = objection.attendance.activity
    symbol = request.POST.get("mark", "")
    way = way_of(marks_of(found.school, found.on), symbol) if symbol else None
    try:
        if symbol and way is None:
            raise Refusal("请选更正成什么，或选“不改”。")
        fields = dict(way.fields) if way else None
        answer_objection(
            objection, answer=request.POST.get("answer", ""), fields=fields, symbol=symbol, actor=viewer.actor
        )
        messages.success(request, "答复已存，本人会看到。")
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("activities:activity", found.pk)
