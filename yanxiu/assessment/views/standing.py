"""Where one stands, who is short, and every figure opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yanxiu.assessment import explaining, matrix, standing
from yanxiu.assessment.access import groups_shown, may_see_all, members_by_group, subject_for
from yanxiu.assessment.judging import benches
from yanxiu.assessment.models import RunResult
from yanxiu.assessment.run_access import RunDoor
from yanxiu.base import clock
from yanxiu.base.access import as_uuid
from yanxiu.files.workbook import Sheet, download, workbook
from yanxiu.org.enums import Capability
from yanxiu.org.models import Appointment, Group, Person, School, Spell
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.policy.explain import from_json
from yanxiu.policy.words import Finding
from yanxiu.setup.views.common import viewer_of
from yanxiu.web.words import full_day

UNITS = "units"
TABS = {**{name: words for name, (words, _) in matrix.TABS.items()}, UNITS: "学校和各组"}


@require_GET
def explain(request: HttpRequest, kind: str, subject: UUID, pack: str, rule: str) -> HttpResponse:
    """One figure opened: a part for the drawer, a page without script."""
    viewer = viewer_of(request)
    found, school = subject_for(viewer, kind, subject)
    if school.pk == viewer.school_id:
        viewer.cache["school"] = school  # the frame names it too
    part = next(
        (p for p in standing.of_subject(school, kind, subject, viewer.on).parts if p.bench.pack.id == pack), None
    )
    of_run = _of_run(request, viewer, subject)
    judged = of_run if of_run is not None else part.findings if part else ()
    findings = [one for one in judged if one.rule == rule]
    chosen = _chosen(findings, request.GET.get("p", ""), request.GET.get("i", ""))
    if part is None or chosen is None:
        raise Http404
    own = found.pk == viewer.person_id
    open_leave = own or school.pk in viewer.schools_with(Capability.KEEP_RECORDS)
    if explaining.tells_leave(part, chosen) and not open_leave:
        raise Http404
    names = {"name": "我的" if own else str(found), "term": "" if of_run else part.bench.judged.calendar.name}
    said = explaining.explain(part.bench.pack, chosen, kind=kind, others=findings, own=own, **names)
    if own or school.pk in viewer.member_schools:  # a district reads figures, never single records
        said = explaining.with_records(part, said, school, found, open_leave=open_leave)
    content = {
        "said": said,
        "viewer": viewer,
        "computed": f"算于 {_now()}",
        "regulation": part.regulation,
        "ask": explaining.whom_to_ask(found, school, viewer.on) if isinstance(found, Person) else [],
        "layout": "web/phone.html" if viewer.on_phone else "web/desk.html",
    }
    template = "assessment/_explain.html" if getattr(request, "htmx", False) else "assessment/explain.html"
    return render(request, template, content)


def _of_run(request: HttpRequest, viewer: Viewer, subject: UUID) -> list[Finding] | None:
    """What a run found of somebody, where the figure was opened from one: only there stand grades by share."""
    pk = as_uuid(request.GET.get("run", ""))
    if pk is None:
        return None
    row = RunResult.objects.filter(run=RunDoor.get(viewer, pk), subject_id=subject).first()
    return [from_json(one) for one in row.findings] if row else None


def _now() -> str:
    now = timezone.localtime(clock.now())
    return f"{now.month}月{now.day}日 {now:%H:%M}"


def _chosen(findings: list[Finding], period: str, item: str) -> Finding | None:
    """The finding asked for; without a period the last one, and none when nobody is judged by the rule."""
    fitting = [
        one
        for one in findings
        if (not period or (one.period and one.period.key == period)) and (not item or one.item == item)
    ]
    return fitting[-1] if fitting else None


@dataclass(frozen=True)
class Choice:
    """What the page shows: which group, which tab, only who is short."""

    group: str = ""
    tab: str = "amounts"
    only: bool = False


@require_GET
def short(request: HttpRequest) -> HttpResponse:
    """谁还差什么."""
    viewer = viewer_of(request)
    school, groups = _place(viewer)
    choice = _choice(request)
    content = {
        "viewer": viewer,
        "school": school,
        "tabs": [_tab(name, words, choice) for name, words in TABS.items()],
        "layout": "web/phone.html" if viewer.on_phone else "web/desk.html",
    }
    if choice.tab == UNITS:
        content["units"] = standing.of_units(benches(school, viewer.on), _units(viewer, school, groups))
        return render(request, "assessment/short_units.html", content)
    table = _table(viewer, school, groups, choice)
    tabs = _group_tabs(groups, choice, may_see_all(viewer, school))
    content |= {
        "table": table,
        "rows": matrix.as_rows(table),
        "columns": [
            {"label": one.title, "unit": f"差 {one.short} 人" if one.short else "都齐"} for one in table.columns
        ],
        "choice": choice,
        "group_tabs": tabs,
        "group_now": next((one["label"] for one in tabs if one["current"]), "全部"),
        "may_state": school.pk in viewer.schools_with(Capability.MANAGE_PEOPLE),
        "words": matrix.for_the_chat(table, f"截至{full_day(viewer.on)}"),
    }
    return render(request, "assessment/short.html", content)


def _units(viewer: Viewer, school: School, groups: list[Group]) -> dict[str, str]:
    """Names by id of the groups open to the viewer, before them the school where all of it is."""
    whole = {str(school.pk): school.name} if may_see_all(viewer, school) else {}
    return whole | {str(one.pk): one.name for one in groups}


@require_GET
def short_export(request: HttpRequest) -> HttpResponse:
    """The same tables as a workbook, one sheet a tab."""
    viewer = viewer_of(request)
    school, groups = _place(viewer)
    people = _people(viewer, school, groups, _choice(request))
    parts, sheets = matrix.judged(benches(school, viewer.on), list(people.by_id)), []
    for name, (words, _) in matrix.TABS.items():
        heads, rows = matrix.sheet_rows(matrix.matrix(parts, people, name))
        sheets.append(Sheet(words, heads, rows))
    return download(workbook(sheets), f"谁还差什么_{viewer.on:%Y%m%d}.xlsx")


def _place(viewer: Viewer) -> tuple[School, list[Group]]:
    """The viewer's school with the groups open to the viewer; 404 for who neither leads nor answers for anybody."""
    school = schools().filter(pk__in=[viewer.school_id]).first()
    if school is None:
        raise Http404
    viewer.cache["school"] = school  # the frame names it too
    groups = groups_shown(viewer, school)
    if not groups and not may_see_all(viewer, school):
        raise Http404
    return school, groups


