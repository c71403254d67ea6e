"""Wrong passwords: who waits, how long, and who never does.

The pair of name and address waits a quarter of an hour (axes); nobody else at that address does, and nobody elsewhere
can make the owner wait. Many wrong tries on one name from many addresses slow that name down on unknown devices. A
device on which the owner has signed in before is exempt from both, with a limit of its own.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yanxiu.setup import guesses
from yanxiu.setup.forms.login import LoginForm
from yanxiu.tenants.actions import plain_login_name
from yanxiu.tenants.models import Account

KNOWN = "known"  # cookie of a device on which its owner has signed in
KNOWN_DAYS = 400
KNOWN_ACCOUNTS = 4  # a shared computer
NAME_LIMIT = 30  # wrong passwords for one name in an hour, from wherever
NAME_PAUSE = timedelta(minutes=1)
DEVICE_LIMIT = 12  # wrong passwords in an hour on a known device, before it counts as unknown


def client_address(request: HttpRequest) -> str:
    """The address a request came from; behind proxies, the one the outermost of ours saw (it cannot be made up)."""
    count = int(settings.PROXIES)
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if count and len(chain) >= count:
        return chain[-count]
    return str(request.META.get("REMOTE_ADDR", ""))


def login_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name tried, in one spelling, so that ZHANG and ｚｈａｎｇ are one name."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return plain_login_name(given)


def known_cookie(request: HttpRequest, account: Account) -> str:
    """The cookie by which this device is known from now on; 退出所有设备 makes it worthless."""
    others = [mark for mark in _marks(request) if mark[0] != str(account.pk)]
    return signing.dumps([[str(account.pk), account.session_salt], *others][:KNOWN_ACCOUNTS], salt=KNOWN)


def is_known(request: HttpRequest, account: Account | None) -> bool:
    """Whether the owner of the account has signed in on this device and it was not tried too often here."""
    if account is None or [str(account.pk), account.session_salt] not in _marks(request):
        return False
    return guesses.count("device", request.COOKIES[KNOWN]) < DEVICE_LIMIT


def _marks(request: HttpRequest) -> list[list[str]]:
    try:
        marks = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN, max_age=KNOWN_DAYS * 24 * 3600)
    except signing.BadSignature:
        return []
    return list(marks)


def exempt(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """For axes: a known device of the owner is not counted with its address."""
    return is_known(request, account_named(login_name(request, credentials)))


def account_named(name: str) -> Account | None:
    """The account of a login name, if any."""
    return Account.objects.filter(username__iexact=name).first()


def rest_of_name(request: HttpRequest, name: str) -> int:
    """Seconds this name rests for unknown devices; 0 when one may try."""
    wait = guesses.rest("name", name, limit=NAME_LIMIT, pause=NAME_PAUSE)
    return 0 if wait and is_known(request, account_named(name)) else wait


def note_wrong(request: HttpRequest, name: str) -> None:
    """Count a wrong password for the name, and for the device if it is a known one."""
    guesses.add("name", name)
    if is_known(request, account_named(name)):
        guesses.add("device", request.COOKIES[KNOWN])


def locked_out(
    request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The login page for a locked pair of name and address: how long, and what works meanwhile."""
    name = login_name(request, credentials)
    newest = (
        AccessAttempt.objects.filter(username=name, ip_address=client_address(request))
        .order_by("-attempt_time")
        .first()
    )
    left = newest.attempt_time + settings.AXES_COOLOFF_TIME - timezone.now() if newest else settings.AXES_COOLOFF_TIME
    minutes = max(1, math.ceil(left.total_seconds() / 60))
    text = f"密码错得太多了。这个登录名在这里还要等 {minutes} 分钟，同一网络的其他人不受影响。急用时用登录条，或请教导处再印一张。"
    return held_back(request, text)


def held_back(request: HttpRequest, text: str) -> HttpResponse:
    """The login page again with a reason to wait; the name stays, the password does not."""
    form = LoginForm(initial={"username": request.POST.get("username", ""), "remember": "remember" in request.POST})
    return render(
        request,
        "setup/login/sign_in.html",
        {"form": form, "next": request.POST.get("next", "/"), "held": text},
        status=429,
    )
