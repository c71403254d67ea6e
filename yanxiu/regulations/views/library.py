"""The library: what lies on the shelf, how it stands to what the unit uses, and one pack to be read before adopting."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.policy.problems import Problem
from yanxiu.regulations.comparing import Change, differences
from yanxiu.regulations.library import Shelved, on_shelf, pack_of, shelf, warnings
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import adoptions
from yanxiu.regulations.reading import read_out
from yanxiu.regulations.standing import Followed, standing_of
from yanxiu.regulations.views.common import deciding, words_of_unit

LEVELS = {"school": "学校的制度", "district": "区县的制度", "city": "市的制度"}
OF_THE_TEXT = ("W01", "W02", "W03", "W04", "W05", "W06", "W08")  # what the regulation itself leaves open
CHANGES = [{"label": "哪里"}, {"label": "在用的"}, {"label": "制度库里的"}]


@dataclass(frozen=True)
class ShelfRow:
    """One pack of the library beside the unit's use of it."""

    shelved: Shelved
    used: Followed | None

    @property
    def level(self) -> str:
        """Whose regulations it is like."""
        return LEVELS[self.shelved.pack.level] if self.shelved.pack else ""

    @property
    def clauses(self) -> int:
        return len(self.shelved.pack.clauses) if self.shelved.pack else 0

    @property
    def rules(self) -> int:
        return len(self.shelved.pack.rules) if self.shelved.pack else 0


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Every pack on the shelf, the unit's own level first, then what is in use without a folder."""
    viewer, school = deciding(request)
    used = _used(school, viewer)
    rows = [ShelfRow(one, _with(used.get(_id(one)), one)) for one in shelf()]
    own = "school" if school else "district"
    rows.sort(
        key=lambda row: (row.shelved.pack is None, row.shelved.pack is not None and row.shelved.pack.level != own)
    )
    there = {_id(row.shelved) for row in rows}
    gone = [Followed(one, pack_of(one.version), None) for id, one in used.items() if id not in there]
    context = {"rows": rows, "gone": gone, "school": school, "place": words_of_unit(school)}
    return render(request, "regulations/library.html", context)


def _id(one: Shelved) -> str:
    return one.pack.id if one.pack else one.id


def _used(school: School | None, viewer: Viewer) -> dict[str, Adoption]:
    """Adoptions in force or to come, by pack; of one pack the latest."""
    rows = [one for one in adoptions(school) if one.end is None or (one.end > viewer.on and one.end != one.start)]
    return {one.pack: one for one in rows}


def _with(adoption: Adoption | None, shelved: Shelved) -> Followed | None:
    return Followed(adoption, pack_of(adoption.version), shelved) if adoption else None


@require_GET
def pack(request: HttpRequest, id: str) -> HttpResponse:
    """One pack: what it says, what it leaves open, what a self-check found, how it differs from the text in use."""
    viewer, school = deciding(request)
    shelved = on_shelf(id)
    if shelved is None:
        raise Http404
    adoption = standing_of(school, _id(shelved), viewer.on)
    used = _with(adoption, shelved)
    found = shelved.pack
    context = {
        "row": ShelfRow(shelved, used),
        "pack": found,
        "school": school,
        "place": words_of_unit(school),
        "groups": read_out(found) if found else (),
        "points": [(point, [found.clauses[c] for c in point.clauses if c in found.clauses]) for point in found.points.values()] if found else [],
        "own_doubts": _warned(shelved, of_the_text=True),
        "makers_doubts": _warned(shelved, of_the_text=False),
        "changes": _changes(used),
        "columns": CHANGES,
    }  # fmt: skip
    return render(request, "regulations/pack.html", context)


def _warned(shelved: Shelved, *, of_the_text: bool) -> list[Problem]:
    if shelved.pack is None:
        return []
    return [one for one in warnings(shelved.id) if (one.code in OF_THE_TEXT) is of_the_text]


def _changes(used: Followed | None) -> tuple[Change, ...]:
    if used is None or not used.differs or used.shelved is None or used.shelved.pack is None:
        return ()
    return differences(used.pack, used.shelved.pack)
