"""制度: what governs the unit, and one regulation to be read, on any screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yanxiu.org.models.units import in_force
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.access import AdoptionDoor, may_decide
from yanxiu.regulations.library import on_shelf, pack_of
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import rulings_on
from yanxiu.regulations.reading import read_out
from yanxiu.regulations.ruling_table import point_table
from yanxiu.regulations.standing import Followed, followed, others
from yanxiu.regulations.views.common import layout, unit, words_of_unit
from yanxiu.setup.views.common import viewer_of

PAGE = 50
SCHOOLS = [{"label": "学校"}, {"label": "制度"}, {"label": "自"}, {"label": "议定"}]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What governs the unit today, what binds it from the district, what comes and what was."""
    viewer, school = unit(request)
    now = followed(school, viewer.on)
    later, over = others(school, viewer.on)
    context = {
        "school": school,
        "place": words_of_unit(school),
        "own": [one for one in now if one.adoption.school_id == (school.pk if school else None)],
        "districts": [one for one in now if school and one.of_district],
        "later": later,
        "over": over,
        "may_decide": may_decide(viewer, school),
        "schools": _schools(request, viewer) if school is None else None,
        "columns": SCHOOLS,
    }
    return render(request, f"regulations/home_{layout(viewer)}.html", context)


def _schools(request: HttpRequest, viewer: Viewer) -> Page[Adoption]:
    """What the district's schools follow by their own decision."""
    rows = Adoption.objects.filter(in_force(viewer.on), school__isnull=False).select_related("version", "school")
    seen = AdoptionDoor.visible(viewer, rows.defer("version__texts")).order_by("school__code", "start", "pk")
    return Paginator(seen, PAGE).get_page(request.GET.get("page"))


@require_GET
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One adopted regulation: how the unit reads it, its rules in words, its clauses as quoted."""
    viewer = viewer_of(request)
    adoption = adoption_for(viewer, pk)
    pack = pack_of(adoption.version)
    told = Followed(adoption, pack, on_shelf(pack.id))
    day = min(max(viewer.on, adoption.start or viewer.on), told.last or viewer.on)
    made = rulings_on(adoption.school, pack, day)
    context: dict[str, Any] = {
        "one": told,
        "pack": pack,
        "groups": read_out(pack, made),
        "table": point_table(adoption, pack),
        "place": words_of_unit(adoption.school),
        "may_decide": may_decide(viewer, adoption.school),
        "on": viewer.on,
    }
    return render(request, f"regulations/read_{layout(viewer)}.html", context)


def adoption_for(viewer: Viewer, pk: UUID, to: str = "see") -> Adoption:
    """One adoption through its door, without the texts of its pack."""
    rows = Adoption.objects.select_related("version", "school", "school__unit_type").defer("version__texts")
    return AdoptionDoor.get(viewer, pk, to=to, rows=rows)
