"""Filling in the office's or the leader's fields for many records at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yanxiu.base.access import as_uuid
from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.lessons.writing import is_office
from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.access import visible
from yanxiu.portfolio.views.common import book_of, known_kind
from yanxiu.regulations.forms import LEADER, OFFICE, SELF, Field, RecordKind
from yanxiu.regulations.keeping import mark
from yanxiu.regulations.records import RecordState, house_of

MOST = 200


def markable(kind: RecordKind, viewer: Viewer, school: School) -> list[Field]:
    """Fields with a short answer that the viewer fills in on what others wrote."""
    roles = {OFFICE, LEADER} if is_office(viewer, school) else {LEADER} if viewer.groups_led else set()
    return [one for one in kind.fields if one.by in roles - {SELF} and one.type in ("flag", "choice")]


def to_mark(kind: RecordKind | None, viewer: Viewer, school: School) -> list[tuple[str, str]]:
    """Every answer one may give to many: (code of field and value, words)."""
    found: list[tuple[str, str]] = []
    for one in markable(kind, viewer, school) if kind else ():
        answers = one.choices.items() if one.type == "choice" else (("yes", "是"), ("no", "否"))
        found += [(f"{one.id}={code}", f"{one.title}：{word}") for code, word in answers]
        found.append((f"{one.id}=", f"{one.title}：清空"))
    return found


@require_POST
def mark_many(request: HttpRequest) -> HttpResponse:
    """Give one answer for all ticked records."""
    viewer, school = book_of(request)
    kind = known_kind(school, request.POST.get("kind", ""), viewer)
    name, _, answer = request.POST.get("mark", "").partition("=")
    back = redirect(f"/records/?kind={kind.id}")
    one = next((field for field in markable(kind, viewer, school) if field.id == name), None)
    if one is None:
        if name:
            raise NotAllowed("这一栏不归你登记。")
        messages.error(request, "请选登记成什么，例如“属实”。")
        return back
    ids = [pk for text in request.POST.getlist("id")[:MOST] if (pk := as_uuid(text))]
    rows = visible(viewer, house_of(kind.id), "mark").filter(
        school=school, kind=kind.id, pk__in=ids, state=RecordState.KEPT
    )
    value = {"yes": True, "no": False}.get(answer, answer or None) if one.type == "flag" else answer or None
    try:
        count = mark(rows, kind, {one.id: value}, actor=viewer.actor)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"登记了 {count} 条。" if count else "没有要改的，这几条已经是这样。")
    return back
