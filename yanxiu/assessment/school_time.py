"""The calendar a rule judges by, made from a unit's terms and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yanxiu.org.models import School, Term
from yanxiu.org.queries.time import UnitCalendar, calendar_of, day_book, term_time
from yanxiu.policy.calendar import SchoolCalendar


@dataclass(frozen=True)
class Judged:
    """A term of a school with the calendar rules see."""

    term: Term
    calendar: SchoolCalendar


def judged_on(school: School, on: date, read: UnitCalendar | None = None) -> Judged | None:
    """The term a day is judged in: the one it lies in, in holidays the one that ended last; None without any.

    `read` is the unit's calendar where a page has read it already.
    """
    found = read or calendar_of(school, on)
    begun = [term for term in found.terms if term.first_day <= on]
    if not begun:
        return None
    term = begun[-1]
    time = found.time if found.term == term and found.time else term_time(term)
    return Judged(term, SchoolCalendar(time, key_of(term), str(term), found.book))


def judged_in(school: School, term: Term) -> Judged:
    """A given term."""
    return Judged(term, SchoolCalendar(term_time(term), key_of(term), str(term), day_book(school)))


def key_of(term: Term) -> str:
    """2025-1: sorts terms and names their periods."""
    return f"{term.year.begins_in}-{term.number}"
