"""Reads of units as of a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yanxiu.org.enums import Level
from yanxiu.org.models import Alliance, Group, GroupKind, LeadingGroup, LeadingGroupKind, Post, School
from yanxiu.org.models.catalogues import SchoolCatalogue
from yanxiu.org.models.units import in_force

Row = TypeVar("Row", bound=SchoolCatalogue)


def schools() -> QuerySet[School]:
    """Schools of the district that are open, with their type."""
    return School.objects.filter(closed_on__isnull=True).select_related("unit_type", "parent")


def groups(school: School | Any, on: date) -> QuerySet[Group]:
    """Groups of a school on that day, kinds first, with the number of members as `size`."""
    inside = Q(memberships__start__isnull=True) | Q(memberships__start__lte=on)
    inside &= Q(memberships__end__isnull=True) | Q(memberships__end__gt=on)
    rows = Group.objects.filter(in_force(on), school=school).select_related("kind")
    counted = rows.annotate(size=Count("memberships", filter=inside & Q(memberships__id__isnull=False)))
    return counted.order_by("kind__position", "name_key")  # Meta.ordering does not reach a grouped query


def leading_groups(school: School | None, on: date) -> QuerySet[LeadingGroup]:
    """Leading groups of a school, or of the district."""
    return LeadingGroup.objects.filter(in_force(on), school=school).select_related("kind")


def alliances(on: date) -> QuerySet[Alliance]:
    """Alliances of the district with their lead schools."""
    return Alliance.objects.select_related("kind", "lead_school")


def own_before_districts(model: type[Row], school: School | None) -> QuerySet[Row]:
    """Entries of a catalogue a unit may use: the district's and the school's own; of one code, the school's own."""
    if school is None:
        return model.objects.filter(school__isnull=True)
    own = model.objects.filter(school=school)
    return model.objects.filter(Q(school=school) | (Q(school__isnull=True) & ~Q(code__in=own.values("code"))))


def own_before_districts_of(model: type[Row], schools: Iterable[UUID]) -> dict[UUID, list[Row]]:
    """The same for many schools, in one read."""
    own: dict[UUID, list[Row]] = {school: [] for school in schools}
    common: list[Row] = []
    for row in model.objects.filter(Q(school__isnull=True) | Q(school__in=list(own))):
        (common if row.school_id is None else own[row.school_id]).append(row)
    return {school: _merged(common, kept) for school, kept in own.items()}


def _merged(common: list[Row], own: list[Row]) -> list[Row]:
    codes = {row.code for row in own}
    kept = [row for row in common if row.code not in codes]
    return sorted([*kept, *own], key=lambda row: (row.position, row.code)) if own else kept


def posts_for(school: School | None) -> QuerySet[Post]:
    """Posts a unit may give: a school's and its groups', or (without a school) the district's."""
    levels = [Level.SCHOOL, Level.GROUP] if school else [Level.DISTRICT]
    return own_before_districts(Post, school).filter(level__in=levels)


def group_kinds_for(school: School | None) -> QuerySet[GroupKind]:
    """Kinds of groups a unit may form."""
    return own_before_districts(GroupKind, school)


def leading_group_kinds_for(school: School | None) -> QuerySet[LeadingGroupKind]:
    """Kinds of leading groups a school, or the district, may form."""
    level = Level.SCHOOL if school else Level.DISTRICT
    return own_before_districts(LeadingGroupKind, school).filter(level=level)
