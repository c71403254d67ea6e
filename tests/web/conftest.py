"""The face under test: built assets, a small site without database, a browser."""

from __future__ import annotations

import copy
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web import site
from tools.look import FLAGS, complaints

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "yanxiu/web/static/dist"
SOURCES = [*ROOT.glob("frontend/**/*"), ROOT / "build.mjs", ROOT / "package-lock.json"]


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built assets; built now when they are missing or older than their sources."""
    newest = max(path.stat().st_mtime for path in SOURCES if path.is_file())
    built = DIST / "icons.svg"
    if not built.exists() or built.stat().st_mtime < newest:
        npm = shutil.which("npm")
        assert npm, "前端没有构建，这台机器上也没有 npm：先运行 python3 run.py"
        if not (ROOT / "node_modules").exists():
            subprocess.run([npm, "ci", "--ignore-scripts"], cwd=ROOT, check=True)
        subprocess.run([npm, "run", "build"], cwd=ROOT, check=True)
    return DIST


@pytest.fixture
def face(settings) -> None:
    """Settings of the small site."""
    templates = copy.deepcopy(django_settings.TEMPLATES)
    templates[0]["DIRS"] = [str(ROOT / "tests/web/templates")]
    templates[0]["OPTIONS"]["context_processors"] = site.PROCESSORS
    settings.TEMPLATES = templates
    settings.MIDDLEWARE = site.MIDDLEWARE
    settings.ROOT_URLCONF = "tests.web.site"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.ALLOWED_HOSTS = ["*"]
    site.received.clear()
    site.answer["mode"] = "accept"
    site.released.clear()


@pytest.fixture
def request_(face) -> HttpRequest:
    """A request as the small site sees it."""
    return RequestFactory().get("/design/")


def tidy(html: str) -> str:
    """The page's text without the line breaks that only the formatter sees."""
    one_line = " ".join(html.split())
    return re.sub(r"\s*(/?>)\s*", r"\1", re.sub(r"\s+<", "<", one_line))


@pytest.fixture
def render(request_) -> Callable[..., str]:
    """Renders template text, components included: render('<c-pill>好</c-pill>', name=…)."""

    def rendered(source: str, **context: object) -> str:
        engine = engines["django"].engine
        compiler = engine.template_loaders[0].loaders[0].loaders[0].cotton_compiler
        template = engine.from_string("{% load ui %}" + compiler.process(source))
        return tidy(template.render(_context(request_, context)))

    return rendered


def _context(request: HttpRequest, values: dict[str, object]):
    from django.template import RequestContext

    return RequestContext(request, values)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def address(face, dist) -> Iterator[str]:
    """The small site, served."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    site.released.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def desk(browser, address) -> Iterator[Page]:
    """A window 1280 wide; whatever the console complains about fails the test."""
    yield from _window(browser, 1280, 900)


@pytest.fixture
def phone(browser, address) -> Iterator[Page]:
    """A phone 390 wide."""
    yield from _window(browser, 390, 844)


def _window(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=width < 600)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.complained = complaints(page)  # type: ignore[attr-defined]
    yield page
    context.close()
