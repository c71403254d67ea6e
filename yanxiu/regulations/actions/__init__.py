"""Adopting a regulation for a unit from a day, ending it, and ruling on its open points."""

from yanxiu.regulations.actions.adopting import Considered, adopt, consider, end_adoption
from yanxiu.regulations.actions.common import Meeting
from yanxiu.regulations.actions.ruling import JustRuled, adopt_recommended, attach_signed, recommended, rule
from yanxiu.regulations.models import Adoption

__all__ = [
    "Adoption",
    "Considered",
    "JustRuled",
    "Meeting",
    "adopt",
    "adopt_recommended",
    "attach_signed",
    "consider",
    "end_adoption",
    "recommended",
    "rule",
]
