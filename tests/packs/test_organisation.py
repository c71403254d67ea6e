"""What each regulation says of units, posts and leading groups, adopted from its pack and tried on people."""

from __future__ import annotations

from datetime import date

import pytest

from tests.packs.forming import ROOT, adopt, colleague, form, seat
from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.org.access import GroupDoor, SchoolDoor
from yanxiu.org.actions import people, units
from yanxiu.org.models import (
    AllianceKind,
    Appointment,
    GroupKind,
    LeadingGroup,
    LeadingGroupKind,
    Person,
    Post,
    School,
    Seat,
    UnitType,
)
from yanxiu.org.queries.people import members, proposed
from yanxiu.org.queries.units import leading_group_kinds_for, posts_for
from yanxiu.setup.organisation import packs


def test_every_pack_with_an_organisation_can_be_read() -> None:
    described = {path.parent.name for path in ROOT.glob("packs/*/organisation.toml")}
    assert {found.code for found in packs()} == described


@pytest.mark.clause("N-01")
def test_a_district_has_its_seven_types_of_units(here: Cast) -> None:
    adopt("tongzhou")
    assert [unit_type.title for unit_type in UnitType.objects.all()] == [
        "中学", "小学", "幼儿园", "职业学校", "成人学校", "培智学校", "区直属单位",
    ]  # fmt: skip


@pytest.mark.clause("N-53")
def test_a_special_school_has_no_receiving_group_and_nobody_guesses_one(here: Cast) -> None:
    adopt("tongzhou")
    groups = {unit_type.title: unit_type.receiving_group for unit_type in UnitType.objects.all()}
    assert (groups["小学"], groups["中学"], groups["幼儿园"]) == ("小学组", "中学组", "学前组")
    assert [title for title, group in groups.items() if not group] == ["职业学校", "成人学校", "培智学校", "区直属单位"]


@pytest.mark.clause("N-53")
def test_the_district_page_says_which_types_are_not_mapped(here: Cast, browser_of) -> None:
    adopt("tongzhou")
    page = one_line(browser_of("officer").get("/unit/"))
    assert "学前组" in page and page.count("未映射") == 4


@pytest.mark.clause("N-02", "N-03")
def test_the_training_department_oversees_every_unit_of_its_district_and_no_other(here: Cast) -> None:
    adopt("tongzhou")
    post = posts_for(None).get(title="师训部")
    people.appoint(here.people["teacher"], post, start=TODAY, actor=COMMAND_LINE)
    viewer = here.viewer("teacher")
    assert set(SchoolDoor.visible(viewer, School.objects.all())) == {here.school, here.neighbour}
    assert not SchoolDoor.may(viewer, here.school, "manage")


@pytest.mark.clause("B-01")
def test_a_kindergarten_has_its_own_word_for_it(here: Cast) -> None:
    adopt("beijing")
    words = {unit_type.title: unit_type.training_word for unit_type in UnitType.objects.all()}
    assert words == {"小学": "校本研修", "中学": "校本研修", "幼儿园": "园本研修", "特殊教育学校": "校本研修"}


@pytest.mark.clause("B-16")
def test_a_school_belongs_to_a_cluster_and_a_group_at_once(here: Cast) -> None:
    adopt("beijing")
    for title in ("学区", "教育集团"):
        alliance = units.form_alliance(AllianceKind.objects.get(title=title), f"近处{title}", actor=COMMAND_LINE)
        units.join_alliance(alliance, here.school, start=TODAY, actor=COMMAND_LINE)
    assert here.school.alliance_memberships.count() == 2


@pytest.mark.clause("B-21")
def test_a_group_leader_cannot_head_the_steering_group(here: Cast) -> None:
    adopt("beijing", here.school)
    group = form(here, "steering_group", here.school)
    with pytest.raises(Refusal, match=r"组长须由校长担任，王一诺没有这个职务.*B-21"):
        seat(group, here.people["leader"], "head")
    assert seat(group, here.people["principal"], "head").person == here.people["principal"]


