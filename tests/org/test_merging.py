"""撤并 of two schools: nobody lost, nobody twice, every earlier day as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.support.cast import BEGAN, TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.org.actions import people, units
from yanxiu.org.actions.merging import merge_schools
from yanxiu.org.models import (
    AllianceKind,
    Appointment,
    Group,
    GroupKind,
    LeadingGroupKind,
    Person,
    Post,
    Posting,
    PostingKind,
    School,
    Seat,
    Spell,
    SpellKind,
)
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school, members

EVE = TODAY - timedelta(days=1)


def kind(code: str) -> PostingKind:
    """A kind of posting."""
    return PostingKind.objects.get(code=code)


def group(school: School, name: str, *names: Person, leader: Person | None = None) -> Group:
    """A subject group with members since the year began."""
    made = units.create_group(school, GroupKind.objects.get(code="subject_group", school__isnull=True), name, start=BEGAN, actor=COMMAND_LINE)  # fmt: skip
    for person in names:
        people.join_group(person, made, start=BEGAN, actor=COMMAND_LINE)
    if leader:
        post = Post.objects.get(code="group_leader", school__isnull=True)
        people.appoint(leader, post, group=made, start=BEGAN, actor=COMMAND_LINE)
    return made


def merged(here: Cast) -> dict[str, int]:
    """近处小学 goes into 邻校 today."""
    return merge_schools(here.school, here.neighbour, on=TODAY, actor=COMMAND_LINE)


def names_at(school: School, on: date) -> list[str]:
    """Who is at the school on the day."""
    return sorted(at_school(school, on).values_list("name", flat=True))


def test_everybody_is_at_the_new_school_from_the_day_and_at_the_old_one_before(here: Cast) -> None:
    moved = merged(here)
    assert moved["postings"] == 4
    assert names_at(here.school, TODAY) == []
    assert names_at(here.neighbour, TODAY) == sorted(["任文博", "沈砚秋", "王一诺", "费乐天", "邻小满"])
    assert names_at(here.school, EVE) == sorted(["任文博", "沈砚秋", "王一诺", "费乐天"])
    assert names_at(here.neighbour, EVE) == ["邻小满"]


def test_who_worked_at_both_is_there_once_and_with_the_main_posting(here: Cast) -> None:
    teacher = here.people["teacher"]
    people.post_person(teacher, here.neighbour, kind("part_time"), start=BEGAN, actor=COMMAND_LINE)
    merged(here)
    now = Posting.objects.filter(in_force(TODAY), person=teacher)
    assert [(tie.school, tie.kind.code) for tie in now] == [(here.neighbour, "permanent")]


def test_a_group_of_the_same_name_takes_the_members_in_and_keeps_its_leader(here: Cast) -> None:
    neighbour = here.people["neighbour_office"]
    there = group(here.neighbour, "语文组", neighbour, leader=neighbour)
    moved = merged(here)
    assert (moved["groups"], moved["memberships"]) == (0, 2)
    assert sorted(person.name for person in members(there, TODAY)) == ["王一诺", "费乐天", "邻小满"]
    leads = Appointment.objects.filter(in_force(TODAY), group__school=here.neighbour)
    assert [held.person.name for held in leads] == ["邻小满"]


def test_a_group_the_new_school_lacks_moves_with_its_leader(here: Cast) -> None:
    moved = merged(here)
    assert (moved["groups"], moved["memberships"]) == (1, 2)
    there = Group.objects.get(school=here.neighbour, name="语文组")
    assert [held.person.name for held in Appointment.objects.filter(in_force(TODAY), group=there)] == ["王一诺"]
    assert sorted(person.name for person in members(here.group, EVE)) == ["王一诺", "费乐天"]
    assert list(members(here.group, TODAY)) == []


def test_a_group_of_that_name_that_is_over_takes_nobody_in(here: Cast) -> None:
    old = group(here.neighbour, "语文组")
    units.end_group(old, on=EVE, actor=COMMAND_LINE)
    merged(here)
    assert list(members(old, TODAY)) == []
    assert Group.objects.filter(in_force(TODAY), school=here.neighbour, name="语文组").count() == 1


def test_posts_and_leading_groups_of_the_old_school_end_and_leave_goes_on(here: Cast) -> None:
    steering = units.form_leading_group(
        LeadingGroupKind.objects.get(code="steering_group", school__isnull=True), school=here.school, start=BEGAN, actor=COMMAND_LINE
    )  # fmt: skip
    units.seat_person(steering, here.people["principal"], "head", on=BEGAN, actor=COMMAND_LINE)
    leave = SpellKind.objects.get(code="maternity_leave")
    people.begin_spell(here.people["teacher"], leave, start=BEGAN, end=date(2026, 7, 1), school=here.school, actor=COMMAND_LINE)  # fmt: skip
    merged(here)
    assert not Appointment.objects.filter(in_force(TODAY), school=here.school).exists()
    assert not Seat.objects.filter(in_force(TODAY)).exists()
    spells = {(spell.school.code, spell.start, spell.end) for spell in Spell.objects.select_related("school")}
    assert spells == {("NEAR01", BEGAN, TODAY), ("NEAR02", TODAY, date(2026, 7, 1))}
    assert here.viewer("principal").schools_with("see_people") == set()


def test_branches_and_alliances_follow(here: Cast) -> None:
    village = units.create_school("NEAR03", "山里教学点", parent=here.school, actor=COMMAND_LINE)
    alliance = units.form_alliance(AllianceKind.objects.get(code="cluster"), "东片", lead=here.neighbour, start=BEGAN, actor=COMMAND_LINE)  # fmt: skip
    units.join_alliance(alliance, here.school, start=BEGAN, actor=COMMAND_LINE)
    merged(here)
    village.refresh_from_db()
    assert village.parent == here.neighbour
    assert [tie.school.code for tie in alliance.memberships.filter(in_force(TODAY))] == ["NEAR02"]


def test_a_school_may_go_into_its_own_branch(here: Cast) -> None:
    village = units.create_school("NEAR03", "山里教学点", parent=here.school, actor=COMMAND_LINE)
    merge_schools(here.school, village, on=TODAY, actor=COMMAND_LINE)
    village.refresh_from_db()
    assert village.parent is None


@pytest.mark.parametrize(
    ("target", "on", "sentence"),
    [("school", TODAY, "并入它自己"), ("neighbour", TODAY + timedelta(days=1), "到那天再办")],
)
def test_what_cannot_be_merged_is_refused(here: Cast, target: str, on: date, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        merge_schools(here.school, getattr(here, target), on=on, actor=COMMAND_LINE)
    assert names_at(here.school, TODAY)


def test_a_merged_school_goes_nowhere_else(here: Cast) -> None:
    merged(here)
    for source, target in ((here.school, here.neighbour), (here.neighbour, here.school)):
        source.refresh_from_db()
        target.refresh_from_db()
        with pytest.raises(Refusal, match="近处小学已于2026年05月20日撤并"):
            merge_schools(source, target, on=TODAY, actor=COMMAND_LINE)


def test_the_district_merges_on_the_page_of_the_school_and_reads_it_there(here: Cast, browser_of) -> None:
    officer = browser_of("officer")
    assert f"/schools/{here.school.pk}/merge/" in one_line(officer.get(f"/schools/{here.school.pk}/"))
    sent = officer.post(f"/schools/{here.school.pk}/merge/", {"target": here.neighbour.pk, "on": "2026-05-20"})
    assert sent.status_code == 302
    page = one_line(officer.get(f"/schools/{here.school.pk}/"))
    assert "2026年5月20日并入邻校" in page and "/merge/" not in page
    assert "近处小学" not in one_line(officer.get(f"/schools/{here.neighbour.pk}/merge/")).split("选一所")[1]


def test_the_page_refuses_a_day_to_come_and_keeps_what_was_chosen(here: Cast, browser_of) -> None:
    answer = browser_of("officer").post(
        f"/schools/{here.school.pk}/merge/", {"target": here.neighbour.pk, "on": "2026-06-01"}
    )
    page = one_line(answer)
    assert answer.status_code == 422 and "到那天再办" in page and 'value="2026-06-01"' in page
