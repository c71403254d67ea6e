"""Organisation catalogues of packs: packs/<id>/organisation.toml, found at run time; a missing folder breaks nothing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yanxiu.base.errors import Refusal
from yanxiu.config.installation import ROOT
from yanxiu.org.actions.catalogues import FAMILIES, SCHOOL_FAMILIES, entries_for, read_catalogue
from yanxiu.org.models import School

FILE = "organisation.toml"


FAMILY_WORDS = {
    "unit_type": "单位类型",
    "post": "职务",
    "group_kind": "组",
    "alliance_kind": "联合体",
    "posting_kind": "在岗方式",
    "spell_kind": "特殊情况",
    "leading_group_kind": "领导小组",
}


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it: which kind of thing, its name, what it says, where it is written."""

    family: str
    title: str
    text: str
    cite: str


@dataclass(frozen=True)
class Organisation:
    """What one regulation says of units, posts and groups."""

    code: str
    title: str
    entries: dict[str, list[dict[str, Any]]]

    def lines(self, *, school: bool) -> list[Line]:
        """What adopting brings: for a school only what a school may give itself."""
        return [
            Line(FAMILY_WORDS[family], entry["title"], _text_of(entry), entry.get("cite", ""))
            for family, entry in entries_for(self.entries, school=school)
        ]

    def is_adopted(self, school: School | None) -> bool:
        """Whether the unit has every entry in this regulation's words."""
        wanted = entries_for(self.entries, school=school is not None)
        return bool(wanted) and all(
            FAMILIES[family]
            .objects.filter(code=entry["code"], cite=entry.get("cite", ""))
            .filter(**({"school": school} if family in SCHOOL_FAMILIES else {}))
            .exists()
            for family, entry in wanted
        )


def _text_of(entry: dict[str, Any]) -> str:
    seats = "；".join(
        seat["title"] + (f"须由{'或'.join(seat['post_titles'])}担任" if seat.get("post_titles") else "")
        for seat in entry.get("seats", [])
    )
    reads = [
        entry.get("duties", ""),
        seats,
        "、".join(entry.get("stages", [])),
        f"归{entry['receiving_group']}接收" if entry.get("receiving_group") else "",
        f"称“{entry['training_word']}”" if entry.get("training_word") else "",
        "只设一名组长" if entry.get("one_leader") else "",
    ]
    return "；".join(part for part in reads if part)


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
