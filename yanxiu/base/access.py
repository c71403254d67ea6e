"""Doors: one declaration gives both the check of an object and the filter of a list.

A door states, for each purpose, the condition under which a viewer reaches rows of its model.
`visible` filters a list by it and `get` fetches one object through the very same filter, so the two
cannot disagree. Conditions reach other tables by subqueries, never by many-valued joins, so no row
comes twice. An unknown purpose, or a viewer without a matching right, reaches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from yanxiu.base.errors import NotAllowed
from yanxiu.base.models import nothing

M = TypeVar("M", bound=Model)
Viewer = Any
Scope = Callable[[Viewer], Q | None]


class Door(Generic[M]):
    """Access to one model. `purposes` maps a purpose to the condition; None means nobody."""

    model: ClassVar[type[Model]]
    purposes: ClassVar[Mapping[str, Scope]] = {}
    refusals: ClassVar[Mapping[str, str]] = {}  # purpose → sentence for who may see but not do it

    @classmethod
    def scope(cls, viewer: Viewer, to: str = "see") -> Q:
        """The condition itself; fails closed."""
        rule = cls.purposes.get(to)
        condition = rule(viewer) if rule and viewer is not None else None
        return nothing() if condition is None else condition

    @classmethod
    def visible(cls, viewer: Viewer, rows: QuerySet[M], to: str = "see") -> QuerySet[M]:
        """The rows of a list this viewer may reach for this purpose."""
        return rows.filter(cls.scope(viewer, to))

    @classmethod
    def get(cls, viewer: Viewer, pk: UUID | str, *, to: str = "see", rows: QuerySet[M] | None = None) -> M:
        """One object: Http404 when it cannot be seen, NotAllowed when seen but not to be changed so."""
        if as_uuid(pk) is None:
            raise Http404
        source: Any = cls.model._default_manager.all() if rows is None else rows
        found = cls.visible(viewer, source, to).filter(pk=pk).first()
        if found is not None:
            return found
        if to != "see" and cls.visible(viewer, source, "see").filter(pk=pk).exists():
            raise NotAllowed(cls.refusals.get(to, "这件事不归你办，请找本单位的管理员。"))
        raise Http404

    @classmethod
    def may(cls, viewer: Viewer, row: M, to: str) -> bool:
        """Whether this purpose is open for one object: the same filter, asked of one row."""
        return cls.visible(viewer, cast(Any, cls.model._default_manager.all()), to).filter(pk=row.pk).exists()


def as_uuid(text: UUID | str) -> UUID | None:
    """An identifier from outside, or None for anything that is not one."""
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        return None
