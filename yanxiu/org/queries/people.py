"""Reads of people as of a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yanxiu.org.models import Appointment, Group, GroupMembership, Person, Posting, School, Spell
from yanxiu.org.models.units import in_force


def everybody() -> QuerySet[Person]:
    """All people of the district who have not been erased."""
    return Person.objects.filter(erased_at__isnull=True)


def at_school(school: School | Any, on: date) -> QuerySet[Person]:
    """People with a posting at the school on that day."""
    here = Posting.objects.filter(in_force(on), school=school)
    return everybody().filter(pk__in=here.values("person_id"))  # EXISTS would ask for each person of the district


def members(group: Group, on: date) -> QuerySet[Person]:
    """Members of a group on that day, in the order of names."""
    inside = GroupMembership.objects.filter(in_force(on), group=group)
    return everybody().filter(pk__in=inside.values("person_id"))


def members_of(groups: Iterable[Group], on: date) -> dict[Any, list[Person]]:
    """Members of several groups on that day by the group's id, each in the order of names; one read for all."""
    held = GroupMembership.objects.filter(in_force(on), group__in=groups).values_list("group_id", "person_id")
    by_person: dict[Any, list[Any]] = {}
    for group, person in held:
        by_person.setdefault(person, []).append(group)
    found: dict[Any, list[Person]] = {}
    for person in everybody().filter(pk__in=by_person):
        for group in set(by_person[person.pk]):
            found.setdefault(group, []).append(person)
    return found


def leaders(group: Group, on: date) -> QuerySet[Appointment]:
    """Appointments to lead the group on that day."""
    return Appointment.objects.filter(in_force(on), group=group).select_related("person", "post")


def away(school: School | Any, on: date) -> QuerySet[Spell]:
    """Spells that keep people from this school on that day."""
    return Spell.objects.filter(in_force(on), school=school).select_related("person", "kind")


def matching(text: str) -> Q:
    """Condition: the name contains the text, or its pinyin or initials begin so. Several words all count."""
    condition = Q()
    for word in text.strip().lower().split():
        condition &= Q(name__icontains=word) | Q(search_keys__startswith=word) | Q(search_keys__contains=f" {word}")
    return condition


def young(on: date, *, years: int) -> Q:
    """Condition: under `years` full years of age on the day, by date of birth; unknown births do not count."""
    return Q(born_on__gt=on.replace(year=on.year - years))


def proposed(group: Group, on: date) -> QuerySet[Person]:
    """同年级、同科目 (Z-42): people of the school who teach the group's subject and, where it has one, sit in its grade."""
    if group.school is None or not group.subject:
        return Person.objects.none()
    here = at_school(group.school, on)
    same = [person.pk for person in here if group.subject in person.subjects]
    rows = everybody().filter(pk__in=same).exclude(pk__in=members(group, on).values("pk"))
    if group.grade:
        in_grade = GroupMembership.objects.filter(
            in_force(on), group__school=group.school, group__grade=group.grade, group__kind__by_subject=False
        )
        rows = rows.filter(pk__in=in_grade.values("person_id"))
    return rows
