"""The frame round every page: whose unit, which school week, where one can go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yanxiu.base import clock
from yanxiu.org.viewer import Viewer


@dataclass(frozen=True)
class NavItem:
    """One place to go. `count` is what waits there for this viewer, 0 for none."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Shell:
    """Everything the layouts show besides the page itself."""

    unit_name: str = "研修"
    date_label: str = ""
    week_no: int = 0
    week_total: int = 0
    nav: list[NavItem] = field(default_factory=list)
    phone_nav: list[NavItem] = field(default_factory=list)
    person_name: str = ""
    person_role: str = ""
    desk_url: str = ""
    desks: list[dict[str, Any]] = field(default_factory=list)
    demo: bool = False
    demo_label: str = ""
    home_url: str = "/"
    search_url: str = ""
    logout_url: str = ""
    login_url: str = ""  # my password, second factor and devices
    data_url: str = ""  # what is kept of me
    export_url: str = ""


Builder = Callable[[HttpRequest, Viewer], Shell]
_builders: list[Builder] = []


def register(builder: Builder) -> Builder:
    """The room of home pages says how the frame is filled; one builder, set when it is ready."""
    _builders[:] = [builder]
    return builder


def demo_label() -> str:
    """「演示」 with its pinned day, or ""."""
    pinned = settings.INSTALLATION.today
    return f"演示 · 日期固定在{pinned.year}年{pinned.month}月{pinned.day}日" if pinned else ""


def shell_for(request: HttpRequest) -> Shell:
    """The frame for a request; strangers get the bare one."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or not _builders:
        return Shell(demo=settings.INSTALLATION.is_demo, demo_label=demo_label(), date_label=str(clock.today()))
    return _builders[0](request, viewer)
