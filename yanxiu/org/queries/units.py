"""Reads of units as of a day."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from yanxiu.org.models import Alliance, Group, LeadingGroup, Post, School
from yanxiu.org.models.units import in_force


def schools() -> QuerySet[School]:
    """Schools of the district that are open, with their type."""
    return School.objects.filter(closed_on__isnull=True).select_related("unit_type", "parent")


def groups(school: School | Any, on: date) -> QuerySet[Group]:
    """Groups of a school on that day, kinds first, with the number of members as `size`."""
    inside = Q(memberships__start__isnull=True) | Q(memberships__start__lte=on)
    inside &= Q(memberships__end__isnull=True) | Q(memberships__end__gt=on)
    rows = Group.objects.filter(in_force(on), school=school).select_related("kind")
    return rows.annotate(size=Count("memberships", filter=inside & Q(memberships__id__isnull=False)))


def leading_groups(school: School | None, on: date) -> QuerySet[LeadingGroup]:
    """Leading groups of a school, or of the district."""
    return LeadingGroup.objects.filter(in_force(on), school=school).select_related("kind")


def alliances(on: date) -> QuerySet[Alliance]:
    """Alliances of the district with their lead schools."""
    return Alliance.objects.select_related("kind", "lead_school")


def posts_for(school: School | None) -> QuerySet[Post]:
    """Posts a unit may use: the district's and the school's own."""
    return Post.objects.filter(Q(school__isnull=True) | Q(school=school))
