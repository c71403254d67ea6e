"""What tests of organisations share: adopting a pack's words, one more colleague, forming and seating a leading group."""

from __future__ import annotations

from pathlib import Path

from tests.support.cast import TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import catalogues, people, units
from yanxiu.org.models import LeadingGroup, Person, PostingKind, School, Seat
from yanxiu.org.queries.units import leading_group_kinds_for, posts_for
from yanxiu.setup.organisation import Organisation, packs

ROOT = Path(__file__).parents[2]


def pack(code: str) -> Organisation:
    """One pack's organisation."""
    return next(found for found in packs() if found.code == code)


def adopt(code: str, school: School | None = None) -> None:
    """The unit adopts the pack's words."""
    catalogues.adopt_catalogue(pack(code).entries, school=school, actor=COMMAND_LINE)


def colleague(cast: Cast, name: str, *posts: str) -> Person:
    """One more person of the first school, with posts by their codes."""
    person = people.add_person(name, actor=COMMAND_LINE)
    kind = PostingKind.objects.get(code="permanent")
    people.post_person(person, cast.school, kind, start=TODAY, actor=COMMAND_LINE)
    for code in posts:
        post = posts_for(cast.school).get(code=code)
        people.appoint(person, post, school=cast.school, start=TODAY, actor=COMMAND_LINE)
    return person


def form(cast: Cast, code: str, school: School | None) -> LeadingGroup:
    """The unit forms the leading group of this kind."""
    kind = leading_group_kinds_for(school).get(code=code)
    return units.form_leading_group(kind, school=school, start=TODAY, actor=COMMAND_LINE)


def seat(group: LeadingGroup, person: Person, code: str) -> Seat:
    """The person takes the seat today."""
    return units.seat_person(group, person, code, on=TODAY, actor=COMMAND_LINE)
