"""Doors: the check of an object and the filter of a list are one declaration."""

import pytest
from django.http import Http404

from tests.support.cast import Cast
from yanxiu.base.access import Door
from yanxiu.base.errors import NotAllowed
from yanxiu.base.tenancy import in_district
from yanxiu.org import access
from yanxiu.org.access import GroupDoor, PersonDoor, SchoolDoor

DOORS = [
    door for door in vars(access).values() if isinstance(door, type) and issubclass(door, Door) and door is not Door
]
ROLES = ("office", "principal", "leader", "teacher", "neighbour_office", "officer")


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_check_and_list_agree_for_everybody_and_every_purpose(here: Cast, door: type[Door]) -> None:
    rows = list(door.model._default_manager.all())
    for role in ROLES:
        viewer = here.viewer(role)
        for purpose in door.purposes:
            listed = set(door.visible(viewer, door.model._default_manager.all(), purpose).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if door.may(viewer, row, purpose)}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_an_unknown_purpose_or_no_viewer_reaches_nothing(here: Cast, door: type[Door]) -> None:
    everything = door.model._default_manager.all()
    assert not door.visible(here.viewer("officer"), everything, "no-such-purpose").exists()
    assert not door.visible(None, everything).exists()


def test_the_office_manages_its_people_and_nobody_elses(here: Cast) -> None:
    office = here.viewer("office")
    assert PersonDoor.get(office, here.people["teacher"].pk, to="manage") == here.people["teacher"]
    with pytest.raises(Http404):
        PersonDoor.get(office, here.people["neighbour_office"].pk, to="manage")


def test_a_leader_sees_members_but_may_not_manage_them(here: Cast) -> None:
    leader = here.viewer("leader")
    assert PersonDoor.get(leader, here.people["teacher"].pk)
    with pytest.raises(NotAllowed, match="教导处"):
        PersonDoor.get(leader, here.people["teacher"].pk, to="manage")
    with pytest.raises(Http404):
        PersonDoor.get(leader, here.people["office"].pk)


def test_a_teacher_sees_oneself_and_the_own_group(here: Cast) -> None:
    teacher = here.viewer("teacher")
    seen = set(PersonDoor.visible(teacher, PersonDoor.model.objects.all()).values_list("name", flat=True))
    assert seen == {"费乐天"}
    assert GroupDoor.visible(teacher, GroupDoor.model.objects.all()).get() == here.group


def test_the_stranger_finds_nothing_even_with_the_right_number(cast: Cast) -> None:
    with in_district(cast.elsewhere):
        stranger = cast.viewer("stranger")
        for number in (cast.school.pk, cast.neighbour.pk):
            with pytest.raises(Http404):
                SchoolDoor.get(stranger, number)


def test_what_is_no_identifier_is_not_found(here: Cast) -> None:
    with pytest.raises(Http404):
        PersonDoor.get(here.viewer("office"), "'; drop table")
