"""Places on pages of 制度 that a room above fills: it registers the address of its part, this room asks by name.

"effect" is what each reading of an open point would do to real people; its address takes an adoption and a point.
"""

from __future__ import annotations

from django.urls import reverse

_addresses: dict[str, str] = {}


def register(slot: str, url_name: str) -> None:
    """The part of this name is served there; a room says so when it is ready."""
    _addresses[slot] = url_name


def address(slot: str, *args: object) -> str:
    """Where the part is served; empty when no room fills it, and then nothing is drawn."""
    name = _addresses.get(slot)
    return reverse(name, args=args) if name else ""
