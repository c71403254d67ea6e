"""A small world for signing in: two schools of one district, a second district, and a cast of invented people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from yanxiu.base.actions import Actor
from yanxiu.base.tenancy import in_district
from yanxiu.org.actions import people, units
from yanxiu.org.models import GroupKind, Person, Post, PostingKind, School
from yanxiu.setup.actions.slips import issue_slips
from yanxiu.tenants.models import Account, District

ACT = Actor(channel="test")
SINCE = date(2024, 8, 20)
PASSWORD = "qing-he-2026"


@dataclass
class World:
    """Schools and people by short names."""

    district: District
    other: District
    schools: dict[str, School] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def account(self, who: str, *, password: str = "", told: bool = True) -> Account:
        """The account of one of the cast, made when there is none."""
        person = self.people[who]
        account = Account.objects.filter(person_id=person.pk).first() or Account(
            username=f"u{person.pk.hex}", display_name=person.name, district_id=person.district_id, person_id=person.pk
        )
        account.password = make_password(password or None)
        account.told_at = timezone.now() if told else None
        account.save()
        return account

    def client(self, who: str, **options: str) -> Client:
        """A browser in which this person is signed in, notice read, password set."""
        browser = Client(**options)
        browser.force_login(self.account(who, password=PASSWORD), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def slip(self, who: str, school: str = "first") -> str:
        """The code on a fresh slip for this person."""
        person = self.people[who]
        with in_district(person.district_id):
            return issue_slips(self.schools[school], [person], actor=ACT)[0].code


@pytest.fixture
def world(db) -> World:
    """The world, built through actions."""
    made = World(units.found_district("QH", "青禾区", actor=ACT), units.found_district("LX", "临溪区", actor=ACT))
    with in_district(made.district):
        _first(made)
        _second(made)
        _district(made)
    with in_district(made.other):
        made.schools["far"] = units.create_school("L001", "临溪区第一小学", actor=ACT)
        _office(made, "far_office", "顾明川", "far")
    return made


def _first(made: World) -> None:
    made.schools["first"] = school = units.create_school("Q001", "青禾区中心小学", actor=ACT)
    _office(made, "office", "江若谷", "first")
    group = units.create_group(school, GroupKind.objects.get(code="subject_group"), "语文组", actor=ACT)
    _teacher(made, "teacher", "周以宁", "first", staff_no="T0012")
    people.join_group(made.people["teacher"], group, start=SINCE, actor=ACT)
    _teacher(made, "one_li", "李静", "first", staff_no="T0101", phone="13800000001")
    _teacher(made, "other_li", "李静", "first", staff_no="T0102", phone="13800000001")
    _teacher(made, "numberless", "蒋未晞", "first")


def _second(made: World) -> None:
    made.schools["second"] = units.create_school("Q002", "青禾区第二小学", actor=ACT)
    _office(made, "stranger", "孟知秋", "second")
    _teacher(made, "second_teacher", "陆知微", "second", staff_no="T0900")
    _office(made, "visiting", "何书瑶", "second")
    part_time = PostingKind.objects.get(code="part_time")
    people.post_person(made.people["visiting"], made.schools["first"], part_time, start=SINCE, actor=ACT)


def _district(made: World) -> None:
    made.people["district"] = person = people.add_person("沈砚秋", actor=ACT)
    people.appoint(person, Post.objects.get(code="district_admin"), start=SINCE, actor=ACT)


def _teacher(made: World, key: str, name: str, school: str, **values: str) -> Person:
    made.people[key] = person = people.add_person(name, actor=ACT, **values)
    people.post_person(person, made.schools[school], PostingKind.objects.get(code="permanent"), start=SINCE, actor=ACT)
    return person


def _office(made: World, key: str, name: str, school: str) -> None:
    person = _teacher(made, key, name, school)
    people.appoint(
        person, Post.objects.get(code="teaching_director"), school=made.schools[school], start=SINCE, actor=ACT
    )


@pytest.fixture
def school_page(world) -> str:
    """The first school's own sign-in address, as printed on the slips page."""
    found = re.search(r"http://testserver(/s/[^<\"\s]+)", world.client("office").get("/people/slips/").content.decode())
    assert found
    return found.group(1)
