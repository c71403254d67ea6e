"""What somebody still owes by kind of record: said to the room where one chooses what to write."""

from __future__ import annotations

from collections.abc import Mapping

from yanxiu.assessment.shown import Line
from yanxiu.assessment.standing import Part, of_person
from yanxiu.org.models import School
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.slots import register

SHORT = ("late", "due")


@register
def owed(viewer: Viewer) -> Mapping[str, str]:
    """Kinds of record with what is lacking ("还差 2 节"), what runs out first in front."""
    school = viewer.cache.get("school") or schools().filter(pk__in=[viewer.school_id]).first()
    viewer.cache["school"] = school
    if not isinstance(school, School) or viewer.person_id is None:
        return {}
    found: dict[str, str] = {}
    for part in of_person(school, viewer.person_id, viewer.on).parts:
        for line in sorted(part.lines, key=lambda one: (one.until is None, one.until)):
            for kind in _own_kinds(part, line) if line.state in SHORT else ():
                found.setdefault(kind, line.brief)
    return found


def _own_kinds(part: Part, line: Line) -> list[str]:
    """Kinds the person enters that would count for this line."""
    records = part.bench.pack.records
    named = [kind for need in line.findings[-1].needs for kind in need.records]
    return [kind for kind in dict.fromkeys(named) if kind in records and records[kind].by == "self"]
