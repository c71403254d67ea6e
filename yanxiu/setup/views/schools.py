"""导入学校名单: look at what would be written, then write it. What was read travels signed, nothing is kept between."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.base.errors import Refusal
from yanxiu.org.enums import Capability
from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.setup.actions.schools import import_schools
from yanxiu.setup.forms.roster import SchoolListForm
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.reader import read_book
from yanxiu.setup.roster.schools import SchoolEntry, SchoolList, read_schools
from yanxiu.setup.views.common import handle, viewer_of

SALT, FRESH = "schools", 3600  # seconds a looked-at list may be written
MOST = 5000
COLUMNS = [{"label": "行", "n": True}, {"label": "代码"}, {"label": "学校"}, {"label": "类型"}, {"label": "导入后"}]


def _founder(request: HttpRequest) -> Viewer:
    """Who sets up the district, at the district's desk."""
    viewer = viewer_of(request)
    if viewer.school_id is not None or not viewer.everywhere(Capability.MANAGE_UNIT):
        raise Http404
    return viewer


@require_http_methods(["GET", "POST"])
def schools_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; with `list` in the post, what was looked at is written."""
    viewer = _founder(request)
    if request.method == "POST" and request.POST.get("list"):
        return _write(request, viewer)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SchoolListForm(*sent)

    def act(data: dict[str, Any]) -> HttpResponse:
        return render(request, "setup/roster/schools.html", _looked_at(_read(data["file"]), data["file"].name))

    return handle(request, form, act, "setup/roster/schools_new.html", {})


def _read(upload: UploadedFile[Any]) -> SchoolList:
    """The list in an upload; a file that is none is refused at its field."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "list"
        with place.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        try:
            found = read_schools(read_book(place, upload.name or ""))
        except RosterError as problem:
            raise Refusal(problem.message, field="file") from problem
    if not found.entries and not found.bad:
        raise Refusal("列名下面没有学校。请看看是不是传错了文件，或学校都在隐藏的行里。", field="file")
    if len(found.entries) > MOST:
        raise Refusal(f"这份名单有 {len(found.entries)} 所，一次最多 {MOST} 所。请分几份传。", field="file")
    return found


def _looked_at(found: SchoolList, name: str) -> dict[str, Any]:
    have = set(School.objects.values_list("code", flat=True))
    rows = [{"entry": entry, "new": entry.code not in have} for entry in found.entries]
    new = sum(entry.code not in have for entry in found.entries)
    return {
        "name": name,
        "rows": rows,
        "columns": COLUMNS,
        "bad": [{"row": row, "why": "".join(one.message for one in why)} for row, why in found.bad],
        "list": signing.dumps([name, [asdict(entry) for entry in found.entries]], salt=SALT, compress=True),
        "tally": _tally(new, len(rows) - new, len(found.bad), len(found.hidden_rows)),
    }


def _tally(new: int, known: int, bad: int, hidden: int) -> list[dict[str, Any]]:
    """Only what there is: a list without bad rows says nothing of them."""
    counts = [
        (new, "所", "新建", "done"),
        (known, "所", "已有，按名单更正", ""),
        (bad, "行", "有问题，不导入", "due"),
        (hidden, "行", "在表里是隐藏的，不导入", "wait"),
    ]
    return [{"n": f"{n} {unit}", "label": label, "state": state} for n, unit, label, state in counts if n]


def _write(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    try:
        name, entries = signing.loads(request.POST["list"], salt=SALT, max_age=FRESH)
    except signing.BadSignature:
        messages.error(request, "核对过的名单已经过了一小时，请再传一次。")
        return redirect("setup:schools_import")
    done = import_schools([SchoolEntry(**entry) for entry in entries], source=name, actor=viewer.actor)
    messages.success(
        request, f"新建 {done.created} 所，更正 {done.updated} 所，没有变化 {done.unchanged} 所。接着导入教职工名单。"
    )
    return redirect("dashboards:home")
