"""考试周 and 教学月 of a unit's own term; a school that follows the district's term follows these too."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yanxiu.base.access import as_uuid
from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.org.actions import time as acts
from yanxiu.org.models import ExamPeriod, Term
from yanxiu.org.queries.time import calendar_of
from yanxiu.setup.forms.unit import ExamForm, MonthsForm
from yanxiu.setup.views.calendar import unit_of_calendar
from yanxiu.setup.views.common import handle, viewer_of

_LINE = re.compile(r"^(\S+)\s+(\d{4}-\d{1,2}-\d{1,2})\s+(\d{4}-\d{1,2}-\d{1,2})$")
THEIRS = "本校用的是全区的学期，考试周、教学月也随全区。要自己定，先在“改学期”里定本校的学期。"


def _term(request: HttpRequest) -> Term:
    """The unit's own current term; refused where the district's is used, 404 without any."""
    school = unit_of_calendar(request, "manage")
    term = calendar_of(school, viewer_of(request).on).term
    if term is None:
        raise Http404
    if term.school_id != (school.pk if school else None):
        raise NotAllowed(THEIRS)
    return term


@require_http_methods(["GET", "POST"])
def exams(request: HttpRequest) -> HttpResponse:
    """Set one 考试周; with `drop` in the post, take one away."""
    term, actor = _term(request), viewer_of(request).actor
    if request.method == "POST" and request.POST.get("drop"):
        row = ExamPeriod.objects.filter(term=term, pk=as_uuid(request.POST["drop"])).first()
        if row is None:
            raise Http404
        acts.drop_exam_period(row, actor=actor)
        return redirect("setup:calendar")

    def act(data: dict[str, Any]) -> HttpResponse:
        acts.set_exam_period(term, data["name"].strip(), data["first_day"], data["last_day"], actor=actor)
        return redirect("setup:calendar")

    form = ExamForm(request.POST or None)
    return handle(request, form, act, "setup/people/form.html", _page("定考试周"))


@require_http_methods(["GET", "POST"])
def months(request: HttpRequest) -> HttpResponse:
    """Set the 教学月 of the term, all at once."""
    term, actor = _term(request), viewer_of(request).actor

    def act(data: dict[str, Any]) -> HttpResponse:
        acts.set_school_months(term, _months(data["months"]), actor=actor)
        return redirect("setup:calendar")

    own = term.school_months.order_by("first_day")
    lines = "\n".join(f"{one.name} {one.first_day} {one.last_day}" for one in own)
    form = MonthsForm(request.POST or None, initial={"months": lines})
    return handle(request, form, act, "setup/people/form.html", _page("定教学月"))


def _page(title: str) -> dict[str, str]:
    return {"title": title, "submit": "保存", "back": reverse("setup:calendar")}


def _months(text: str) -> list[tuple[str, date, date]]:
    found = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        parts = _LINE.match(line.strip())
        try:
            days = [date(*map(int, part.split("-"))) for part in parts.groups()[1:]] if parts else []
        except ValueError:
            days = []
        if parts is None or not days:
            raise Refusal(
                f"第 {number} 行看不懂：“{line.strip()[:30]}”。请写成：第一月 2026-03-02 2026-03-29", field="months"
            )
        found.append((parts[1][:20], days[0], days[1]))
    return found
