"""Pages of runs: the list, one run, its list on paper and as a workbook, ties, sealing, judging again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.assessment.actions.hand import TieMeeting, decide_tie
from yanxiu.assessment.actions.runs import begin_run, check_again, last_check, seal_run
from yanxiu.assessment.forms.runs import MINUTES, MOST_BYTES, BeginForm, SealForm, TieForm
from yanxiu.assessment.hand import meeting_of
from yanxiu.assessment.later import since as changed_since
from yanxiu.assessment.models import Run, RunResult, RunState
from yanxiu.assessment.run_access import ResultDoor, RunDoor
from yanxiu.assessment.run_names import names_of
from yanxiu.assessment.run_own import own
from yanxiu.assessment.run_page import RunPage, changed, page_of, steps, tied_by_group
from yanxiu.assessment.run_sheet import sheets
from yanxiu.assessment.runs import pack_of_run
from yanxiu.base.errors import AlreadyHandled, NotAllowed, Refusal
from yanxiu.files.actions import keep_upload
from yanxiu.files.models import StoredFile
from yanxiu.files.workbook import download, workbook
from yanxiu.jobs.access import JobDoor
from yanxiu.jobs.models import Job
from yanxiu.org.enums import Capability
from yanxiu.org.models import School, Term
from yanxiu.org.queries.time import calendar_of
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.actions import Meeting
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import in_force
from yanxiu.setup.views.common import handle, viewer_of
from yanxiu.web.words import full_day

PAGE = 60
LIST = [
    {"label": "次"},
    {"label": "学期"},
    {"label": "制度"},
    {"label": "截至"},
    {"label": "教师", "n": True},
    {"label": "状态"},
]


def assessed_school(viewer: Viewer) -> School:
    """The school of the viewer's desk, for who answers for its assessment; 404 for everybody else."""
    if viewer.school_id is None or viewer.school_id not in viewer.schools_with(Capability.ASSESS):
        raise Http404
    return School.objects.select_related("unit_type").get(pk=viewer.school_id)


def runs_with_all() -> Any:
    """Runs with what every page of them names, without the texts of packs and what was judged from."""
    rows = Run.objects.select_related("school", "term__year", "adoption", "version")
    return rows.defer("version__texts", "basis")


def run_for(request: HttpRequest, pk: UUID, to: str = "see") -> Run:
    """One run through its door."""
    return RunDoor.get(viewer_of(request), pk, to=to, rows=runs_with_all())


