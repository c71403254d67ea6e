"""A paper register on its way in: given, looked at, decided, imported."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yanxiu.activities.access import RegisterDoor
from yanxiu.activities.actions import decide, drop_register, have_imported, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.enums import SheetState
from yanxiu.activities.forms import SheetForm
from yanxiu.activities.judging import NOTHING, Judged, judge
from yanxiu.activities.models import RegisterImport
from yanxiu.activities.queries import kinds_of_activity
from yanxiu.activities.register.grid import GridProblem
from yanxiu.activities.views.common import begun, group_named, groups_of, keeping_school, school_calendar
from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.setup.views.common import handle, viewer_of

SHOWN = 100  # rows of totals on the page; those that differ always
LISTED = 60  # troubles on the page


def _rows() -> Any:
    return RegisterImport.objects.select_related("school__unit_type", "group", "term__year", "job")


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Paste a register or choose its file."""
    viewer, school = viewer_of(request), keeping_school(request)
    calendar = school_calendar(viewer, school)
    terms, groups, kinds = begun(calendar), groups_of(school, viewer.on), kinds_of_activity(school, viewer.on)
    initial = {"term": str(calendar.term.pk) if calendar.term else ""}
    form = SheetForm(
        request.POST or None, request.FILES or None, terms=terms, groups=groups, kinds=kinds, initial=initial
    )

    def act(data: dict[str, Any]) -> HttpResponse:
        term = next(one for one in terms if str(one.pk) == data["term"])
        group = group_named(school, data["group"], viewer.on)
        of = SheetOf(term, data["title"], group, data["kind"], data["paper"])
        upload = data["file"]
        made = upload_register(
            school, of, file=upload.file if upload else None, name=upload.name if upload else "", text=data["text"],
            actor=viewer.actor,
        )  # fmt: skip
        return redirect("activities:register", made.pk)

    recent = RegisterDoor.visible(viewer, _rows().filter(school=school).exclude(state=SheetState.DROPPED)).defer(
        "grid"
    )[:6]
    context = {"school": school, "recent": recent, "has_terms": bool(terms), "has_kinds": bool(kinds)}
    return handle(request, form, act, "activities/import_new.html", context)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a register stands: to be decided, being written, done."""
    viewer = viewer_of(request)
    found = RegisterDoor.get(viewer, pk, to="decide" if request.method == "POST" else "see", rows=_rows())
    problem = ""
    if request.method == "POST":
        try:
            decide(found, _answers(request.POST), actor=viewer.actor)
            if request.POST.get("then") == "go":
                have_imported(found, actor=viewer.actor)
        except NotAllowed:
            raise
        except Refusal as refusal:
            problem = refusal.message
        else:
            return redirect("activities:register", found.pk)
    context: dict[str, Any] = {"register": found, "problem": problem}
    if found.state == SheetState.READY:
        context |= _shown(found)
    return render(request, "activities/register.html", context, status=409 if problem else 200)


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it up and begin again."""
    viewer = viewer_of(request)
    found = RegisterDoor.get(viewer, pk, to="decide", rows=_rows())
    if found.state == SheetState.READY:
        drop_register(found, actor=viewer.actor)
    return redirect("activities:import")


def _answers(post: QueryDict) -> dict[str, dict[str, str]]:
    """What the page sent: symbol:√, person-3, day-5 (or date-5, typed), title-5."""
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    parts = {"symbol": "symbols", "person": "people", "day": "days", "date": "days", "title": "titles"}
    for name, value in post.items():
        part, mark, rest = name.partition(":")
        if part in parts and mark and str(value).strip():
            answers[parts[part]][rest[:60]] = str(value).strip()[:120]
    return answers


def _shown(found: RegisterImport) -> dict[str, Any]:
    try:
        judged = judge(found)
    except GridProblem as problem:
        return {"unreadable": problem.message}
    sums = judged.sums()
    counts = judged.counts
    tally = [
        {"n": counts["events"], "label": f"次活动，其中 {counts['new_events']} 次是新的"},
        {"n": len(judged.lines), "label": "人"},
        {"n": counts["new"] + counts["corrected"] + counts["same"], "label": "格有符号", "state": "done"},
        {"n": len(judged.troubles), "label": "处要你定", "state": "due" if judged.troubles else ""},
    ]
    return {
        "corrections": judged.corrections()[:LISTED],
        "judged": judged, "counts": counts, "tally": tally, "symbols": _symbols(judged), "troubles": judged.troubles[:LISTED],
        "sums": [one for n, one in enumerate(sums) if n < SHOWN or one["differs"]],
        "differing": sum(one["differs"] for one in sums), "has_totals": any(one["own"] for one in sums),
        "offered": [(way.title, way.title) for way in judged.marks.kept.ways] + [(NOTHING, "不登记（当作空着）")],
    }  # fmt: skip


def _symbols(judged: Judged) -> list[dict[str, Any]]:
    """Each mark with how often it stands there and what it is taken for."""
    titles = {way.title for way in judged.marks.kept.ways}
    found = []
    for symbol, count in judged.table.symbols.most_common():
        way = judged.ways[symbol]
        said = "" if way is None else NOTHING if not way.fields else way.title
        same = next((one.title for one in judged.marks.kept.ways if way and one.fields == way.fields), said)
        chosen = said if said in titles or said == NOTHING else same
        found.append({"symbol": symbol, "count": count, "said": chosen, "settled": judged.marks.settled(symbol)})
    return found
