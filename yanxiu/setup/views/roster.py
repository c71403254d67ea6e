"""导入名单: upload, what is wrong and how to mend it, decide, import, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.base.errors import Refusal
from yanxiu.files.workbook import Sheet, workbook
from yanxiu.org.access import SchoolDoor
from yanxiu.org.enums import Capability
from yanxiu.org.models import Person, School
from yanxiu.org.viewer import Viewer
from yanxiu.setup.access import RosterDoor
from yanxiu.setup.actions import roster as acts
from yanxiu.setup.enums import ImportState
from yanxiu.setup.forms.roster import UploadForm
from yanxiu.setup.judging import judged
from yanxiu.setup.models import RosterImport
from yanxiu.setup.roster.columns import FIELDS
from yanxiu.setup.roster.mend import mend_workbook
from yanxiu.setup.roster.profiles import PROFILES
from yanxiu.setup.views.common import handle, viewer_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFERED = [(name, words) for name, (words, _) in FIELDS.items()]


def _place(viewer: Viewer) -> School | None:
    """The school the list is for; None for a district's list. 404 for who manages nobody."""
    if viewer.school_id is not None:
        return SchoolDoor.get(viewer, viewer.school_id, to="manage_people")
    if not viewer.everywhere(Capability.MANAGE_PEOPLE):
        raise Http404
    return None


def _rosters() -> Any:
    return RosterImport.objects.select_related("file", "school", "job")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    viewer = viewer_of(request)
    school = _place(viewer)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        initial={"as_of": viewer.on.isoformat(), "profile": "school" if school else "district"},
    )

    def act(data: dict[str, Any]) -> HttpResponse:
        upload = data["file"]
        made = acts.upload_roster(
            upload.file, upload.name, profile=data["profile"], as_of=data["as_of"], actor=viewer.actor, school=school
        )
        return redirect("setup:roster", made.pk)

    recent = RosterDoor.visible(viewer, _rosters().exclude(state=ImportState.DROPPED))[:6]
    return handle(request, form, act, "setup/roster/new.html", {"school": school, "recent": recent})


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the usual columns."""
    school = _place(viewer_of(request))
    profile = PROFILES["school" if school else "district"]
    heads = [
        words
        for name, (words, _) in FIELDS.items()
        if name in profile.required or name in ("subject_group", "post", "subject", "staff_no", "work_began", "hired")
    ]
    response = HttpResponse(workbook([Sheet("名单", heads, [])]), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename=roster.xlsx"
    return response


@require_GET
def roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where one list stands: being read, to be decided, being written, done."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, rows=_rosters())
    shown = found.preview
    context = {"roster": found, "shown": shown, "offered": OFFERED, "viewer": viewer}
    if found.state == ImportState.READY:
        context |= _sums(found)
    if found.state == ImportState.DONE:
        context["missing"] = list(Person.objects.filter(pk__in=found.result.get("missing", [])[:50]))
    return render(request, "setup/roster/roster.html", context)


def _sums(found: RosterImport) -> dict[str, Any]:
    shown, dropped = found.preview, set(found.answers.get("drop", []))
    same = [
        {"name": one["name"], "rows": one["rows"], "one": any(str(r) in dropped for r in one["rows"])}
        for one in shown["same_name"]
    ]
    going = shown["valid"] - len(dropped)
    return {
        "same": same, "going": going, "no_group": found.answers.get("no_group", []),
        "tally": [
            {"n": f"{shown['valid']} 行", "label": "没有问题", "state": "done"},
            {"n": f"{shown['bad_count']} 行", "label": "有问题，要改", "state": "due" if shown["bad_count"] else ""},
            {"n": f"{len(shown['hidden_rows'])} 行", "label": "在表里是隐藏的，默认不导入", "state": "wait" if shown["hidden_rows"] else ""},
            {"n": f"{len(shown['skipped'])} 行", "label": f"跳过：{shown['skipped_kinds']}" if shown["skipped"] else "跳过", "state": ""},
        ],
    }  # fmt: skip


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep one decision: hidden rows, columns, equal names, new groups."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    try:
        acts.decide(found, actor=viewer.actor, **_decision(request, found))
    except Refusal as refusal:
        return render(
            request,
            "setup/roster/roster.html",
            {"roster": found, "shown": found.preview, "problem": refusal.message, "viewer": viewer},
            status=409,
        )
    return redirect("setup:roster", found.pk)


def _decision(request: HttpRequest, found: RosterImport) -> dict[str, Any]:
    what = request.POST.get("what", "")
    if what == "hidden":
        rows = [int(n) for n in request.POST.getlist("row") if n.isdigit()]
        return {"include_hidden": sorted(rows)}
    if what == "columns":
        chosen = {
            request.POST[key]: key.removeprefix("col-")
            for key in request.POST
            if key.startswith("col-") and request.POST[key]
        }
        absent = {c["field"]: "" for c in found.preview["columns"] if c["field"] and c["field"] not in chosen}
        return {"mapping": absent | chosen}
    answers = dict(found.answers)
    if what == "same":
        same = [n for n in request.POST.getlist("row") if n.isdigit()]
        kept = [n for n in answers.get("drop", []) if n not in same]
        answers["drop"] = kept + (same[1:] if request.POST.get("answer") == "one" else [])
    if what == "groups":
        answers["no_group"] = [name for name in found.preview["new_groups"] if name not in request.POST.getlist("make")]
    return {"answers": answers}


@require_POST
def go(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import the good rows, or give the list up."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    try:
        if request.POST.get("answer") == "drop":
            acts.drop_roster(found, actor=viewer.actor)
            return redirect("setup:roster_new")
        acts.have_written(found, actor=viewer.actor)
    except Refusal as refusal:
        return render(
            request,
            "setup/roster/roster.html",
            {"roster": found, "shown": {}, "problem": refusal.message, "viewer": viewer},
            status=409,
        )
    return redirect("setup:roster", found.pk)


class _Quiet:
    """Progress of work done within a request: nobody watches."""

    def at(self, done: int, total: int = 0, message: str = "") -> None:
        """Nothing to report to."""


@require_GET
def bad_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bad rows as a workbook to mend."""
    found = RosterDoor.get(viewer_of(request), pk, rows=_rosters())
    if found.state not in (ImportState.READY, ImportState.DONE):
        raise Http404
    response = HttpResponse(mend_workbook(judged(found, _Quiet())), content_type=XLSX)  # type: ignore[arg-type]
    response["Content-Disposition"] = "attachment; filename=roster-to-mend.xlsx"
    return response


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a whole import back, within a week."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    try:
        acts.withdraw_roster(found, actor=viewer.actor)
    except Refusal as refusal:
        return render(
            request,
            "setup/roster/roster.html",
            {"roster": found, "shown": {}, "problem": refusal.message, "viewer": viewer},
            status=409,
        )
    return redirect("setup:roster", found.pk)
