"""裁定前看影响: what each reading would do to real people; a part of the ruling page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yanxiu.assessment.actions.effects import begin_effect, effect_job
from yanxiu.assessment.effect import effect, result_rows
from yanxiu.assessment.judging import Bench, benches
from yanxiu.assessment.subjects import teacher_ids
from yanxiu.jobs.enums import JobState
from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.access import AdoptionDoor
from yanxiu.setup.views.common import viewer_of

MOST_AT_ONCE = 150  # people judged while one waits; more of them are a job


@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, adoption: UUID, point: str) -> HttpResponse:
    """Readings of one point on the people of the viewer's school, as of today."""
    viewer = viewer_of(request)
    bench = _bench(viewer, adoption)
    if bench is None:
        return render(
            request, "assessment/_effect.html", {"why": "这个学期还没有开始，或者这份制度不在用，算不了影响。"}
        )
    asked = bench.pack.points.get(point)
    if asked is None:
        raise Http404
    if not asked.readings:
        return render(request, "assessment/_effect.html", {"why": "这一处要本单位定一个数，定了以后才能算。"})
    term = bench.judged.calendar.term
    if len(teacher_ids(bench.school, term.first, max(term.first, min(bench.on, term.last)))) <= MOST_AT_ONCE:
        return _answer(request, effect(bench, asked))
    if request.method == "POST":
        begin_effect(bench.school, adoption, point, viewer.on, actor=viewer.actor)
    job = effect_job(bench.school, adoption, point, viewer.on)
    if job and job.state == JobState.DONE:
        return _answer(request, job.result)
    return render(request, "assessment/_effect.html", {"job": job, "again": request.path, "large": True})


def _answer(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    return render(request, "assessment/_effect.html", {"found": found, "rows": list(result_rows(found))})


def _bench(viewer: Viewer, adoption: UUID) -> Bench | None:
    held = AdoptionDoor.get(viewer, adoption, to="decide")
    school = School.objects.filter(pk=held.school_id or viewer.school_id).first()
    if school is None:
        return None
    return next((one for one in benches(school, viewer.on) if one.regulation.adoption.pk == adoption), None)
