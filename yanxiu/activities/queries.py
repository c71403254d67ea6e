"""Reads of activities and of who came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yanxiu.activities.enums import ObjectionState
from yanxiu.activities.models import Activity, Attendance, Objection, RegisterSymbol
from yanxiu.org.models import Person, Posting, School, Spell
from yanxiu.org.queries.people import at_school, away, everybody, members
from yanxiu.regulations.attending import Attending, Way, activity_kinds, attending, read_back, said
from yanxiu.regulations.queries import in_force
from yanxiu.regulations.records import RecordState


@dataclass
class Expected:
    """One person of an activity: the row if there is one, and what keeps the person away on that day."""

    person: Person
    row: Attendance | None = None
    spell: Spell | None = None

    @property
    def away(self) -> str:
        """Why the person is not expected, in the words everybody may read."""
        return self.spell.kind.public_title if self.spell else ""


def held(school: School, first: date, last: date) -> QuerySet[Activity]:
    """Activities kept in a span of days, latest first, with how many people were there, on leave and neither."""
    kept = Q(attendances__state=RecordState.KEPT)
    here, leave = Q(attendances__marks__present=True), Q(attendances__given__contains=",leave,")
    rows = Activity.objects.filter(school=school, state=RecordState.KEPT, on__gte=first, on__lte=last)
    return (
        rows.select_related("group")
        .annotate(
            here=Count("attendances", filter=kept & here),
            leave=Count("attendances", filter=kept & ~here & leave),
            noted=Count("attendances", filter=kept),
        )
        .order_by("-on", "-starts_at", "-pk")
    )  # Meta.ordering does not reach a grouped query


def rows_of(activity: Activity) -> QuerySet[Attendance]:
    """Attendance of one activity, whatever its state."""
    return Attendance.objects.filter(activity=activity, school_year=activity.school_year)


def expected(activity: Activity) -> list[Expected]:
    """Who should have come, as the group or the school was on that day, and whoever came besides; four reads."""
    people = members(activity.group, activity.on) if activity.group else at_school(activity.school, activity.on)
    found = {person.pk: Expected(person) for person in people}
    for row in rows_of(activity).filter(state=RecordState.KEPT).select_related("person"):
        found.setdefault(row.person_id, Expected(row.person)).row = row
    for spell in away(activity.school, activity.on):
        if spell.person_id in found:
            found[spell.person_id].spell = spell
    gone = [pk for pk, one in found.items() if one.spell and one.spell.kind.ends_work and one.row is None]
    for pk in gone:
        del found[pk]
    return sorted(found.values(), key=lambda one: (one.person.name_key, str(one.person.pk)))


def own(person_id: UUID | None, first: date, last: date) -> QuerySet[Attendance]:
    """A person's attendance in a span of days, latest first."""
    rows = Attendance.objects.filter(person_id=person_id, state=RecordState.KEPT, on__gte=first, on__lte=last)
    return rows.select_related("activity", "activity__group").order_by("-on", "-activity__starts_at", "-pk")


def open_objections(school: School) -> QuerySet[Objection]:
    """Objections nobody has answered, oldest first."""
    rows = Objection.objects.filter(school=school, state=ObjectionState.OPEN)
    return rows.select_related("person", "attendance__activity").order_by("made_at")