def _choice(request: HttpRequest) -> Choice:
    tab = request.GET.get("tab", "")
    return Choice(request.GET.get("group", ""), tab if tab in TABS else "amounts", bool(request.GET.get("only")))


def _table(viewer: Viewer, school: School, groups: list[Group], choice: Choice) -> matrix.Matrix:
    people = _people(viewer, school, groups, choice)
    parts = matrix.judged(benches(school, viewer.on), list(people.by_id))
    return matrix.matrix(parts, people, choice.tab, only_short=choice.only)


def _people(viewer: Viewer, school: School, groups: list[Group], choice: Choice) -> matrix.People:
    """Who stands in the table; without a choice everybody once, under the first group of theirs."""
    chosen = [group for group in groups if str(group.pk) == choice.group]
    members = members_by_group(chosen or groups, viewer)
    here = {one.pk: one for one in at_school(school, viewer.on)}
    placed: list[tuple[Group | None, list[UUID]]] = []
    seen: set[UUID] = set()
    for group in chosen or groups:
        ids = [id for id in members[group.pk] if id in here and (chosen or id not in seen)]
        seen.update(ids)
        placed.append((group, ids))
    if not chosen and may_see_all(viewer, school):
        placed.append((None, [id for id in here if id not in seen]))
    wanted = {id for _, ids in placed for id in ids}
    found = {id: person for id, person in here.items() if id in wanted}
    return matrix.People(found, _posts(school, viewer, found), _away(viewer, found), placed)


def _away(viewer: Viewer, people: dict[UUID, Person]) -> dict[UUID, str]:
    """Who is away today, in public words: nobody is pressed meanwhile."""
    spells = Spell.objects.filter(in_force(viewer.on), person_id__in=list(people)).select_related("kind")
    return {spell.person_id: f"{spell.kind.public_title}中，返岗以后再看" for spell in spells}


def _posts(school: School, viewer: Viewer, people: dict[UUID, Person]) -> dict[UUID, str]:
    """The post of each."""
    rows = Appointment.objects.filter(in_force(viewer.on), school=school, person_id__in=list(people))
    return {row.person_id: row.post.title for row in rows.select_related("post").order_by("-post__position")}


def _group_tabs(groups: list[Group], choice: Choice, everybody: bool) -> list[dict[str, Any]]:
    first = [{"label": "全部", "url": _url(choice, group=""), "current": not choice.group, "count": None}]
    rest = [
        {
            "label": one.name,
            "url": _url(choice, group=str(one.pk)),
            "current": choice.group == str(one.pk),
            "count": None,
        }
        for one in groups
    ]
    return [*first, *rest] if len(rest) > 1 or everybody else []


def _tab(name: str, words: str, choice: Choice) -> dict[str, Any]:
    return {"label": words, "url": _url(choice, tab=name), "current": choice.tab == name, "count": None}


def _url(choice: Choice, **changed: str) -> str:
    asked = {"group": choice.group, "tab": choice.tab, "only": "1" if choice.only else "", **changed}
    return "?" + "&".join(f"{name}={value}" for name, value in asked.items() if value)
