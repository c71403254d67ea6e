"""Coming in, whichever way: one place that asks for the second factor, sets how long, and knows the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from yanxiu.base import clock
from yanxiu.base.tenancy import in_district
from yanxiu.org.viewer import Viewer, viewer_for
from yanxiu.setup import lockout, second
from yanxiu.setup.actions import devices
from yanxiu.setup.gate import WANTED, administers, is_ours
from yanxiu.tenants.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF_DAY = timedelta(hours=12)
REMEMBERED = timedelta(days=180)
PENDING = "second_pending"  # session key: who gave a right password or slip and still owes the code
BY_SLIP = "came_by_slip"  # session key: when; for an hour a forgotten password needs not be known
SLIP_GRACE = 3600  # seconds


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: the page that asked, if it is ours; also one asked for before a slip was fetched."""
    given = request.POST.get("next") or request.GET.get("next") or request.COOKIES.get(WANTED) or "/"
    return given if is_ours(request, given) else "/"


def enter(
    request: HttpRequest, account: Account, *, to: str, remember: bool, proved: bool = False, by_slip: bool = False
) -> HttpResponse:
    """Let the account in on this device, by way of the second factor if it has one.

    An administrator's device is remembered only with the second factor; else it is forgotten after half a day.
    """
    if not proved and second.has_second(account):
        request.session[PENDING] = {"account": str(account.pk), "remember": remember, "to": to, "by_slip": by_slip}
        return redirect("setup:second")
    viewer = _viewer(account)
    long = remember and (proved or not administers(viewer))
    stay = REMEMBERED if long else HALF_DAY
    leave_other(request, account)
    login(request, account, backend=BACKEND)
    request.session.set_expiry(int(stay.total_seconds()))
    if by_slip:
        request.session[BY_SLIP] = int(timezone.now().timestamp())
    until = clock.now() + stay
    devices.note_sign_in(account, request.session.session_key or "", device_label(request), until, actor=viewer.actor)
    response = redirect(to)
    response.delete_cookie(WANTED)
    if remember:
        know(request, response, account)
    return response


def leave_other(request: HttpRequest, account: Account) -> None:
    """Whoever was signed in on this device before is signed out of it."""
    before = getattr(request, "viewer", None)
    if isinstance(before, Viewer) and before.account.pk != account.pk:
        with in_district(before.district_id):
            devices.forget_device(request.session.session_key or "", before.account, actor=before.actor)


def know(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Mark the device as one its owner uses; wrong tries made elsewhere never hold it back."""
    age = lockout.KNOWN_DAYS * 24 * 3600
    response.set_cookie(
        lockout.KNOWN,
        lockout.known_cookie(request, account),
        max_age=age,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def stay_in(request: HttpRequest, account: Account) -> None:
    """This device stays although the account's sessions have just been ended."""
    old = request.session.session_key or ""
    update_session_auth_hash(request, account)
    devices.move_device(old, request.session.session_key or "", account)


def came_by_slip(request: HttpRequest) -> bool:
    """Whether this session began with a slip or claim within the hour: a forgotten password may be replaced."""
    return timezone.now().timestamp() - request.session.get(BY_SLIP, 0) < SLIP_GRACE


def _viewer(account: Account) -> Viewer:
    with in_district(account.district_id):
        return viewer_for(account, clock.today())


def device_label(request: HttpRequest) -> str:
    """A device in a few words, no more: 微信 · 安卓手机."""
    agent = request.headers.get("User-Agent", "")
    apps = [
        ("MicroMessenger", "微信"),
        ("DingTalk", "钉钉"),
        ("QQBrowser", "QQ 浏览器"),
        ("Edg/", "Edge"),
        ("Firefox", "火狐"),
        ("Chrome", "谷歌内核浏览器"),
        ("Safari", "Safari"),
    ]
    kinds = [
        ("iPhone", "苹果手机"),
        ("iPad", "平板"),
        ("Android", "安卓手机"),
        ("Windows", "Windows 电脑"),
        ("Macintosh", "苹果电脑"),
        ("Linux", "Linux 电脑"),
    ]
    found: list[Any] = [next((word for mark, word in table if mark in agent), "") for table in (apps, kinds)]
    return " · ".join(filter(None, found)) or "其他设备"
