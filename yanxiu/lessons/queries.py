"""Whom somebody has probably observed."""

from __future__ import annotations

from yanxiu.lessons.models import LessonObservation
from yanxiu.org.models import GroupMembership, Person, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school
from yanxiu.org.viewer import Viewer

MOST_GUESSED = 5


def likely_taught(viewer: Viewer, school: School) -> list[Person]:
    """Whose lesson it may have been: those observed lately, then people of my groups who teach my subjects; three reads."""
    mine = GroupMembership.objects.filter(in_force(viewer.on), person_id=viewer.person_id).values("group_id")
    beside = GroupMembership.objects.filter(in_force(viewer.on), group_id__in=mine).values("person_id")
    people = {
        one.pk: one for one in at_school(school, viewer.on).filter(pk__in=beside).exclude(pk__in=[viewer.person_id])
    }
    subjects = set(viewer.person.subjects) if viewer.person else set()
    lately = LessonObservation.objects.filter(person_id=viewer.person_id, taught_by__isnull=False)
    times: dict[object, int] = {}
    for taught in lately.order_by("-on").values_list("taught_by_id", flat=True)[:20]:
        times[taught] = times.get(taught, 0) + 1
    ranked = sorted(
        people.values(), key=lambda one: (not subjects & set(one.subjects), -times.get(one.pk, 0), one.name_key)
    )
    return ranked[:MOST_GUESSED]


def colleagues(school: School, viewer: Viewer) -> list[tuple[Person, str]]:
    """Everybody of the school by the name one would type; those of one name with their subject or number beside it."""
    people = list(at_school(school, viewer.on))
    names = [one.name for one in people]
    return [(one, one.name if names.count(one.name) == 1 else _told_apart(one)) for one in people]


def _told_apart(person: Person) -> str:
    return f"{person.name}（{'、'.join(person.subjects) or person.staff_no or '同名'}）"
