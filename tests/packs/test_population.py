"""Who counts in a figure: continuing education (N-18…N-20), age bands (W-03, W-29), forty years (P-24)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.models import AuditEvent
from yanxiu.org.actions import people
from yanxiu.org.actions.units import create_school, set_age_bands, set_communities
from yanxiu.org.models import Person, Post, PostingKind, School
from yanxiu.org.queries.composition import communities, composition, continuing_education_population
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


def aged(school: School, years: int, level: str = "") -> Person:
    """One more of so many full years today, with a level of 骨干."""
    person = staff(school, 1, date(TODAY.year - years, 1, 15))[0]
    return people.change_person(person, backbone_level=level, actor=COMMAND_LINE)


@pytest.mark.clause("W-29")
def test_three_communities_by_the_schools_own_years_and_by_level(school: School) -> None:
    """Of twelve: 55, 50 (老教师), 49, 36 (neither), 35, 24 (年轻教师), six of 40; the 50 and the 24 are 骨干 too."""
    set_communities(school, [("年轻教师", None, 35), ("老教师", 50, None)], actor=COMMAND_LINE)
    old, veteran = aged(school, 55), aged(school, 50, "区级骨干")
    young, novice = aged(school, 35), aged(school, 24, "校级骨干")
    for years in (49, 36, *[40] * 6):
        aged(school, years)
    found = communities(school, TODAY)
    assert {label: {p.pk for p in who} for label, who in found.items()} == {
        "年轻教师": {young.pk, novice.pk},
        "老教师": {old.pk, veteran.pk},
        "骨干教师": {veteran.pk, novice.pk},
    }
    shares = [(share.label, share.count, share.percent) for share in composition(school, TODAY)["群体"]]
    assert sorted(shares) == sorted([("年轻教师", 2, "16.7%"), ("老教师", 2, "16.7%"), ("骨干教师", 2, "16.7%")])


@pytest.mark.clause("W-29")
def test_without_the_schools_word_nobody_is_called_old_or_young(school: School, browser_of) -> None:
    aged(school, 60, "区级骨干")
    assert communities(school, TODAY) == {} and composition(school, TODAY)["群体"] == []


@pytest.mark.clause("W-29", "W-03")
def test_the_office_sets_bands_and_communities_on_the_page_each_by_itself(here: Cast, browser_of) -> None:
    office = browser_of("office")
    sent = office.post(
        "/people/composition/", {"what": "communities", "communities": "年轻教师 35岁以下\n老教师 50岁以上"}
    )
    assert sent.status_code == 302
    office.post("/people/composition/", {"bands": "35岁以下\n36—50岁\n51岁以上"})
    page = one_line(office.get("/people/composition/"))
    assert "老教师 50岁以上" in page and "36—50岁" in page
    wrong = office.post("/people/composition/", {"what": "communities", "communities": "年轻教师 三十五"})
    assert wrong.status_code == 422 and "第 1 行看不懂：“年轻教师 三十五”" in one_line(wrong)
    assert set(communities(here.school, TODAY)) == {"年轻教师", "老教师", "骨干教师"}


@pytest.mark.clause("L-08")
def test_from_young_teacher_to_young_backbone_is_on_record(here: Cast) -> None:
    """The category is a value of the person; when it changed, from what to what and by whom stands in the trail."""
    teacher = here.people["teacher"]
    for level in ("青年教师", "青年骨干教师"):
        people.change_person(teacher, backbone_level=level, actor=COMMAND_LINE)
    trail = AuditEvent.objects.filter(verb="person.change", target_id=teacher.pk).order_by("pk")
    assert [event.changes[0]["values"]["backbone_level"] for event in trail] == [
        ["", "青年教师"],
        ["青年教师", "青年骨干教师"],
    ]
    assert communities(here.school, TODAY) == {}


@pytest.mark.clause("P-24")
def test_forty_years_on_the_first_day_of_term_and_forty_one_the_day_before(here: Cast) -> None:
    first_day = date(2025, 9, 1)
    for name, born in (("甲", date(1985, 9, 1)), ("乙", date(1984, 8, 31)), ("丙", date(1985, 9, 2))):
        people.add_person(name, born_on=born, born_precision="day", actor=COMMAND_LINE)
    assert set(Person.objects.filter(young(first_day, years=41)).values_list("name", flat=True)) == {"甲", "丙"}
    assert set(Person.objects.filter(young(first_day, years=40)).values_list("name", flat=True)) == {"丙"}
