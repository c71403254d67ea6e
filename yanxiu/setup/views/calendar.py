"""The calendar: terms, weeks, corrected days, dates computed from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.base.access import as_uuid
from yanxiu.kernel.days import DayBook
from yanxiu.kernel.moments import Computed, compute
from yanxiu.kernel.terms import Span, TermTime, short, usual_first_day
from yanxiu.org.access import CalendarDayDoor, SchoolDoor
from yanxiu.org.actions import time as acts
from yanxiu.org.models import CalendarDay, School
from yanxiu.org.queries.time import UnitCalendar, calendar_of, exams_of, stage_terms, term_time
from yanxiu.setup.forms.unit import DayForm, TermForm
from yanxiu.setup.views.common import handle, viewer_of

COMMON = (
    "开学第二周星期一",
    "学期结束前一周的周一上午",
    "学期最后一日",
)  # words most regulations count by; a unit's own come with its pack


def unit_of_calendar(request: HttpRequest, to: str) -> School | None:
    """The school whose calendar this is; None for the district's own. 404 for who may not."""
    viewer = viewer_of(request)
    if viewer.school_id is not None:
        return SchoolDoor.get(viewer, viewer.school_id, to=to)
    if viewer.district_id is None or (to == "manage" and not viewer.everywhere("manage_unit")):
        raise Http404
    return None


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The term in weeks, with holidays, 调休, corrections, exam weeks, and the dates regulations compute from it."""
    viewer = viewer_of(request)
    school = unit_of_calendar(request, "see")
    found = calendar_of(school, viewer.on)
    corrections = (
        CalendarDayDoor.visible(viewer, CalendarDay.objects.filter(school=school))
        if school
        else CalendarDay.objects.filter(school__isnull=True)
    )
    may = school.pk in viewer.schools_with("manage_unit") if school else viewer.everywhere("manage_unit")
    context = {
        "calendar": found,
        "school": school,
        "moments": _moments(found.time, found.book),
        "corrections": list(corrections),
        "may_manage": may,
        "over": found.time is None or viewer.on > found.time.last,
        "exams": exams_of(found),
        "own_term": found.term is not None and found.term.school_id == (school.pk if school else None),
        "stages": list(stage_terms(viewer.on)) if school is None else [],
    }
    return render(request, "setup/calendar/calendar.html", context)


def _moments(time: TermTime | None, book: DayBook) -> list[Computed]:
    return [compute(words, time, book) for words in COMMON] if time else []


@require_http_methods(["GET", "POST"])
def term(request: HttpRequest) -> HttpResponse:
    """Set or move a term; what moves with it is shown before it is saved."""
    viewer, school = viewer_of(request), unit_of_calendar(request, "manage")
    now = calendar_of(school, viewer.on)
    form = TermForm(request.POST or None, initial=_first(now), of_district=school is None)
    effects: list[str] = []

    def act(data: dict[str, Any]) -> HttpResponse:
        if request.POST.get("sure") != "yes" and (moved := _effects(now, data)):
            effects.extend(moved)
            return render(request, "setup/calendar/term.html", {"form": form, "school": school, "effects": effects})
        year = acts.open_year(data.pop("begins_in"), actor=viewer.actor)
        acts.set_term(year, data.pop("number"), school=school, actor=viewer.actor, **data)
        return redirect("setup:calendar")

    return handle(request, form, act, "setup/calendar/term.html", {"school": school, "effects": effects})


def _first(now: UnitCalendar) -> dict[str, Any]:
    if now.term is None or now.on > now.term.last_day:
        first = usual_first_day(now.on)
        autumn = first.month == 9
        return {
            "begins_in": first.year if autumn else first.year - 1,
            "number": 1 if autumn else 2,
            "first_day": first,
            "weeks": 20,
        }
    return {
        "begins_in": now.term.year.begins_in,
        "number": now.term.number,
        "first_day": now.term.first_day,
        "last_day": now.term.last_day,
        "plan_issued_on": now.term.plan_issued_on,
    }


def _effects(now: UnitCalendar, data: dict[str, Any]) -> list[str]:
    """Sentences on what a moved term changes, and on what stays where it was."""
    old = next((t for t in now.terms if t.number == data["number"] and t.year.begins_in == data["begins_in"]), None)
    last = data["last_day"] or (acts.last_day_of(data["first_day"], data["weeks"]) if data["weeks"] else None)
    if old is None or last is None or last <= data["first_day"] or old.stage != data.get("stage", old.stage):
        return []
    before, after = term_time(old), TermTime(data["first_day"], last, data["plan_issued_on"])
    pairs = [(words, _day(words, before, now.book), _day(words, after, now.book)) for words in COMMON]
    moved = [f"{words}：{short(a)} → {short(b)}" for words, a, b in pairs if a != b]
    return (
        [*moved, *(f"{s.name}（{short(s.first)}—{short(s.last)}）不跟着动，改完请看要不要重定" for s in _fixed(before))]
        if moved
        else []
    )


def _fixed(time: TermTime) -> list[Span]:
    """What the office set by its days: exams and its own school months."""
    return [*time.exams, *time.own_months]


def _day(words: str, time: TermTime, book: DayBook) -> date:
    return compute(words, time, book).readings[0].at.date()


@require_http_methods(["GET", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """Correct one day, or take a correction back."""
    viewer, school = viewer_of(request), unit_of_calendar(request, "manage")
    if request.method == "POST" and request.POST.get("withdraw"):
        row = CalendarDay.objects.filter(school=school, pk=as_uuid(request.POST["withdraw"])).first()
        if row is None:
            raise Http404
        acts.withdraw_correction(row, actor=viewer.actor)
        return redirect("setup:calendar")
    form = DayForm(request.POST or None, initial={"day": request.GET.get("day", "")})

    def act(data: dict[str, Any]) -> HttpResponse:
        acts.correct_day(data["day"], data["kind"], name=data["name"], school=school, actor=viewer.actor)
        return redirect("setup:calendar")

    return handle(
        request,
        form,
        act,
        "setup/people/form.html",
        {"title": "更正一天", "school": school, "submit": "更正", "back": reverse("setup:calendar")},
    )
