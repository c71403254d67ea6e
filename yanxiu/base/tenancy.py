"""Which district the current work is for. Without one, tenant queries raise: isolation fails closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol
from uuid import UUID


class HasId(Protocol):
    """Anything with the identifier of a district."""

    @property
    def pk(self) -> UUID: ...


class NoTenant(RuntimeError):
    """A tenant table was asked for outside any district: a mistake in the program, never a user's."""


_district: ContextVar[UUID | None] = ContextVar("district", default=None)


def current_district() -> UUID:
    """Identifier of the bound district; raises NoTenant when none is bound."""
    district = _district.get()
    if district is None:
        raise NoTenant("no district is bound: use in_district(…)")
    return district


def bound_district() -> UUID | None:
    """Identifier of the bound district, or None."""
    return _district.get()


@contextmanager
def in_district(district: UUID | HasId | None) -> Iterator[None]:
    """Bind a district for the block; None unbinds (only for work on global tables)."""
    token = _district.set(district if district is None or isinstance(district, UUID) else district.pk)
    try:
        yield
    finally:
        _district.reset(token)
