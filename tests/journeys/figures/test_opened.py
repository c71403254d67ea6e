"""A figure opened in real windows: a sheet on the phone, a drawer at the desk; it says what is lacking and whom to ask."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from tests.journeys.figures.conftest import LAST_DAY, School
from tests.packs.known import OBSERVING
from tests.support.cast import BEGAN, make_cast
from tools.look import overflow
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.org.actions import time
from yanxiu.org.models import SchoolYear

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHOLE = {"time": "08:30", "class_name": "四（2）班", "topic": "分数的意义", "process": "先折纸", "comment": "板书清楚"}


@pytest.fixture
def observing(live_server, pinned) -> School:
    """Thirteen lessons observed in the first weeks of the term, of fifteen."""
    cast = make_cast()
    with in_district(cast.district):
        time.set_term(SchoolYear.objects.get(), 1, first_day=BEGAN, last_day=LAST_DAY, actor=COMMAND_LINE)
        school = School(cast).follows(OBSERVING)
        days = [date(2025, 9, 1) + timedelta(weeks=n) for n in range(13)]
        school.keeps("teacher", "lesson_observation", days, **WHOLE)
    return school


def come_in(page: Page, school: School, who: str) -> None:
    """Signed in on this device."""
    name = django_settings.SESSION_COOKIE_NAME
    value = school.at(who).client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": "http://localhost"}])


@pytest.mark.clause("Z-73", "Z-74", "Z-77")
def test_a_teacher_registers_a_lesson_opens_the_figure_and_writes_what_it_lacks(window, observing: School) -> None:
    phone = window(390)
    come_in(phone, observing, "teacher")
    phone.goto("/journal/observe/")
    phone.locator("#id_taught_name").fill("外校的老师")
    for label in ("时间", "班级", "课题"):
        phone.get_by_label(label, exact=True).fill("第二节")
    phone.click("text=登记这一节")
    expect(phone.locator("main")).to_contain_text("补上才算一节")
    phone.goto("/mine/")
    expect(phone.locator(".quota").first).to_contain_text("差 2 节")
    phone.click("a[aria-label^=学期听课]")
    sheet = phone.locator("dialog[open]")
    expect(sheet).to_contain_text("13 / 15 节")
    expect(sheet).to_contain_text("未计入 1 条，已计入 13 条")
    expect(sheet).to_contain_text("缺“教学过程”")
    expect(sheet).to_contain_text("问组长王一诺")
    assert overflow(phone) == ""
    sheet.locator(".recs a").first.click()
    phone.click("text=去补写")
    phone.locator("details.fold").first.evaluate("fold => fold.open = true")
    phone.get_by_label("教学过程").fill("先讲后练")
    phone.get_by_label("简要评语").fill("讲得清楚")
    phone.click("text=存下更正")
    expect(phone).to_have_title("听课记录 · 研修")
    phone.goto("/mine/")
    expect(phone.locator(".quota").first).to_contain_text("差 1 节")


@pytest.mark.clause("Z-73")
def test_the_office_opens_a_cell_of_the_table_and_comes_back_to_it(window, observing: School) -> None:
    desk = window(1280)
    come_in(desk, observing, "office")
    desk.goto("/standing/")
    cell = desk.locator("a[aria-label^='费乐天，学期听课']")
    expect(cell).to_contain_text("13/15")
    cell.click()
    drawer = desk.locator("dialog[open]")
    expect(drawer).to_contain_text("费乐天 · 学期听课 · 本学期")
    expect(drawer).to_contain_text("再听 2 节")
    desk.keyboard.press("Escape")
    expect(cell).to_be_focused()
    assert overflow(desk) == ""