def objected(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """The same activities, each with whether an objection waits there."""
    waiting = Objection.objects.filter(
        attendance__activity=OuterRef("pk"), district=OuterRef("district"), state=ObjectionState.OPEN
    )
    return rows.annotate(objected=Exists(waiting))


def as_event(activity: Activity) -> str:
    """An activity as one field of an attendance record names it: 集体备课（2025-09-12）."""
    return f"{activity.title[:180]}（{activity.on.isoformat()}）"


def kind_of_activity(school: School, code: str, on: date) -> Any:
    """A kind an activity may count as, or None."""
    return next((kind for kind in kinds_of_activity(school, on) if kind.id == code), None)


def kinds_of_activity(school: School, on: date) -> list[Any]:
    """Everything an activity may count as at the school on a day."""
    return activity_kinds(in_force(school, on), Activity)


def symbols_of(school: School) -> dict[str, RegisterSymbol]:
    """The marks of the unit's register that were asked about."""
    return {one.symbol: one for one in RegisterSymbol.objects.filter(school=school)}


@dataclass(frozen=True)
class Key:
    """A mark one may put on the roll: what is written, what it is called, what it says."""

    symbol: str
    way: Way


@dataclass(frozen=True)
class Marks:
    """The marks of a unit on a day: by the unit's own choice, else by its regulation."""

    kept: Attending
    own: dict[str, RegisterSymbol]

    @property
    def keys(self) -> list[Key]:
        """Marks of the roll, the unit's own choice before the regulation's, one for each way."""
        chosen = {mark.symbol: Way(mark.title, mark.fields) for mark in self.kept.marks}
        chosen |= {symbol: Way(one.title, one.fields) for symbol, one in self.own.items() if one.fields}
        keys: list[Key] = []
        for symbol, way in chosen.items():
            if all(key.way.fields != way.fields for key in keys) and self.fits(way.fields):
                keys.append(Key(symbol, way))
        return keys

    def way(self, symbol: str) -> Way | None:
        """What a mark says: asked before, in the regulation, the name of a way, or words of its fields."""
        if (one := self.own.get(symbol)) and (not one.fields or self.fits(one.fields)):
            return Way(one.title, one.fields)
        if mark := next((one for one in self.kept.marks if one.symbol == symbol), None):
            return Way(mark.title, mark.fields)
        if way := self.kept.titled(symbol):
            return way
        return self._in_words(symbol)

    def _in_words(self, text: str) -> Way | None:
        """Fields written out: 未到会＋病假; with a ＋ before the first they are nothing but fields."""
        values = read_back(self.kept.kind, text.removeprefix("＋").split("＋"))
        return Way(text, values) if values else None

    def settled(self, symbol: str) -> bool:
        """Whether a mark needs no asking: remembered, or in plain words."""
        return symbol in self.own or (
            all(one.symbol != symbol for one in self.kept.marks) and self.way(symbol) is not None
        )

    def written(self, row: Attendance) -> str:
        """The mark of a row, such that reading it back gives the same fields."""
        values = fields_of(row)
        if row.symbol and (way := self.way(row.symbol)) and dict(way.fields) == values:
            return row.symbol
        words = "＋".join(said(self.kept.kind, values))
        texts = (*(key.symbol for key in self.keys if dict(key.way.fields) == values), words)
        same = (text for text in texts if (way := self.way(text)) and dict(way.fields) == values)
        return next(same, f"＋{words}")

    def called(self, row: Attendance) -> str:
        """到会, 迟到, 病假 …: what a row says, in words."""
        values = fields_of(row)
        ways = (*(key.way for key in self.keys), *self.kept.ways)
        return next((way.title for way in ways if dict(way.fields) == values), "") or "、".join(
            said(self.kept.kind, values)
        )

    def fits(self, fields: Any) -> bool:
        """Whether the regulation now in force has all these fields."""
        return all(self.kept.kind.field(name) is not None for name in fields)


def marks_of(school: School, on: date) -> Marks:
    """The marks of a unit on a day; three reads at most."""
    return Marks(attending(school, on), symbols_of(school))


def fields_of(row: Attendance) -> dict[str, Any]:
    """What a row says of the person, without the name of the activity."""
    return {name: value for name, value in row.values.items() if name != "event"}


def public(row: Attendance, marks: Marks) -> str:
    """What everybody may read: never which kind of leave."""
    values = fields_of(row)
    return "请假" if "leave" in values and not values.get("present") else marks.called(row)


def people_between(school: School, first: date, last: date) -> Iterable[Person]:
    """Everybody at the school on any of these days."""
    started = Q(start__isnull=True) | Q(start__lte=last)
    ended = Q(end__isnull=True) | Q(end__gt=first)
    return everybody().filter(pk__in=Posting.objects.filter(started, ended, school=school).values("person_id"))
