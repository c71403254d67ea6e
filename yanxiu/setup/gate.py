"""Before any page: who is nobody is sent to sign in and finds the way back; who came in first reads the notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from yanxiu.setup.queries.login import KEEPS

FREE = ("/welcome/", "/logout/", "/me/password/", "/static/", "/login/", "/me/second/", "/j/", "/s/", "/join/")
WANTED = "wanted"  # cookie: the page a stranger asked for, kept while a slip is fetched and scanned
WANTED_SECONDS = 30 * 60


def administers(viewer: Any) -> bool:
    """Whether a password is required: those who keep units or people, districts, cities, the installation."""
    account = getattr(viewer, "account", None)
    return bool(account and (account.is_operator or account.region_id)) or any(viewer.can(one) for one in KEEPS)


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is a page of this installation."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def page_of(request: HttpRequest) -> str:
    """The page somebody is on: what was asked for, or the page whose form or part asked."""
    if "HX-Request" in request.headers:
        return _path(request.headers.get("HX-Current-URL", ""))
    return request.get_full_path() if request.method in ("GET", "HEAD") else _path(request.headers.get("Referer", ""))


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def send(request: HttpRequest, address: str) -> HttpResponse:
    """Go there. A part of a page is told by header, with a status that lets the page keep what was typed."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


class LoginMiddleware(LoginRequiredMiddleware):
    """Login is the default; afterwards one is back where one was, also from a form or a part of a page."""

    def handle_no_permission(  # type: ignore[override]  # a part of a page is told by header, not by a redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        page = page_of(request)
        page = page if is_ours(request, page) else "/"
        response = send(request, f"{reverse('setup:login')}?{urlencode({'next': page})}")
        response.set_cookie(
            WANTED, page, max_age=WANTED_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
        return response


class GateMiddleware:
    """Sends a person to the notice once, and an administrator without a password to set one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = getattr(request, "viewer", None)
        if viewer is None or request.path.startswith(FREE):
            return self.get_response(request)
        if viewer.account.told_at is None:
            return _ask(request, "setup:welcome")
        if administers(viewer) and not viewer.account.has_usable_password():
            return _ask(request, "setup:password")
        return self.get_response(request)


def _ask(request: HttpRequest, name: str) -> HttpResponse:
    page = page_of(request)
    return send(request, f"{reverse(name)}?{urlencode({'next': page if is_ours(request, page) else '/'})}")
