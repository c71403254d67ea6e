"""The kinds of record a unit may keep without any regulation; data, see standard.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from yanxiu.policy.pack import Field, RecordKind


@cache
def standard_kinds() -> tuple[RecordKind, ...]:
    """The short list, in its order."""
    data = tomllib.loads(Path(__file__).with_name("standard.toml").read_text(encoding="utf-8"))
    return tuple(
        RecordKind(id, one["title"], one["unit"], fields=tuple(Field(**part) for part in one["fields"]))
        for id, one in data["records"].items()
    )
