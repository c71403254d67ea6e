"""Catalogues: the standard one of every installation, and what a pack's organisation file adds with cites."""

import tomllib
from pathlib import Path
from typing import Any

from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.org.models import (
    AllianceKind,
    GroupKind,
    LeadingGroupKind,
    Post,
    PostingKind,
    School,
    SpellKind,
    UnitType,
)

STANDARD = Path(__file__).parents[1] / "standard.toml"
FAMILIES: dict[str, type[Any]] = {
    "unit_type": UnitType,
    "post": Post,
    "group_kind": GroupKind,
    "alliance_kind": AllianceKind,
    "posting_kind": PostingKind,
    "spell_kind": SpellKind,
    "leading_group_kind": LeadingGroupKind,
}
SCHOOL_FAMILIES = frozenset({"post", "group_kind", "leading_group_kind"})


def read_catalogue(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The entries of a catalogue file by family; raises Refusal for an unknown family or field."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    data.pop("about", None)
    for family, entries in data.items():
        model = FAMILIES.get(family)
        if model is None:
            raise Refusal(f"{path.name}：没有“{family}”这一类。可用的有：{'、'.join(FAMILIES)}。")
        known = {f.name for f in model._meta.concrete_fields} - {"id", "district", "school"}
        for entry in entries:
            if extra := sorted(set(entry) - known):
                raise Refusal(f"{path.name}：{family} 的“{entry.get('title', '?')}”里不认识 {'、'.join(extra)}。")
            if not entry.get("code") or not entry.get("title"):
                raise Refusal(f"{path.name}：{family} 有一条缺 code 或 title。")
    return data


def load_standard(*, actor: Actor) -> int:
    """Give the bound district the standard catalogue; entries it has stay as they are. Returns how many are new."""
    return adopt_catalogue(read_catalogue(STANDARD), actor=actor, note="通用名称表")


def adopt_catalogue(
    data: dict[str, list[dict[str, Any]]], *, actor: Actor, school: School | None = None, note: str = ""
) -> int:
    """Add or update catalogue entries, for the district or (posts, groups, leading groups) for one school.

    A school's entry may reuse a code of the district: the school's own goes before it.
    """
    with acting(actor, "catalogue.adopt", note=note, school=school.pk if school else None) as act:
        return sum(
            _put(act, family, entry, place, school)
            for family, entries in data.items()
            for place, entry in enumerate(entries)
        )


def _put(act: Act, family: str, entry: dict[str, Any], place: int, school: School | None) -> int:
    model = FAMILIES[family]
    if school is not None and family not in SCHOOL_FAMILIES:
        return 0
    key: dict[str, Any] = {"code": entry["code"]}
    if family in SCHOOL_FAMILIES:
        key["school"] = school
    values = {name: value for name, value in entry.items() if name != "code"} | {"position": place}
    found = model.objects.filter(**key).first()
    if found is None:
        act.create(model(**key, **values))
        return 1
    if entry.get("cite"):
        act.change(found, **{name: value for name, value in values.items() if name != "position"})
    return 0
