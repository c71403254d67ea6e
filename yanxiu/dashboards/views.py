"""Home pages, search, what was done, long work, taking everything away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.dashboards import homes, queries, record
from yanxiu.files.models import StoredFile
from yanxiu.jobs.access import JobDoor
from yanxiu.jobs.actions import submit
from yanxiu.jobs.queries import jobs as all_jobs
from yanxiu.org.access import AuditDoor, SchoolDoor
from yanxiu.org.enums import Capability, Desk
from yanxiu.org.middleware import DESK, SCHOOL
from yanxiu.org.queries.people import members_of
from yanxiu.org.queries.time import calendar_of
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.reports.tasks import EXPORT_ALL
from yanxiu.web.older import stretch

HOMES: dict[str, tuple[str, Callable[[Viewer], dict[str, Any]]]] = {
    Desk.TEACHER: ("dashboards/today.html", homes.today),
    Desk.LEADER: ("dashboards/today.html", homes.today),
    Desk.OFFICE: ("dashboards/office.html", homes.office),
    Desk.PRINCIPAL: ("dashboards/principal.html", homes.principal),
    Desk.DISTRICT: ("dashboards/district.html", homes.district),
    Desk.REGION: ("dashboards/region.html", homes.region),
    Desk.EXPERT: ("dashboards/expert.html", homes.expert),
    Desk.OPERATOR: ("dashboards/operator.html", homes.operator),
}
AUDIT_COLUMNS = [{"label": "时间"}, {"label": "经办人"}, {"label": "做了什么"}, {"label": "说明"}, {"label": "来路"}]
SCHOOLS = 100  # lines of one page of a district's schools
JOB_COLUMNS = [{"label": "做什么"}, {"label": "状态"}, {"label": "做了多少", "n": True}, {"label": "什么时候"}]


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a signed-in request."""
    viewer = getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise Http404
    return viewer


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The page a person opens with: what needs this person now."""
    viewer = viewer_of(request)
    template, content = HOMES[viewer.desk]
    shown = content(viewer)
    page = Paginator(shown.get("rows", []), SCHOOLS).get_page(request.GET.get("page"))
    return render(request, template, shown | {"viewer": viewer, "page": page})


@require_POST
def choose_desk(request: HttpRequest) -> HttpResponse:
    """Work with another hat, or at another of one's schools; what the viewer does not have changes nothing."""
    viewer, wanted, school = viewer_of(request), request.POST.get("desk", ""), request.POST.get("school", "")
    if wanted in viewer.desks:
        request.session[DESK] = wanted
    if school in map(str, viewer.member_schools):
        request.session[SCHOOL] = school
    return redirect("dashboards:home")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """我的: where I stand, what is known of me, my groups, what I did."""
    viewer = viewer_of(request)
    content = {
        "groups": queries.my_groups(viewer),
        "acts": record.lately(viewer, "own", most=10),
        "standing": homes.standing(viewer),
        "spells": queries.own_spells(viewer),
    }
    return render(request, "dashboards/mine.html", content | homes.posts(viewer) | {"viewer": viewer})


@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """日程: the weeks of the term with its holidays, 调休 and exam weeks."""
    viewer = viewer_of(request)
    school = schools().filter(pk__in=[viewer.school_id]).first()
    return render(request, "dashboards/schedule.html", {"viewer": viewer, "calendar": calendar_of(school, viewer.on)})


@require_GET
def group(request: HttpRequest) -> HttpResponse:
    """本组: members of the groups the viewer leads; why somebody is away is not a leader's to know."""
    viewer = viewer_of(request)
    if not viewer.groups_led:
        raise Http404
    led = [one for one in queries.my_groups(viewer) if one["mine"]]
    people = members_of([one["group"] for one in led], viewer.on)
    for one in led:
        one["members"] = people.get(one["group"].pk, [])
    return render(
        request, "dashboards/group.html", {"viewer": viewer, "groups": led, "away": queries.away_words(viewer, led)}
    )


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """People and schools by Chinese name, pinyin or initials, as far as the viewer may see them."""
    viewer, text = viewer_of(request), request.GET.get("q", "")[:40]
    found = {"people": queries.found_people(viewer, text), "schools": queries.found_schools(viewer, text)}
    template = "dashboards/_found.html" if getattr(request, "htmx", False) else "dashboards/search.html"
    return render(request, template, found | {"viewer": viewer, "text": text, "search_words": text})


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """What was done, newest first: my own acts, and my unit's where I may see them."""
    viewer = viewer_of(request)
    scope = "own" if request.GET.get("who") == "me" else "see"
    page = stretch(AuditDoor.visible(viewer, record.acts(), scope), request.GET.get("below", ""))
    context = {
        "page": page,
        "names": record.who_did(page),
        "about": record.about_whom(page),
        "columns": AUDIT_COLUMNS,
        "scopes": _scopes(viewer, scope),
        "layout": "web/phone.html" if viewer.on_phone else "web/desk.html",
    }
    return render(request, "dashboards/audit.html", context | {"viewer": viewer})


def _scopes(viewer: Viewer, chosen: str) -> list[dict[str, Any]]:
    """Whose acts to look at; nothing to choose for who sees only the own ones."""
    if not viewer.can(Capability.SEE_AUDIT):
        return []
    return [
        {"label": "我能看的", "url": "?", "current": chosen == "see", "count": None},
        {"label": "我做的", "url": "?who=me", "current": chosen == "own", "count": None},
    ]


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Long work: mine and my unit's."""
    viewer = viewer_of(request)
    page = Paginator(JobDoor.visible(viewer, all_jobs()), 50).get_page(request.GET.get("page"))
    return render(request, "dashboards/jobs.html", {"viewer": viewer, "page": page, "columns": JOB_COLUMNS})


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """导出全部 of the viewer's school: ask for it here, fetch it here."""
    viewer = viewer_of(request)
    school = SchoolDoor.get(viewer, viewer.school_id, to="export") if viewer.school_id else None
    if school is None:
        raise Http404
    if request.method == "POST":
        submit(EXPORT_ALL, f"导出全部：{school}", {"school": str(school.pk)}, actor=viewer.actor, school_id=school.pk)
        return redirect("dashboards:export")
    mine = all_jobs().filter(kind=EXPORT_ALL, school_id=school.pk)
    kept = StoredFile.objects.filter(purpose__startswith="export:", school_id=school.pk)[:5]
    return render(
        request, "dashboards/export.html", {"viewer": viewer, "school": school, "job": mine.first(), "files": kept}
    )
