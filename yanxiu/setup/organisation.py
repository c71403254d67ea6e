"""Organisation catalogues of packs: packs/<id>/organisation.toml, found at run time; a missing folder breaks nothing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yanxiu.base.errors import Refusal
from yanxiu.config.installation import ROOT
from yanxiu.org.actions.catalogues import read_catalogue

FILE = "organisation.toml"


@dataclass(frozen=True)
class Organisation:
    """What one regulation says of units, posts and groups."""

    code: str
    title: str
    entries: dict[str, list[dict[str, Any]]]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(title, cite) of every entry, for the page."""
        return [(entry["title"], entry.get("cite", "")) for entries in self.entries.values() for entry in entries]


def packs() -> list[Organisation]:
    """All packs that describe an organisation, by title; one that cannot be read is left out, and `broken` says why."""
    return sorted((pack for pack, _ in _all() if pack), key=lambda pack: pack.title)


def broken() -> list[str]:
    """Sentences on packs whose organisation file cannot be read."""
    return [problem for _, problem in _all() if problem]


def _all() -> list[tuple[Organisation | None, str]]:
    return [_read(path) for path in sorted((ROOT / "packs").glob(f"*/{FILE}"))]


def _read(path: Path) -> tuple[Organisation | None, str]:
    try:
        title = tomllib.loads(path.read_text(encoding="utf-8"))["about"]["title"]
        return Organisation(path.parent.name, title, read_catalogue(path)), ""
    except Refusal as refusal:
        return None, refusal.message
    except (KeyError, tomllib.TOMLDecodeError) as problem:
        return None, f"{path.parent.name}/{path.name} 读不了：{problem}"
