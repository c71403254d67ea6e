"""导入名单: upload, what is wrong and how to mend it, decide, import, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.base.errors import Refusal
from yanxiu.files.workbook import XLSX, Sheet, download, workbook
from yanxiu.org.access import PersonDoor, SchoolDoor
from yanxiu.org.enums import Capability
from yanxiu.org.models import School, SpellKind
from yanxiu.org.viewer import Viewer
from yanxiu.setup.access import RosterDoor
from yanxiu.setup.actions import roster as acts
from yanxiu.setup.deciding import asks_of, decision_of, still_here, sums_of
from yanxiu.setup.enums import ImportState
from yanxiu.setup.forms.roster import UploadForm
from yanxiu.setup.models import RosterImport
from yanxiu.setup.roster.columns import FIELDS
from yanxiu.setup.roster.profiles import DISTRICT, SCHOOL
from yanxiu.setup.views.common import handle, viewer_of

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
    profile = SCHOOL if school else DISTRICT
    heads = [
        words
        for name, (words, _) in FIELDS.items()
        if name in profile.required or name in ("subject_group", "post", "subject", "staff_no", "work_began", "hired")
    ]
    return download(workbook([Sheet("名单", heads, [])]), "roster.xlsx")


@require_GET
def roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where one list stands: being read, to be decided, being written, done."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, rows=_rosters())
    shown = found.preview
    context: dict[str, Any] = {"roster": found, "shown": shown, "offered": OFFERED, "viewer": viewer}
    if found.state == ImportState.READY:
        context |= sums_of(found)
    if found.state in (ImportState.READY, ImportState.DONE):
        context["asks"] = asks_of(shown.get("outlook") or found.result.get("outlook") or {}, viewer.on)
        context["leaving"] = list(SpellKind.objects.filter(ends_work=True))
    return render(request, "setup/roster/roster.html", context)


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what was decided on the page; with 「导入」 it is written at once, else judged again."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    if request.POST.get("then") == "go" and found.state in (ImportState.IMPORTING, ImportState.DONE):
        return redirect("setup:roster", found.pk)  # pressed twice
    try:
        acts.check_open(found)
        acts.decide(
            found, actor=viewer.actor, again=request.POST.get("then") != "go", **decision_of(request.POST, found)
        )
        if request.POST.get("then") == "go":
            acts.have_written(found, actor=viewer.actor)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    return redirect("setup:roster", found.pk)


def _refused(request: HttpRequest, found: RosterImport, refusal: Refusal) -> HttpResponse:
    context = {"roster": found, "shown": {}, "problem": refusal.message, "viewer": viewer_of(request)}
    return render(request, "setup/roster/roster.html", context, status=409)


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the list up and choose another file."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    try:
        acts.drop_roster(found, actor=viewer.actor)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    return redirect("setup:roster_new")


@require_GET
def bad_rows(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The bad rows as a workbook to mend, as they were when the list was last read."""
    found = RosterDoor.get(viewer_of(request), pk, rows=_rosters())
    kept = acts.bad_rows_of(found).first()
    if found.state not in (ImportState.READY, ImportState.DONE) or kept is None:
        raise Http404
    response = FileResponse(default_storage.open(kept.key), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename=roster-to-mend.xlsx"
    return response


@require_POST
def gone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those the list no longer names: who retired or moved away is registered from the list's day, the rest stays."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    ids = found.result.get("outlook", {}).get("asks", {}).get("missing_from_list", [])
    kinds = {str(kind.pk): kind for kind in SpellKind.objects.filter(ends_work=True)}
    people = PersonDoor.visible(viewer, still_here(ids, viewer.on), "manage")
    chosen = [(p, kinds[code]) for p in people if (code := request.POST.get(f"gone-{p.pk}", "")) in kinds]
    acts.register_gone(found, chosen, actor=viewer.actor)
    messages.success(request, f"登记了 {len(chosen)} 人。" if chosen else "没有选人，都还在。")
    return redirect("setup:roster", found.pk)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a whole import back, within a week."""
    viewer = viewer_of(request)
    found = RosterDoor.get(viewer, pk, to="decide", rows=_rosters())
    try:
        acts.withdraw_roster(found, actor=viewer.actor)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    return redirect("setup:roster", found.pk)
