"""还缺的资料: what the office must state of people before a rule can be judged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.assessment.actions.traits import state_traits
from yanxiu.assessment.judging import Bench, benches
from yanxiu.assessment.lacking import Lacking, is_yes_or_no, lacking
from yanxiu.org.models import Person
from yanxiu.org.queries.people import at_school
from yanxiu.setup.views.common import own_school, viewer_of

ANSWERS = {"yes": True, "no": False}
COLUMNS = [{"label": "姓名"}, {"label": "缺什么"}, {"label": "哪几条等着它"}, {"label": "填"}]


@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest) -> HttpResponse:
    """The list with its inputs; what is answered is stated from the first day of the term."""
    viewer, school = viewer_of(request), own_school(request, "manage_people")
    found = benches(school, viewer.on)
    rows, people = lacking(found), {one.pk: one for one in at_school(school, viewer.on)}
    asked = [one for one in rows if one.person in people]
    if request.method == "POST":
        answers = _answers(request, asked, people, found)
        state_traits(school, answers, start=found[0].judged.term.first_day, actor=viewer.actor) if found else []
        messages.success(request, f"记下了 {len(answers)} 处。" if answers else "没有要记的。")
        return redirect("assessment:lacking")
    packs = [one.pack for one in found]
    content = {
        "viewer": viewer,
        "columns": COLUMNS,
        "rows": [
            {"lacking": one, "person": people[one.person], "bare": is_yes_or_no(packs, one.name)} for one in asked
        ],
    }
    return render(request, "assessment/lacking.html", content)


def _answers(
    request: HttpRequest, asked: list[Lacking], people: dict[Any, Person], found: list[Bench]
) -> dict[tuple[Person, str], Any]:
    packs = [one.pack for one in found]
    answers: dict[tuple[Person, str], Any] = {}
    for one in asked:
        written = request.POST.get(one.key, "").strip()
        if not written or one.of_person:
            continue
        if not is_yes_or_no(packs, one.name):
            answers[people[one.person], one.name] = written[:60]
        elif written in ANSWERS:
            answers[people[one.person], one.name] = ANSWERS[written]
    return answers
