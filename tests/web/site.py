"""A small site round the living page, so that the face is tested without database, login or the rooms above."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from yanxiu.web import views
from yanxiu.web.samples import sample_context

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tests.web.site.administering",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "tests.web.site.shell",
]
received: list[dict[str, Any]] = []  # forms the site took, in order
answer = {"mode": "accept"}  # how the next post is treated: accept, refuse, break, expire, slow
released = threading.Event()


def administering(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Everybody who looks administers the invented office, as the living page asks."""

    def answered(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleNamespace(account=SimpleNamespace(is_operator=True))  # type: ignore[attr-defined]
        return get_response(request)

    return answered


def _item(label: str, icon: str, *, current: bool = False, count: int = 0) -> dict[str, Any]:
    return {"label": label, "url": "#", "icon": icon, "current": current, "count": count}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of an invented office."""
    return {
        "shell": {
            "unit_name": "青禾镇中心小学",
            "date_label": "2025年11月19日（周三·第十二周）",
            "week_no": 12,
            "week_total": 20,
            "nav": [_item("待办", "inbox", count=13), _item("人员", "users", current=True), _item("设置", "settings")],
            "phone_nav": [
                _item("今日", "sun", current=True),
                _item("我的", "user", count=2),
                _item("日程", "calendar"),
            ],
            "person_name": "沈砚秋",
            "person_role": "教导主任",
            "desk_url": "/desk/",
            "desks": [
                {"code": "office", "label": "教导处", "current": True},
                {"code": "teacher", "label": "我的", "current": False},
            ],
            "demo": "demo" in request.GET,
            "demo_label": "演示 · 日期固定在2025年11月19日",
            "search_url": "/search/",
            "home_url": "/",
            "logout_url": "/logout/",
            "export_url": "/export/",
        }
    }


def post(request: HttpRequest) -> HttpResponse:
    """Takes a form the way `answer` says."""
    mode = answer["mode"]
    if mode == "break":
        return render(request, "web/problem.html", {"status": 500, "title": "系统出了问题"}, status=500)
    if mode == "expire":
        return render(request, "web_test/login.html")
    if mode == "slow":
        released.wait(10)
    received.append(request.POST.dict())
    if mode == "refuse":
        return render(request, "web_test/form.html", {"error": "请写一句事由。"})
    return redirect("/done/")


def form(request: HttpRequest) -> HttpResponse:
    """A form with a draft, plain or by htmx."""
    return (
        post(request)
        if request.method == "POST"
        else render(request, "web_test/form.html", {"version": request.GET.get("v", "1")})
    )


def save(request: HttpRequest) -> HttpResponse:
    """Where the autosaving field of the form saves."""
    if answer["mode"] == "break":
        return HttpResponse("", status=500, headers={"X-Reference": "AB23CD45"})
    if answer["mode"] == "expire":
        return render(request, "web_test/login.html")
    received.append(request.POST.dict())
    return render(request, "web/_saved.html", {"name": "topic", "time": "15:02"})


def done(request: HttpRequest) -> HttpResponse:
    """Where an accepted form leads."""
    return render(request, "web_test/done.html", sample_context())


def login(request: HttpRequest) -> HttpResponse:
    """The login page, as a page."""
    return render(request, "web_test/login.html")


def lone(request: HttpRequest, part: str) -> HttpResponse:
    """A page of the test's own templates."""
    return render(request, f"web_test/{part}.html", sample_context())


urlpatterns = [
    path("", include("yanxiu.web.urls")),
    path("form/", form),
    path("save/", save),
    path("done/", done),
    path("login/", login),
    path("lone/<str:part>/", lone),
    path("home/", views.design),
]
