"""Doors to regulations: everybody of a unit reads them; who answers for assessment adopts and rules."""

from django.db.models import Q

from yanxiu.base.access import Door
from yanxiu.base.errors import NotAllowed
from yanxiu.org.access import in_schools
from yanxiu.org.enums import Capability
from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.models import Adoption, RulingSheet


def _readers(viewer: Viewer) -> Q:
    return Q(school__isnull=True) | Q(school_id__in=viewer.member_schools) | in_schools(viewer, Capability.SEE_PEOPLE)


def _deciders(viewer: Viewer) -> Q:
    """A school's own for the school, all of the district's for a district post."""
    own = in_schools(viewer, Capability.ASSESS)
    return own if viewer.everywhere(Capability.ASSESS) else own & Q(school__isnull=False)


REFUSAL = "采用制度和裁定由校长或教导处登记。"


def may_decide(viewer: Viewer, school: School | None) -> bool:
    """Whether the viewer adopts and rules for this unit; no school = the district."""
    if viewer.everywhere(Capability.ASSESS):
        return True
    return school is not None and school.pk in viewer.schools_with(Capability.ASSESS)


def decides(viewer: Viewer, school: School | None) -> None:
    """Raises NotAllowed for who does not decide for this unit."""
    if not may_decide(viewer, school):
        raise NotAllowed(REFUSAL)


class AdoptionDoor(Door[Adoption]):
    """采用的制度."""

    model = Adoption
    purposes = {"see": _readers, "decide": _deciders}
    refusals = {"decide": REFUSAL}


class RulingSheetDoor(Door[RulingSheet]):
    """裁定意见."""

    model = RulingSheet
    purposes = {"see": _readers, "decide": _deciders}
    refusals = {"decide": REFUSAL}
