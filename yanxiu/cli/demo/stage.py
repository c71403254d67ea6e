"""One school ready to be filled: its school days up to the demonstration's day, who was there, who acts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.cli.demo import plan
from yanxiu.kernel.terms import monday_of
from yanxiu.org.enums import GROUP_LEADER
from yanxiu.org.models import Appointment, Group, Person, Posting, School, Spell, Term
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import members_of
from yanxiu.org.queries.time import day_book, term_time
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import InForce
from yanxiu.regulations.queries import in_force as governing
from yanxiu.tenants.models import Account

if TYPE_CHECKING:
    from yanxiu.cli.demo.build import World

ALWAYS = date(9999, 1, 1)


@dataclass
class Stage:
    """A school with a regulation, its terms, people and groups."""

    world: World
    school: School
    adoption: Adoption
    begins: date
    counts: dict[tuple[Any, str], int] = field(default_factory=lambda: defaultdict(int))

    @cached_property
    def regulation(self) -> InForce:
        """What governs on the demonstration's day, for kinds of record and marks."""
        return next(one for one in governing(self.school, plan.TODAY) if one.adoption.pk == self.adoption.pk)

    @cached_property
    def people(self) -> list[Person]:
        """Those of the plan in its order, a place in it decides about habits; then who comes from another school."""
        planned = [one.pk for one in self.world.people[self.school.code]]
        found = Person.objects.in_bulk(planned)
        guests = Posting.objects.filter(school=self.school, kind__main=False).exclude(person__in=planned)
        return [*(found[pk] for pk in planned), *(row.person for row in guests.select_related("person").order_by("pk"))]

    def dice(self, *of: object) -> Random:
        """Chance that falls the same way in every build."""
        return Random(":".join(map(str, (self.school.code, *of))))  # noqa: S311  # no secret

    @cached_property
    def terms(self) -> list[Term]:
        """The terms of the year that have begun, as the school uses the system in them."""
        return [term for term in self.world.terms.values() if term.last_day >= self.begins]

    def days(self, term: Term) -> list[date]:
        """School days of a term up to today, examinations left out."""
        if term.pk not in self._days:
            time, book = term_time(term), day_book(self.school)
            first, last = max(term.first_day, self.begins), min(term.last_day, plan.TODAY)
            days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            self._days[term.pk] = [day for day in days if book.is_school_day(day) and not time.exam_on(day)]
        return self._days[term.pk]

    @cached_property
    def _days(self) -> dict[Any, list[date]]:
        return {}

    @cached_property
    def _spans(self) -> dict[UUID, list[tuple[date, date]]]:
        found = defaultdict(list)
        for row in Posting.objects.filter(school=self.school):
            found[row.person_id].append((row.start or date.min, row.end or ALWAYS))
        return found

    @cached_property
    def _away(self) -> dict[UUID, list[tuple[date, date]]]:
        found = defaultdict(list)
        for row in Spell.objects.filter(school=self.school):
            found[row.person_id].append((row.start or date.min, row.end or ALWAYS))
        return found

    def there(self, person: Person, day: date) -> bool:
        """Whether the person works at the school on a day."""
        posted = any(start <= day < end for start, end in self._spans.get(person.pk, []))
        return posted and not any(start <= day < end for start, end in self._away.get(person.pk, []))

    @cached_property
    def accounts(self) -> dict[UUID, UUID]:
        """Accounts by person."""
        rows = Account.objects.filter(district=self.world.district).values_list("person_id", "pk")
        return {person: pk for person, pk in rows if person}

    def acting(self, person: Person | UUID, day: date, hour: int = 16, minute: int = 30) -> Actor:
        """Somebody of the school at a moment."""
        pk = person if isinstance(person, UUID) else person.pk
        return Actor(self.accounts.get(pk), pk, self.school.pk, channel="web", when=clock.at(day, hour, minute))

    @cached_property
    def director(self) -> Person:
        """教导主任."""
        rows = Appointment.objects.filter(in_force(plan.TODAY), school=self.school, post__code="teaching_director")
        found = rows.select_related("person").first()
        return found.person if found else self.people[0]

    def office(self, day: date, hour: int = 15) -> Actor:
        """教导处 at a moment."""
        return self.acting(self.director, day, hour)

    @cached_property
    def groups(self) -> list[Group]:
        """The school's groups."""
        return list(Group.objects.filter(school=self.school).select_related("kind").order_by("name", "pk"))

    @cached_property
    def members(self) -> dict[Any, list[Person]]:
        """Members of each group on the demonstration's day."""
        return members_of(self.groups, plan.TODAY)

    @cached_property
    def leaders(self) -> dict[Any, Person]:
        """Who leads a group."""
        rows = Appointment.objects.filter(in_force(plan.TODAY), group__school=self.school, post__code=GROUP_LEADER)
        return {row.group_id: row.person for row in rows.select_related("person").order_by("pk")}

    @cached_property
    def leader_of(self) -> dict[UUID, Person]:
        """Who leads the subject group (for small children: the grade) a person is in."""
        found: dict[UUID, Person] = {}
        for group in self.groups:
            if group.kind.code == "subject_group" and group.pk in self.leaders:
                found |= {one.pk: self.leaders[group.pk] for one in self.members.get(group.pk, ())}
        return found

    def number(self, owner: Any, kind: str) -> int:
        """How many of a kind somebody has already."""
        self.counts[owner, kind] += 1
        return self.counts[owner, kind] - 1


def by_week(days: list[date]) -> list[list[date]]:
    """Days in weeks."""
    found: dict[date, list[date]] = defaultdict(list)
    for day in days:
        found[monday_of(day)].append(day)
    return list(found.values())


def by_month(days: list[date]) -> list[list[date]]:
    """Days in calendar months."""
    found: dict[int, list[date]] = defaultdict(list)
    for day in days:
        found[day.month].append(day)
    return list(found.values())
