"""Writing a piece of work on the phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.base.errors import Refusal
from yanxiu.lessons.models import LessonObservation
from yanxiu.lessons.writing import (
    SAVE,
    Whose,
    Written,
    answer_saving,
    by_key,
    described,
    lacking,
    needed,
    roles_new,
    roles_on,
    used_before,
)
from yanxiu.org.models import School
from yanxiu.org.queries.units import groups
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.forms import WorkForm
from yanxiu.portfolio.queries import kinds_here
from yanxiu.portfolio.views.common import people_led
from yanxiu.regulations.forms import SELF, RecordKind
from yanxiu.regulations.records import KeptRecord, RecordState, house_of
from yanxiu.setup.views.common import own_school, viewer_of


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, kind: str, key: UUID | None = None) -> HttpResponse:
    """A new piece of a kind, or (by its key) one I write on."""
    viewer, school = viewer_of(request), own_school(request, "see")
    if viewer.person is None:
        raise Http404
    record = by_key(viewer, school, kind, key) if key and _lives_here(kind) else None
    school = record.school if record is not None else school
    asked = _asked(viewer, school, kind, record)
    form = _form(request, viewer, school, asked, record, key)
    saving = request.POST.get("then") == SAVE
    if request.method == "POST" and form.is_valid():
        try:
            saved = Written(viewer, school, form, _whose(viewer, form, record), record).save(draft=saving)
        except Refusal as refusal:
            if saving:
                return answer_saving(request, None, refusal)
            form.show(refusal)
        else:
            return answer_saving(request, saved) if saving else _done(request, saved, asked)
    if saving:
        return answer_saving(request, None, Refusal("有一栏还填得不对，改好再存。"))
    context = {"form": form, "viewer": viewer, "record": record, "kind": asked}
    return render(request, "portfolio/write.html", context, status=422 if form.errors else 200)


def _lives_here(kind: str) -> bool:
    return house_of(kind) is not LessonObservation


def _asked(viewer: Viewer, school: School, code: str, record: KeptRecord | None) -> RecordKind:
    """The kind as the regulation of the record's day, or of today, describes it; 404 for one that is not the viewer's."""
    if not _lives_here(code):
        raise Http404
    if record is not None:
        return described(school, code, record.on)
    found = kinds_here(school, viewer.on).get(code)
    if found is None or not roles_new(found, viewer):
        raise Http404
    return found


def _form(
    request: HttpRequest, viewer: Viewer, school: School, kind: RecordKind, record: KeptRecord | None, key: UUID | None
) -> WorkForm:
    first: dict[str, Any] = {"key": key} if key else {}
    whose: dict[str, Any] = {}
    if record is not None:
        first = {"key": record.key, "revision": record.revision, "on": record.on.isoformat()}
    elif kind.subject == "group":
        whose = {"groups": groups(school, viewer.on).filter(pk__in=viewer.groups_led)}
    elif kind.by != SELF:
        whose = {"people": people_led(viewer)}
    return WorkForm(
        request.POST or None, kind=kind, roles=roles_on(viewer, record) if record else roles_new(kind, viewer),
        values=record.values if record else None, initial=first, used=used_before(viewer, kind), needed=needed(kind, school, viewer.on), **whose,
    )  # fmt: skip


def _whose(viewer: Viewer, form: WorkForm, record: KeptRecord | None) -> Whose:
    if record is not None:
        return Whose(record.person, record.group)
    group, person = form.picked("group"), form.picked("person")
    return Whose(group=group) if group else Whose(person=person or viewer.person)


def _done(request: HttpRequest, saved: KeptRecord | None, kind: RecordKind) -> HttpResponse:
    assert saved is not None and saved.state == RecordState.KEPT
    messages.success(request, f"“{kind.title}”登记好了。")
    for sentence in lacking(saved, kind)[:1]:
        messages.warning(request, sentence)
    return redirect("portfolio:record", saved.pk)
