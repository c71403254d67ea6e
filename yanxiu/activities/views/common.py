"""What pages of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from yanxiu.activities.queries import Marks
from yanxiu.org.models import Group, School, Term
from yanxiu.org.queries.time import UnitCalendar, calendar_of
from yanxiu.org.queries.units import groups
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.attending import Way
from yanxiu.setup.views.common import own_school

KEEP = "="  # the answer of a roll that leaves a row as it is


def keeping_school(request: HttpRequest) -> School:
    """The school of the desk, for who keeps its records; 404 for everybody else."""
    return own_school(request, "keep")


def chosen_term(request: HttpRequest, calendar: UnitCalendar) -> Term | None:
    """The term asked for, else the running one."""
    wanted = request.GET.get("term", "")
    return next((term for term in calendar.terms if str(term.pk) == wanted), calendar.term)


def begun(calendar: UnitCalendar) -> list[Term]:
    """Terms that have begun, the latest first."""
    return [term for term in reversed(calendar.terms) if term.first_day <= calendar.on]


def school_calendar(viewer: Viewer, school: School) -> UnitCalendar:
    """School time as the viewer's day sees it."""
    return calendar_of(school, viewer.on)


def groups_of(school: School, on: date) -> list[Group]:
    """The groups of the school on a day."""
    return list(groups(school, on))


def group_named(school: School, pk: str, on: date) -> Group | None:
    """One of the school's groups, None for the whole school."""
    return next((group for group in groups_of(school, on) if str(group.pk) == pk), None) if pk else None


def options_of(marks: Marks) -> list[dict[str, Any]]:
    """What may be chosen for one person: a digit, the mark, what it is called."""
    return [
        {"value": key.symbol, "digit": n if n < 10 else "", "title": key.way.title, "symbol": key.symbol}
        for n, key in enumerate(marks.keys, start=1)
    ]


def way_of(marks: Marks, symbol: str) -> Way | None:
    """The way a chosen mark means; None for one that was never offered."""
    return next((key.way for key in marks.keys if key.symbol == symbol), None)
