"""Doors of setting up: claims, slips, imports are the office's of the school."""

from django.db.models import Q

from yanxiu.base.access import Door
from yanxiu.base.models import nothing
from yanxiu.org.access import WHOLE, in_schools
from yanxiu.org.enums import Capability
from yanxiu.org.models import Person
from yanxiu.org.viewer import Viewer
from yanxiu.setup.models import Claim, Device, LoginSlip, RosterImport
from yanxiu.setup.queries.login import keep_elsewhere, operators, served_by

ELSEWHERE = "这位老师还管着别的单位，怎么登录由区里管，请找区级管理员。"


def _served(viewer: Viewer) -> Q:
    """People whose way in the viewer's office keeps: at the school today, or last there and nowhere now."""
    if viewer.everywhere(Capability.MANAGE_PEOPLE):
        return WHOLE
    return served_by(viewer.schools_with(Capability.MANAGE_PEOPLE), viewer.on)


def _given(viewer: Viewer) -> Q:
    """Of these, nobody through whom the office would reach further than it reaches itself."""
    further = nothing() if viewer.account.is_operator else Q(pk__in=operators())
    if not viewer.everywhere(Capability.MANAGE_PEOPLE):
        further |= Q(pk__in=keep_elsewhere(viewer.schools_with(Capability.MANAGE_PEOPLE), viewer.on))
    return _served(viewer) & ~further


class AccessDoor(Door[Person]):
    """A person's way in: slips, devices, stopping. Kept by the office of the school, never beyond its own reach."""

    model = Person
    purposes = {"see": _served, "give": _given}
    refusals = {"give": ELSEWHERE}


class ClaimDoor(Door[Claim]):
    """A claim is seen and decided by those who keep the claimed person's way in."""

    model = Claim
    purposes = {
        "see": lambda v: in_schools(v, Capability.MANAGE_PEOPLE),
        "decide": lambda v: (
            in_schools(v, Capability.MANAGE_PEOPLE) & Q(person__in=Person.objects.filter(_given(v)).values("pk"))
        ),
    }
    refusals = {"decide": ELSEWHERE}


class SlipDoor(Door[LoginSlip]):
    """A slip is the matter of those who manage the people of its school."""

    model = LoginSlip
    purposes = {"see": lambda v: in_schools(v, Capability.MANAGE_PEOPLE)}


class DeviceDoor(Door[Device]):
    """A device is its owner's alone; the office ends all of a person's at once, unseen."""

    model = Device
    purposes = {
        "see": lambda v: Q(account_id=v.account.pk),
        "end": lambda v: Q(account_id=v.account.pk),
    }


def _imports(viewer):  # type: ignore[no-untyped-def]
    whole = Q(school__isnull=True) if viewer.everywhere(Capability.MANAGE_PEOPLE) else Q(pk__in=[])
    return in_schools(viewer, Capability.MANAGE_PEOPLE) | whole


class RosterDoor(Door[RosterImport]):
    """A roster holds personal data: only those who manage the people it is about see it."""

    model = RosterImport
    purposes = {"see": _imports, "decide": _imports}
