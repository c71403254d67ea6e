"""Doors to written work, and the one way to a record of either room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from yanxiu.base.access import Door
from yanxiu.base.errors import NotAllowed
from yanxiu.lessons.access import PURPOSES, REFUSALS, ObservationDoor
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.viewer import Viewer
from yanxiu.portfolio.models import Work
from yanxiu.portfolio.queries import rows_of
from yanxiu.regulations.records import KeptRecord


class WorkDoor(Door[Work]):
    """成果材料."""

    model = Work
    purposes = PURPOSES
    refusals = REFUSALS


DOORS: dict[type[KeptRecord], Any] = {LessonObservation: ObservationDoor, Work: WorkDoor}


def visible(viewer: Viewer, model: type[KeptRecord], to: str = "see") -> QuerySet[Any]:
    """Rows of one table this viewer may reach."""
    found: QuerySet[Any] = DOORS[model].visible(viewer, rows_of(model), to)
    return found


def record_for(viewer: Viewer, pk: UUID, to: str = "see") -> Any:
    """A record by id, whichever room keeps it. Http404 when it cannot be seen, NotAllowed when not to be changed so."""
    refused: NotAllowed | None = None
    for model, door in DOORS.items():
        try:
            return door.get(viewer, pk, to=to, rows=rows_of(model))
        except Http404:
            continue
        except NotAllowed as refusal:
            refused = refusal
    raise refused or Http404


def may(viewer: Viewer, record: KeptRecord, purposes: Iterable[str]) -> dict[str, bool]:
    """Which of these are open for one record."""
    return {to: DOORS[type(record)].may(viewer, record, to) for to in purposes}
