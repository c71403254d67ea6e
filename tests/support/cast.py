"""The fixed cast: two districts, two schools in the first, and a stranger from the other; all made through actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.tenancy import in_district
from yanxiu.org.actions import people, time, units
from yanxiu.org.models import Group, GroupKind, Person, Post, PostingKind, School, Term
from yanxiu.org.viewer import Viewer, viewer_for
from yanxiu.tenants.actions import account_for_person
from yanxiu.tenants.models import Account, District

TODAY = date(2026, 5, 20)
BEGAN = date(2025, 9, 1)


@dataclass
class Cast:
    """Districts, schools, groups and people by name."""

    district: District
    elsewhere: District
    school: School
    neighbour: School
    far: School
    group: Group
    term: Term
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """A person of the cast as a viewer on the cast's day."""
        return viewer_for(self.accounts[name], TODAY)


def make_cast() -> Cast:
    """office, principal, leader, teacher, officer in one district; neighbour_office beside them; stranger far away."""
    district = units.found_district("TD1", "试验区", actor=COMMAND_LINE)
    elsewhere = units.found_district("TD2", "他区", actor=COMMAND_LINE)
    with in_district(elsewhere):
        far = units.create_school("FAR001", "远处小学", actor=COMMAND_LINE)
    with in_district(district):
        school = units.create_school("NEAR01", "近处小学", actor=COMMAND_LINE)
        neighbour = units.create_school("NEAR02", "邻校", actor=COMMAND_LINE)
        kind = GroupKind.objects.get(code="subject_group")
        group = units.create_group(school, kind, "语文组", subject="语文", start=BEGAN, actor=COMMAND_LINE)
        year = time.open_year(2025, actor=COMMAND_LINE)
        term = time.set_term(year, 2, first_day=date(2026, 3, 2), last_day=date(2026, 7, 10), actor=COMMAND_LINE)
        cast = Cast(district, elsewhere, school, neighbour, far, group, term)
        _add(cast, "office", "任文博", school, "teaching_director")
        _add(cast, "principal", "沈砚秋", school, "principal")
        _add(cast, "leader", "王一诺", school, "", lead=group)
        _add(cast, "teacher", "费乐天", school, "", join=group)
        _add(cast, "neighbour_office", "邻小满", neighbour, "teaching_director")
        _add(cast, "officer", "蒋望舒", None, "district_admin")
    with in_district(elsewhere):
        _add(cast, "stranger", "远望舒", far, "teaching_director")
        _add(cast, "strange_officer", "远怀瑾", None, "district_admin")
    return cast


def _add(
    cast: Cast,
    key: str,
    name: str,
    school: School | None,
    post: str,
    *,
    lead: Group | None = None,
    join: Group | None = None,
) -> None:
    person = people.add_person(name, actor=COMMAND_LINE, staff_no=f"no-{key}")
    if school is not None:
        people.post_person(person, school, PostingKind.objects.get(code="permanent"), start=BEGAN, actor=COMMAND_LINE)
    if post:
        place: dict[str, Any] = {"school": school} if school else {}
        people.appoint(person, Post.objects.get(code=post), start=BEGAN, actor=COMMAND_LINE, **place)
    if lead is not None:
        people.appoint(person, Post.objects.get(code="group_leader"), group=lead, start=BEGAN, actor=COMMAND_LINE)
    if lead or join:
        people.join_group(person, lead or join, start=BEGAN, actor=COMMAND_LINE)  # type: ignore[arg-type]
    account = account_for_person(person.pk, name, actor=COMMAND_LINE)
    Account.objects.filter(pk=account.pk).update(
        told_at=COMMAND_LINE.moment, password="!set-by-test", password_set=True
    )
    account.refresh_from_db()
    account.set_password("not-used-here-1")
    account.save()
    cast.people[key], cast.accounts[key] = person, account
