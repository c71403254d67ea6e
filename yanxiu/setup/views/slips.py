"""The office's side of the first login: slips, claims, and one person's way in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.base.errors import AlreadyHandled, NotAllowed, Refusal
from yanxiu.org.access import SchoolDoor
from yanxiu.org.enums import Capability
from yanxiu.org.models import Person, School
from yanxiu.org.queries.people import at_school
from yanxiu.org.queries.units import groups, schools
from yanxiu.org.viewer import Viewer
from yanxiu.setup import second
from yanxiu.setup.access import AccessDoor, ClaimDoor, SlipDoor
from yanxiu.setup.actions import claims as claim_acts
from yanxiu.setup.actions import devices
from yanxiu.setup.actions import slips as acts
from yanxiu.setup.codes import grouped
from yanxiu.setup.qr import qr_image
from yanxiu.setup.queries.login import (
    accounts_of,
    as_rows,
    devices_of,
    district_people,
    first_groups,
    guessed_slips,
    newest_slips,
    open_claims,
    school_token,
)
from yanxiu.setup.views.common import viewer_of
from yanxiu.setup.views.first_run import reachability
from yanxiu.tenants.models import Account

CLAIMS = 50  # claims on one page
PEOPLE = 100  # people to choose from on one page
SCHOOLS = 100  # schools to choose from on one page
PER_PAGE = 10  # slips on one A4 sheet
OWN = "district"  # instead of a school's id: people of the district itself
COLUMNS = [{"label": "姓名"}, {"label": "组"}, {"label": "工号"}, {"label": "登录"}, {"label": "上次印"}]


def public(request: HttpRequest, path: str) -> str:
    """An address others can open: the public one if there is one, else as this page was opened."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def place_of(request: HttpRequest, viewer: Viewer) -> School | None:
    """The school whose slips these are; None for the district's own people. 404 for a school one does not keep."""
    wanted = request.GET.get("school", "")
    if wanted == OWN and viewer.everywhere(Capability.MANAGE_PEOPLE):
        return None
    try:
        pk = UUID(wanted) if wanted else viewer.school_id
    except ValueError:
        raise Http404 from None
    if pk is None:
        raise Http404
    return SchoolDoor.get(viewer, pk, to="manage_people")


def people_of_place(place: School | None, viewer: Viewer) -> Any:
    """The people slips may be printed for there, in the order of names."""
    rows = at_school(place, viewer.on) if place else district_people(viewer.on)
    return AccessDoor.visible(viewer, rows, "give").order_by("name_key", "pk")


@never_cache
@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest) -> HttpResponse:
    """Choose people, print their slips: each with name, QR, code, fourteen days."""
    viewer = viewer_of(request)
    if viewer.school_id is None and viewer.everywhere(Capability.MANAGE_PEOPLE) and not request.GET.get("school"):
        return _choose_place(request, viewer)
    place = place_of(request, viewer)
    if request.method == "POST":
        chosen = list(people_of_place(place, viewer).filter(pk__in=_ids(request)))
        return _print(request, place, chosen, viewer)
    return _choose_people(request, place, viewer)


