"""Adopting a pack for the unit, with what will happen said before it does, and ending an adoption."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.policy.pack import Pack
from yanxiu.regulations import actions
from yanxiu.regulations.asking import AdoptForm, EndForm
from yanxiu.regulations.library import on_shelf
from yanxiu.regulations.outlook import outlook
from yanxiu.regulations.phrases import day_words
from yanxiu.regulations.queries import in_force
from yanxiu.regulations.views.common import deciding, first_day, meeting_of, words_of_unit
from yanxiu.regulations.views.home import adoption_for
from yanxiu.setup.views.common import handle, viewer_of

GIVEN = ("start", "decided_by", "decided_on", "document", "replacing")


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, id: str) -> HttpResponse:
    """Asked first, told what will happen, then done."""
    viewer, school = deciding(request)
    shelved = on_shelf(id)
    if shelved is None:
        raise Http404
    if shelved.pack is None:
        return redirect("regulations:pack", id)
    form = AdoptForm(request.POST or None, initial=_first(request, viewer, school, shelved.pack))
    context = {
        "pack": shelved.pack,
        "id": id,
        "school": school,
        "place": words_of_unit(school),
        "rivals": _rivals(shelved.pack, school, viewer),
    }

    def act(data: dict[str, Any]) -> HttpResponse:
        given = {"start": data["start"], "meeting": meeting_of(data), "replacing": data["replacing"]}
        text = request.POST.get("text", "")
        found = actions.consider(id, school, text=text, **given)
        if not text:
            told = outlook(found.pack, school, data["start"])
            shown = {
                "lines": told,
                "data": data,
                "text": found.pack.hash,
                "given": _query(data),
                "back": urlencode(_query(data)),
            }
            return render(request, "regulations/adopt_sure.html", context | shown)
        adoption = actions.adopt(id, school, text=text, actor=viewer.actor, **given)
        messages.success(request, f"已登记：自{day_words(data['start'])}起采用《{found.pack.title}》。")
        open_ = actions.recommended(adoption)
        return redirect("regulations:rulings", adoption.pk) if open_ else redirect("regulations:home")

    return handle(request, form, act, "regulations/adopt.html", context)


def _first(request: HttpRequest, viewer: Viewer, school: School | None, pack: Pack) -> dict[str, Any]:
    """What the form begins with; coming back from the last question, what was written."""
    start = first_day(school, viewer.on)
    usual = {"start": max(start, pack.effective or start), "decided_on": viewer.on}
    return usual | {name: request.GET[name] for name in GIVEN if request.GET.get(name)}


def _query(data: dict[str, Any]) -> dict[str, str]:
    return {name: str(data[name]) for name in GIVEN if data[name]}


def _rivals(pack: Pack, school: School | None, viewer: Viewer) -> list[str]:
    """Titles of what the unit follows on the same matter."""
    own = school.pk if school else None
    return [
        one.pack.title
        for one in in_force(school, viewer.on)
        if one.adoption.school_id == own and one.pack.id != pack.id and set(one.pack.topics) & set(pack.topics)
    ]


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The unit follows a regulation no longer from a day on."""
    viewer = viewer_of(request)
    adoption = adoption_for(viewer, pk, to="decide")
    form = EndForm(request.POST or None, initial={"end": max(viewer.on, adoption.start or viewer.on)})

    def act(data: dict[str, Any]) -> HttpResponse:
        actions.end_adoption(adoption, end=data["end"], actor=viewer.actor)
        messages.success(request, f"已登记：自{day_words(data['end'])}起不再用《{adoption.version.title}》。")
        return redirect("regulations:home")

    context = {"adoption": adoption, "place": words_of_unit(adoption.school)}
    return handle(request, form, act, "regulations/end.html", context)