@pytest.mark.clause("B-86", "B-22")
def test_only_a_vice_principal_or_a_director_is_made_responsible(here: Cast) -> None:
    adopt("beijing", here.school)
    group = form(here, "steering_group", here.school)
    with pytest.raises(Refusal, match=r"实施管理责任人须由副校长或主任担任，费乐天没有这个职务.*B-86"):
        seat(group, here.people["teacher"], "manager")
    seat(group, colleague(here, "季怀远", "vice_principal"), "manager")
    seat(group, colleague(here, "施言蹊", "director"), "manager")
    assert [one.person.name for one in Seat.objects.filter(group=group, end__isnull=True)] == ["施言蹊"]


@pytest.mark.clause("B-84")
def test_the_working_group_may_stand_apart_and_is_headed_by_the_principal_too(here: Cast) -> None:
    adopt("beijing", here.school)
    group = form(here, "working_group", here.school)
    with pytest.raises(Refusal, match="B-84"):
        seat(group, here.people["office"], "head")
    assert seat(group, here.people["principal"], "head")


@pytest.mark.clause("B-55")
def test_the_four_kinds_of_teams_can_be_formed(here: Cast) -> None:
    adopt("beijing", here.school)
    titles = GroupKind.objects.filter(school=here.school).values_list("title", flat=True)
    assert list(titles) == ["教研组", "学科组", "备课组", "年级组"]
    kind = GroupKind.objects.get(school=here.school, title="学科组")
    assert units.create_group(here.school, kind, "理科组", start=TODAY, actor=COMMAND_LINE).kind.cite.endswith(
        "（B-55）"
    )


@pytest.mark.clause("B-83")
def test_the_page_of_the_school_names_the_first_responsible_person(here: Cast, browser_of) -> None:
    adopt("beijing", here.school)
    assert "校长 · 沈砚秋" in (page := one_line(browser_of("principal").get("/unit/")))
    assert "校本研修的第一责任人" in page


@pytest.mark.clause("Y-35", "Y-36", "Y-37")
def test_one_person_sits_in_both_groups_of_the_district_and_runs_their_office(here: Cast) -> None:
    adopt("yuyang")
    officer = here.people["officer"]
    steering, guidance = form(here, "district_steering_group", None), form(here, "district_guidance_group", None)
    office = form(here, "district_office", None)
    for group, code in ((steering, "member"), (guidance, "head"), (office, "head")):
        seat(group, officer, code)
    held = {
        (one.group.kind.title, one.code) for one in Seat.objects.filter(person=officer).select_related("group__kind")
    }
    assert held == {("区校本研修领导小组", "member"), ("区校本研修指导小组", "head"), ("两小组办公室", "head")}


@pytest.mark.clause("Y-35")
def test_the_district_forms_its_group_on_its_own_page_and_a_school_cannot(here: Cast, browser_of) -> None:
    adopt("yuyang")
    kind = LeadingGroupKind.objects.get(code="district_steering_group")
    assert browser_of("office").post(f"/unit/leading/{kind.pk}/").status_code == 404
    assert browser_of("officer").post(f"/unit/leading/{kind.pk}/").status_code == 302
    assert LeadingGroup.objects.get(kind=kind).school is None
    assert "区校本研修领导小组" in one_line(browser_of("officer").get("/unit/"))


@pytest.mark.clause("Y-44")
def test_a_cluster_has_one_lead_school_and_its_members(here: Cast, browser_of) -> None:
    adopt("yuyang")
    kind = AllianceKind.objects.get(title="联片")
    cluster = units.form_alliance(kind, "东片", lead=here.school, start=TODAY, actor=COMMAND_LINE)
    units.join_alliance(cluster, here.neighbour, start=TODAY, actor=COMMAND_LINE)
    page = one_line(browser_of("officer").get("/alliances/"))
    assert "联片，2 所，牵头 近处小学" in page and "邻校" in page


@pytest.mark.clause("Z-14", "Z-15", "Z-16")
def test_who_is_responsible_for_what_follows_from_the_post(here: Cast) -> None:
    adopt("zhanghong", here.school)
    group = form(here, "steering_group", here.school)
    seat(group, here.people["principal"], "head")
    seat(group, here.people["office"], "organiser")
    with pytest.raises(Refusal, match=r"制度与考核须由副校长担任.*Z-15"):
        seat(group, here.people["office"], "assessor")
    with pytest.raises(Refusal, match=r"第一负责人须由校长担任.*Z-14"):
        seat(group, here.people["office"], "head")
    with pytest.raises(Refusal, match=r"组织与实施须由教导主任担任.*Z-16"):
        seat(group, here.people["principal"], "organiser")


