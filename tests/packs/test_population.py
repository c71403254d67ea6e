"""Who counts in a figure: continuing education (N-18…N-20), age bands (W-03, W-29), forty years (P-24)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cast import TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import people
from yanxiu.org.actions.units import create_school, set_age_bands
from yanxiu.org.models import Person, Post, PostingKind, School
from yanxiu.org.queries.composition import composition, continuing_education_population
from yanxiu.org.queries.people import young

JULY = (2025, 7)
LEADERS = ("principal", "vice_principal")


def staff(school: School, count: int, born: date | None = None, **posting: object) -> list[Person]:
    """So many invented people on permanent posts of the school."""
    kind = PostingKind.objects.get(code="permanent")
    made = []
    for number in range(count):
        person = people.add_person(f"教师{number}", born_on=born, actor=COMMAND_LINE)
        people.post_person(person, school, kind, start=date(2025, 8, 20), actor=COMMAND_LINE, **posting)
        made.append(person)
    return made


@pytest.fixture
def school(here: Cast) -> School:
    """A school with nobody in it yet."""
    return create_school("NEAR03", "无人小学", actor=COMMAND_LINE)


def counted(school: School):
    """The figures of the school as the notice asks for them."""
    return continuing_education_population(school, TODAY, exclude_hired_in=[JULY], leader_posts=LEADERS)


@pytest.mark.clause("N-18", "N-19", "N-20")
def test_a_hundred_and_eighteen_less_six_new_plus_four_leaders(school: School) -> None:
    staff(school, 112)
    staff(school, 6, hired_on=date(2025, 7, 1))
    for number, leader in enumerate(staff(school, 4, volunteers=True) + staff(school, 2, volunteers=False)):
        post = Post.objects.get(code="principal" if number == 0 else "vice_principal")
        people.appoint(leader, post, school=school, start=date(2025, 8, 20), actor=COMMAND_LINE)
    assert counted(school).total == 116
    assert counted(school).steps == "118 − 6 + 4 = 116"


@pytest.mark.clause("N-18")
def test_both_marks_are_needed(school: School) -> None:
    staff(school, 3)
    staff(school, 2, is_full_time_teacher=False)
    staff(school, 1, in_continuing_education=False)
    assert counted(school).total == 3


@pytest.mark.clause("N-20")
def test_the_month_left_out_belongs_to_the_task(school: School) -> None:
    staff(school, 5, hired_on=date(2025, 7, 15))
    staff(school, 1, hired_on=date(2025, 8, 1))
    assert counted(school).total == 1
    other = continuing_education_population(school, TODAY, exclude_hired_in=[(2025, 8)], leader_posts=LEADERS)
    assert other.total == 5


@pytest.mark.clause("W-03")
def test_fifty_teachers_in_the_schools_own_bands(school: School) -> None:
    set_age_bands(school, [("35以下", None, 35), ("36—50", 36, 50), ("51以上", 51, None)], actor=COMMAND_LINE)
    staff(school, 20, date(1995, 3, 1))
    staff(school, 22, date(1980, 3, 1))
    staff(school, 8, date(1970, 3, 1))
    shares = [(share.label, share.count, share.percent) for share in composition(school, TODAY)["年龄"]]
    assert shares == [("35以下", 20, "40%"), ("36—50", 22, "44%"), ("51以上", 8, "16%")]


@pytest.mark.clause("W-03")
def test_education_subject_and_title_are_counted_too_and_gaps_are_said(school: School) -> None:
    for education, subjects, title in (
        ("本科", ["语文"], "一级教师"),
        ("本科", ["语文", "道德与法治"], "二级教师"),
        ("硕士", ["数学"], ""),
    ):
        person = staff(school, 1)[0]
        people.change_person(
            person, education=education, subjects=subjects, professional_title=title, actor=COMMAND_LINE
        )
    found = composition(school, TODAY)
    assert [(s.label, s.percent) for s in found["学历"]] == [("本科", "2/3"), ("硕士", "1/3")]
    assert {(s.label, s.count) for s in found["学科"]} == {("语文", 2), ("道德与法治", 1), ("数学", 1)}
    assert {(s.label, s.count) for s in found["职称"]} == {("一级教师", 1), ("二级教师", 1), ("未填", 1)}


@pytest.mark.clause("P-24")
def test_forty_years_on_the_first_day_of_term_and_forty_one_the_day_before(here: Cast) -> None:
    first_day = date(2025, 9, 1)
    for name, born in (("甲", date(1985, 9, 1)), ("乙", date(1984, 8, 31)), ("丙", date(1985, 9, 2))):
        people.add_person(name, born_on=born, born_precision="day", actor=COMMAND_LINE)
    assert set(Person.objects.filter(young(first_day, years=41)).values_list("name", flat=True)) == {"甲", "丙"}
    assert set(Person.objects.filter(young(first_day, years=40)).values_list("name", flat=True)) == {"丙"}
