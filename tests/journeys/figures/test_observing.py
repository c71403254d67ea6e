"""听课, from the phone and from the pile of paper to 我的 and 谁还差什么: numbers worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.journeys.figures.conftest import School
from tests.packs.known import OBSERVING, TRAVELLING
from yanxiu.lessons.models import LessonObservation

LINES = "/records/enter/lesson_observation/"
WHOLE = {
    "time": "08:30",
    "class_name": "四（2）班",
    "topic": "分数的意义",
    "process": "先折纸，再说",
    "comment": "板书清楚",
}
MONDAY = date(2025, 9, 1)


def days(number: int, first: date = MONDAY) -> list[date]:
    return [first + timedelta(days=n // 5 * 7 + n % 5) for n in range(number)]


@pytest.fixture
def observing(school: School) -> School:
    return school.follows(OBSERVING)


@pytest.mark.clause("Z-71", "Z-72", "Z-73", "Z-75")
def test_a_teacher_and_a_vice_principal_lack_one_and_a_leader_none(observing: School) -> None:
    """SC-Z1: 14 of 15, 20 of 20, 29 of 30."""
    vice = observing.colleague("孟知秋", "vice_principal")
    office, teacher, leader = (observing.at(who) for who in ("office", "teacher", "leader"))
    office.send("/standing/lacking/", **{f"{vice.pk}:in_charge_of_teaching": "yes"})
    for who, number in (("teacher", 13), ("leader", 19), ("孟知秋", 28)):
        observing.keeps(who, "lesson_observation", days(number), **WHOLE)
    teacher.write("/journal/observe/", taught_name="外校的老师", on="2026-01-12", **WHOLE)
    leader.write("/journal/observe/", taught_name="外校的老师", on="2026-01-12", **WHOLE)
    office.write(LINES, who="mzq", on="1.12", taught_name="费乐天", source="听课本第 29 页", **WHOLE)
    assert "学期听课 14 /15 节 差 1 节" in teacher.see("/mine/")
    assert "学期听课 20 /20 节 够了" in leader.see("/mine/")
    assert "学期听课 29 /30 节 差 1 节" in observing.at("孟知秋").see("/mine/")
    opened = teacher.opens("学期听课")
    assert "14 / 15 节 差 1 节" in opened and "再听 1 节" in opened and "已计入 14 条" in opened
    assert "“其他教师不少于15节”" in opened and "问组长王一诺" in opened
    vices = observing.at("孟知秋").opens("学期听课")
    assert "29 / 30 节 差 1 节" in vices and "听课本第 29 页" not in opened
    table = office.see("/standing/")
    assert "14/15 差 1 节" in table and "20/20" in table and "29/30 差 1 节" in table


@pytest.mark.clause("Z-74", "Z-77")
def test_what_is_not_whole_counts_once_it_is_made_whole(observing: School) -> None:
    """SC-Z2: fifteen, one without the course of the lesson, one without the comment: 13, two to go; mended, 15."""
    teacher = observing.at("teacher")
    observing.keeps("teacher", "lesson_observation", days(13), **WHOLE)
    for left_out, on in (("process", "2026-01-12"), ("comment", "2026-01-13")):
        some = {name: value for name, value in WHOLE.items() if name != left_out}
        said = teacher.write("/journal/observe/", taught_name="外校的老师", on=on, **some)
        assert "补上才算一节" in said.content.decode()
    assert "学期听课 13 /15 节 差 2 节" in teacher.see("/mine/")
    opened = teacher.opens("学期听课")
    assert "13 / 15 节 差 2 节" in opened and "未计入 2 条，已计入 13 条" in opened
    assert "缺“教学过程”" in opened and "缺“简要评语”" in opened
    assert "13/15 差 2 节" in observing.at("office").see("/standing/")
    figure = teacher.door("/mine/", "学期听课")
    for name in ("process", "comment"):
        record = next(one for one in LessonObservation.objects.all() if name not in one.values)
        assert f"/records/{record.pk}/" in [href for _, href in teacher.doors(figure)]
        teacher.write(teacher.door(f"/records/{record.pk}/", "去补写"), **{name: WHOLE[name]})
    assert "学期听课 15 /15 节 够了" in teacher.see("/mine/")
    assert "未计入" not in teacher.see(figure) and "15 / 15 节 够了" in teacher.see(figure)


@pytest.mark.clause("Z-69", "Z-73")
def test_a_young_teacher_has_enough_for_the_term_and_lacks_the_seventh_week(observing: School) -> None:
    """SC-Z3: 22 in twenty weeks, none in the seventh: 22 of 15, and 19 weeks of 20."""
    observing.colleague("孟知秋", hired_on=date(2024, 9, 1))
    young = observing.at("孟知秋")
    weeks = [MONDAY + timedelta(weeks=n) for n in range(19) if n != 6]
    observing.keeps("孟知秋", "lesson_observation", [*weeks, *days(3, date(2025, 9, 16))], **WHOLE)
    young.write("/journal/observe/", taught_name="外校的老师", on="2026-01-13", **WHOLE)
    mine = young.see("/mine/")
    assert "学期听课 22 /15 节 够了" in mine
    assert "三年内青年教师每周听课 19 /20 周 第七周缺" in mine
    opened = young.opens("三年内青年教师每周听课")
    assert "第七周" in opened and "0 / 1 节 差 1 节" in opened
    table = observing.at("office").see("/standing/")
    assert "22/15" in table and "19/20 第七周缺" in table


@pytest.mark.clause("P-11")
def test_a_month_short_of_one_is_not_made_up_by_another(school: School) -> None:
    """SC-P2: 5, 3, 4, 6, 4: October lacks one, December's two more do not help."""
    school.follows(TRAVELLING)
    teacher, office = school.at("teacher"), school.at("office")
    firsts = {
        date(2025, 9, 1): 5,
        date(2025, 10, 13): 3,
        date(2025, 11, 3): 4,
        date(2025, 12, 1): 5,
        date(2026, 1, 5): 3,
    }
    for first, number in firsts.items():
        school.keeps("teacher", "lesson_observation", days(number, first), topic="分数的意义")
    teacher.write("/journal/observe/", taught_name="外校的老师", on="2026-01-14", topic="《落花生》")
    office.write(LINES, who="flt", on="2025-12-15", taught_name="外校的老师", source="听课本第 6 页", topic="《匆匆》")
    assert "每月听课 4 /5 个月 10月缺" in teacher.see("/mine/")
    opened = teacher.opens("每月听课")
    assert "10月" in opened and "3 / 4 节 差 1 节" in opened and "再听 1 节" in opened
    assert "6 / 4 节 够了" in teacher.see(teacher.door(teacher.door("/mine/", "每月听课"), "12月"))
    assert "4/5 10月缺" in office.see("/standing/")


@pytest.mark.clause("P-10")
def test_a_narrative_or_a_reflection_each_month_and_two_in_december_are_no_more_than_one(school: School) -> None:
    """SC-P3: a narrative, a reflection, none, two reflections, a narrative: four months of five, November lacks it."""
    school.follows(TRAVELLING)
    teacher, office = school.at("teacher"), school.at("office")
    written = (
        ("narrative", "2025-09-22"),
        ("reflection", "2025-10-20"),
        ("reflection", "2025-12-08"),
        ("reflection", "2025-12-22"),
    )
    for kind, on in written:
        teacher.write(f"/journal/write/{kind}/", on=on, title="一节练习课", body="先做再说。")
    office.write(
        "/records/enter/narrative/", who="flt", on="1.12", source="教学手册第 8 页", title="迟到的孩子", body="有"
    )
    assert "每月教育叙事或教学反思 4 /5 个月 11月缺" in teacher.see("/mine/")
    opened = teacher.opens("每月教育叙事或教学反思")
    assert "11月" in opened and "0 / 1 份 差 1 份" in opened
    assert "4/5 11月缺" in office.see("/standing/")
