"""Home pages say what is to be done next, and what was done lately, without rows of zeros."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base import clock
from yanxiu.base.actions import COMMAND_LINE, Actor
from yanxiu.base.tenancy import in_district
from yanxiu.dashboards.record import lately
from yanxiu.jobs.actions import submit
from yanxiu.org.actions import people, time, units
from yanxiu.org.enums import Desk
from yanxiu.org.models import GroupKind, PostingKind, SpellKind, Term
from yanxiu.org.viewer import viewer_for
from yanxiu.setup.actions.first_run import found_school
from yanxiu.tenants.actions import create_operator
from yanxiu.tenants.models import Account


def office_actor(here: Cast) -> Actor:
    return here.viewer("office").actor


def test_five_people_without_a_way_in_are_counted_with_their_unit(here: Cast, browser_of) -> None:
    for name in ("江若谷", "顾言", "孟知秋", "卜一", "闻人雪"):
        made = people.add_person(name, actor=COMMAND_LINE)
        people.post_person(
            made, here.school, PostingKind.objects.get(code="permanent"), start=TODAY, actor=COMMAND_LINE
        )
    page = one_line(browser_of("office").get("/"))
    assert "还不能登录的人" in page and "5 人" in page
    assert "没有分组的人" in page and "7 人" in page  # the five, the office and the principal
    assert "还没有组长的组" not in page and "0 " not in page.split("接着做")[1].split("各组")[0]


def test_a_term_that_is_over_asks_for_the_next_and_the_form_proposes_it(here: Cast, browser_of) -> None:
    office = browser_of("office")
    assert "学期还没有定" not in one_line(office.get("/"))
    year = here.term.year
    Term.objects.all().delete()
    time.set_term(year, 1, first_day=date(2025, 9, 1), last_day=date(2026, 1, 16), actor=COMMAND_LINE)
    assert "下一个学期还没有定" in one_line(office.get("/"))
    form = office.get("/calendar/term/").context["form"]
    proposed = [form[name].value() for name in ("begins_in", "number", "first_day")]
    assert proposed == [2025, 2, date(2026, 3, 2)]  # the first Monday of March 2026


def test_alike_acts_of_a_day_are_one_line_that_names_two_and_counts_all(here: Cast) -> None:
    kind = GroupKind.objects.get(code="subject_group")
    for name in ("数学组", "英语组", "综合组"):
        units.create_group(here.school, kind, name, start=TODAY, actor=office_actor(here))
    line = lately(here.viewer("office"), "own")[0]
    assert (line.title, line.times, line.sub) == ("新建组", 3, "综合组、英语组等 3 次")
    assert (line.by, line.day) == ("任文博", TODAY)


def test_signing_in_and_what_goes_with_another_act_is_not_told_as_done(here: Cast) -> None:
    submit("roster.read", "核对名单", {}, actor=office_actor(here), school_id=here.school.pk)
    assert lately(here.viewer("office"), "own") == []


def test_what_was_done_more_than_thirty_days_ago_is_not_lately(here: Cast) -> None:
    kind = GroupKind.objects.get(code="subject_group")
    for name, day in (("旧组", date(2026, 4, 19)), ("新组", date(2026, 4, 21))):
        units.create_group(here.school, kind, name, actor=office_actor(here).dated(clock.at(day)))
    assert [line.sub for line in lately(here.viewer("office"), "own")] == ["新组"]


def test_the_principal_reads_who_did_it_and_of_nobody_signed_in_only_what(here: Cast, browser_of) -> None:
    kind = GroupKind.objects.get(code="subject_group")
    units.create_group(here.school, kind, "数学组", start=TODAY, actor=office_actor(here))
    units.change_group(here.group, actor=COMMAND_LINE, name="大语文组")
    page = one_line(browser_of("principal").get("/"))
    assert "任文博 · 新建组" in page and "系统 · " not in page and "改组" in page


def test_on_leave_one_reads_from_when_to_when_and_nobody_else_does(here: Cast, browser_of) -> None:
    sick = SpellKind.objects.get(code="maternity_leave")
    people.begin_spell(
        here.people["teacher"], sick, start=date(2026, 2, 24), end=date(2026, 8, 3), school=here.school, actor=COMMAND_LINE
    )  # fmt: skip
    page = one_line(browser_of("teacher").get("/"))
    assert re.sub(r"\s", "", "你登记的是<b>产假</b>，2月24日起，8月3日返岗") in re.sub(r"\s", "", page)
    assert "产假" not in one_line(browser_of("leader").get("/"))


def test_who_founded_a_school_opens_the_school_at_the_next_sign_in(db: None, pinned: None) -> None:
    account = create_operator("anzhuang", "liu-wan-xiao-xue-1", actor=COMMAND_LINE)
    assert viewer_for(account, TODAY).desk == Desk.OPERATOR
    found_school(
        account, name="柳湾小学", type_name="小学", first_day=date(2026, 3, 2), weeks=19, administrator="周以宁", names="", actor=COMMAND_LINE
    )  # fmt: skip
    account = Account.objects.get(pk=account.pk)
    assert viewer_for(account, TODAY).desks == (Desk.OFFICE, Desk.TEACHER, Desk.OPERATOR)


def test_an_empty_installation_asks_what_one_is_and_counts_nothing(db: None, pinned: None) -> None:
    account = create_operator("anzhuang", "liu-wan-xiao-xue-1", actor=COMMAND_LINE)
    Account.objects.filter(pk=account.pk).update(told_at=COMMAND_LINE.moment)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page = one_line(client.get("/"))
    assert "你是一所学校，还是一个区？" in page and "能登录的账号" not in page
    units.found_district("TD9", "新区", actor=COMMAND_LINE)
    assert "能登录的账号" in one_line(client.get("/"))


@pytest.mark.parametrize(("title", "place", "post"), [("幼儿园", "园", "园长"), ("小学", "校", "校长")])
def test_a_kindergarten_speaks_of_itself_in_its_own_words(
    db: None, pinned: None, title: str, place: str, post: str
) -> None:
    account = create_operator("anzhuang", "liu-wan-xiao-xue-1", actor=COMMAND_LINE)
    school = found_school(
        account, name="柳湾", type_name=title, first_day=date(2026, 3, 2), weeks=19, administrator="周以宁", names="", actor=COMMAND_LINE
    )  # fmt: skip
    with in_district(school.district_id):
        from yanxiu.org.queries.units import posts_for

        assert school.place == place
        assert post in [one.title for one in posts_for(school)]
    client = Client()
    Account.objects.filter(pk=account.pk).update(told_at=COMMAND_LINE.moment)
    client.force_login(Account.objects.get(pk=account.pk), backend="django.contrib.auth.backends.ModelBackend")
    assert f"本{place}" in one_line(client.get("/"))


def test_a_teacher_reads_the_own_record_in_the_phones_frame_with_nothing_to_choose(here: Cast, browser_of) -> None:
    page = browser_of("teacher").get("/audit/").content.decode()
    assert 'class="tabbar"' in page and "我能看的" not in page
    office = browser_of("office").get("/audit/").content.decode()
    assert 'class="tabbar"' not in office and "我能看的" in office


def test_a_search_keeps_its_words_in_the_field(here: Cast, browser_of) -> None:
    assert 'value="feiletian"' in browser_of("office").get("/search/?q=feiletian").content.decode()


def test_who_works_at_two_schools_looks_at_one_and_then_at_the_other(here: Cast, browser_of) -> None:
    second = PostingKind.objects.get(code="part_time")
    people.post_person(here.people["teacher"], here.neighbour, second, start=date(2025, 9, 1), actor=COMMAND_LINE)
    teacher = browser_of("teacher")
    for wanted, name in ((here.neighbour, "邻校"), (here.school, "近处小学")):
        teacher.post("/desk/", {"school": str(wanted.pk)})
        assert teacher.get("/").context["school"].name == name
    teacher.post("/desk/", {"school": str(here.far.pk)})
    assert teacher.get("/").context["school"].name == "近处小学"  # a school of nobody's changes nothing
