"""Who is meant by the ids a run holds: names and groups as they are today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yanxiu.org.models import Group, GroupMembership, Person, School
from yanxiu.org.models.units import in_force

GONE = "（资料已抹去）"


@dataclass(frozen=True)
class Named:
    """A subject as shown: its name, its group if it is a person, and where it stands when sorted by group."""

    name: str
    group: str = ""
    order: tuple[int, str, str] = (9_999, "", "")


@dataclass
class Names:
    """Names by subject id."""

    found: dict[str, Named] = field(default_factory=dict)

    def of(self, id: str | UUID) -> Named:
        """The name, or words for somebody of whom nothing is kept any more."""
        return self.found.get(str(id), Named(GONE))


def names_of(school: School, ids: Iterable[str | UUID], on: date) -> Names:
    """Names of people and groups; three reads for any number."""
    wanted = [str(id) for id in ids]
    rows = GroupMembership.objects.filter(in_force(on), person_id__in=wanted, group__school=school)
    groups: dict[str, Group] = {}
    for row in rows.select_related("group__kind").order_by("-group__kind__position", "-group__name_key"):
        groups[str(row.person_id)] = row.group
    found = Names()
    for person in Person.objects.filter(pk__in=wanted, erased_at__isnull=True):
        group = groups.get(str(person.pk))
        found.found[str(person.pk)] = Named(
            person.name,
            group.name if group else "",
            (group.kind.position, group.name_key, person.name_key) if group else (9_999, "", person.name_key),
        )
    if str(school.pk) in wanted:
        found.found[str(school.pk)] = Named(school.name)
    if others := [id for id in wanted if id not in found.found]:
        found.found |= {str(one.pk): Named(one.name) for one in Group.objects.filter(pk__in=others)}
    return found
