"""Who answers for what, by the posts, seats and groups each regulation names."""

from __future__ import annotations

import pytest

from tests.packs.forming import adopt, colleague, form, seat
from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.org.access import GroupDoor, SchoolDoor
from yanxiu.org.actions import people, units
from yanxiu.org.models import Appointment, GroupKind, LeadingGroupKind, Post, School
from yanxiu.org.queries.people import at_school
from yanxiu.org.queries.units import posts_for


@pytest.mark.clause("B-02", "B-07", "B-78")
def test_a_training_agency_guides_all_schools_and_runs_none(here: Cast) -> None:
    """The activity is the school's: the agency sees every school and its people, changes nothing; a school sees itself."""
    adopt("beijing")
    people.appoint(here.people["teacher"], posts_for(None).get(code="district_training_agency"), start=TODAY, actor=COMMAND_LINE)  # fmt: skip
    agency, office = here.viewer("teacher"), here.viewer("office")
    both = {here.school, here.neighbour}
    assert set(SchoolDoor.visible(agency, School.objects.all(), "oversee")) == both
    assert set(SchoolDoor.visible(agency, School.objects.all(), "people")) == both
    for purpose in ("manage", "manage_people", "export"):
        assert not SchoolDoor.visible(agency, School.objects.all(), purpose)
    assert set(SchoolDoor.visible(office, School.objects.all(), "manage")) == {here.school}
    assert not SchoolDoor.visible(office, School.objects.all(), "oversee")


@pytest.mark.clause("B-61", "B-63", "B-66", "B-78")
def test_the_four_bodies_above_a_school_with_what_they_do(here: Cast, browser_of) -> None:
    adopt("beijing")
    posts = Post.objects.filter(school__isnull=True).exclude(cite="")
    above = {post.title: (post.level, post.duties) for post in posts}
    assert above["市教委"] == ("region", "全市校本研修工作宏观指导：发布政策、看全市汇总")
    assert above["市教师发展中心"] == ("region", "组建校本研修专家指导组，专业指导")
    assert above["区教育行政部门"][0] == "district" and "整体发展规划" in above["区教育行政部门"][1]
    assert above["区教师培训机构"] == ("district", "制定本区规划和实施方案、过程监管、绩效评估")
    officer = here.people["officer"]
    with pytest.raises(Refusal, match="“市教委”是市级的，由市里开账号"):
        people.appoint(officer, posts.get(title="市教委"), actor=COMMAND_LINE)
    people.appoint(officer, posts_for(None).get(title="区教师培训机构"), start=TODAY, actor=COMMAND_LINE)
    page = one_line(browser_of("officer").get("/unit/"))
    assert "区教师培训机构 · 蒋望舒" in page and "过程监管、绩效评估" in page


@pytest.mark.clause("B-63")
def test_the_expert_group_is_a_list_of_people_who_score_and_see_no_school(here: Cast, browser_of) -> None:
    adopt("beijing")
    post = posts_for(None).get(code="guidance_expert")
    for name in ("teacher", "leader"):
        people.appoint(here.people[name], post, start=TODAY, actor=COMMAND_LINE)
    page = one_line(browser_of("officer").get("/unit/"))
    assert "专家指导组成员 · 费乐天" in page and "专家指导组成员 · 王一诺" in page
    assert here.viewer("teacher").can("score") and not here.viewer("teacher").everywhere("oversee")


@pytest.mark.clause("B-23", "B-24")
def test_a_school_has_four_layers_each_with_its_duty_and_less_power(here: Cast, browser_of) -> None:
    adopt("beijing", here.school)
    colleague(here, "季怀远", "vice_principal")
    posts = {post.code: post for post in posts_for(here.school)}
    chain = [posts[code] for code in ("principal", "vice_principal", "group_leader")]
    assert all(post.duties and post.cite for post in [*chain, posts["director"]])
    assert [post.level for post in chain] == ["school", "school", "group"]
    page = one_line(browser_of("principal").get("/unit/"))
    for line in ("校长 · 沈砚秋", "副校长 · 季怀远", "分管教育教学的，主抓校本研修", "第一责任人"):
        assert line in page
    assert here.viewer("principal").schools_with("lead_unit") == {here.school.pk}
    assert here.viewer("leader").schools_with("lead_unit") == set() and here.viewer("leader").groups_led == {
        here.group.pk
    }
    assert here.viewer("teacher").hats == () and here.viewer("teacher").member_schools == {here.school.pk}


@pytest.mark.clause("B-38")
def test_the_managing_team_is_registered_with_the_part_of_each(here: Cast, browser_of) -> None:
    """The team and its division of work; activities of several teams come with activities."""
    adopt("beijing", here.school)
    group = form(here, "steering_group", here.school)
    for name, part in (("leader", "组内研修"), ("office", "资源与考勤")):
        units.seat_person(group, here.people[name], "member", on=TODAY, division=part, actor=COMMAND_LINE)
    page = one_line(browser_of("principal").get(f"/unit/leading/{group.pk}/"))
    assert "成员 · 王一诺" in page and "组内研修" in page and "成员 · 任文博" in page and "资源与考勤" in page


@pytest.mark.clause("S-07")
def test_the_network_of_four_levels_names_who_is_responsible_for_what(here: Cast, browser_of) -> None:
    adopt("zhongxin", here.school)
    page = one_line(browser_of("principal").get("/unit/"))
    for line in ("校长 · 沈砚秋", "第一责任人", "教导主任 · 任文博", "具体负责人"):
        assert line in page
    assert GroupKind.objects.get(school=here.school, code="subject_group").cite == "「各教研组为实施者」（S-07）"
    here.group.refresh_from_db()
    assert here.group.kind.school == here.school  # the groups there are carry it out under the regulation's words
    assert [hat.title for hat in here.viewer("leader").hats] == ["组长"]
    assert here.viewer("teacher").member_schools == {here.school.pk}


