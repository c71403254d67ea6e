"""The first login as it is lived, in a real browser on a phone; and nothing half-typed is lost when a login ends."""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.setup.login import site
from tests.web.conftest import dist  # noqa: F401 - the built assets, as the face's own tests need them
from tools.look import FLAGS, complaints, overflow
from yanxiu.base.tenancy import in_district
from yanxiu.setup.models import Claim, LoginSlip

from .conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.47"
WORDS = "送孩子去医院，15:30 离校"


@pytest.fixture(scope="module", autouse=True)
def unsafe() -> Iterator[None]:
    """Playwright's loop runs in this thread; Django takes it for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def address(settings, live_server, dist) -> str:  # noqa: F811
    """The installation with the test page, served."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [str(Path(__file__).parent / "templates")]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.setup.login.site"
    site.received.clear()
    return str(live_server.url)


@pytest.fixture
def phone(address) -> Iterator[Page]:
    """A phone, 390 wide; what its console complains about is kept."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_context(viewport={"width": 390, "height": 844}, user_agent=WECHAT, has_touch=True).new_page()
        page.set_default_timeout(10_000)
        page.complained = complaints(page)  # type: ignore[attr-defined]
        yield page
        browser.close()


def signed_in(phone: Page, address: str, world) -> None:
    phone.goto(f"{address}/j/{world.slip('teacher')}/")
    phone.click("text=是我，进入")
    phone.click("text=知道了，进入")


def end_session(phone: Page) -> None:
    phone.context.clear_cookies(name="sessionid")


def come_back(phone: Page) -> None:
    phone.fill("#id_username", "zhou")
    phone.fill("#id_password", PASSWORD)
    phone.click("main button[type=submit]")


def with_password(world) -> None:
    account = world.account("teacher", password=PASSWORD, told=True)
    account.username = "zhou"
    account.save()


def test_from_the_slip_to_the_first_page_in_two_taps(world, phone, address):
    phone.goto(f"{address}/j/{world.slip('teacher')}/")
    expect(phone.locator("h1")).to_have_text("你是周以宁（语文组）？")
    assert overflow(phone) == ""
    phone.click("text=是我，进入")
    expect(phone.locator("h1")).to_have_text("周以宁，先说清楚")
    assert overflow(phone) == ""
    phone.click("text=知道了，进入")
    phone.wait_for_url(f"{address}/")
    expect(phone.locator(".tabbar")).to_contain_text("我的")
    with in_district(world.district):
        assert LoginSlip.objects.get().used_at is not None
    assert phone.complained == []  # type: ignore[attr-defined]


def test_a_waiting_phone_comes_in_by_itself_after_the_tap(world, phone, address):
    link = world.client("office").get("/people/slips/").context["address"].replace("http://testserver", address)
    phone.goto(link)
    phone.fill("#id_name", "zhouyining")
    phone.fill("#id_proof", "T0012")
    phone.click("text=这是我")
    expect(phone.locator(".outcome")).to_contain_text("等教导处确认")
    with in_district(world.district):
        claim = Claim.objects.get()
    world.client("office").post(f"/people/claims/{claim.pk}/", {"answer": "yes"})
    expect(phone.locator("h1")).to_have_text("周以宁，先说清楚", timeout=12_000)


@pytest.mark.parametrize("way", ["form", "part"])
def test_a_login_that_ended_while_writing_loses_nothing(world, phone, address, way):
    signed_in(phone, address, world)
    with_password(world)
    phone.context.clear_cookies()
    phone.goto(f"{address}/test/form/")
    come_back(phone)
    phone.wait_for_url("**/test/form/")
    field = "#reason" if way == "form" else "#part-reason"
    phone.fill(field, WORDS)
    phone.wait_for_timeout(600)
    end_session(phone)
    phone.click("#send" if way == "form" else "#part")
    phone.wait_for_url("**/login/?next=%2Ftest%2Fform%2F")
    assert site.received == []
    come_back(phone)
    phone.wait_for_url("**/test/form/")
    expect(phone.locator(field)).to_have_value(WORDS)
    phone.click("#send" if way == "form" else "#part")
    expect(phone.locator("#answer")).to_contain_text(WORDS)
    assert site.received == [WORDS]
