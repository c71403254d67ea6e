"""The people every real school has: on loan, on leave, new, retired, at two schools, with four hats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from yanxiu.base import clock
from yanxiu.org.actions import people, units
from yanxiu.org.enums import GROUP_LEADER
from yanxiu.org.models import Group, GroupMembership, Person, Posting, SpellKind

if TYPE_CHECKING:
    from yanxiu.cli.demo.build import World


def special_people(world: World) -> None:
    """Make each kind of point 4 of the ground, at the schools where they are most natural."""
    primary, middle = world.people["QHA001"], world.people["QHB001"]
    _spells(world, primary, middle)
    _names(world, primary)
    _newcomers(world)
    _two_schools(world, middle[80])
    _four_hats(world, primary[12])
    units.set_age_bands(
        world.schools["QHA001"],
        [("35岁以下", None, 35), ("36—50岁", 36, 50), ("51岁以上", 51, None)],
        actor=world.actor,
    )


def _spells(world: World, primary: list[Person], middle: list[Person]) -> None:
    kinds = {kind.code: kind for kind in SpellKind.objects.all()}
    plan = (
        (primary[5], "QHA001", "maternity_leave", date(2026, 2, 24), date(2026, 8, 3)),
        (primary[20], "QHA001", "sick_leave", date(2026, 5, 11), None),
        (primary[30], "QHA001", "seconded_away", date(2025, 9, 1), date(2026, 9, 1)),
        (middle[10], "QHB001", "supporting_away", date(2025, 9, 1), date(2026, 9, 1)),
        (middle[40], "QHB001", "maternity_leave", date(2026, 4, 7), date(2026, 9, 14)),
        (middle[61], "QHB001", "transferred_out", date(2026, 4, 13), None),
    )
    for person, code, kind, start, end in plan:
        actor = world.actor.dated(clock.at(start, 10))
        people.begin_spell(person, kinds[kind], school=world.schools[code], start=start, end=end, actor=actor)
    retired = people.add_person(
        "施桂芳",
        actor=world.actor,
        gender="女",
        born_on=date(1970, 7, 1),
        work_began=date(1990, 8, 1),
        stage="小学",
        subjects=["语文"],
        staff_no="A001900",
    )
    people.post_person(
        retired,
        world.schools["QHA001"],
        world.kinds["PostingKind:permanent"],
        start=date(2005, 8, 1),
        actor=world.actor,
    )
    people.begin_spell(
        retired, kinds["retired"], school=world.schools["QHA001"], start=date(2025, 7, 31), actor=world.actor
    )


def _names(world: World, primary: list[Person]) -> None:
    """Two people of one name in different groups, and a rare character."""
    people.change_person(primary[8], name="李静", actor=world.actor)
    people.change_person(primary[31], name="李静", actor=world.actor)
    people.change_person(primary[33], name="朱䶮", actor=world.actor)
    for place in (8, 31, 33):
        primary[place].refresh_from_db()


def _newcomers(world: World) -> None:
    """New in September, and one who joined in the middle of the second term."""
    for school, place, start in (
        ("QHA001", 3, date(2025, 9, 1)),
        ("QHB001", 6, date(2025, 9, 1)),
        ("QHA001", 27, date(2026, 4, 13)),
    ):
        person = world.people[school][place]
        actor = world.actor.dated(clock.at(start, 8))
        posting = Posting.objects.get(person=person, school=world.schools[school])
        people.change_posting(posting, start=start, hired_on=start.replace(day=1), actor=actor)
        people.change_person(
            person, work_began=date(2025, 7, 1) if start.month == 9 else person.work_began, actor=actor
        )
        for row in GroupMembership.objects.filter(person=person):
            people.change_membership(row, start=start, actor=actor)


def _two_schools(world: World, person: Person) -> None:
    """走教：an art teacher of the middle school teaches at the village school too."""
    people.post_person(
        person,
        world.schools["QHA003"],
        world.kinds["PostingKind:part_time"],
        start=date(2025, 9, 1),
        is_full_time_teacher=False,
        actor=world.actor,
    )


def _four_hats(world: World, person: Person) -> None:
    """师训专干、档案员、备课组长、包组领导 in one person."""
    school = world.schools["QHA001"]
    for title in ("师训专干", "档案员"):
        people.appoint(person, world.posts[title], school=school, start=date(2025, 8, 20), actor=world.actor)
    sponsored = Group.objects.get(school=school, name="英语组")
    people.appoint(person, world.posts["包组领导"], group=sponsored, start=date(2025, 8, 20), actor=world.actor)
    prep = Group.objects.filter(school=school, kind__code="lesson_prep_group", memberships__person=person).first()
    if prep:
        people.appoint(person, world.posts[GROUP_LEADER], group=prep, start=date(2025, 8, 25), actor=world.actor)
