"""What a list of records is narrowed to; the address says it, so a view can be kept and sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from yanxiu.base.access import as_uuid
from yanxiu.base.models import nothing
from yanxiu.org.models import GroupMembership, Person, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import matching
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.access import visible
from yanxiu.portfolio.queries import TABLES
from yanxiu.regulations.demands import Demand
from yanxiu.regulations.queries import demanded
from yanxiu.regulations.records import Origin, RecordState, house_of

STAMPS = {"": "全部", "late": "补录", "paper": "代录", "lacking": "还缺栏目", "withdrawn": "撤回和退回"}
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Filters:
    """The conditions in force; unreadable ones count as none."""

    kind: str = ""
    text: str = ""
    group: str = ""
    month: str = ""
    stamp: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], kinds: Mapping[str, Any]) -> Filters:
        """From an address."""
        kind, stamp, month = given.get("kind", ""), given.get("stamp", ""), given.get("month", "")
        return cls(
            kind if kind in kinds else "",
            given.get("q", "").strip()[:40],
            str(as_uuid(given.get("group", "")) or ""),
            month if _month(month) else "",
            stamp if stamp in STAMPS else "",
        )


def narrowed(viewer: Viewer, school: School, filters: Filters) -> list[QuerySet[Any]]:
    """The rows of each table the viewer may see, under the filters."""
    condition = Q(school=school) & _day(filters) & _stamp(filters, school, viewer.on) & _people(filters, viewer.on)
    models = [house_of(filters.kind)] if filters.kind else list(TABLES)
    of_kind = Q(kind=filters.kind) if filters.kind else Q()
    return [visible(viewer, model).exclude(state=RecordState.DRAFT).filter(condition & of_kind) for model in models]


def _day(filters: Filters) -> Q:
    first = _month(filters.month)
    if first is None:
        return Q()
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Q(on__gte=first, on__lt=after)


def _month(text: str) -> date | None:
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _stamp(filters: Filters, school: School, on: date) -> Q:
    if filters.stamp == "withdrawn":
        return Q(state=RecordState.WITHDRAWN)
    kept = Q(state=RecordState.KEPT)
    if filters.stamp == "late":
        return kept & Q(entered_at__date__gt=F("on"))
    if filters.stamp == "paper":
        return kept & Q(origin=Origin.PAPER)
    if filters.stamp == "lacking":
        return kept & (incomplete(demanded(filters.kind, school, on)) if filters.kind else nothing())
    return kept


def incomplete(demands: tuple[Demand, ...]) -> Q:
    """Rows that lack a field without which they do not count."""
    found = nothing()
    for demand in demands:
        for group in demand.groups if demand.binding and not demand.where else ():
            filled = Q()
            for name in group:
                filled |= Q(given__contains=f",{name},")
            found |= ~filled
    return found


def _people(filters: Filters, on: date) -> Q:
    condition = Q()
    if filters.text:
        condition &= Q(person_id__in=Person.objects.filter(matching(filters.text)).values("pk"))
    if filters.group:
        inside = GroupMembership.objects.filter(in_force(on), group_id=filters.group).values("person_id")
        condition &= Q(person_id__in=inside) | Q(group_id=filters.group)
    return condition
