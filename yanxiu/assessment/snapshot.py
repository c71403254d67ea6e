"""What a run was judged from, as JSON and back: the facts of a subject, the calendar, the rulings. Exact, ids only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from yanxiu.assessment.facts import SubjectFacts
from yanxiu.kernel.days import DayBook, DayMark
from yanxiu.kernel.terms import Span, TermTime
from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.exact import plain, read
from yanxiu.policy.facts import Dated, Opening, Record, Subject
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Number

Json = dict[str, Any]


def digest(data: Any) -> str:
    """What tells one JSON value from another, whatever the order of its keys."""
    return hashlib.sha256(
        json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def facts_to_json(kept: SubjectFacts) -> Json:
    """Facts of a subject. Records are put in one order, so that equal facts have equal digests."""
    subject = kept.subject
    records = [[one.kind, one.on.isoformat(), dict(one.fields), one.times] for one in kept.records]
    return {
        "id": subject.id,
        "kind": subject.kind,
        "attributes": {name: [_dated(one) for one in values] for name, values in subject.attributes.items()},
        "joined": _day(subject.joined),
        "left": _day(subject.left),
        "records": sorted(records, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True)),
        "openings": [[one.item, plain(one.amount), one.source, _day(one.as_of)] for one in kept.openings],
    }


def facts_from_json(data: Mapping[str, Any]) -> SubjectFacts:
    """Facts of a subject as they were."""
    id = str(data["id"])
    attributes = {name: tuple(map(_undated, values)) for name, values in data["attributes"].items()}
    subject = Subject(id, data["kind"], "", attributes, _date(data["joined"]), _date(data["left"]))
    records = tuple(
        Record("", kind, id, date.fromisoformat(on), fields, times=times) for kind, on, fields, times in data["records"]
    )
    openings = tuple(
        Opening(id, item, _number(amount), source, _date(as_of)) for item, amount, source, as_of in data["openings"]
    )
    return SubjectFacts(subject, records, openings)


def calendar_to_json(calendar: SchoolCalendar) -> Json:
    """A calendar with the kind of every day of its school year, so that no later correction reaches back."""
    term, year = calendar.term, calendar.school_year
    days = (year.last - year.first).days + 1
    marks = {day: calendar.days.mark(day) for day in (year.first + timedelta(days=n) for n in range(days))}
    return {
        "key": calendar.key,
        "name": calendar.name,
        "first": term.first.isoformat(),
        "last": term.last.isoformat(),
        "plan_issued": _day(term.plan_issued),
        "exams": [_span(one) for one in term.exams],
        "months": [_span(one) for one in term.own_months],
        "school_year": _span(year),
        "cycle": _span(calendar.cycle) if calendar.cycle else None,
        "skipped": sorted(calendar.skipped),
        "days": {day.isoformat(): [str(mark.kind), mark.name] for day, mark in marks.items()},
    }


def calendar_from_json(data: Mapping[str, Any]) -> SchoolCalendar:
    """The calendar as it was."""
    term = TermTime(
        date.fromisoformat(data["first"]), date.fromisoformat(data["last"]), _date(data["plan_issued"]),
        tuple(map(_unspan, data["exams"])), tuple(map(_unspan, data["months"])),
    )  # fmt: skip
    marks = {date.fromisoformat(day): DayMark(kind, name, "") for day, (kind, name) in data["days"].items()}
    cycle = _unspan(data["cycle"]) if data["cycle"] else None
    return SchoolCalendar(
        term, data["key"], data["name"], DayBook(marks), _unspan(data["school_year"]), cycle, frozenset(data["skipped"])
    )


def rulings_to_json(rulings: Mapping[str, str | Number]) -> Json:
    """Rulings with numbers as exact text."""
    return {name: value if isinstance(value, str) else {"number": str(plain(value))} for name, value in rulings.items()}


def rulings_from_json(data: Mapping[str, Any], pack: Pack) -> dict[str, str | Number]:
    """Rulings as they were."""
    found: dict[str, str | Number] = {}
    for name, value in data.items():
        found[name] = value if isinstance(value, str) else _number(value["number"])
    return found


def _number(written: Any) -> Number:
    number = read(written)
    assert number is not None, written
    return number


def _dated(one: Dated) -> list[Any]:
    return [one.value, _day(one.first), _day(one.last)]


def _undated(row: list[Any]) -> Dated:
    return Dated(row[0], _date(row[1]), _date(row[2]))


def _span(span: Span) -> list[str]:
    return [span.name, span.first.isoformat(), span.last.isoformat()]


def _unspan(row: list[str]) -> Span:
    return Span(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
