"""Founding: a lone school from three facts, or a district, by the operator of an installation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import in_district
from yanxiu.org.actions import people, time, units
from yanxiu.org.actions.catalogues import adopt_catalogue
from yanxiu.org.models import GroupKind, Person, Post, PostingKind, School, UnitType
from yanxiu.setup.roster.columns import kind_of_group
from yanxiu.tenants.actions import bind_account
from yanxiu.tenants.models import Account, District


@dataclass(frozen=True)
class Line:
    """One pasted line: a name and, if given, a group."""

    name: str
    group: str


def read_names(text: str) -> list[Line]:
    """Names pasted one a line, a group behind if wanted. Raises Refusal for two equal lines."""
    lines = [
        Line(parts[0], parts[1] if len(parts) > 1 else "")
        for row in text.splitlines()
        if (parts := row.replace("\t", " ").split())
    ]
    twice = {line.name for line in lines if sum(other.name == line.name for other in lines) > 1}
    if twice and any(sum(o == line for o in lines) > 1 for line in lines if line.name in twice):
        raise Refusal(
            f"“{'、'.join(sorted(twice))}”出现了两次，组也一样。是两个人就在后面写不同的组；是同一个人就删去一行。",
            field="people",
        )
    return lines


def found_school(
    account: Account,
    *,
    name: str,
    type_name: str,
    first_day: date,
    weeks: int,
    administrator: str,
    names: str,
    actor: Actor,
) -> School:
    """A lone school, useful at once: its term, its administrator, its people. One transaction."""
    lines = read_names(names)
    with transaction.atomic():
        code = f"S{secrets.token_hex(4).upper()}"
        district = units.found_district(code, name, standalone=True, actor=actor)
        with in_district(district):
            kind = unit_type(type_name, actor=actor) if type_name.strip() else None
            school = units.create_school(code, name, unit_type=kind, actor=actor)
            year = time.open_year(clock.school_year_of(first_day), actor=actor)
            time.set_term(year, 1 if first_day.month >= 8 else 2, first_day=first_day, weeks=weeks, actor=actor)
            person = _administer(district, school, account, administrator, actor)
            add_names(school, lines, on=first_day, actor=actor, known={person.name: person})
        return school


def _administer(district: District, school: School, account: Account, name: str, actor: Actor) -> Person:
    person = people.add_person(name, actor=actor)
    people.post_person(person, school, PostingKind.objects.get(code="permanent"), actor=actor)
    people.appoint(person, Post.objects.get(code="school_admin"), school=school, actor=actor)
    bind_account(account, district, person.pk, actor=actor)
    return person


def unit_type(title: str, *, actor: Actor) -> UnitType:
    """The unit type of that name; a new one is the unit's own word."""
    found = UnitType.objects.filter(title=title.strip()).first()
    if found is None:
        word = {"training_word": "园本研修"} if "幼儿园" in title else {}
        adopt_catalogue(
            {"unit_type": [{"code": title.strip(), "title": title.strip(), **word}]}, actor=actor, note="本单位自定"
        )
        found = UnitType.objects.get(title=title.strip())
    return found


def add_names(
    school: School, lines: list[Line], *, on: date, actor: Actor, known: dict[str, Person] | None = None
) -> None:
    """People from pasted names, but for those `known`; groups named behind them are made and joined."""
    kinds = {kind.code: kind for kind in GroupKind.objects.filter(school__isnull=True)}
    posting = PostingKind.objects.get(code="permanent")
    groups = {group.name: group for group in school.groups.all()}
    for line in lines:
        person = (known or {}).get(line.name)
        if person is None:
            person = people.add_person(line.name, actor=actor)
            people.post_person(person, school, posting, start=on, actor=actor)
        if line.group:
            if line.group not in groups:
                groups[line.group] = units.create_group(
                    school, kinds[kind_of_group(line.group)], line.group, start=on, actor=actor
                )
            people.join_group(person, groups[line.group], start=on, actor=actor)


def start_district(
    account: Account, *, code: str, name: str, institute: str, administrator: str, actor: Actor
) -> District:
    """A district with its administrator. One transaction."""
    with transaction.atomic():
        district = units.found_district(code, name, institute=institute, actor=actor)
        with in_district(district):
            person = people.add_person(administrator, actor=actor)
            people.appoint(person, Post.objects.get(code="district_admin"), actor=actor)
            bind_account(account, district, person.pk, actor=actor)
        return district