@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """All runs of the school; a new one."""
    viewer = viewer_of(request)
    school = assessed_school(viewer)
    terms = [term for term in reversed(calendar_of(school, viewer.on).terms) if term.first_day <= viewer.on]
    adoptions = [one.adoption for one in in_force(school, viewer.on)]
    form = BeginForm(request.POST or None, terms=terms, adoptions=adoptions)

    def act(data: dict[str, Any]) -> HttpResponse:
        term, adoption = Term.objects.get(pk=data["term"]), Adoption.objects.get(pk=data["adoption"])
        return redirect("assessment:run", begin_run(school, term, adoption, on=viewer.on, actor=viewer.actor).pk)

    rows = RunDoor.visible(viewer, runs_with_all().filter(school=school)).order_by("-made_at", "-number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "columns": LIST, "may_begin": bool(terms and adoptions), "adoptions": adoptions}
    return handle(request, form, act, "assessment/runs.html", context)


@require_GET
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One run: who is in which grade, what is left to settle, ties, differences, everybody."""
    found = run_for(request, pk)
    if not found.is_ready:
        return render(request, "assessment/run_waiting.html", _waiting(request, found))
    return render(request, "assessment/run.html", _content(request, found, TieForm(initial={"met_on": full(request)})))


def full(request: HttpRequest) -> str:
    """Today as a date field wants it."""
    return viewer_of(request).on.isoformat()


def _waiting(request: HttpRequest, found: Run) -> dict[str, Any]:
    job = Job.objects.filter(pk=found.job_id).first()
    seen = job if job and JobDoor.may(viewer_of(request), job, "see") else None
    ended = found.state == RunState.FAILED or (job is not None and job.state in ("failed", "cancelled"))
    return {"run": found, "job": seen, "message": job.message if job else "", "ended": ended}


def _content(request: HttpRequest, found: Run, form: TieForm) -> dict[str, Any]:
    viewer, page = viewer_of(request), page_of(found)
    results = RunResult.objects.filter(run=found, subject_kind="teacher").order_by("position")
    shown = Paginator(results, PAGE).get_page(request.GET.get("page"))
    names = names_of(found.school, [row.subject_id for row in shown], found.as_of)
    return {
        "run": found, "view": page, "page": shown, "rows": list(page.rows(shown, names)), "items": page.items(),
        "graded": page.graded(), "lines": list(page.lines()), "settle": page.to_settle(), "lacking": page.lacking(),
        "changes": changed(page), "tie": tied_by_group(page), "form": form, "steps": steps(found),
        "decided": [] if found.is_sealed else meeting_of(found), "check": last_check(found),
        "may_decide": RunDoor.may(viewer, found, "decide"), "title": title_of(found), "as_of": full_day(found.as_of),
        "newer": _newer(found),
    }  # fmt: skip


def _newer(found: Run) -> Run | None:
    same = Run.objects.filter(school=found.school_id, term=found.term_id, adoption__pack=found.adoption.pack)
    return (
        same.filter(number__gt=found.number, state__in=(RunState.PREVIEW, RunState.SEALED)).order_by("-number").first()
    )


def title_of(found: Run) -> str:
    """学期考核 · 2025-2026学年度第二学期."""
    return f"考核 · {found.term}"


@require_GET
def since(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whose records are other ones by now; a part of the run's page, a page without script."""
    found = RunDoor.get(
        viewer_of(request), pk, rows=Run.objects.select_related("school", "term__year", "adoption", "version")
    )
    later = changed_since(found) if found.is_ready else None
    ids = [id for id, _ in later.rows[:PAGE]] + later.joined[:PAGE] if later else []
    names = names_of(found.school, ids, found.as_of)
    rows = [(names.of(id).name, why) for id, why in later.rows[:PAGE]] if later else []
    joined = [names.of(id).name for id in later.joined[:PAGE]] if later else []
    template = "assessment/_run_since.html" if getattr(request, "htmx", False) else "assessment/run_since.html"
    return render(request, template, {"run": found, "later": later, "rows": rows, "joined": joined})


@require_POST
def tie(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The deciders' answer on a tie; a new run then shows the result."""
    viewer, found = viewer_of(request), run_for(request, pk, to="decide")
    form = TieForm(request.POST, request.FILES)
    view = tied_by_group(page_of(found)) if found.is_ready else None
    if form.is_valid():
        try:
            if view is None:
                raise Refusal("这里没有等着议定的并列。刷新再看，可能别人已经议定过。")
            return redirect("assessment:run", _decide(request, found, view["rule"].id, form.cleaned_data).pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    if not found.is_ready:
        return redirect("assessment:run", found.pk)
    content = _content(request, found, form) | {"ticked": request.POST.getlist("person"), "viewer": viewer}
    return render(request, "assessment/run.html", content, status=422)


def _decide(request: HttpRequest, found: Run, rule: str, data: dict[str, Any]) -> Run:
    viewer, chosen = viewer_of(request), request.POST.getlist("person")
    if data["how"] == "chosen" and not chosen:
        raise Refusal("选了“领导小组议定”，还没有勾选取上的人。", field="")
    meeting = TieMeeting(data["met_on"], data["present"], data["reason"], _minutes(request, found, data["file"]))
    decide_tie(found, rule, chosen if data["how"] == "chosen" else [], meeting, actor=viewer.actor)
    return begin_run(found.school, found.term, found.adoption, on=viewer.on, actor=viewer.actor)


def _minutes(request: HttpRequest, found: Run, upload: Any) -> StoredFile | None:
    if not upload:
        return None
    return keep_upload(
        upload.file, upload.name, purpose="minutes", allowed=MINUTES, limit=MOST_BYTES, actor=viewer_of(request).actor,
        school_id=found.school_id,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm what is sealed, and who decided it."""
    viewer, found = viewer_of(request), run_for(request, pk, to="decide")
    form = SealForm(request.POST or None, initial={"decided_on": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        meeting = Meeting(data["decided_by"], data["decided_on"])
        try:
            seal_run(found, meeting=meeting, note=data["note"], accepted=data["accepted"], actor=viewer.actor)
        except AlreadyHandled:
            messages.info(request, "这次考核已经由别人封存。")
            return redirect("assessment:run", found.pk)
        messages.success(request, "已封存。各人在自己的页面能看到本人的结果。")
        return redirect("assessment:run", found.pk)

    page: RunPage | None = page_of(found) if found.is_ready else None
    context = {
        "run": found, "title": title_of(found), "graded": page.graded() if page else [], "people": page.people if page else 0,
        "settle": page.to_settle() if page else [], "lacking": page.lacking() if page else [], "newer": _newer(found),
    }  # fmt: skip
    return handle(request, form, act, "assessment/run_seal.html", context)


@require_POST
def replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """重算核对：judge again from what was stored, as a job."""
    found = run_for(request, pk, to="decide")
    try:
        check_again(found, actor=viewer_of(request).actor)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    return redirect("assessment:run", found.pk)


@require_GET
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody with items, scores and grade as a workbook."""
    found = run_for(request, pk)
    if not found.is_ready:
        raise Http404
    return download(workbook(sheets(found)), f"考核_第{found.number}次_{found.as_of:%Y%m%d}.xlsx")


@require_GET
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list on paper, to be signed."""
    found = run_for(request, pk)
    if not found.is_ready:
        raise Http404
    page = page_of(found)
    results = list(RunResult.objects.filter(run=found, subject_kind="teacher").order_by("position"))
    names = names_of(found.school, [row.subject_id for row in results], found.as_of)
    rows = list(page.rows(results, names))
    content = {"run": found, "view": page, "rows": rows, "items": page.items(), "title": title_of(found)}
    return render(request, "assessment/run_paper.html", content)


@require_GET
def my_results(request: HttpRequest) -> HttpResponse:
    """Every sealed result of one's own, the newest first."""
    rows = ResultDoor.visible(viewer_of(request), RunResult.objects.all()).select_related(
        "run__term__year", "run__version", "run__adoption"
    )
    found = [(row.run, title_of(row.run)) for row in rows.order_by("-run__sealed_at")]
    return render(request, "assessment/run_own_list.html", {"rows": found})


@require_GET
def mine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The own sealed result, to read on the phone and to print."""
    viewer = viewer_of(request)
    rows = ResultDoor.visible(viewer, RunResult.objects.filter(run_id=pk)).select_related(
        "run__school__unit_type", "run__term__year", "run__version", "run__adoption"
    )
    result = rows.first()
    if result is None:
        raise Http404
    template = "assessment/run_mine_paper.html" if request.GET.get("paper") else "assessment/run_mine.html"
    content = {"said": own(result, pack_of_run(result.run)), "run": result.run, "name": viewer.name}
    return render(request, template, content | {"title": title_of(result.run)})
