"""Packs of the library by what they rule: no test of a room names one."""

from __future__ import annotations

from yanxiu.regulations.library import shelf


def pack_ruling(rule: str) -> str:
    """The id of the first pack that has a rule of this id."""
    return next(one.id for one in shelf() if one.pack and rule in [found.id for found in one.pack.rules])
