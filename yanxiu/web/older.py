"""Long lists, newest first, without numbers of pages: nobody counts a year's traces to read the last fifty.

A stretch begins below a row of the former one, so the hundredth costs what the first does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

FORM = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Stretch:
    """Some rows; `older` names where the next stretch begins, "" at the end; `latest` for the first."""

    rows: list[Any]
    older: str
    latest: bool

    def __iter__(self) -> Any:
        return iter(self.rows)


def stretch(rows: QuerySet[Any], below: str = "", *, size: int = 50, moment: str = "at") -> Stretch:
    """The next `size` rows below a mark, by `moment` and id; a mark that says nothing gives the latest."""
    mark = _read(below)
    if mark is not None:
        at, pk = mark
        rows = rows.filter(Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk)))
    found = list(rows.order_by(f"-{moment}", "-pk")[: size + 1])
    older = _write(getattr(found[size - 1], moment), found[size - 1].pk) if len(found) > size else ""
    return Stretch(found[:size], older, mark is None)


def _write(at: datetime, pk: UUID) -> str:
    return f"{at.astimezone(UTC):{FORM}}-{pk.hex}"


def _read(mark: str) -> tuple[datetime, UUID] | None:
    at, _, pk = mark.partition("-")
    try:
        return datetime.strptime(at, FORM).replace(tzinfo=UTC), UUID(pk)
    except ValueError:
        return None
