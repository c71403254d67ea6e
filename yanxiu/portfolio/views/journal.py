"""记录: what I may write, what I have begun, what is kept of me."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from yanxiu.lessons.models import LessonObservation
from yanxiu.lessons.writing import roles_new
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.lines import by_month, lines
from yanxiu.portfolio.queries import kinds_here, my_drafts, my_records, used_lately
from yanxiu.portfolio.slots import lacking_for
from yanxiu.regulations.forms import RecordKind
from yanxiu.regulations.records import house_of
from yanxiu.setup.views.common import own_school, viewer_of

AT_HAND = 4  # kinds one sees at once; the others unfold


@dataclass(frozen=True)
class ToWrite:
    """A kind one may write now."""

    title: str
    url: str
    note: str
    observe: bool


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """A person's own page of records."""
    viewer, school = viewer_of(request), own_school(request, "see")
    if viewer.person is None:
        raise Http404
    kinds, mine, drafts = kinds_here(school, viewer.on), my_records(viewer), my_drafts(viewer)
    choices = to_write(viewer, kinds, used_lately(mine, viewer.on))
    context = {
        "viewer": viewer,
        "first": choices[:AT_HAND],
        "others": choices[AT_HAND:],
        "drafts": [(line, address(line.record)) for line in lines(drafts, kinds)],
        "months": by_month(lines(mine, kinds)),
    }
    return render(request, "portfolio/journal.html", context)


def to_write(viewer: Viewer, kinds: dict[str, RecordKind], used: dict[str, int]) -> list[ToWrite]:
    """What the regulation asks of the viewer: still lacking first, then what one writes most, then its own order."""
    lacking, places = lacking_for(viewer), {code: number for number, code in enumerate(kinds)}
    asked = [kind for kind in kinds.values() if roles_new(kind, viewer)]
    owed = list(lacking)
    asked.sort(
        key=lambda kind: (
            owed.index(kind.id) if kind.id in lacking else len(owed),
            -used.get(kind.id, 0),
            places[kind.id],
        )
    )
    return [
        ToWrite(
            kind.title, new_address(kind), lacking.get(kind.id, _whose(kind)), house_of(kind.id) is LessonObservation
        )
        for kind in asked
    ]


def _whose(kind: RecordKind) -> str:
    if kind.subject == "group":
        return "组里的"
    return "记组员的" if kind.by != "self" else ""


def new_address(kind: RecordKind) -> str:
    """Where a new one is written."""
    if house_of(kind.id) is LessonObservation:
        return reverse("lessons:observe")
    return reverse("portfolio:write", args=[kind.id])


def address(record: object) -> str:
    """Where one writes on."""
    if isinstance(record, LessonObservation):
        return reverse("lessons:observation", args=[record.key])
    return reverse("portfolio:written", args=[record.kind, record.key])  # type: ignore[attr-defined]
