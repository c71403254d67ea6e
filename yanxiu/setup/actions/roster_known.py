"""What the district holds of the people a list may be about, read once before the list is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from yanxiu.org.models import Appointment, Group, GroupMembership, Person, Posting, School
from yanxiu.setup.roster.entries import Entry


def not_over(on: date) -> Q:
    """Ties that hold on the day or will: a list as of an earlier day must find what a later one wrote."""
    return Q(end__isnull=True) | Q(end__gt=on)


@dataclass
class Known:
    """People by what identifies them, their ties, the groups of the schools the list is of."""

    by_hash: dict[str, Person] = field(default_factory=dict)
    by_staff_no: dict[tuple[UUID, str], Person] = field(default_factory=dict)
    by_name: dict[tuple[UUID, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    former: dict[tuple[UUID, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    postings: dict[tuple[UUID, UUID], Posting] = field(default_factory=dict)  # (person, school)
    schools_of: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[tuple[UUID, str, str], Group] = field(default_factory=dict)  # (school, kind, name)
    members: dict[tuple[UUID, UUID | None, str], list[GroupMembership]] = field(
        default_factory=lambda: defaultdict(list)
    )
    held: dict[tuple[UUID, UUID | None, UUID | None], list[Appointment]] = field(
        default_factory=lambda: defaultdict(list)
    )  # (post, school, group)


def read_known(schools: Iterable[School], *, by_number: bool, on: date) -> Known:
    """Everything a list of these schools may meet; people of the whole district only where it has ID numbers."""
    known, wanted = Known(), {school.pk for school in schools}
    _postings(known, wanted, on)
    if by_number:
        known.by_hash = {person.id_hash: person for person in Person.objects.exclude(id_hash="")}
    for group in Group.objects.filter(not_over(on), school__in=wanted).select_related("kind"):
        known.groups[group.school_id, group.kind.code, group.name] = group
    places = {group.pk: group for group in known.groups.values()}
    for tie in GroupMembership.objects.filter(not_over(on), group__in=places).order_by("id"):
        group = places[tie.group_id]
        known.members[tie.person_id, group.school_id, group.kind.code].append(tie)
    for held in Appointment.objects.filter(not_over(on)).order_by("id"):
        known.held[held.post_id, held.school_id, held.group_id].append(held)
    return known


def _postings(known: Known, wanted: set[UUID], on: date) -> None:
    if not wanted:
        return
    for posting in Posting.objects.filter(not_over(on)).select_related("person").order_by("person_id", "id"):
        person, school = posting.person, posting.school_id
        known.schools_of[person.pk].add(school)
        if school in wanted and (person.pk, school) not in known.postings:
            known.postings[person.pk, school] = posting
            known.by_name[school, person.name].append(person)
            if person.staff_no:
                known.by_staff_no[school, person.staff_no] = person
    for posting in Posting.objects.filter(end__lte=on, school__in=wanted).select_related("person").order_by("-end"):
        key = (posting.school_id, posting.person.name)
        if (posting.person_id, posting.school_id) not in known.postings and posting.person not in known.former[key]:
            known.former[key].append(posting.person)


def contradicts(person: Person, entry: Entry) -> bool:
    """Whether a row cannot be about this person: another ID number, birth month, gender or staff number."""
    born = entry.born and person.born_on and (entry.born.year, entry.born.month) != (person.born_on.year, person.born_on.month)  # fmt: skip
    return bool(
        (person.id_hash and entry.id_number)
        or born
        or (person.gender and entry.gender and person.gender != entry.gender)
        or (person.staff_no and entry.staff_no and person.staff_no != entry.staff_no)
    )
