"""Doors to records. One's own; those of the group one leads, as far as teachers or leaders write them; the office's.

What an office registers about a person (an exam, a penalty) is that person's and the office's: no leader reads it.
A draft is its writer's alone.
"""

from __future__ import annotations

from django.db.models import Q

from yanxiu.base.access import Door
from yanxiu.base.models import nothing
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.enums import Capability
from yanxiu.org.models import Group, GroupMembership
from yanxiu.org.models.units import in_force
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.records import Origin, RecordState

FINISHED = ~Q(state=RecordState.DRAFT)
OPEN_TO_LEADERS = ~Q(origin__in=[Origin.OFFICE, Origin.IMPORTED])


def _mine(viewer: Viewer) -> Q:
    return Q(person_id=viewer.person_id) if viewer.person_id else nothing()


def _begun(viewer: Viewer) -> Q:
    """Drafts I write for a group or for somebody else."""
    if not viewer.person_id:
        return nothing()
    return Q(state=RecordState.DRAFT, entered_by=viewer.person_id)


def _at(viewer: Viewer, capability: str) -> Q:
    """Records of the schools where the viewer has the capability; a district reads figures, never single records."""
    return Q(school_id__in=viewer.schools_with(capability))


def office(viewer: Viewer) -> Q:
    """Records of the schools whose records the viewer keeps."""
    return _at(viewer, Capability.KEEP_RECORDS)


def members_led(viewer: Viewer) -> Q:
    """What members of the groups the viewer leads wrote at that school, or their leader about them."""
    if not viewer.groups_led:
        return nothing()
    members = GroupMembership.objects.filter(in_force(viewer.on), group_id__in=viewer.groups_led)
    schools = Group.objects.filter(pk__in=viewer.groups_led).values("school_id")
    return Q(person_id__in=members.values("person_id"), school_id__in=schools) & OPEN_TO_LEADERS


def _of_my_groups(viewer: Viewer) -> Q:
    if not viewer.person_id:
        return nothing()
    mine = GroupMembership.objects.filter(in_force(viewer.on), person_id=viewer.person_id).values("group_id")
    return Q(group_id__in=mine) | Q(group_id__in=viewer.groups_led)


def readers(viewer: Viewer) -> Q:
    """Whoever may read a record."""
    others = office(viewer) | _at(viewer, Capability.ASSESS) | members_led(viewer) | _of_my_groups(viewer)
    return (_mine(viewer) & ~_of_others(viewer)) | _begun(viewer) | (FINISHED & others)


def _of_others(viewer: Viewer) -> Q:
    """Drafts others are writing about the viewer."""
    return Q(state=RecordState.DRAFT) & ~Q(entered_by=viewer.person_id)


def changers(viewer: Viewer) -> Q:
    """Whoever may put other values: the writer, the leader of the group it is about, the office."""
    own = _mine(viewer) & OPEN_TO_LEADERS & ~_of_others(viewer)
    led = Q(group_id__in=viewer.groups_led) if viewer.groups_led else nothing()
    written = members_led(viewer) & Q(entered_by=viewer.person_id)
    return own | _begun(viewer) | (FINISHED & (led | written | office(viewer)))


def returners(viewer: Viewer) -> Q:
    """Whoever may take it out of the counts; a leader gives a member's back."""
    return changers(viewer) | (FINISHED & members_led(viewer))


def markers(viewer: Viewer) -> Q:
    """Whoever may fill in fields that are not the writer's."""
    return FINISHED & (office(viewer) | members_led(viewer))


PURPOSES = {"see": readers, "change": changers, "withdraw": returners, "mark": markers}
REFUSALS = {
    "change": "这条记录由登记的人或教导处更正。",
    "withdraw": "这条记录由登记的人、组长或教导处撤回。",
    "mark": "这一栏由组长或教导处登记。",
}


class ObservationDoor(Door[LessonObservation]):
    """听课记录."""

    model = LessonObservation
    purposes = PURPOSES
    refusals = REFUSALS
