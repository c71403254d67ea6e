"""My own way in: the notice, password, second factor, devices, and what is kept of me."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yanxiu.base import clock
from yanxiu.base.errors import Refusal
from yanxiu.kernel.text import name_pinyin
from yanxiu.org.viewer import Viewer
from yanxiu.setup import second
from yanxiu.setup.access import DeviceDoor
from yanxiu.setup.actions import devices
from yanxiu.setup.entering import came_by_slip, know, safe_next, stay_in
from yanxiu.setup.forms.login import PasswordForm, SecondForm
from yanxiu.setup.gate import administers
from yanxiu.setup.mine import own_data, own_sheets, own_ties, own_workbook
from yanxiu.setup.qr import qr_image
from yanxiu.setup.queries.login import devices_of, keepers
from yanxiu.setup.views.common import viewer_of
from yanxiu.tenants import actions as accounts
from yanxiu.tenants.models import Account

SHOWN = "second_secret"  # session key: what was shown for scanning, until a right code proves that it was scanned


@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, whom to ask; read once before the first page."""
    viewer = viewer_of(request)
    if request.method == "POST":
        if viewer.account.told_at is None:
            accounts.note_told(viewer.account, actor=viewer.actor)
        return redirect(safe_next(request))
    return render(
        request, "setup/login/welcome.html", {"viewer": viewer, "next": safe_next(request), "keepers": _keepers(viewer)}
    )


def _keepers(viewer: Viewer) -> list[str]:
    return keepers(viewer.school_id, viewer.on) if viewer.district_id else []


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set or change one's password; the other devices are signed out, this one stays."""
    viewer = viewer_of(request)
    has_one = viewer.account.has_usable_password()
    form = PasswordForm(
        request.POST or None,
        initial={"username": _suggested_name(viewer)},
        with_old=has_one and not came_by_slip(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _set_password(request, viewer, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {
        "form": form,
        "viewer": viewer,
        "has_one": has_one,
        "needed": administers(viewer) and not has_one,
        "next": safe_next(request),
    }
    return render(request, "setup/login/password.html", context, status=422 if form.errors else 200)


def _set_password(request: HttpRequest, viewer: Viewer, data: dict[str, Any]) -> HttpResponse:
    account = viewer.account
    if "old" in data and not account.check_password(data["old"]):
        raise Refusal("现在的密码不对。忘了就请教导处印一张登录条，扫码进来再改。", field="old")
    accounts.check_password_strength(data["password"], account)  # before the name changes
    accounts.set_login_name(account, data["username"], actor=viewer.actor)
    accounts.set_password(account, data["password"], actor=viewer.actor)
    devices.end_devices(account, keep=request.session.session_key or "", actor=viewer.actor)
    messages.success(request, f"密码设好了，登录名是 {account.username}。其他设备已经退出。")
    return _stay(request, account, safe_next(request))


def _stay(request: HttpRequest, account: Account, to: str) -> HttpResponse:
    """On with this device, which is known by the new mark."""
    stay_in(request, account)
    response = redirect(to)
    know(request, response, account)
    return response


def _suggested_name(viewer: Viewer) -> str:
    """The login name in use, or for one made by the program the pinyin of the name while it is free."""
    account = viewer.account
    if viewer.person is None or account.username != accounts.made_name(viewer.person.pk):
        return account.username
    wanted = name_pinyin(viewer.person.name).full.replace(" ", "")
    try:
        return accounts.check_login_name(wanted, account)
    except Refusal:
        return ""


@never_cache
@require_http_methods(["GET", "POST"])
def second_set(request: HttpRequest) -> HttpResponse:
    """Switch the second factor on or off, or get new recovery codes; those are shown once, for printing."""
    viewer = viewer_of(request)
    account, on, codes = viewer.account, second.has_second(viewer.account), list[str]()
    form = SecondForm(request.POST or None)
    secret = "" if on else request.session.setdefault(SHOWN, second.generate_totp_secret())
    if request.method == "POST" and form.is_valid():
        try:
            codes = _switch(request, account, on, secret, form.cleaned_data["code"], viewer)
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            if not codes:
                return redirect("setup:my_login")
    image = qr_image(second.totp_address(account, secret)) if secret and not codes else ""
    context = {"form": form, "on": on, "codes": codes, "secret": _in_fours(secret), "image": image, "viewer": viewer}
    context |= {"has_password": account.has_usable_password(), "unused": second.unused(account) if on else 0}
    return render(request, "setup/login/second_set.html", context, status=422 if form.errors else 200)


def _switch(request: HttpRequest, account: Account, on: bool, secret: str, code: str, viewer: Viewer) -> list[str]:
    """Recovery codes to show, or none when it was switched off."""
    if not on:
        if not account.has_usable_password():
            raise Refusal("先设密码，再开第二道验证。", field="code")
        codes = second.switch_on(account, secret, code, actor=viewer.actor)
        request.session.pop(SHOWN, None)
        return codes
    if not second.check(account, code):
        raise Refusal("验证码不对，什么都没有改。", field="code")
    if request.POST.get("what") == "codes":
        return second.new_codes(account, actor=viewer.actor)
    second.switch_off(account, actor=viewer.actor)
    messages.success(request, "第二道验证关了。")
    return []


def _in_fours(secret: str) -> str:
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


@require_GET
def my_login(request: HttpRequest) -> HttpResponse:
    """登录与设备."""
    viewer = viewer_of(request)
    account = viewer.account
    rows = list(DeviceDoor.visible(viewer, devices_of(account))) if account.district_id else []
    context = {
        "viewer": viewer,
        "second_on": second.has_second(account),
        "devices": rows,
        "here": request.session.session_key,
        "administers": administers(viewer),
    }
    return render(request, "setup/login/my_login.html", context)


@require_POST
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """退出其他设备; this one stays."""
    viewer = viewer_of(request)
    devices.end_devices(viewer.account, keep=request.session.session_key or "", actor=viewer.actor)
    messages.success(request, "其他设备都退出了，只留下这一台。")
    return _stay(request, viewer.account, reverse("setup:my_login"))


@require_POST
def sign_out_device(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of my devices."""
    viewer = viewer_of(request)
    if viewer.district_id is None:
        raise Http404
    device = DeviceDoor.get(viewer, pk, to="end")
    devices.end_device(device, actor=viewer.actor)
    messages.success(request, f"{device.label} 已退出。")
    return redirect("setup:my_login")


@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept of me; take it away; whom to ask when it is wrong."""
    viewer = viewer_of(request)
    if viewer.person is None:
        raise Http404
    context = {
        "viewer": viewer,
        "facts": own_data(viewer.person),
        "ties": own_ties(viewer.person),
        "keepers": _keepers(viewer),
    }
    return render(request, "setup/login/my_data.html", context)


@require_GET
def my_data_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take away: a workbook for people, JSON for programs."""
    viewer = viewer_of(request)
    if viewer.person is None:
        raise Http404
    if kind == "json":
        data = {
            sheet.name: [dict(zip(sheet.heads, map(_plain, row), strict=True)) for row in sheet.rows]
            for sheet in own_sheets(viewer.person)
        }
        response = HttpResponse(
            json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8"
        )
    else:
        response = HttpResponse(
            own_workbook(viewer.person),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response["Content-Disposition"] = f"attachment; filename=yanxiu-{clock.today():%Y%m%d}.{kind}"
    return response


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else str(value)
