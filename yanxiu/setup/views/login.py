"""Signing in with a password, the code after it, and signing out."""

from __future__ import annotations

import math
from datetime import timedelta

from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yanxiu.setup import guesses, lockout, second
from yanxiu.setup.actions.devices import forget_device
from yanxiu.setup.entering import PENDING, enter, safe_next
from yanxiu.setup.forms.login import LoginForm, SecondForm
from yanxiu.setup.views.common import viewer_of
from yanxiu.tenants.actions import plain_login_name
from yanxiu.tenants.models import Account

SECOND_LIMIT = 10  # wrong codes in an hour for one account; a right password was given before each
SECOND_PAUSE = timedelta(minutes=5)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; wrong ones are counted for this name at this address only."""
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = plain_login_name(form.cleaned_data["username"])
        if wait := lockout.rest_of_name(request, name):
            return lockout.held_back(request, _slowed(wait))
        account = authenticate(request, username=name, password=form.cleaned_data["password"])
        if isinstance(account, Account):
            return enter(request, account, to=safe_next(request), remember=form.cleaned_data["remember"])
        if not getattr(request, "axes_locked_out", False):
            lockout.note_wrong(request, name)
        form.add_error("password", "登录名或密码不对。忘了密码，请教导处印一张登录条，马上能进。")
    return render(
        request,
        "setup/login/sign_in.html",
        {"form": form, "next": safe_next(request)},
        status=422 if form.errors else 200,
    )


def _slowed(seconds: int) -> str:
    return (
        f"有人在别处反复试这个登录名。为了不让他猜中，没登录过的设备一分钟只能试一次，再等 {seconds} 秒。"
        "你以前登录过的设备不受影响；急用时用登录条。"
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code after the password; after ten wrong ones within the hour, one try every five minutes."""
    pending = request.session.get(PENDING)
    account = Account.objects.filter(pk=pending["account"], is_active=True).first() if pending else None
    if pending is None or account is None:
        return redirect("setup:login")
    form = SecondForm(request.POST or None)
    wait = guesses.rest("second", account.pk, limit=SECOND_LIMIT, pause=SECOND_PAUSE)
    if request.method == "POST" and wait:
        form.add_error("code", f"验证码错得太多，再等 {math.ceil(wait / 60)} 分钟。手机丢了，请教导处关掉第二道验证。")
    elif request.method == "POST" and form.is_valid():
        if second.check(account, form.cleaned_data["code"]):
            del request.session[PENDING]
            return enter(
                request,
                account,
                to=pending["to"],
                remember=pending["remember"],
                proved=True,
                by_slip=pending["by_slip"],
            )
        guesses.add("second", account.pk)
        form.add_error("code", "验证码不对。等手机上换了下一组数字再试。")
    return render(request, "setup/login/second.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave on this device."""
    viewer = viewer_of(request)
    forget_device(request.session.session_key or "", viewer.account, actor=viewer.actor)
    logout(request)
    return redirect("setup:login")
