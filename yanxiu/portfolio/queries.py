"""Reads of records of both rooms together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from yanxiu.base import clock
from yanxiu.base.models import AuditEvent
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.models import Person, Posting, School
from yanxiu.org.queries.people import everybody, matching
from yanxiu.org.queries.time import calendar_of
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.models import Work
from yanxiu.regulations.forms import RecordKind
from yanxiu.regulations.queries import kinds_asked
from yanxiu.regulations.records import KeptRecord, Origin, RecordState, house_of

TABLES: tuple[type[KeptRecord], ...] = (LessonObservation, Work)
RELATED = ("person", "group", "school")
MOST_MINE, USED_LATELY = 200, timedelta(days=90)


def rows_of(model: type[KeptRecord]) -> QuerySet[Any]:
    """All rows of one table with what a line says of them."""
    more = ("taught_by",) if model is LessonObservation else ()
    return model.objects.select_related(*RELATED, *more)


def kinds_here(school: School, on: date) -> dict[str, RecordKind]:
    """Kinds of record the unit keeps in these two rooms, in the order of its regulations."""
    return {code: kind for code, kind in kinds_asked(school, on).items() if house_of(code) in TABLES}


def my_records(viewer: Viewer) -> list[KeptRecord]:
    """What is kept of the viewer, newest first; a read a table."""
    rows: list[KeptRecord] = []
    for model in TABLES:
        mine = rows_of(model).filter(person_id=viewer.person_id).exclude(state=RecordState.DRAFT)
        rows += mine.order_by("-on", "-entered_at")[:MOST_MINE]
    return sorted(rows, key=lambda row: (row.on, row.entered_at), reverse=True)[:MOST_MINE]


def my_drafts(viewer: Viewer) -> list[KeptRecord]:
    """What the viewer has begun."""
    rows: list[KeptRecord] = []
    for model in TABLES:
        rows += rows_of(model).filter(entered_by=viewer.person_id, state=RecordState.DRAFT).order_by("-entered_at")[:20]
    return sorted(rows, key=lambda row: row.entered_at, reverse=True)


def used_lately(rows: Iterable[KeptRecord], on: date) -> dict[str, int]:
    """How often each kind was written in the last months."""
    found: dict[str, int] = {}
    for row in rows:
        if row.origin == Origin.OWN and row.on > on - USED_LATELY:
            found[row.kind] = found.get(row.kind, 0) + 1
    return found


def withdrawals(rows: Iterable[KeptRecord]) -> dict[UUID, AuditEvent]:
    """Who took a withdrawn record out of the counts, and why, by the record's id; one read."""
    ids = [row.pk for row in rows if row.state == RecordState.WITHDRAWN]
    events = AuditEvent.objects.filter(target_id__in=ids, verb="record.withdraw").order_by("at") if ids else []
    return {event.target_id: event for event in events if event.target_id}


def history(record: KeptRecord) -> list[AuditEvent]:
    """What was done with a record, oldest first; saving while writing is no act."""
    label = record._meta.label
    rows = AuditEvent.objects.filter(target_type=label, target_id=record.pk).exclude(verb="record.draft")
    return list(rows.order_by("at", "pk"))


def names(ids: Iterable[Any]) -> dict[Any, str]:
    """Names of people by id."""
    return dict(Person.objects.filter(pk__in={one for one in ids if one}).values_list("pk", "name"))


def one_page(found: Sequence[QuerySet[Any]], number: str | None, size: int = 50) -> Page[Any]:
    """A page of several tables together, newest first: one read to count, one for the ids, one for each table."""
    keys = [rows.order_by().values_list("pk", "on", "entered_at") for rows in found]
    together = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    page = Paginator(together.order_by("-on", "-entered_at", "-pk"), size).get_page(number)
    ids = [pk for pk, _, _ in page.object_list]
    rows = {row.pk: row for one in found for row in one.filter(pk__in=ids)}
    page.object_list = [rows[pk] for pk in ids if pk in rows]
    return page


def known_here(school: School) -> QuerySet[Person]:
    """Everybody who is or was at the school: paper is also copied of those who left."""
    return everybody().filter(pk__in=Posting.objects.filter(school=school).values("person_id"))


def found_by_words(school: School, text: str) -> list[Person]:
    """People of the school meant by what was typed: the whole name before a part of it, pinyin or initials."""
    people = list(known_here(school).filter(matching(text))[:20])
    return [one for one in people if one.name == text.strip()] or people


def entered_today(viewer: Viewer, school: School, kind: RecordKind) -> list[KeptRecord]:
    """What the viewer copied today of one kind, the last line first."""
    since = clock.at(viewer.on)
    rows = rows_of(house_of(kind.id)).filter(
        school=school, kind=kind.id, entered_by=viewer.person_id, entered_at__gte=since, state=RecordState.KEPT
    )
    return list(rows.exclude(origin=Origin.OWN).order_by("-entered_at", "-pk")[:100])


def totals(school: School, kind: RecordKind, people: Iterable[Any], on: date) -> dict[Any, int]:
    """How many of a kind are kept of each of these people this term, to compare with the paper."""
    time = calendar_of(school, on).time
    rows = house_of(kind.id).objects.filter(
        Q(on__gte=time.first) if time else Q(),
        school=school,
        kind=kind.id,
        state=RecordState.KEPT,
        person__in=set(people),
    )
    return dict(rows.values_list("person_id").annotate(Count("pk")))


def already(school: School, kind: RecordKind, on: date) -> set[Any]:
    """People of whom such a record of that day is kept."""
    rows = house_of(kind.id).objects.filter(school=school, kind=kind.id, on=on, state=RecordState.KEPT)
    return set(rows.values_list("person_id", flat=True))
