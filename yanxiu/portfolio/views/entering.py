"""代录: line after line from a pile of paper books, or one day for many people."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.base.access import as_uuid
from yanxiu.base.errors import Refusal
from yanxiu.base.keys import new_id
from yanxiu.kernel.written import next_page
from yanxiu.lessons.models import LessonObservation
from yanxiu.lessons.queries import colleagues
from yanxiu.org.models import School
from yanxiu.org.queries.people import at_school
from yanxiu.org.queries.units import groups
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.forms import BatchForm, PaperMixin, PaperObservationForm, PaperWorkForm
from yanxiu.portfolio.lines import lines
from yanxiu.portfolio.queries import already, entered_today, kinds_here, known_here, totals
from yanxiu.portfolio.views.common import framed, known_kind, office_of
from yanxiu.regulations.forms import OFFICE, RecordKind
from yanxiu.regulations.keeping import Entry, keep, keep_many
from yanxiu.regulations.records import KeptRecord, Origin, house_of

KIND_COLUMNS = [{"label": "种类"}, {"label": "栏目"}, {"label": "一批"}]
LINE_COLUMNS = [{"label": "姓名"}, {"label": "日期"}, {"label": "内容"}, {"label": "据"}, {"label": "撤销"}]
BATCH_COLUMNS = [{"label": "勾选"}, {"label": "姓名"}, {"label": "个别情况"}, {"label": "已有"}]


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind lies on the pile."""
    viewer, school = office_of(request)
    kinds = list(kinds_here(school, viewer.on).values())
    return render(request, "portfolio/enter_kinds.html", framed(viewer, {"kinds": kinds, "columns": KIND_COLUMNS}))


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """One line, then the next; what was entered today stands below."""
    viewer, school = office_of(request)
    asked = known_kind(school, kind, viewer)
    form = _line(request, viewer, school, asked, request.POST or None)
    said, saved = "", None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _keep(form, viewer, school)
        except Refusal as refusal:
            form.show(refusal)
        else:
            said = f"{saved.person or saved.group or school} {saved.on.month}月{saved.on.day}日，记下了。"
            request.session["entered"] = [str(saved.on), saved.source]
            form = _line(request, viewer, school, asked, None)
    if saved is not None and not getattr(request, "htmx", False):
        return redirect("portfolio:enter_kind", kind)
    context = _entering(viewer, school, asked, form) | {"said": said}
    if getattr(request, "htmx", False):
        return render(request, "portfolio/_entering.html", framed(viewer, context), status=422 if form.errors else 200)
    people = known_here(school).only("pk", "name", "search_keys", "district_id", "name_key")
    return render(
        request,
        "portfolio/enter.html",
        framed(viewer, context | {"people": people}),
        status=422 if form.errors else 200,
    )


def _line(request: HttpRequest, viewer: Viewer, school: School, kind: RecordKind, data: Any) -> PaperMixin:
    """An empty line that goes on where the last one ended."""
    day, source = request.session.get("entered", [viewer.on.isoformat(), ""])
    first: dict[str, Any] = {"on": day, "source": next_page(source)}
    form = PaperObservationForm if house_of(kind.id) is LessonObservation else PaperWorkForm
    options: dict[str, Any] = {"people": colleagues(school, viewer)} if form is PaperObservationForm else {}
    mine = groups(school, viewer.on) if kind.subject == "group" else ()
    return form(data, kind=kind, school=school, initial={"key": new_id(), **first}, groups=mine, **options)


def _keep(form: PaperMixin, viewer: Viewer, school: School) -> KeptRecord:
    """Raises Refusal for a line with nothing but its head: an Enter too early keeps no empty record."""
    data = form.cleaned_data
    written = (*form.values.values(), *form.own_fields.values())
    if form.kind.fields and all(value in (None, "", False) for value in written):
        raise Refusal("这一行只有姓名和日期。按 Tab 到下一格，抄上内容再回车；只记“交了”，用“一次记一批”。")
    entry = Entry(
        school, form.kind, data["on"], form.values, person=form.person, group=form.groups.get(data.get("group", "")),
        origin=Origin.PAPER if form.needs_paper else Origin.OFFICE, source=str(data.get("source") or ""),
        key=form.entry_key, more=form.own_fields,
    )  # fmt: skip
    return keep(entry, actor=viewer.actor)


def _entering(viewer: Viewer, school: School, kind: RecordKind, form: PaperMixin) -> dict[str, Any]:
    """The line to fill in, today's lines, and counts to compare with the paper."""
    rows = entered_today(viewer, school, kind)
    people = Counter(row.person_id for row in rows if row.person_id)
    sums = totals(school, kind, people, viewer.on) if people else {}
    names = {row.person_id: str(row.person) for row in rows}
    return {
        "form": form,
        "kind": kind,
        "columns": LINE_COLUMNS,
        "lines": lines(rows, {kind.id: kind}),
        "counts": [{"name": names[pk], "now": now, "term": sums.get(pk, 0)} for pk, now in people.items()],
    }


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, kind: str) -> HttpResponse:
    """一次记一批: one kind, one day, whoever is ticked."""
    viewer, school = office_of(request)
    asked = known_kind(school, kind, viewer)
    if asked.subject != "teacher":
        messages.info(request, f"“{asked.title}”不是一人一份的，请一条一条记。")
        return redirect("portfolio:enter_kind", kind)
    people = list(at_school(school, viewer.on))
    nonce = str(as_uuid(request.POST.get("key", "")) or new_id())
    form = BatchForm(request.POST or None, kind=asked, people=people, initial={"on": viewer.on.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            count = _keep_batch(form, viewer, school, nonce)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, f"记下了 {count} 份“{asked.title}”。" if count else "这一批已经记过，没有重复记。"
            )
            return redirect(f"{reverse('portfolio:records')}?kind={kind}")
    rows = _ticks(form, school, asked, viewer)
    context = {"form": form, "kind": asked, "rows": rows, "nonce": nonce, "columns": BATCH_COLUMNS}
    return render(request, "portfolio/batch.html", framed(viewer, context), status=422 if form.errors else 200)


def _ticks(form: BatchForm, school: School, kind: RecordKind, viewer: Viewer) -> list[dict[str, Any]]:
    have = already(school, kind, viewer.on)
    ticked = set(form.data.getlist("id")) if form.is_bound else set()  # type: ignore[attr-defined]
    return [
        {
            "person": one,
            "ticked": str(one.pk) in ticked,
            "have": one.pk in have,
            "flags": [
                (f"flag-{flag.id}-{one.pk}", flag.title, f"flag-{flag.id}-{one.pk}" in form.data) for flag in form.flags
            ],
        }
        for one in form.people
    ]


def _keep_batch(form: BatchForm, viewer: Viewer, school: School, nonce: str) -> int:
    """Keep what is ticked; a batch that comes twice is kept once, because each line's key follows from the page's."""
    data, kind, page = form.cleaned_data, form.kind, as_uuid(nonce)
    assert page is not None
    keys = {one.pk: uuid5(page, str(one.pk)) for one in data["people"]}
    known = set(house_of(kind.id).objects.filter(key__in=keys.values()).values_list("key", flat=True))
    source = str(data.get("source") or "").strip()
    entries = [
        Entry(
            school, kind, data["on"], form.flags_of(one), person=one, key=keys[one.pk], source=source,
            origin=Origin.OFFICE if kind.by == OFFICE else Origin.PAPER,
        )
        for one in data["people"]
        if keys[one.pk] not in known
    ]  # fmt: skip
    return len(keep_many(entries, actor=viewer.actor, note=kind.title))