@pytest.mark.clause("Z-17")
def test_the_leader_of_a_group_leads_that_group_alone(here: Cast) -> None:
    other = units.create_group(
        here.school, GroupKind.objects.get(code="subject_group"), "数学组", start=TODAY, actor=COMMAND_LINE
    )
    adopt("zhanghong", here.school)
    assert [hat.title for hat in here.viewer("leader").hats] == ["学科组长"]
    assert GroupDoor.may(here.viewer("leader"), here.group, "lead")
    assert not GroupDoor.may(here.viewer("leader"), other, "lead")


@pytest.mark.clause("Z-42")
def test_a_lesson_preparation_group_proposes_those_of_the_same_grade_and_subject(here: Cast) -> None:
    kinds = {kind.code: kind for kind in GroupKind.objects.all()}
    seven = units.create_group(
        here.school, kinds["grade_group"], "七年级组", grade="七年级", start=TODAY, actor=COMMAND_LINE
    )
    for name, subject, in_seven in (("温以恒", "语文", True), ("岑今", "数学", True), ("陶然", "语文", False)):
        person = colleague(here, name)
        people.change_person(person, subjects=[subject], actor=COMMAND_LINE)
        if in_seven:
            people.join_group(person, seven, start=TODAY, actor=COMMAND_LINE)
    prep = units.create_group(
        here.school, kinds["lesson_prep_group"], "七年级语文备课组", subject="语文", grade="七年级", start=TODAY, actor=COMMAND_LINE
    )  # fmt: skip
    assert [person.name for person in proposed(prep, TODAY)] == ["温以恒"]
    people.join_group(Person.objects.get(name="陶然"), prep, start=TODAY, actor=COMMAND_LINE)
    assert [person.name for person in members(prep, TODAY)] == ["陶然"]


@pytest.mark.clause("Z-43")
def test_a_lesson_preparation_group_has_one_leader_the_new_one_takes_over(here: Cast) -> None:
    adopt("zhanghong", here.school)
    kind = GroupKind.objects.get(code="lesson_prep_group", school=here.school)
    group = units.create_group(here.school, kind, "七年级语文备课组", start=TODAY, actor=COMMAND_LINE)
    post = posts_for(here.school).get(code="group_leader")
    for name in ("leader", "teacher"):
        people.appoint(here.people[name], post, group=group, start=TODAY, actor=COMMAND_LINE)
    leads = Appointment.objects.filter(group=group, end__isnull=True)
    assert [held.person.name for held in leads] == ["费乐天"]


@pytest.mark.clause("P-07")
def test_an_assessment_group_is_set_up_for_teachers(here: Cast) -> None:
    adopt("pingfang", here.school)
    group = form(here, "assessment_group", here.school)
    seat(group, here.people["office"], "head")
    assert group.kind.title == "校本研修考核小组"
    with pytest.raises(Refusal, match="已经成立"):
        form(here, "assessment_group", here.school)


@pytest.mark.clause("P-04")
def test_a_person_is_named_to_keep_attendance_records_assessment_and_summary(here: Cast, browser_of) -> None:
    adopt("pingfang", here.school)
    colleague(here, "季怀远", "training_officer")
    page = one_line(browser_of("office").get("/unit/"))
    assert "研修过程管理专人 · 季怀远" in page and "考勤、记录、考核、总结" in page


@pytest.mark.clause("D-01")
def test_a_steering_group_is_formed_once_with_its_head(here: Cast) -> None:
    adopt("dadong", here.school)
    group = form(here, "steering_group", here.school)
    seat(group, here.people["principal"], "head")
    seat(group, here.people["office"], "head")
    assert [one.person.name for one in Seat.objects.filter(group=group, end__isnull=True)] == ["任文博"]


@pytest.mark.clause("W-04")
def test_the_principal_heads_and_a_vice_principal_is_deputy(here: Cast) -> None:
    adopt("wangxiang", here.school)
    group = form(here, "steering_group", here.school)
    with pytest.raises(Refusal, match="副组长须由副校长担任"):
        seat(group, here.people["office"], "deputy")
    with pytest.raises(Refusal, match="组长须由校长担任"):
        seat(group, colleague(here, "季怀远", "vice_principal"), "head")
    assert seat(group, here.people["principal"], "head")