def _choose_place(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    rows = SchoolDoor.visible(viewer, schools().order_by("code"), "manage_people")
    page = Paginator(rows, SCHOOLS).get_page(request.GET.get("page"))
    return render(
        request,
        "setup/login/slips_where.html",
        {"viewer": viewer, "page": page, "own": district_people(viewer.on).count(), "own_code": OWN},
    )


def _choose_people(request: HttpRequest, place: School | None, viewer: Viewer) -> HttpResponse:
    people, show, group = (
        people_of_place(place, viewer),
        request.GET.get("show", ""),
        _uuid(request.GET.get("group", "")),
    )
    if group is not None:
        people = people.filter(group_memberships__group_id=group).distinct()
    without = people.filter(~Exists(Account.objects.filter(person_id=OuterRef("pk"))))
    total, lacking = people.count(), without.count()
    page = Paginator(without if show == "without" else people, PEOPLE).get_page(request.GET.get("page"))
    address = public(request, reverse("setup:school_login", args=[school_token(place)])) if place else ""
    context = {
        "rows": as_rows(list(page), viewer.on), "page": page, "show": show, "columns": COLUMNS,
        "place": place, "address": address, "image": qr_image(address) if address else "",
        "shows": _shows(request, show, total, lacking), "viewer": viewer, **_groups(request, place, group, viewer),
        "here_only": reachability(public(request, "/"))["kind"] == "loopback", "most": acts.MOST, "elsewhere": at_school(place, viewer.on).count() - total if place and group is None else 0,
    }  # fmt: skip
    return render(request, "setup/login/slips.html", context)


def _shows(request: HttpRequest, show: str, total: int, without: int) -> list[dict[str, Any]]:
    kinds = [("全部", "", total), ("还不能登录", "without", without)]
    return [
        {"label": label, "url": _query(request, show=code), "current": show == code, "count": count}
        for label, code, count in kinds
    ]


def _groups(request: HttpRequest, place: School | None, chosen: UUID | None, viewer: Viewer) -> dict[str, Any]:
    rows = [(group.name, group.pk) for group in groups(place, viewer.on)] if place else []
    items = [
        {"label": label, "url": _query(request, group=str(pk)), "current": pk == chosen}
        for label, pk in [("全校", ""), *rows]
    ]
    return {"groups": items if rows else [], "group_name": next((label for label, pk in rows if pk == chosen), "全校")}


def _query(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)  # another choice begins at its first page
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _ids(request: HttpRequest) -> list[UUID]:
    return [pk for text in request.POST.getlist("id") if (pk := _uuid(text)) is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _print(request: HttpRequest, place: School | None, people: list[Person], viewer: Viewer) -> HttpResponse:
    back = request.get_full_path()
    try:
        printed = acts.issue_slips(place, people, actor=viewer.actor)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    known = first_groups(people, viewer.on)
    sheet = [_printed(request, one, known.get(one.person.pk, "")) for one in printed]
    pages = [sheet[n : n + PER_PAGE] for n in range(0, len(sheet), PER_PAGE)]
    context = {
        "pages": pages,
        "count": len(sheet),
        "place": place,
        "until": printed[0].slip.expires_at,
        "back": request.POST.get("back") or back,
    }
    context["address"] = public(request, reverse("setup:join")).split("://")[-1].rstrip("/")
    return render(request, "setup/login/slips_print.html", context)


def _printed(request: HttpRequest, one: acts.PrintedSlip, group: str) -> dict[str, Any]:
    address = public(request, reverse("setup:slip", args=[one.code]))
    return {"name": one.person.name, "group": group, "code": grouped(one.code), "image": qr_image(address)}


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """Who says "this is me" and waits; whose slip somebody tried to guess."""
    viewer = viewer_of(request)
    if not viewer.can(Capability.MANAGE_PEOPLE):
        raise Http404
    page = Paginator(ClaimDoor.visible(viewer, open_claims()), CLAIMS).get_page(request.GET.get("page"))
    people = [claim.person for claim in page]
    accounts, known = accounts_of(people), first_groups(people, viewer.on)
    rows = [
        {"claim": claim, "group": known.get(claim.person_id, ""), "has_login": claim.person_id in accounts}
        for claim in page
    ]
    guessed = list(SlipDoor.visible(viewer, guessed_slips())[:CLAIMS])
    context = {"rows": rows, "page": page, "guessed": guessed, "viewer": viewer}
    return render(request, "setup/login/claims.html", context)


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """确认 or 不是."""
    viewer = viewer_of(request)
    claim = ClaimDoor.get(viewer, pk, to="decide")
    approve = request.POST.get("answer") == "yes"
    try:
        claim_acts.decide_claim(claim, approve, actor=viewer.actor)
    except AlreadyHandled as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(
            request,
            f"{claim.person.name}的那台设备马上就进来。" if approve else f"已回绝：不是{claim.person.name}本人。",
        )
    return redirect("setup:claims")


def _served(viewer: Viewer, pk: UUID) -> tuple[Person, School | None]:
    """A person whose way in this office keeps, and the school a slip of theirs names."""
    person = AccessDoor.get(viewer, pk, to="give")
    mine = SchoolDoor.visible(viewer, schools(), "manage_people").filter(postings__person=person)
    return person, mine.order_by("-postings__start").first()


@never_cache
@require_http_methods(["GET", "POST"])
def access(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's way in: a new slip, all devices out, the second factor off, stopped and started again."""
    viewer = viewer_of(request)
    person, place = _served(viewer, pk)
    account = accounts_of([person]).get(person.pk)
    if request.method == "POST" and request.POST.get("what") == "slip":
        return _print(request, place, [person], viewer)
    if request.method == "POST":
        change = CHANGES.get(request.POST.get("what", ""))
        if account is None or change is None:
            raise Http404
        if account.pk == viewer.account.pk:
            raise NotAllowed("自己的登录请在“我的→登录与设备”里改；停用要由另一位管理员来做。")
        change[0](account, actor=viewer.actor)
        messages.success(request, change[1].format(name=person.name))
        return redirect("setup:access", pk)
    context = {
        "viewer": viewer,
        "person": person,
        "place": place,
        "account": account,
        "slip": newest_slips([person]).get(person.pk),
        "second_on": bool(account and second.has_second(account)),
        "count": devices_of(account).count() if account else 0,
        "stopped": bool(account and not account.is_active),
    }
    return render(request, "setup/login/access.html", context)


CHANGES = {
    "devices": (devices.end_devices, "{name}的所有设备都退出了。"),
    "lost": (devices.lost_phone, "{name}的第二道验证关了，所有设备都退出了。再印一张登录条交给本人。"),
    "stop": (devices.stop_account, "{name}不能再登录了，资料和记录都还在。"),
    "start": (devices.start_account, "{name}又能登录了。"),
}


@never_cache
@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One new slip for a person, from wherever that person's name stands."""
    viewer = viewer_of(request)
    person, place = _served(viewer, pk)
    return _print(request, place, [person], viewer)
