"""Writing a list: as many reads for three schools as for one, and nobody else's work waits for it."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.setup.roster.sheets import AS_OF
from tests.support.cast import Cast, make_cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.org.actions.people import add_person
from yanxiu.org.actions.units import create_school
from yanxiu.org.models import Appointment, Group, GroupKind, Post
from yanxiu.org.queries.units import group_kinds_for, own_before_districts_of, posts_for
from yanxiu.setup.actions.roster_people import import_people
from yanxiu.setup.roster.entries import Entry


def entry(number: int, school: str) -> Entry:
    """A good row: a teacher of the Chinese group who is director of teaching."""
    return Entry(number, f"教师{number}", staff_no=f"S{number}", school_code=school, groups={"subject_group": ["语文组"]}, posts=["教导主任"])  # fmt: skip


def written(entries: list[Entry]) -> int:
    """Import them; how many statements it took."""
    with CaptureQueriesContext(connection) as caught:
        import_people(entries, actor=COMMAND_LINE, as_of=AS_OF)
    return len(caught)


def test_three_schools_take_as_many_statements_as_one(here: Cast) -> None:
    for number in range(4):
        create_school(f"WIDE0{number}", f"宽处{number}", actor=COMMAND_LINE)
    one = written([entry(n, "WIDE00") for n in range(3)])
    three = written([entry(10 + n, f"WIDE0{1 + n}") for n in range(3)])
    assert one == three
    assert Group.objects.filter(name="语文组", school__code__startswith="WIDE").count() == 4  # one a school
    assert Appointment.objects.filter(post__code="teaching_director", school__code__startswith="WIDE").count() == 6


def test_a_school_s_own_entry_goes_before_the_district_s_for_that_school_alone(here: Cast) -> None:
    GroupKind.objects.create(school=here.school, code="subject_group", title="学科组", position=3)
    Post.objects.create(school=here.neighbour, code="keeper", title="器材员", level="school", position=9)
    schools = [here.school, here.neighbour]
    for model, for_one in ((GroupKind, group_kinds_for), (Post, posts_for)):
        many = own_before_districts_of(model, [school.pk for school in schools])
        for school in schools:
            given = [row.pk for row in many[school.pk] if getattr(row, "level", "") != "district"]
            assert given == [row.pk for row in for_one(school)]
    titles = {school.code: {k.title for k in group_kinds_for(school)} for school in schools}
    assert "学科组" in titles["NEAR01"] and "教研组" not in titles["NEAR01"]
    assert "学科组" not in titles["NEAR02"] and "教研组" in titles["NEAR02"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_person_is_added_while_an_import_of_the_district_is_under_way(pinned: None) -> None:
    cast = make_cast()
    said: list[str] = []

    def add() -> None:
        try:
            with in_district(cast.district), connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
                said.append(add_person("同时来的人", actor=COMMAND_LINE).name)
        except OperationalError as problem:
            said.append(str(problem))
        finally:
            connections.close_all()

    with in_district(cast.district), transaction.atomic():
        import_people([entry(1, "NEAR01")], actor=COMMAND_LINE, as_of=AS_OF)
        other = threading.Thread(target=add)
        other.start()
        other.join(10)
    assert said == ["同时来的人"]
