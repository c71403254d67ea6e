"""手工评分: which items, and the sheet of one of them, filled in by keyboard."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.assessment.actions.hand import give_scores, points_written
from yanxiu.assessment.hand import HandItem, items
from yanxiu.assessment.judging import Bench, benches
from yanxiu.assessment.run_names import Names, names_of
from yanxiu.assessment.views.runs import assessed_school
from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.org.models import School
from yanxiu.policy.exact import text
from yanxiu.setup.views.common import viewer_of

COLUMNS = [
    {"label": "项目"},
    {"label": "制度"},
    {"label": "谁评"},
    {"label": "满分", "n": True},
    {"label": "已评", "n": True},
]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Items scored by hand under the regulations in force."""
    viewer = viewer_of(request)
    school = assessed_school(viewer)
    rows = [(bench, item) for bench in benches(school, viewer.on) for item in items(bench)]
    return render(request, "assessment/scores.html", {"rows": rows, "columns": COLUMNS})


@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, adoption: UUID, rule: str) -> HttpResponse:
    """One item: everybody it is scored for, with what was given."""
    viewer = viewer_of(request)
    school = assessed_school(viewer)
    item, bench = _item(school, adoption, rule, request)
    written, reasons = _typed(request, "p-"), _typed(request, "r-")
    wrong = _wrong(item, written)
    if request.method == "POST" and not wrong:
        try:
            changed = give_scores(school, item, written, reasons=reasons, actor=viewer.actor)
            messages.success(request, f"已存，改动 {changed} 人。" if changed else "没有改动。")
            return redirect(request.get_full_path())
        except NotAllowed:
            raise
        except Refusal as refusal:
            wrong[""] = refusal.message
    names = names_of(school, [row.subject.id for row in item.rows], viewer.on)
    context = {"item": item, "bench": bench, "rows": _rows(item, names, written, reasons, wrong), "wrong": wrong}
    context |= {"full": text(item.full) if item.full is not None else ""}
    return render(request, "assessment/score_sheet.html", context, status=422 if wrong else 200)


def _typed(request: HttpRequest, prefix: str) -> dict[str, str]:
    """What was typed, by person."""
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)}


def _item(school: School, adoption: UUID, rule: str, request: HttpRequest) -> tuple[HandItem, Bench]:
    for bench in benches(school, viewer_of(request).on):
        if bench.regulation.adoption.pk == adoption:
            found = items(bench, rule)
            wanted = request.GET.get("period") or (found[-1].period.key if found else "")
            for one in found:
                if one.period.key == wanted:
                    return one, bench
    raise Http404


def _wrong(item: HandItem, written: dict[str, str]) -> dict[str, str]:
    """Sentences by person for what cannot be written."""
    found: dict[str, str] = {}
    for row in item.rows:
        if value := written.get(row.subject.id, "").strip():
            try:
                points_written(value, item.full)
            except Refusal as refusal:
                found[row.subject.id] = refusal.message
    return found


def _rows(
    item: HandItem, names: Names, written: dict[str, str], reasons: dict[str, str], wrong: dict[str, str]
) -> list[dict[str, Any]]:
    rows = []
    for row in item.rows:
        id, named = row.subject.id, names.of(row.subject.id)
        points, reason = written.get(id, row.points), reasons.get(id, row.reason)
        rows.append({"id": id, "named": named, "points": points, "reason": reason, "error": wrong.get(id, "")})
    return rows
