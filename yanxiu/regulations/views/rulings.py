"""裁定: point by point with the page to be signed beside it, or all recommendations in one act."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yanxiu.regulations import actions, slots
from yanxiu.regulations.asking import MeetingForm, RulingForm
from yanxiu.regulations.library import pack_of
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import sheets
from yanxiu.regulations.ruling_table import (
    PointRow,
    PointTable,
    SheetLine,
    clauses_of,
    history,
    lines_of,
    point_table,
    signers,
    todays_sheet,
)
from yanxiu.regulations.views.common import meeting_of, unit_name, words_of_unit
from yanxiu.regulations.views.home import adoption_for
from yanxiu.setup.views.common import handle, viewer_of


@require_http_methods(["GET", "POST"])
def rulings(request: HttpRequest, pk: UUID, point: str = "") -> HttpResponse:
    """One open point with its texts, readings and history; the act of ruling leads to the next."""
    viewer = viewer_of(request)
    adoption = adoption_for(viewer, pk, to="decide")
    pack = pack_of(adoption.version)
    table = point_table(adoption, pack)
    row = table.find(point)
    if row is None and point:
        raise Http404
    first = _first(adoption, row, viewer.on)
    form = RulingForm(request.POST or None, initial=first)

    def act(data: dict[str, Any]) -> HttpResponse:
        if row is None or row.point.noted:
            raise Http404
        sheet = actions.rule(
            adoption, {row.id: data["reading"]}, start=data["start"], meeting=meeting_of(data),
            reasons={row.id: data["reason"]}, seen={row.id: data["seen"]}, actor=viewer.actor,
        )  # fmt: skip
        after = point_table(adoption, pack)
        made = after.find(row.id)
        messages.success(request, f"已裁定：{row.point.question}——{made.ruled if made else ''}。")
        following = after.next_open(row.id)
        if following is None:
            return redirect("regulations:sheet", sheet.pk)
        return redirect("regulations:ruling", adoption.pk, following.id)

    context = _context(adoption, table, row, viewer.on) | {"unit": unit_name(adoption.school, adoption.district_id)}
    return handle(request, form, act, "regulations/rulings.html", context)


def _first(adoption: Adoption, row: PointRow | None, on: date) -> dict[str, Any]:
    """A first ruling holds from the adoption on, a change from today; the meeting is the last one that decided."""
    begins = adoption.start or on
    last = sheets(adoption.school, adoption.pack).order_by("number").last()
    return {
        "start": max(on, begins) if row and row.ruling else begins,
        "decided_by": last.decided_by if last else adoption.decided_by,
        "decided_on": on,
        "seen": row.ruling.pk if row and row.ruling else None,
    }


def _context(adoption: Adoption, table: PointTable, row: PointRow | None, on: date) -> dict[str, Any]:
    pack = pack_of(adoption.version)
    sheet = todays_sheet(adoption, on)
    lines = lines_of(sheet.rulings.all(), pack) if sheet else []
    return {
        "adoption": adoption,
        "pack": pack,
        "table": table,
        "row": row,
        "place": words_of_unit(adoption.school),
        "before": table.beside(row.id, -1) if row else None,
        "after": table.beside(row.id, 1) if row else None,
        "number": [one.id for one in table.all].index(row.id) + 1 if row else 0,
        "history": history(adoption, row.point) if row else [],
        "effect": slots.address("effect", adoption.pk, row.id) if row else "",
        "sheets": list(sheets(adoption.school, adoption.pack)),
        "lines": [*lines, *_live(row, len(lines))],
        "signers": signers(adoption.school, sheet.decided_by if sheet else adoption.decided_by, on),
        "decided_by": sheet.decided_by if sheet else adoption.decided_by,
        "start": adoption.start,
    }


def _live(row: PointRow | None, before: int) -> list[SheetLine]:
    """The point on the screen as it will stand on the page, unless it is ruled already."""
    if row is None or row.point.noted or row.ruling:
        return []
    words = row.ticked.label if row.ticked else ""
    return [SheetLine(before + 1, row.point.question, words, live=True)]


@require_http_methods(["GET", "POST"])
def recommended(request: HttpRequest, pk: UUID) -> HttpResponse:
    """全部采用建议: shown whole, then ruled in one act."""
    viewer = viewer_of(request)
    adoption = adoption_for(viewer, pk, to="decide")
    pack = pack_of(adoption.version)
    points = actions.recommended(adoption)
    form = MeetingForm(request.POST or None, initial=_first(adoption, None, viewer.on))

    def act(data: dict[str, Any]) -> HttpResponse:
        sheet = actions.adopt_recommended(adoption, start=data["start"], meeting=meeting_of(data), actor=viewer.actor)
        messages.success(request, "已全部照建议裁定。打印出来签字，再把签好的一页传上来。")
        return redirect("regulations:sheet", sheet.pk)

    context = {
        "adoption": adoption,
        "pack": pack,
        "rows": [(point, point.reading(point.recommended), clauses_of(point, pack)) for point in points],
        "left": len(point_table(adoption, pack).open) - len(points),
        "place": words_of_unit(adoption.school),
        "columns": [{"label": "原文没有说定的"}, {"label": "建议这样读"}, {"label": "为什么"}],
    }
    return handle(request, form, act, "regulations/recommended.html", context)
