"""Doors to units and people. Each states once who reaches what; lists and objects use the same words."""

from django.db.models import Q

from yanxiu.base.access import Door
from yanxiu.base.models import AuditEvent
from yanxiu.org.enums import Capability
from yanxiu.org.models import (
    Alliance,
    Appointment,
    CalendarDay,
    Group,
    GroupMembership,
    LeadingGroup,
    Person,
    Posting,
    School,
    Spell,
    Term,
)
from yanxiu.org.models.units import in_force
from yanxiu.org.viewer import Viewer

WHOLE = ~Q(pk__in=[])


def in_schools(viewer: Viewer, capability: str, path: str = "school_id") -> Q:
    """Rows of the schools where the viewer has the capability; all of the district for a district post."""
    return WHOLE if viewer.everywhere(capability) else Q(**{f"{path}__in": viewer.schools_with(capability)})


def _own_or_member(viewer: Viewer) -> Q:
    return (
        in_schools(viewer, Capability.OVERSEE, "pk")
        | in_schools(viewer, Capability.SEE_PEOPLE, "pk")
        | Q(pk__in=viewer.member_schools)
    )


class SchoolDoor(Door[School]):
    """A school: seen by its people and by the district, changed by its office."""

    model = School
    purposes = {
        "see": _own_or_member,
        "manage": lambda v: in_schools(v, Capability.MANAGE_UNIT, "pk"),
        "people": lambda v: in_schools(v, Capability.SEE_PEOPLE, "pk"),
        "manage_people": lambda v: in_schools(v, Capability.MANAGE_PEOPLE, "pk"),
        "export": lambda v: in_schools(v, Capability.EXPORT_ALL, "pk"),
        "oversee": lambda v: in_schools(v, Capability.OVERSEE, "pk"),
        "keep": lambda v: in_schools(v, Capability.KEEP_RECORDS, "pk"),
    }


def people_of(viewer: Viewer, capability: str) -> Q:
    """People with a posting, past or present, at a school where the viewer has the capability."""
    if viewer.everywhere(capability):
        return WHOLE
    return Q(pk__in=Posting.objects.filter(school_id__in=viewer.schools_with(capability)).values("person_id"))


def _colleagues(viewer: Viewer) -> Q:
    led = GroupMembership.objects.filter(in_force(viewer.on), group_id__in=viewer.groups_led).values("person_id")
    return people_of(viewer, Capability.SEE_PEOPLE) | Q(pk=viewer.person_id) | Q(pk__in=led)


class PersonDoor(Door[Person]):
    """A person: oneself, one's office, one's group leader, the district."""

    model = Person
    purposes = {
        "see": _colleagues,
        "roster": lambda v: people_of(v, Capability.SEE_PEOPLE),
        "manage": lambda v: people_of(v, Capability.MANAGE_PEOPLE),
        "own": lambda v: Q(pk=v.person_id),
    }
    refusals = {"manage": "人员资料由本校教导处维护，请找教导处修改。"}


def _groups(viewer: Viewer) -> Q:
    mine = GroupMembership.objects.filter(in_force(viewer.on), person_id=viewer.person_id).values("group_id")
    return in_schools(viewer, Capability.SEE_PEOPLE) | Q(pk__in=viewer.groups_led) | Q(pk__in=mine)


class GroupDoor(Door[Group]):
    """A group: its members and leader, the office, the district."""

    model = Group
    purposes = {
        "see": _groups,
        "manage": lambda v: in_schools(v, Capability.MANAGE_UNIT),
        "lead": lambda v: in_schools(v, Capability.MANAGE_UNIT) | Q(pk__in=v.groups_led),
    }
    refusals = {"manage": "组的设置由教导处维护。"}


class AppointmentDoor(Door[Appointment]):
    """任职：seen with the person, changed by the office."""

    model = Appointment
    purposes = {
        "see": lambda v: in_schools(v, Capability.SEE_PEOPLE) | Q(person_id=v.person_id),
        "manage": lambda v: in_schools(v, Capability.MANAGE_PEOPLE),
    }


class PostingDoor(Door[Posting]):
    """在岗：as appointments."""

    model = Posting
    purposes = {
        "see": lambda v: in_schools(v, Capability.SEE_PEOPLE) | Q(person_id=v.person_id),
        "manage": lambda v: in_schools(v, Capability.MANAGE_PEOPLE),
    }


class SpellDoor(Door[Spell]):
    """特殊情况：sensitive kinds are for those who keep the roll and for the person."""

    model = Spell
    purposes = {
        "see": lambda v: in_schools(v, Capability.MANAGE_PEOPLE) | Q(person_id=v.person_id),
        "manage": lambda v: in_schools(v, Capability.MANAGE_PEOPLE),
    }


class LeadingGroupDoor(Door[LeadingGroup]):
    """领导小组：public within the school; the district's own within the district."""

    model = LeadingGroup
    purposes = {
        "see": lambda v: (
            in_schools(v, Capability.SEE_PEOPLE) | Q(school_id__in=v.member_schools) | Q(school_id__isnull=True)
        ),
        "manage": lambda v: in_schools(v, Capability.MANAGE_UNIT),
    }


class AllianceDoor(Door[Alliance]):
    """学区、集团、联片：seen by everybody of the district, changed by the district."""

    model = Alliance
    purposes = {
        "see": lambda v: WHOLE,
        "manage": lambda v: WHOLE if v.everywhere(Capability.MANAGE_UNIT) else None,
    }


class TermDoor(Door[Term]):
    """学期：everybody of the unit sees it; the school's own are the school's, the rest the district's."""

    model = Term
    purposes = {
        "see": lambda v: (
            Q(school__isnull=True) | Q(school_id__in=v.member_schools) | in_schools(v, Capability.SEE_PEOPLE)
        ),
        "manage": lambda v: in_schools(v, Capability.MANAGE_UNIT),
    }


class CalendarDayDoor(Door[CalendarDay]):
    """校历更正：as terms."""

    model = CalendarDay
    purposes = dict(TermDoor.purposes)


class AuditDoor(Door[AuditEvent]):
    """操作记录：what I did, and for those who may, what was done in their unit."""

    model = AuditEvent
    purposes = {
        "see": lambda v: Q(actor_id=v.account.pk) | in_schools(v, Capability.SEE_AUDIT),
        "own": lambda v: Q(actor_id=v.account.pk),
    }
