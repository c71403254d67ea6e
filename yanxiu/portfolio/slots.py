"""What a room above says about the kinds of record somebody still owes; it registers, this room asks.

`lacking(viewer)` maps a kind to a few words ("还差 2 节"); kinds named there stand first where one chooses what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yanxiu.org.viewer import Viewer

Lacking = Callable[[Viewer], Mapping[str, str]]
_asked: list[Lacking] = []


def register(lacking: Lacking) -> Lacking:
    """The room that judges says what is still lacking; one, set when it is ready."""
    _asked[:] = [lacking]
    return lacking


def lacking_for(viewer: Viewer) -> Mapping[str, str]:
    """Kinds still lacking, most urgent first; nothing while no room judges."""
    return _asked[0](viewer) if _asked else {}
