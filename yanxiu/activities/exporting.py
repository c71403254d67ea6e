"""The attendance of a term as the register it came from: names × dates with the unit's own marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from yanxiu.activities.models import Activity, Attendance
from yanxiu.activities.queries import marks_of
from yanxiu.base import clock
from yanxiu.files.workbook import Sheet, workbook
from yanxiu.org.models import Group, Person, School, Term
from yanxiu.regulations.records import RecordState

TOTAL = "到会次数"


def term_workbook(school: School, term: Term, group: Group | None) -> bytes:
    """A workbook that reads back to the same rows; the whole school's activities, or one group's."""
    rows = Activity.objects.filter(school=school, state=RecordState.KEPT, on__gte=term.first_day, on__lte=term.last_day)
    activities = list((rows.filter(group=group) if group else rows).order_by("on", "starts_at", "pk"))
    kept = _kept(activities)
    people = sorted({row.person for row in kept}, key=lambda one: (one.name_key, str(one.pk)))
    named = Counter(person.name for person in people)
    numbers = any(count > 1 for count in named.values())
    heads = [
        "姓名",
        *(["工号"] if numbers else []),
        *(f"{one.on.isoformat()} {one.title}" for one in activities),
        TOTAL,
    ]
    return workbook([Sheet(str(group or "全校")[:31], heads, _lines(school, term, activities, kept, people, numbers))])


def _kept(activities: list[Activity]) -> list[Attendance]:
    years = {one.school_year for one in activities}
    rows = Attendance.objects.filter(activity__in=activities, school_year__in=years, state=RecordState.KEPT)
    return list(rows.select_related("person"))


def _lines(
    school: School, term: Term, activities: list[Activity], kept: list[Attendance], people: list[Person], numbers: bool
) -> Iterator[Sequence[Any]]:
    marks = marks_of(school, min(term.last_day, clock.today()))
    cells: dict[Any, dict[Any, Attendance]] = defaultdict(dict)
    for row in kept:
        cells[row.person_id][row.activity_id] = row
    for person in people:
        own = cells[person.pk]
        here = sum(1 for row in own.values() if row.marks.get("present"))
        said = [marks.written(own[one.pk]) if one.pk in own else None for one in activities]
        yield [person.name, *([person.staff_no] if numbers else []), *said, here]
