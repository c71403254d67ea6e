"""Units, people and school time. Identity lives in Person alone; every tie of a person to a unit is dated."""

from yanxiu.org.models.catalogues import (
    AllianceKind,
    GroupKind,
    LeadingGroupKind,
    Post,
    PostingKind,
    SpellKind,
    UnitType,
)
from yanxiu.org.models.people import Appointment, GroupMembership, Person, Posting, Spell
from yanxiu.org.models.time import CalendarDay, ExamPeriod, SchoolMonth, SchoolYear, Term
from yanxiu.org.models.units import (
    Alliance,
    AllianceMembership,
    CompositionBand,
    Group,
    LeadingGroup,
    School,
    Seat,
)

__all__ = [
    "Alliance",
    "AllianceKind",
    "AllianceMembership",
    "Appointment",
    "CalendarDay",
    "CompositionBand",
    "ExamPeriod",
    "Group",
    "GroupKind",
    "GroupMembership",
    "LeadingGroup",
    "LeadingGroupKind",
    "Person",
    "Post",
    "Posting",
    "PostingKind",
    "School",
    "SchoolMonth",
    "SchoolYear",
    "Seat",
    "Spell",
    "SpellKind",
    "Term",
    "UnitType",
]
