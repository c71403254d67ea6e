"""A term of meetings of the measured school: who came, and the register they were copied from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yanxiu.activities.actions import Plan, hold_activity, record_attendance, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.models import RegisterImport
from yanxiu.base import clock
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.models import School
from yanxiu.org.queries.people import at_school
from yanxiu.org.queries.time import calendar_of

WEEKS = 20
HERE, AWAY = {"present": True}, {"present": False}


def attended(school: School) -> dict[str, Any]:
    """One meeting a week before today with everybody of the school, every eleventh absent; made once."""
    today = clock.today()
    people = list(at_school(school, today))
    marks = {person: AWAY if n % 11 == 0 else HERE for n, person in enumerate(people)}
    days = [today - timedelta(weeks=week) for week in range(WEEKS)]
    made = [hold_activity(school, Plan("教师例会", day), actor=COMMAND_LINE) for day in days]
    for activity in made:
        record_attendance(activity, marks, actor=COMMAND_LINE)
    return {"activity": made[0], "register": _register(school, people, days)}


def _register(school: School, people: list[Any], days: list[Any]) -> RegisterImport:
    """The same as a pasted register that waits to be looked at."""
    term = calendar_of(school, clock.today()).term
    assert term is not None
    year = term.year.begins_in
    shown = [day for day in reversed(days) if clock.school_year_of(day) == year]
    head = "\t".join(["姓名", *(day.isoformat() for day in shown)])
    lines = ["\t".join([person.name, *("√" for _ in shown)]) for person in people]
    return upload_register(school, SheetOf(term, "教师例会"), text="\n".join([head, *lines]), actor=COMMAND_LINE)
