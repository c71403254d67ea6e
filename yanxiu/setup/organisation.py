"""Organisation catalogues of packs: packs/<id>/organisation.toml, found at run time; a missing folder breaks nothing."""

import tomllib
from dataclasses import dataclass
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
    """All packs that describe an organisation, by title; a file that cannot be read is left out and doctor says so."""
    found = []
    for path in sorted((ROOT / "packs").glob(f"*/{FILE}")):
        try:
            title = tomllib.loads(path.read_text(encoding="utf-8"))["about"]["title"]
            found.append(Organisation(path.parent.name, title, read_catalogue(path)))
        except (Refusal, KeyError, tomllib.TOMLDecodeError):
            continue
    return sorted(found, key=lambda pack: pack.title)
