"""Switches: any value of a rule may be written as {ruling: POINT, readings: {KEY: value, …}}; a choice resolves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str | int, ...]
RULING, READINGS = "ruling", "readings"


class Unruled(Exception):
    """A switch whose point has neither a ruling nor a recommendation."""

    def __init__(self, point: str) -> None:
        super().__init__(point)
        self.point = point


def is_switch(node: Any) -> bool:
    """Whether a node is a switch."""
    return isinstance(node, dict) and RULING in node and set(node) <= {RULING, READINGS}


def points_of(node: Any) -> Iterator[str]:
    """Points named anywhere below a node."""
    if is_switch(node):
        yield str(node[RULING])
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from points_of(child)


def resolve(
    node: Any, choice: Mapping[str, Any], origin: dict[Place, Place] | None = None, here: Place = (), there: Place = ()
) -> Any:
    """The node with every switch replaced by what was chosen. `origin` learns where each resolved place was written.

    Raises Unruled.
    """
    if origin is not None:
        origin[there] = here
    if is_switch(node):
        point = str(node[RULING])
        if choice.get(point) is None:
            raise Unruled(point)
        if READINGS not in node:
            return choice[point]
        key = str(choice[point])
        return resolve(node[READINGS].get(key), choice, origin, (*here, READINGS, key), there)
    if isinstance(node, dict):
        return {key: resolve(child, choice, origin, (*here, key), (*there, key)) for key, child in node.items()}
    if isinstance(node, list):
        kept, place = [], 0
        for number, child in enumerate(node):
            found = resolve(child, choice, origin, (*here, number), (*there, place))
            if found is not None:  # a reading may leave an entry out: `B: null`
                kept.append(found)
                place += 1
        return kept
    return node
