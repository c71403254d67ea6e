"""Catalogues: the standard one of every installation, and what a pack's organisation file adds with cites."""

import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q

from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.org.enums import Level
from yanxiu.org.models import (
    AllianceKind,
    Appointment,
    Group,
    GroupKind,
    LeadingGroup,
    LeadingGroupKind,
    Post,
    PostingKind,
    School,
    SpellKind,
    UnitType,
)

STANDARD = Path(__file__).parents[1] / "standard.toml"
KINDERGARTEN = Path(__file__).parents[1] / "kindergarten.toml"
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
SCHOOL_MODELS = frozenset(FAMILIES[family] for family in SCHOOL_FAMILIES)
SCHOOL_LEVELS = frozenset({Level.SCHOOL, Level.GROUP})  # a school gives itself no post above itself


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


def adopt_words_of_type(school: School, *, actor: Actor) -> int:
    """Give a kindergarten its own words (园长 for 校长); a school keeps the standard ones. Returns how many are new."""
    if school.place != "园" or Post.objects.filter(school=school).exists():
        return 0
    return adopt_catalogue(read_catalogue(KINDERGARTEN), actor=actor, school=school, note="幼儿园的称呼")


def adopt_catalogue(
    data: dict[str, list[dict[str, Any]]], *, actor: Actor, school: School | None = None, note: str = ""
) -> int:
    """Add or update catalogue entries, for the district or (posts, groups, leading groups) for one school.

    A school's entry may reuse a code of the district: it takes over what the district's says and it leaves out, and
    the school's appointments, groups and leading groups of that code move to it. Posts and leading groups above the
    school are the district's alone. Returns how many entries are new.
    """
    with acting(actor, "catalogue.adopt", note=note, school=school.pk if school else None) as act:
        wanted = entries_for(data, school=school is not None)
        if school is None:
            return _put_all(act, wanted)
        return sum(_put(act, FAMILIES[family], entry, place, school) for place, (family, entry) in enumerate(wanted))


def entries_for(data: dict[str, list[dict[str, Any]]], *, school: bool) -> list[tuple[str, dict[str, Any]]]:
    """(family, entry) of what a unit may adopt; a school leaves out what is the district's alone."""
    return [
        (family, entry)
        for family, entries in data.items()
        for entry in entries
        if not school or (family in SCHOOL_FAMILIES and entry.get("level", Level.SCHOOL) in SCHOOL_LEVELS)
    ]


def _put_all(act: Act, wanted: list[tuple[str, dict[str, Any]]]) -> int:
    """Entries of the district: one read and one write a family, however many there are."""
    known: dict[type[Any], dict[str, Any]] = {}
    new: dict[type[Any], list[Any]] = {}
    for place, (family, entry) in enumerate(wanted):
        model = FAMILIES[family]
        if model not in known:
            owner = {"school__isnull": True} if model in SCHOOL_MODELS else {}
            known[model] = {row.code: row for row in model.objects.filter(**owner)}
        values = {name: value for name, value in entry.items() if name != "code"} | {"position": place}
        found = known[model].get(entry["code"])
        if found is None:
            known[model][entry["code"]] = made = model(code=entry["code"], **values)
            new.setdefault(model, []).append(made)
        elif entry.get("cite") and not found._state.adding:
            act.change(found, **values)
    for rows in new.values():
        act.create_many(rows)
    return sum(map(len, new.values()))


def _put(act: Act, model: type[Any], entry: dict[str, Any], place: int, school: School) -> int:
    owner = {"school": school} if model in SCHOOL_MODELS else {}
    values = {name: value for name, value in entry.items() if name != "code"} | {"position": place}
    found = model.objects.filter(code=entry["code"], **owner).first()
    if found is not None:
        if entry.get("cite"):
            act.change(found, **values)
        return 0
    above = model.objects.filter(code=entry["code"], school__isnull=True).first()
    shared = {field: getattr(above, field) for field in _worded(model)} if above else {}
    made = act.create(model(code=entry["code"], **owner, **(shared | values)))
    if above is not None:
        _take_over(act, above, made, school)
    return 1


def _worded(model: type[Any]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if f.name not in {"id", "district", "school", "code"}]


def _take_over(act: Act, above: Any, made: Any, school: School) -> None:
    """What the school holds under the district's entry goes on under its own."""
    if isinstance(made, Post):
        here = Q(school=school) | Q(group__school=school)
        for held in Appointment.objects.filter(here, post=above, end__isnull=True):
            act.change(held, post=made)
        return
    held_in = LeadingGroup if isinstance(made, LeadingGroupKind) else Group
    for one in held_in.objects.filter(school=school, kind=above, end__isnull=True):
        act.change(one, kind=made)