@pytest.mark.clause("S-09")
def test_a_tutor_from_outside_is_named_at_the_school_and_on_no_roll_of_it(here: Cast, browser_of) -> None:
    adopt("zhongxin", here.school)
    guest = people.add_person("岑子墨", actor=COMMAND_LINE)
    people.appoint(guest, posts_for(here.school).get(code="tutor"), school=here.school, start=TODAY, actor=COMMAND_LINE)
    page = one_line(browser_of("principal").get("/unit/"))
    assert "辅导员 · 岑子墨" in page and "教研室教研员" in page
    assert not guest.postings.exists() and guest not in set(at_school(here.school, TODAY))


@pytest.mark.clause("Y-08")
def test_the_district_keeps_a_list_of_guiding_teachers_from_five_kinds_of_people(here: Cast, browser_of) -> None:
    adopt("yuyang")
    post = posts_for(None).get(code="guiding_teacher")
    for kind in ("特级教师", "学科带头人", "骨干教师", "教学能手", "学校教科主任"):
        assert kind in post.duties
    people.change_person(here.people["teacher"], backbone_level="学科带头人", actor=COMMAND_LINE)
    people.appoint(here.people["teacher"], post, start=TODAY, actor=COMMAND_LINE)
    assert "指导教师 · 费乐天" in one_line(browser_of("officer").get("/unit/"))
    assert not here.viewer("teacher").everywhere("oversee")  # a guide is no overseer


@pytest.mark.clause("Y-38")
def test_both_groups_of_the_district_may_oversee_and_their_office_alone_may_not(here: Cast) -> None:
    """矛-31: both oversee; 矛-32: what posts and seats allow adds up, and ends with the seat."""
    adopt("yuyang")
    teacher = here.people["teacher"]
    assert not here.viewer("teacher").everywhere("oversee")
    for code, may in (("district_office", False), ("district_guidance_group", True), ("district_steering_group", True)):
        taken = seat(form(here, code, None), teacher, "head")
        assert here.viewer("teacher").everywhere("oversee") is may
        assert not SchoolDoor.may(here.viewer("teacher"), here.neighbour, "manage")
        units.unseat_person(taken, on=TODAY, actor=COMMAND_LINE)
        assert not here.viewer("teacher").everywhere("oversee")
    kind = LeadingGroupKind.objects.get(code="district_steering_group")
    for duty in ("组织管理", "协调", "检查指导", "评估"):
        assert duty in kind.duties


@pytest.mark.clause("Y-46")
def test_each_principal_answers_for_the_own_school(here: Cast, browser_of) -> None:
    adopt("yuyang", here.school)
    page = one_line(browser_of("principal").get("/unit/"))
    assert "校长 · 沈砚秋" in page and "抓好校本研修的组织实施" in page
    assert here.viewer("principal").schools_with("lead_unit") == {here.school.pk}


@pytest.mark.clause("G-03")
def test_the_managing_department_guides_groups_for_subjects_and_for_projects(here: Cast, browser_of) -> None:
    adopt("unnamed-g", here.school)
    kinds = {kind.code: kind for kind in GroupKind.objects.filter(school=here.school)}
    assert {kind.title for kind in kinds.values()} == {"教务处（教导处）", "教研组", "课题组"}
    project = units.create_group(here.school, kinds["project_group"], "作业设计课题组", start=TODAY, actor=COMMAND_LINE)
    office = here.viewer("office")
    assert [hat.title for hat in office.hats] == ["教务处主任"]
    assert GroupDoor.may(office, project, "manage") and GroupDoor.may(office, here.group, "manage")
    assert "指导各教研组、课题组开展研究工作" in one_line(browser_of("office").get("/unit/"))


@pytest.mark.clause("W-06")
def test_the_network_says_who_is_in_touch_with_which_group(here: Cast) -> None:
    adopt("wangxiang", here.school)
    sponsor = colleague(here, "季怀远", "vice_principal")
    people.appoint(sponsor, posts_for(here.school).get(code="group_sponsor"), group=here.group, start=TODAY, actor=COMMAND_LINE)  # fmt: skip
    ties = Appointment.objects.filter(group=here.group, end__isnull=True).select_related("person", "post")
    assert {(held.post.title, held.person.name) for held in ties} == {("包组领导", "季怀远"), ("教研组长", "王一诺")}
    assert all(held.post.cite.endswith("（W-06）") for held in ties)


@pytest.mark.clause("L-02")
def test_the_county_has_its_two_bodies_and_a_school_cannot_make_them(here: Cast) -> None:
    adopt("lanxi", here.school)
    assert not Post.objects.filter(title__in=["县教体局", "县进修校"]).exists()
    adopt("lanxi")
    bodies = {post.title: post for post in posts_for(None) if post.title.startswith("县")}
    assert set(bodies) == {"县教体局", "县进修校"}
    people.appoint(here.people["teacher"], bodies["县进修校"], start=TODAY, actor=COMMAND_LINE)
    assert here.viewer("teacher").everywhere("oversee")


@pytest.mark.clause("L-10")
def test_the_steering_group_shows_its_four_duties(here: Cast, browser_of) -> None:
    adopt("lanxi", here.school)
    group = form(here, "steering_group", here.school)
    page = one_line(browser_of("principal").get(f"/unit/leading/{group.pk}/"))
    for duty in ("宣传", "组织", "监督指导", "反馈总结"):
        assert duty in page
