"""Lists that grow with a district: counted right, shown a page at a time, walked to their end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.support.cast import TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.models import AuditEvent
from yanxiu.dashboards.queries import school_rows
from yanxiu.org.actions import people, units
from yanxiu.org.models import GroupKind, Post, School
from yanxiu.web.older import Stretch, stretch


def traces(cast: Cast, count: int) -> list[Any]:
    """So many traces of the office, two in each minute; returns their ids from the newest."""
    now = timezone.now() + timedelta(days=400)
    made = [
        AuditEvent(at=now - timedelta(minutes=n // 2), school_year=2025, school_id=cast.school.pk, actor_id=cast.accounts["office"].pk, channel="web", verb="group.change")
        for n in range(count)
    ]  # fmt: skip
    AuditEvent.objects.bulk_create(made)
    return [event.pk for event in sorted(made, key=lambda event: (event.at, event.pk), reverse=True)]


def walk(size: int) -> list[Stretch]:
    """Every stretch from the latest down."""
    rows, found = AuditEvent.objects.filter(verb="group.change"), list[Stretch]()
    while not found or found[-1].older:
        found.append(stretch(rows, found[-1].older if found else "", size=size))
    return found


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_a_long_list_is_walked_to_its_end_and_nothing_comes_twice(here: Cast, count: int, sizes: list[int]) -> None:
    ids = traces(here, count)
    found = walk(3)
    assert [len(one.rows) for one in found] == sizes
    assert [event.pk for one in found for event in one] == ids
    assert [one.latest for one in found] == [True] + [False] * (len(sizes) - 1)


@pytest.mark.parametrize("mark", ["x", "-", "20260520T000000000000", "99999999T000000000000-" + "0" * 32, "20260520T000000000000-x"])  # fmt: skip
def test_a_mark_that_says_nothing_gives_the_latest(here: Cast, mark: str) -> None:
    ids = traces(here, 4)
    found = stretch(AuditEvent.objects.filter(verb="group.change"), mark, size=3)
    assert [event.pk for event in found] == ids[:3] and found.latest


def test_the_trail_leads_on_to_what_is_older_and_keeps_whose_it_is(here: Cast, browser_of: Any) -> None:
    traces(here, 60)
    office: Client = browser_of("office")
    first = office.get("/audit/?who=me").content.decode()
    assert first.count("data-row") == 51  # 50 lines and the body that holds them
    way = re.search(r'href="(\?[^"]*below=[^"]*)"[^>]*>更早的', first)
    assert way and "who=me" in way[1] and "回到最新" not in first
    second = office.get("/audit/" + way[1].replace("&amp;", "&")).content.decode()
    assert "回到最新" in second and second.count("data-row") == 11


def test_reading_the_trail_counts_nothing(here: Cast, browser_of: Any) -> None:
    traces(here, 60)
    office: Client = browser_of("officer")
    with CaptureQueriesContext(connection) as caught:
        office.get("/audit/")
    assert [q["sql"] for q in caught if "COUNT" in q["sql"] and "auditevent" in q["sql"]] == []


def test_people_and_groups_of_a_school_do_not_multiply(here: Cast) -> None:
    kind = GroupKind.objects.get(code="grade_group")
    for name in ("一年级组", "二年级组"):
        units.create_group(here.school, kind, name, start=TODAY, actor=COMMAND_LINE)
    ended = units.create_group(here.school, kind, "三年级组", start=TODAY, actor=COMMAND_LINE)
    units.end_group(ended, on=TODAY, actor=COMMAND_LINE)
    people.appoint(here.people["principal"], Post.objects.get(code="school_admin"), school=here.school, start=TODAY, actor=COMMAND_LINE)  # fmt: skip
    rows = {row.code: (row.people, row.group_count, row.has_office) for row in school_rows(here.viewer("officer"))}
    assert rows == {"NEAR01": (4, 3, True), "NEAR02": (1, 0, True)}


def test_a_hundred_schools_to_a_page_and_the_sums_are_of_all(here: Cast, browser_of: Any) -> None:
    School.objects.bulk_create([School(code=f"ZZ{n:04d}", name=f"新校{n}") for n in range(99)])
    officer: Client = browser_of("officer")
    first, second = (officer.get(f"/?page={n}").content.decode() for n in (1, 2))
    assert "101 个单位，在岗 5" in " ".join(first.split()) and "101 个单位，在岗 5" in " ".join(second.split())
    assert "新校97" in first and "新校98" not in first and "新校98" in second and "新校97" not in second
