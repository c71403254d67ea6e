"""Which fields a list must have, and how strictly: a school's own list, the list a district demands, those packs name.

A pack's roster.toml adds profiles of its own:

    [[profile]]
    name = "composition"        # --profile composition
    title = "队伍构成"
    required = ["name", "education"]   # bad when empty
    strict = ["name", "born"]          # bad when it cannot be read
    cite = "…"
"""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yanxiu.config.installation import ROOT
from yanxiu.setup.roster.columns import FIELDS
from yanxiu.setup.roster.errors import RosterError

FILE = "roster.toml"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Profile:
    """`required` fields make a row bad when empty; `strict` ones make it bad when they cannot be read."""

    name: str
    title: str
    required: frozenset[str]
    strict: frozenset[str]
    same_name_asks: bool
    cite: str = ""


SCHOOL = Profile("school", "本校用：有姓名就行", frozenset({"name"}), frozenset({"name"}), same_name_asks=True)
DISTRICT = Profile(
    "district",
    "区里要的：身份证、学校代码、年月都要",
    frozenset({"name", "id_number", "born", "school_code", "work_began"}),
    frozenset({"name", "id_number", "gender", "born", "school_code", "work_began"}),
    same_name_asks=False,
)


def profiles(root: Path = ROOT) -> dict[str, Profile]:
    """All profiles by name: ours and those of the packs. A pack whose file cannot be used is left out, and logged."""
    found = {profile.name: profile for profile in (SCHOOL, DISTRICT)}
    for path in sorted((root / "packs").glob(f"*/{FILE}")):
        try:
            found |= {profile.name: profile for profile in read_profiles(path) if profile.name not in found}
        except RosterError as problem:
            log.warning("%s", problem.message)
    return found


def read_profiles(path: Path) -> list[Profile]:
    """The profiles of one pack. Raises RosterError for a file that cannot be used."""
    return [_profile(entry, path) for entry in _entries(path)]


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("profile", [])
    except tomllib.TOMLDecodeError as problem:
        raise RosterError(f"{_place(path)} 读不了：{problem}") from problem
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _profile(entry: dict[str, Any], path: Path) -> Profile:
    required, strict = frozenset(entry.get("required", [])), frozenset(entry.get("strict", []))
    if unknown := sorted((required | strict) - set(FIELDS)):
        raise RosterError(f"{_place(path)} 里有不认识的项目：{'、'.join(unknown)}。可用的有：{'、'.join(FIELDS)}。")
    if not entry.get("name") or not entry.get("title"):
        raise RosterError(f"{_place(path)} 里有一种口径缺 name 或 title。")
    return Profile(
        str(entry["name"]),
        str(entry["title"]),
        required | {"name"},
        strict | required | {"name"},
        same_name_asks="id_number" not in required,
        cite=str(entry.get("cite", "")),
    )


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
