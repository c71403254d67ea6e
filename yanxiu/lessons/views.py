"""登记一节听课: twenty seconds between two lessons, the rest whenever one has time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.lessons.forms import ObservationForm
from yanxiu.lessons.models import LessonObservation
from yanxiu.lessons.queries import colleagues, likely_taught
from yanxiu.lessons.writing import SAVE, Whose, Written, answer_saving, by_key, described, lacking, needed, used_before
from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.forms import SELF
from yanxiu.regulations.records import KeptRecord, RecordState
from yanxiu.setup.views.common import own_school, viewer_of

KIND = "lesson_observation"


@require_http_methods(["GET", "POST"])
def observe(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """A lesson I observed: a new one, or (by its key) one I write on."""
    viewer, school = viewer_of(request), own_school(request, "see")
    if viewer.person is None:
        raise Http404
    record = by_key(viewer, school, KIND, key or _posted_key(request))
    if record is not None and record.person_id != viewer.person_id:
        raise NotAllowed("这是别人的听课记录，请教导处更正。")
    school = record.school if record is not None else school
    form = _form(request, viewer, school, record, key)
    saving = request.POST.get("then") == SAVE
    if request.method == "POST" and form.is_valid():
        written = Written(viewer, school, form, Whose(person=viewer.person), record, form.more)
        try:
            saved = written.save(draft=saving)
        except Refusal as refusal:
            if saving:
                return answer_saving(request, None, refusal)
            form.show(refusal)
        else:
            return answer_saving(request, saved) if saving else _done(request, saved)
    if saving:
        return answer_saving(request, None, Refusal("有一栏还填得不对，改好再存。"))
    context = {
        "form": form,
        "viewer": viewer,
        "record": record,
        "unit": form.kind.unit,
        "open": _unfolded(form, record),
    }
    return render(request, "lessons/observe.html", context, status=422 if form.errors else 200)


def _posted_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _form(
    request: HttpRequest, viewer: Viewer, school: School, record: KeptRecord | None, key: UUID | None
) -> ObservationForm:
    kind = described(school, KIND, record.on if record else viewer.on)
    first: dict[str, Any] = {"key": key} if key else {}
    likely, people = likely_taught(viewer, school), colleagues(school, viewer)
    if isinstance(record, LessonObservation):
        first |= {
            "key": record.key,
            "revision": record.revision,
            "on": record.on.isoformat(),
            "page": record.page,
            "memo": record.memo,
        }
        among = record.taught_by_id in {one.pk for one in likely}
        first |= {"taught": str(record.taught_by_id)} if among else {"taught": "", "taught_name": record.teacher}
    return ObservationForm(
        request.POST or None, kind=kind, roles={SELF}, values=record.values if record else None, initial=first,
        used=used_before(viewer, kind), likely=likely, people=people,
        needed=needed(kind, school, record.on if record else viewer.on),
    )  # fmt: skip


def _unfolded(form: ObservationForm, record: KeptRecord | None) -> bool:
    """The long part is open when something stands in it or is wrong in it."""
    wrong = {one.name for one in form.rest} & set(form.errors)
    short = {one.id for one in form.asked if one.type == "text"}
    return bool(wrong) or bool(record and set(record.values) - short)


def _done(request: HttpRequest, saved: KeptRecord | None) -> HttpResponse:
    assert saved is not None and saved.state == RecordState.KEPT
    missing = lacking(saved, described(saved.school, saved.kind, saved.on))
    messages.success(request, "登记好了。")
    for sentence in missing[:1]:
        messages.warning(request, sentence)
    return redirect("portfolio:record", saved.pk)
