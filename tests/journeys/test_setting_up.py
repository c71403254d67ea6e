"""A stranger sets up a school: three facts, a messy list, slips, and a teacher who comes in on a phone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tools.look import overflow
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.org.models import Group, Person
from yanxiu.setup.models import LoginSlip
from yanxiu.tenants.actions import create_operator
from yanxiu.tenants.models import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "liu-wan-xiao-xue-1"


def messy_list(folder: Path) -> Path:
    """As offices keep it: a title across, a filled-in-by line, a subtotal, a seal, a hidden leaver, a missing name."""
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["柳湾小学教职工名单"],
        ["", "", "填表人：周以宁"],
        ["序号", "姓 名", "组别", "参加工作时间"],
        ["1", "江 若谷", "语文组", "2008.9"],
        ["2", "", "数学组", "2015年9月"],
        ["3", "顾言", "数学组", "98.7"],
        ["小计", "3", "", ""],
        ["4", "柳成蹊", "语文组", "1984.9"],
        ["教导处（盖章）"],
    ):
        page.append(row)
    page.merge_cells("A1:D1")
    page.row_dimensions[8].hidden = True
    path = folder / "名单.xlsx"
    book.save(path)
    return path


def sign_in(page: Page, name: str) -> None:
    page.goto("/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.click("text=知道了，进入")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_school_is_useful_a_quarter_of_an_hour_after_the_first_command(window, tmp_path: Path, width: int) -> None:
    create_operator("anzhuang", PASSWORD, actor=COMMAND_LINE)
    desk = window(width)
    sign_in(desk, "anzhuang")
    desk.goto("/start/school/")
    desk.fill("#id_name", "柳湾小学")
    desk.fill("#id_first_day", "2026-03-02")
    desk.fill("#id_weeks", "19")
    desk.fill("#id_administrator", "周以宁")
    desk.fill("#id_people", "费乐天 语文组\n周以宁 数学组")
    assert overflow(desk) == ""
    desk.click("main button[type=submit]")
    expect(desk.locator("h1")).to_have_text("待办")
    district = District.objects.get()
    with in_district(district):
        assert set(Group.objects.values_list("name", flat=True)) == {"语文组", "数学组"}
        assert Person.objects.get(name="周以宁").group_memberships.get().group.name == "数学组"

    desk.goto("/people/import/")
    desk.set_input_files("input[type=file]", messy_list(tmp_path))
    desk.click("main form button[type=submit]")
    expect(desk.locator("main")).to_contain_text("没有姓名，认不出是谁")
    assert overflow(desk) == ""
    desk.fill("[name=cell-5-name]", "孟知秋")
    desk.fill("[name=cell-6-work_began]", "1998.7")
    desk.click("text=按改过的再核对一遍")
    expect(desk.get_by_role("button", name="导入 3 人")).to_be_visible()
    desk.get_by_role("button", name="导入 3 人").click()
    expect(desk.locator("main")).to_contain_text("新增 3 人")
    with in_district(district):
        names = set(Person.objects.values_list("name", flat=True))
    assert names == {"周以宁", "费乐天", "江若谷", "孟知秋", "顾言"}

    desk.goto("/people/slips/")
    desk.get_by_role("button", name="印登录条").click()
    expect(desk.locator("body")).to_contain_text("费乐天")
    slip = desk.locator("section, article, li, div").filter(has_text="费乐天").filter(has=desk.locator("p.code")).last
    code = slip.locator("p.code").inner_text().replace(" ", "").replace("-", "")
    phone = window(390)
    phone.goto(f"/j/{code}/")
    phone.click("text=是我，进入")
    phone.click("text=知道了，进入")
    expect(phone.locator(".tabbar")).to_contain_text("我的")
    assert overflow(phone) == ""
    with in_district(district):
        assert LoginSlip.objects.filter(used_at__isnull=False).count() == 1


def test_three_wrong_facts_are_said_at_their_field_and_nothing_typed_is_lost(window) -> None:
    create_operator("anzhuang", PASSWORD, actor=COMMAND_LINE)
    desk = window(1280)
    sign_in(desk, "anzhuang")
    desk.goto("/start/school/")
    desk.fill("#id_first_day", "2026-03-02")
    desk.fill("#id_weeks", "40")
    desk.fill("#id_people", "费乐天 语文组\n费乐天 语文组")
    desk.evaluate("document.querySelector('main form').noValidate = true")
    desk.click("main button[type=submit]")
    page = desk.locator("main")
    for sentence in ("请写学校名称。", "一个学期最多 30 周，请检查。", "请写你的姓名。"):
        expect(page).to_contain_text(sentence)
    expect(desk.locator("#id_people")).to_have_value("费乐天 语文组\n费乐天 语文组")
    assert not District.objects.exists()
    desk.complained.clear()  # type: ignore[attr-defined]  # the 422 answer is one of the lines
