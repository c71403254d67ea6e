"""Who may see where somebody stands: whoever may see the person, the group or the school itself."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from yanxiu.org.access import GroupDoor, PersonDoor, SchoolDoor
from yanxiu.org.enums import Capability
from yanxiu.org.models import Group, GroupMembership, Person, Posting, School
from yanxiu.org.models.units import in_force
from yanxiu.org.viewer import Viewer

Subject = Person | Group | School


def subject_for(viewer: Viewer, kind: str, pk: UUID) -> tuple[Subject, School]:
    """What is judged and the school it is judged at. Raises Http404 for who may not see it."""
    if kind == "teacher":
        person = PersonDoor.get(viewer, pk)
        return person, _school_of(viewer, person)
    if kind == "group":
        group = GroupDoor.get(viewer, pk, rows=Group.objects.select_related("school__unit_type", "kind"))
        if group.school is None:
            raise Http404
        return group, group.school
    if kind == "school":
        school = SchoolDoor.get(viewer, pk, rows=School.objects.select_related("unit_type"))
        return school, school
    raise Http404


def _school_of(viewer: Viewer, person: Person) -> School:
    """The viewer's own school where the person works there too, else where the person works, or last did."""
    held = list(
        Posting.objects.filter(person=person)
        .select_related("school__unit_type")
        .order_by("-kind__main", "-start", "pk")
    )
    now = [one for one in held if (one.end is None or one.end > viewer.on)]
    mine = [one for one in now or held if one.school_id == viewer.school_id]
    found = next(iter(mine or now or held), None)
    if found is None:
        raise Http404
    return found.school


def groups_shown(viewer: Viewer, school: School) -> list[Group]:
    """Groups whose members' standing the viewer may look through: all of the school for an office, else those led."""
    rows = Group.objects.filter(in_force(viewer.on), school=school).select_related("kind")
    if not may_see_all(viewer, school):
        rows = rows.filter(pk__in=viewer.groups_led)
    return list(rows.order_by("kind__position", "name", "pk"))


def may_see_all(viewer: Viewer, school: School) -> bool:
    """Whether everybody of the school is open to the viewer."""
    return viewer.everywhere(Capability.SEE_PEOPLE) or school.pk in viewer.schools_with(Capability.SEE_PEOPLE)


def members_by_group(groups: list[Group], viewer: Viewer) -> dict[UUID, list[UUID]]:
    """Person ids by group; one read."""
    found: dict[UUID, list[UUID]] = {group.pk: [] for group in groups}
    rows = GroupMembership.objects.filter(in_force(viewer.on), group__in=groups)
    for group, person in rows.values_list("group_id", "person_id"):
        found[group].append(person)
    return found
