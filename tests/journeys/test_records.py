"""Nothing typed is lost: a phone in a teacher's hand, a keyboard at the office, a login that ran out in between."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.packs.known import OBSERVING
from tests.support.cast import Cast, make_cast
from tools.look import overflow
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.actions import people
from yanxiu.org.models import PostingKind
from yanxiu.portfolio.models import Work
from yanxiu.regulations import actions
from yanxiu.regulations.records import RecordState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEETING = actions.Meeting("校本研修领导小组", date(2025, 9, 8))
WORDS = "教材先给结论再练，我改成先让学生自己画。"


@pytest.fixture
def at_work(live_server, pinned) -> Cast:
    """The cast under a regulation, with a colleague beside the teacher."""
    cast = make_cast()
    with in_district(cast.district):
        actions.adopt(OBSERVING, cast.school, start=date(2025, 9, 1), meeting=MEETING, actor=COMMAND_LINE)
        colleague = people.add_person("孟知秋", actor=COMMAND_LINE)
        kind = PostingKind.objects.get(code="permanent")
        people.post_person(colleague, cast.school, kind, start=date(2025, 9, 1), actor=COMMAND_LINE)
        people.join_group(colleague, cast.group, start=date(2025, 9, 1), actor=COMMAND_LINE)
    return cast


def come_in(page: Page, cast: Cast, who: str) -> None:
    """Signed in on this device."""
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": "http://localhost"}])


def test_a_lesson_is_registered_in_less_than_twenty_seconds_of_taps(window, at_work: Cast) -> None:
    phone = window(390)
    come_in(phone, at_work, "teacher")
    phone.goto("/")
    began = time.monotonic()
    phone.click(".tabbar >> text=记录")
    phone.click("main >> text=听课记录")
    phone.click("text=孟知秋")
    phone.get_by_label("课题").fill("《草船借箭》")
    phone.click("text=登记这一节")
    expect(phone.locator("main")).to_contain_text("登记好了")
    assert time.monotonic() - began < 20
    expect(phone.locator("main")).to_contain_text("补上才算一节")
    assert overflow(phone) == ""
    with in_district(at_work.district):
        row = LessonObservation.objects.select_related("taught_by").get()
    assert (str(row.taught_by), row.texts["topic"], row.on) == ("孟知秋", "《草船借箭》", date(2026, 5, 20))


def test_what_was_being_written_survives_a_login_that_ran_out(window, at_work: Cast) -> None:
    phone = window(390)
    come_in(phone, at_work, "teacher")
    phone.goto("/journal/write/reflection/")
    box = phone.locator("textarea").first
    box.fill("第一句。")
    box.blur()
    expect(phone.locator(".actionbar .saved")).to_contain_text("已保存")
    expect(phone.locator("[name=revision]")).to_have_value("1")
    with in_district(at_work.district):
        assert Work.objects.get().state == RecordState.DRAFT
    phone.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    box.fill(f"第一句。{WORDS}")
    box.blur()
    expect(phone.locator(".actionbar .saved")).to_contain_text("登录过期了")
    phone.click(".actionbar button")
    expect(phone).to_have_title("登录 · 研修")
    come_in(phone, at_work, "teacher")
    phone.goto(phone.url.split("next=")[1].replace("%2F", "/"))
    expect(phone.locator("textarea").first).to_have_value(f"第一句。{WORDS}")
    phone.click(".actionbar button")
    expect(phone.locator("main")).to_contain_text(WORDS)
    with in_district(at_work.district):
        row = Work.objects.get()
    assert row.state == RecordState.KEPT and WORDS in "".join(row.texts.values())
    phone.goto("/journal/")
    expect(phone.locator("[data-drafts-here]")).to_be_hidden()
    phone.complained.clear()  # type: ignore[attr-defined]  # the 401 answer is one of the lines


def test_without_a_network_the_text_waits_on_the_phone_and_is_found_again(window, at_work: Cast) -> None:
    phone = window(390)
    come_in(phone, at_work, "teacher")
    phone.goto("/journal/write/reflection/")
    phone.context.set_offline(True)
    phone.locator("textarea").first.fill(WORDS)
    phone.locator("textarea").first.blur()
    expect(phone.locator(".actionbar .saved")).to_contain_text("没有网络")
    phone.context.set_offline(False)
    phone.goto("/journal/")
    door = phone.locator("[data-drafts-here] a")
    expect(door).to_contain_text("还只在这台设备上")
    door.click()
    expect(phone.locator("textarea").first).to_have_value(WORDS)
    phone.complained.clear()  # type: ignore[attr-defined]  # the dead network is one of the lines


def test_an_office_copies_line_after_line_without_a_mouse(window, at_work: Cast) -> None:
    desk = window(1280)
    come_in(desk, at_work, "office")
    desk.goto("/records/enter/lesson_observation/")
    keys = desk.keyboard

    def line(who: str, day: str, topic: str, source: str = "") -> None:
        keys.type(who)
        expect(desk.locator(".people-box [aria-selected=true]")).to_be_visible()
        keys.press("Enter")
        expect(desk.locator("[name=on]")).to_be_focused()
        if day:
            keys.type(day)
        desk.get_by_label("课题").focus()
        keys.type(topic)
        if source:
            desk.locator("[name=source]").focus()
            keys.type(source)
        keys.press("Enter")
        expect(desk.locator(".enter-said")).to_contain_text("记下了")
        expect(desk.locator("[name=who]")).to_be_focused()
        expect(desk.locator("[name=who]")).to_have_value("")

    line("mzq", "5.18", "《落花生》", "听课本第 3 页")
    expect(desk.locator("[name=source]")).to_have_value("听课本第 4 页")
    line("flt", "", "《匆匆》")
    with in_district(at_work.district):
        found = LessonObservation.objects.order_by("entered_at").select_related("person")
        kept = [(str(row.person), row.on, row.texts["topic"], row.source) for row in found]
    day = date(2026, 5, 18)
    assert kept == [("孟知秋", day, "《落花生》", "听课本第 3 页"), ("费乐天", day, "《匆匆》", "听课本第 4 页")]
    keys.type("没有这个人")
    keys.press("Enter")
    expect(desk.locator("#id_who_error")).to_contain_text("没有“没有这个人”")
    expect(desk.locator("[name=who]")).to_have_value("没有这个人")
    desk.complained.clear()  # type: ignore[attr-defined]  # the 422 answer is one of the lines
