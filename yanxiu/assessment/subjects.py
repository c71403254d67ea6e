"""Who is judged: people, groups and the school itself as the engine's subjects, with their dated attributes.

Ids only: a name is looked up where a page needs it, and never stored with a result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from yanxiu.assessment.models import Trait
from yanxiu.org.enums import GROUP_LEADER, Precision
from yanxiu.org.models import Appointment, Group, Person, Posting, School
from yanxiu.policy.facts import Dated, Subject

DAY = timedelta(days=1)
# What the engine's attribute `post` says of who leads a group of each kind; of any other kind: <kind> + _leader.
LEADERS = {"subject_group": GROUP_LEADER, "lesson_prep_group": "prep_group_leader"}
Attributes = dict[str, list[Dated]]
Words = Mapping[str, Mapping[str, str]]


def teachers(
    school: School, first: date, last: date, words: Words, only: Collection[UUID] | None = None
) -> list[Subject]:
    """Everybody posted at the school on any day from `first` to `last`, in the order of names; four reads.

    `words` are the pack's: a level of backbone teachers is known by the pack's own word for it.
    """
    postings = Posting.objects.filter(_touching(first, last), school=school, person__erased_at__isnull=True)
    if only is not None:
        postings = postings.filter(person_id__in=only)
    by_person: dict[UUID, list[Posting]] = defaultdict(list)
    for posting in postings.select_related("person").order_by("person__name_key", "person_id", "start"):
        by_person[posting.person_id].append(posting)
    posts, stated = _posts(school, by_person), _stated(school, by_person)
    return [_teacher(held, {**posts.get(id, {}), **stated.get(id, {})}, words) for id, held in by_person.items()]


def teacher_ids(school: School, first: date, last: date) -> list[UUID]:
    """Ids of the same people in the same order; one read."""
    postings = Posting.objects.filter(_touching(first, last), school=school, person__erased_at__isnull=True)
    return list(dict.fromkeys(postings.order_by("person__name_key", "person_id").values_list("person_id", flat=True)))


def groups(school: School, first: date, last: date) -> list[Subject]:
    """Groups of the school on any of these days; one read."""
    rows = Group.objects.filter(_touching(first, last), school=school).select_related("kind").order_by("name", "pk")
    return [
        Subject(str(row.pk), "group", "", {"group_kind": (Dated(row.kind.code),)}, row.start, _last(row.end))
        for row in rows
    ]


def the_school(school: School) -> Subject:
    """The school itself."""
    return Subject(str(school.pk), "school")


def _touching(first: date, last: date) -> Q:
    begun = Q(start__lte=last) | Q(start__isnull=True)
    return begun & (Q(end__gt=first) | Q(end__isnull=True))


def _last(end: date | None) -> date | None:
    """Ties end on the first day they no longer hold; the engine counts the last day that they do."""
    return end - DAY if end else None


def _teacher(held: list[Posting], more: Mapping[str, list[Dated]], words: Words) -> Subject:
    person = held[0].person
    attributes: Attributes = {"post": [], **_of_person(person, words)}
    attributes["teaches"] = [
        Dated(row.is_full_time_teacher or bool(person.subjects), row.start, _last(row.end)) for row in held
    ]
    hired = [row.hired_on for row in held if row.hired_on]
    if hired:
        attributes["hired"] = [Dated(min(hired).isoformat())]
    attributes |= more
    starts = [row.start for row in held]
    ends = [row.end for row in held]
    return Subject(
        str(person.pk), "teacher", "", {name: tuple(values) for name, values in attributes.items()},
        None if None in starts else min(s for s in starts if s), None if None in ends else _last(max(e for e in ends if e)),
    )  # fmt: skip


def _of_person(person: Person, words: Words) -> Attributes:
    found: Attributes = {}
    if person.born_on:
        exact = person.born_precision == Precision.DAY
        found["born"] = [Dated(person.born_on.isoformat() if exact else person.born_on.strftime("%Y-%m"))]
    if person.work_began:
        found["teaching_since"] = [Dated(person.work_began.isoformat())]
    level = person.backbone_level.strip()
    known = [code for code, word in words.get("backbone", {}).items() if word in level or level == code]
    found["backbone"] = [Dated(known[0] if known else level)] if level else []
    return found


def _posts(school: School, people: Iterable[UUID]) -> dict[UUID, Attributes]:
    rows = Appointment.objects.filter(Q(school=school) | Q(group__school=school), person_id__in=list(people))
    found: dict[UUID, Attributes] = defaultdict(lambda: {"post": []})
    for row in rows.select_related("post", "group__kind").order_by("start", "pk"):
        code = row.post.code
        if code == GROUP_LEADER and row.group:
            kind = row.group.kind.code
            code = LEADERS.get(kind, f"{kind.removesuffix('_group')}_leader")
        found[row.person_id]["post"].append(Dated(code, row.start, _last(row.end)))
    return found


def _stated(school: School, people: Iterable[UUID]) -> dict[UUID, dict[str, list[Dated]]]:
    found: dict[UUID, dict[str, list[Dated]]] = defaultdict(lambda: defaultdict(list))
    for row in Trait.objects.filter(school=school, person_id__in=list(people)).order_by("start", "pk"):
        value: Any = row.value
        found[row.person_id][row.name].append(Dated(value, row.start, _last(row.end)))
    return {id: dict(traits) for id, traits in found.items()}
