"""Facts of a unit for the engine: the rooms' records as groups of like ones, counted by the database.

One read a table of records, whatever number of people; prose is never read, only that a field is filled in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTransform

from yanxiu.assessment import subjects
from yanxiu.base import clock
from yanxiu.ledger.models import OpeningBalance
from yanxiu.org.models import School
from yanxiu.policy import uses
from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.facts import Opening, Record, RecordFacts, Subject
from yanxiu.policy.pack import Pack
from yanxiu.regulations.records import MARKED, KeptRecord, RecordState, house_of, tables

FEW = 6  # stretches the database sorts records into; more, and it hands them over by day
OWNERS = {"teacher": "person_id", "group": "group_id"}


@dataclass(frozen=True)
class SubjectFacts:
    """All a rule may see of one subject."""

    subject: Subject
    records: tuple[Record, ...] = ()
    openings: tuple[Opening, ...] = ()


def gathered(
    school: School, pack: Pack, calendar: SchoolCalendar, on: date, kind: str, only: Collection[UUID] | None = None
) -> list[SubjectFacts]:
    """Facts of all subjects of a kind (teacher, group, school) of a unit, or of some of them."""
    found = subjects_of(school, pack, calendar, on, kind, only)
    ids = None if only is None and kind != "teacher" else [UUID(one.id) for one in found]
    records, openings = _records(school, pack, calendar, on, kind, ids), _openings(school, pack, calendar, kind, ids)
    return [SubjectFacts(one, tuple(records.get(one.id, ())), tuple(openings.get(one.id, ()))) for one in found]


def subjects_of(
    school: School, pack: Pack, calendar: SchoolCalendar, on: date, kind: str, only: Collection[UUID] | None = None
) -> list[Subject]:
    """Who is judged in the calendar's term as of a day: who left before it began is not."""
    first, last = calendar.term.first, max(calendar.term.first, min(on, calendar.term.last))
    if kind == "teacher":
        return subjects.teachers(school, first, last, pack.words, only)
    if kind == "group":
        return subjects.groups(school, first, last)
    return [subjects.the_school(school)]


def as_facts(kept: Iterable[SubjectFacts], start: date | None) -> RecordFacts:
    """The engine's form."""
    rows = list(kept)
    return RecordFacts(
        [one.subject for one in rows],
        [record for one in rows for record in one.records],
        openings=[opening for one in rows for opening in one.openings],
        start=start,
    )


def of_unit(model: type[KeptRecord], school: School, kinds: Iterable[str]) -> QuerySet[Any]:
    """Records of a table that count."""
    return model.objects.filter(school=school, state=RecordState.KEPT, kind__in=list(kinds))


def _records(
    school: School, pack: Pack, calendar: SchoolCalendar, on: date, kind: str, ids: Collection[UUID] | None
) -> dict[str, list[Record]]:
    """What was on record up to the day judged as of."""
    looked_at = _uses(pack)
    by_kind: dict[str, list[Record]] = defaultdict(list)
    owner = OWNERS.get(kind)
    for model in tables():
        kinds = [code for code in looked_at if house_of(code) is model]
        for row in (
            _grouped(of_unit(model, school, kinds).filter(on__lte=on), pack, calendar, owner, ids) if kinds else ()
        ):
            by_kind[row["kind"]].append(_record(str(row["owner"]) if owner else str(school.pk), row))
    found: dict[str, list[Record]] = defaultdict(list)
    for code, records in by_kind.items():
        for record in uses.grouped(records, looked_at[code], calendar):
            found[record.subject].append(record)
    return found


def _grouped(
    rows: QuerySet[Any], pack: Pack, calendar: SchoolCalendar, owner: str | None, ids: Collection[UUID] | None
) -> Iterator[dict[str, Any]]:
    """Like records as one row with `times`: of one owner, kind and stretch of time, the same fields filled in."""
    if owner is None:
        rows = rows.filter(person__isnull=True, group__isnull=True)
    else:
        rows = rows.filter(**({f"{owner}__isnull": False} if ids is None else {f"{owner}__in": ids}))
    worded = _worded(pack)
    read = {f"text_{n}": KeyTransform(name, "texts") for n, name in enumerate(worded)}
    by = {"owner": F(owner)} if owner else {}
    alike = rows.order_by().annotate(day=_stretch(pack, calendar), **by, **read)
    names = [*by, "kind", "day", "given", "marks", *read]
    for row in alike.values(*names).annotate(times=Count("pk")):
        row["worded"] = {name: row[f"text_{n}"] for n, name in enumerate(worded) if row[f"text_{n}"] is not None}
        yield row


def _stretch(pack: Pack, calendar: SchoolCalendar) -> Any:
    """The first day of the stretch a record lies in, where single days do not matter and the stretches are few."""
    whens = []
    for code, use in _uses(pack).items():
        stretches = uses.cuts(use, calendar)
        if not use.days and len(stretches) <= FEW:
            whens += [When(kind=code, on__range=(one.first, one.last), then=Value(one.first)) for one in stretches]
    return Case(*whens, default=F("on"), output_field=DateField()) if whens else F("on")


def _record(subject: str, row: Mapping[str, Any]) -> Record:
    filled = {name: uses.GIVEN for name in row["given"].split(",") if name}
    return Record("", row["kind"], subject, row["day"], {**filled, **row["worded"], **row["marks"]}, times=row["times"])


def _worded(pack: Pack) -> tuple[str, ...]:
    """Fields of prose that some rule looks at by value: the only prose ever read."""
    looked_at = [
        asked.id
        for code, use in _uses(pack).items()
        if code in pack.records
        for name in sorted(use.values)
        if (asked := pack.records[code].field(name)) and asked.type not in MARKED
    ]
    return tuple(dict.fromkeys(looked_at))


def _uses(pack: Pack) -> Mapping[str, uses.Use]:
    if pack.hash not in _kept_uses:
        _kept_uses[pack.hash] = uses.uses(pack)
    return _kept_uses[pack.hash]


_kept_uses: dict[str, Mapping[str, uses.Use]] = {}


def _openings(
    school: School, pack: Pack, calendar: SchoolCalendar, kind: str, ids: Collection[UUID] | None
) -> dict[str, list[Opening]]:
    found: dict[str, list[Opening]] = defaultdict(list)
    if kind != "teacher":
        return found
    rules = _named(pack)
    rows = OpeningBalance.objects.filter(school=school, school_year=clock.school_year_of(calendar.term.first))
    for row in rows.filter(_either(ids)).order_by("item", "pk"):
        for rule in rules.get(row.item, ()):
            found[str(row.person_id)].append(Opening(str(row.person_id), rule, row.amount, row.source, row.as_of))
    return found


def _either(ids: Collection[UUID] | None) -> Q:
    return Q() if ids is None else Q(person_id__in=ids)


def _named(pack: Pack) -> dict[str, list[str]]:
    """Rules by what an opening balance may call them: the rule's id or its title."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule in pack.rules:
        for name in {rule.id, rule.title}:
            found[name].append(rule.id)
    return found
