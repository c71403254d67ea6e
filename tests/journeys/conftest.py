"""Journeys: a served installation and real windows, wide and narrow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.conftest import dist  # noqa: F401 - the built assets, as the face's own tests need them
from tools.look import FLAGS, complaints

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser; Playwright's loop runs in this thread, which Django takes for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(chromium: Browser, live_server, dist) -> Iterator[Open]:  # noqa: F811
    """Opens windows on the installation: window(1280), window(390). No console may have complained at the end."""
    contexts, pages = [], []

    def opened(width: int) -> Page:
        small = width < 600
        size = {"width": width, "height": 844 if small else 900}
        context = chromium.new_context(viewport=size, has_touch=small, base_url=live_server.url, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complained = complaints(page)  # type: ignore[attr-defined]
        contexts.append(context)
        pages.append(page)
        return page

    yield opened
    said = [line for page in pages for line in page.complained]  # type: ignore[attr-defined]
    complained = [line for line in said if "ERR_ABORTED" not in line]  # left for another page before all had come
    for context in contexts:
        context.close()
    assert complained == []
