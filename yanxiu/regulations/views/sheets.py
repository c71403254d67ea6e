"""裁定意见: one sheet on the screen and on paper, and the signed page that comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.files.actions import keep_upload
from yanxiu.org.viewer import Viewer
from yanxiu.regulations import actions
from yanxiu.regulations.access import RulingSheetDoor, may_decide
from yanxiu.regulations.asking import SignedForm
from yanxiu.regulations.library import pack_of
from yanxiu.regulations.models import Adoption, RulingSheet
from yanxiu.regulations.queries import adoptions
from yanxiu.regulations.ruling_table import lines_of, names_of, paged, signers
from yanxiu.regulations.views.common import unit_name, words_of_unit
from yanxiu.setup.views.common import handle, viewer_of

KINDS = frozenset({"pdf", "jpg", "png"})
MOST = 20 * 1048576
COLUMNS = [{"label": "序", "n": True}, {"label": "事项"}, {"label": "裁定"}, {"label": "自"}, {"label": "理由"}]


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one meeting decided; the signed page is handed in here."""
    viewer = viewer_of(request)
    found = _sheet(viewer, pk)
    form = SignedForm(request.POST or None, request.FILES or None)

    def act(data: dict[str, Any]) -> HttpResponse:
        mine = RulingSheetDoor.get(viewer, pk, to="decide")
        name = data["file"].name
        stored = keep_upload(
            data["file"], name, purpose="ruling.signed", allowed=KINDS, limit=MOST, actor=viewer.actor,
            school_id=mine.school_id,
        )  # fmt: skip
        actions.attach_signed(mine, stored, actor=viewer.actor)
        messages.success(request, "签字页已存好。")
        return redirect("regulations:sheet", pk)

    if request.method == "POST":
        RulingSheetDoor.get(viewer, pk, to="decide")
    return handle(request, form, act, "regulations/sheet.html", _context(found, viewer) | {"columns": COLUMNS})


@require_GET
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet as A4 pages with places to sign."""
    viewer = viewer_of(request)
    found = _sheet(viewer, pk)
    context = _context(found, viewer)
    pages = paged(context["lines"])
    more = {
        "pages": pages,
        "signers": signers(found.school, found.decided_by, viewer.on),
        "unit": unit_name(found.school, found.district_id),
    }
    return render(request, "regulations/sheet_print.html", context | more)


@require_GET
def signed(request: HttpRequest, pk: UUID) -> FileResponse:
    """The signed page, for everybody the decision binds."""
    found = _sheet(viewer_of(request), pk)
    if found.signed_file is None or not default_storage.exists(found.signed_file.key):
        raise Http404
    opened = default_storage.open(found.signed_file.key)
    response = FileResponse(opened, as_attachment=True, filename=found.signed_file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sheet(viewer: Viewer, pk: UUID) -> RulingSheet:
    rows = RulingSheet.objects.select_related("school", "school__unit_type", "signed_file")
    return RulingSheetDoor.get(viewer, pk, rows=rows)


def _context(found: RulingSheet, viewer: Viewer) -> dict[str, Any]:
    adoption = _adoption(found)
    pack = pack_of(adoption.version) if adoption else None
    rulings = list(found.rulings.all())
    return {
        "sheet": found,
        "adoption": adoption,
        "title": pack.title if pack else found.pack,
        "lines": lines_of(rulings, pack),
        "starts": sorted({row.start for row in rulings}),
        "made_by": names_of([found.made_by]).get(found.made_by, ""),
        "may_decide": may_decide(viewer, found.school),
        "place": words_of_unit(found.school),
    }


def _adoption(found: RulingSheet) -> Adoption | None:
    """The adoption it was made under: the last one of its pack."""
    return adoptions(found.school).filter(pack=found.pack).order_by("made_at", "pk").last()
