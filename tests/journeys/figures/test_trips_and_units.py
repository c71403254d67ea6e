"""What is spent and reported of a trip, and what the school itself owes, read where each is looked up."""

from __future__ import annotations

import pytest

from tests.journeys.figures.conftest import School
from tests.packs.known import PLANNING, TRAVELLING
from yanxiu.portfolio.models import Work


@pytest.mark.clause("P-15", "P-18", "P-19", "P-20")
def test_a_trip_reported_a_day_late_and_spent_too_much_on_is_told_as_such(school: School) -> None:
    """SC-P4: back on the 17th, reported on the 18th: one day; 920 of 800 allowed: 120 not paid; its takeaway is lacking."""
    school.follows(TRAVELLING)
    teacher, office = school.at("teacher"), school.at("office")
    days = {"on": "2025-10-15", "returned": "2025-10-17", "reported_on": "2025-10-18"}
    teacher.write("/journal/write/study_trip/", event="数学教学研讨会", spent="920", **days)
    office.write(f"/records/{Work.objects.get().pk}/edit/", approved=True, allowed="800")
    mine = teacher.see("/mine/")
    assert "外出学习报销 800 /800 元 超出 120 元" in mine and "外出回校当天上报 1 天 迟 1 天" in mine
    assert "外出学习心得或材料 0 /1 差 1 条" in mine
    money = teacher.opens("外出学习报销")
    assert "核定 800 元，实际 920 元" in money and "超出 120 元，不补" in money
    assert "缺“学习心得”或“学习材料”" in teacher.opens("外出学习心得或材料")
    words = office.see("/standing/?tab=papers")
    assert "外出回校当天上报：语文组 1 人没做到。" in words and "外出学习心得或材料：语文组 1 人还差。" in words


@pytest.mark.clause("L-45", "L-48")
def test_a_week_with_one_meeting_lacks_one_and_the_contests_lack_the_narrative(school: School) -> None:
    """SC-L8: one 政治学习 in the nineteenth week, three contests of four."""
    school.follows(PLANNING)
    office = school.at("office")
    office.send("/attendance/new/", title="政治学习", on="2026-01-07", group="全校", kind="政治学习")
    for event in ("教学设计", "说课", "文化考试"):
        office.write("/records/enter/contest/", on="2025-10-12", event=event, source="竞赛通知")
    units = "/standing/?tab=units"
    assert "教师基本素质竞赛 3 /4 项 差 1 项" in office.see(units) and "补上教学叙事。" in office.see(units)
    weeks = office.door(units, "每周政治学习")
    week = office.see(office.door(weeks, "第十九周"))
    assert "1 / 2 次 差 1 次" in week and "“继续坚持每周两次的政治学习”" in week
    assert "缺教学叙事" in office.see(office.door(units, "教师基本素质竞赛"))


def test_a_leader_sees_the_own_group_there_and_not_the_school(school: School) -> None:
    school.follows(PLANNING)
    assert "没有要学校和各组做的" in school.at("leader").see("/standing/?tab=units")


@pytest.mark.clause("L-22")
def test_an_open_point_is_shown_on_the_figure_that_differs_by_it(school: School) -> None:
    """One leave that is no official one: 5 of 5 under the first reading, 4 under the other; the grade is the same."""
    school.adopts(PLANNING)
    office, teacher = school.at("office"), school.at("teacher")
    made = office.send("/attendance/new/", title="集体备课", on="2025-10-13", group="语文组")
    office.send(made.redirect_chain[-1][0], **{f"m-{school.cast.people['teacher'].pk}": "事"})
    mine = teacher.see("/mine/")
    assert "请假算不算少参加一次" in mine and "“参与情况”先按建议读法显示" in mine
    assert "5 / 5 分 经批准的公假不算" in mine and "4 / 5 分，扣 1 分 凡没有参加的都算" in mine
    opened = teacher.opens("参与情况")
    assert "集体备课 · 请假" in opened and "王一诺" not in opened.partition("记录 ")[2].partition("有疑问")[0]