@pytest.mark.clause("W-05")
def test_named_people_sit_in_the_group_with_their_division_of_work(here: Cast, browser_of) -> None:
    adopt("wangxiang", here.school)
    group = form(here, "steering_group", here.school)
    units.seat_person(group, here.people["teacher"], "member", on=TODAY, division="新教师这一层", actor=COMMAND_LINE)
    assert "新教师这一层" in one_line(browser_of("office").get(f"/unit/leading/{group.pk}/"))


@pytest.mark.clause("L-09")
def test_directors_and_group_leaders_are_members_a_teacher_is_not(here: Cast) -> None:
    adopt("lanxi", here.school)
    group = form(here, "steering_group", here.school)
    assert seat(group, here.people["leader"], "member")
    assert seat(group, here.people["office"], "member")
    with pytest.raises(Refusal, match="成员须由主任或教研组长担任，费乐天没有这个职务"):
        seat(group, here.people["teacher"], "member")


@pytest.mark.clause("L-11")
def test_the_two_names_are_one_group_unless_set_apart(here: Cast) -> None:
    adopt("lanxi", here.school)
    titles = [kind.title for kind in leading_group_kinds_for(here.school) if kind.cite]
    assert titles == ["校本研修工作领导小组（兼学习、教育、考核领导小组）", "学习、教育、考核领导小组（分设时）"]
    assert form(here, "study_group", here.school)


@pytest.mark.clause("S-06")
def test_members_of_the_steering_group_are_listed_with_their_seats(here: Cast, browser_of) -> None:
    adopt("zhongxin", here.school)
    group = form(here, "steering_group", here.school)
    seat(group, here.people["principal"], "head")
    seat(group, here.people["office"], "deputy")
    page = one_line(browser_of("principal").get(f"/unit/leading/{group.pk}/"))
    assert "组长 · 沈砚秋" in page and "副组长 · 任文博" in page


def test_adopting_moves_what_the_school_has_to_the_new_words_and_takes_no_right_away(here: Cast) -> None:
    adopt("zhanghong", here.school)
    held = Appointment.objects.select_related("post").get(person=here.people["office"])
    assert held.post.school == here.school and held.post.cite.endswith("（Z-16）")
    assert here.viewer("office").schools_with("manage_people") == {here.school.pk}
    neighbour = Appointment.objects.select_related("post").get(person=here.people["neighbour_office"])
    assert neighbour.post.school is None


def test_adopting_twice_changes_nothing_and_another_regulation_rewrites_the_words(here: Cast) -> None:
    adopt("zhanghong", here.school)
    count = Post.objects.count()
    adopt("zhanghong", here.school)
    assert Post.objects.count() == count
    adopt("zhongxin", here.school)
    assert Post.objects.get(school=here.school, code="principal").cite == "「以校长为第一责任人」（S-07）"


def test_a_school_gives_itself_no_post_of_the_district(here: Cast, browser_of) -> None:
    office = browser_of("office")
    office.post("/unit/styles/", {"pack": "beijing"})
    assert not Post.objects.filter(school=here.school, level__in=["district", "region"]).exists()
    assert Post.objects.filter(school=here.school, code="principal").exists()
    assert "已采用《进一步加强中小学校本研修工作指导意见" in one_line(office.get("/unit/styles/"))


def test_a_teacher_cannot_adopt_and_a_pack_that_is_not_there_is_absent(here: Cast, browser_of) -> None:
    assert browser_of("teacher").post("/unit/styles/", {"pack": "beijing"}).status_code == 403
    assert browser_of("office").post("/unit/styles/", {"pack": "../beijing"}).status_code == 404
    assert not Post.objects.filter(school__isnull=False).exists()


def test_a_seat_ends_with_the_day_and_stays_in_the_past(here: Cast) -> None:
    adopt("wangxiang", here.school)
    group = form(here, "steering_group", here.school)
    first = seat(group, here.people["principal"], "head")
    units.unseat_person(first, on=date(2026, 6, 1), actor=COMMAND_LINE)
    first.refresh_from_db()
    assert (first.start, first.end) == (TODAY, date(2026, 6, 1))
