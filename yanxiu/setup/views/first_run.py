"""First run: three facts make a school; is it reachable by phone?"""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yanxiu.kernel.terms import usual_first_day
from yanxiu.setup.actions.first_run import found_school, start_district
from yanxiu.setup.forms.unit import FirstDistrictForm, FirstSchoolForm
from yanxiu.setup.qr import qr_image
from yanxiu.setup.views.common import handle, viewer_of


def _founder(request: HttpRequest) -> Any:
    """The operator, who founds one unit and then works in it."""
    viewer = viewer_of(request)
    if not viewer.account.is_operator:
        raise Http404
    return viewer


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """你是一所学校，还是一个区？"""
    return render(request, "setup/start/start.html", {"viewer": _founder(request)})


@require_http_methods(["GET", "POST"])
def school(request: HttpRequest) -> HttpResponse:
    """Name, first day, weeks: useful at once, no regulation needed."""
    viewer = _founder(request)
    form = FirstSchoolForm(request.POST or None, initial={"first_day": usual_first_day(viewer.on).isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        found_school(
            viewer.account, name=data["name"], type_name=data["unit_type"], first_day=data["first_day"], weeks=data["weeks"],
            administrator=data["administrator"], names=data["people"], actor=viewer.actor,
        )  # fmt: skip
        request.session["desk"] = "office"
        return redirect("dashboards:home")

    return handle(request, form, act, "setup/start/school.html", {"taken": viewer.district_id})


@require_http_methods(["GET", "POST"])
def district(request: HttpRequest) -> HttpResponse:
    """A district and its administrator; schools come by list."""
    viewer = _founder(request)
    form = FirstDistrictForm(request.POST or None)

    def act(data: dict[str, Any]) -> HttpResponse:
        start_district(viewer.account, actor=viewer.actor, **data)
        request.session["desk"] = "district"
        return redirect("dashboards:home")

    return handle(request, form, act, "setup/start/district.html", {"taken": viewer.district_id})


@require_GET
def reach(request: HttpRequest) -> HttpResponse:
    """手机能打开吗: address, https, Wi-Fi, and what works when the answer is no."""
    viewer = viewer_of(request)
    address = settings.PUBLIC_URL or request.build_absolute_uri("/")
    return render(
        request,
        "setup/start/reach.html",
        {"viewer": viewer, "address": address, "image": qr_image(address)} | reachability(address),
    )


def reachability(address: str) -> dict[str, Any]:
    """What an address allows: kind (loopback, lan, public) and whether it is https."""
    host = address.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0].strip("[]")
    try:
        ip = ipaddress.ip_address(host)
        kind = "loopback" if ip.is_loopback else "lan" if ip.is_private else "public"
    except ValueError:
        kind = "loopback" if host == "localhost" else "public"
    return {
        "kind": kind,
        "https": address.startswith("https://"),
        "bare_ip": host.replace(".", "").replace(":", "").isdigit(),
    }
