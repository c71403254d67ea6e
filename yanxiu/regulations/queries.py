"""What governs a unit on a day: adoptions, the packs they name, and the rulings made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from yanxiu.org.models import School
from yanxiu.org.models.units import in_force as dated
from yanxiu.policy.exact import read
from yanxiu.policy.pack import Pack, Point, RecordKind, Rule
from yanxiu.policy.words import Number
from yanxiu.regulations.demands import Demand, demands_of
from yanxiu.regulations.library import pack_of
from yanxiu.regulations.models import Adoption, Ruling, RulingSheet
from yanxiu.regulations.standard import standard_kinds


@dataclass(frozen=True)
class InForce:
    """A regulation as it binds a unit on a day: the pack, and how the unit reads its open points.

    `rulings` maps a point to a reading's key or, where the text asks for one, to a number.
    """

    adoption: Adoption
    pack: Pack
    rulings: Mapping[str, str | Number]

    @cached_property
    def open_points(self) -> tuple[Point, ...]:
        """Points nobody has ruled on, in the order of the pack; those merely noted are none."""
        return tuple(p for p in self.pack.points.values() if p.id not in self.rulings and not p.noted)

    def kind(self, code: str) -> RecordKind | None:
        """A kind of record the regulation speaks of."""
        return self.pack.records.get(code)


def adoptions(school: School | None) -> QuerySet[Adoption]:
    """All adoptions of a unit, oldest first, without the texts of their packs."""
    return Adoption.objects.filter(school=school).select_related("version").defer("version__texts")


def in_force(school: School | None, on: date) -> tuple[InForce, ...]:
    """The regulations of a unit on a day, the school's own before the district's; two reads.

    Other rooms ask this and nothing else for a value, list, name or format a regulation decides.
    """
    units = Q(school=school) | Q(school__isnull=True) if school else Q(school__isnull=True)
    rows = Adoption.objects.filter(dated(on), units).select_related("version").defer("version__texts")
    found = sorted(rows, key=lambda row: (row.school_id is None, row.start or date.min, row.made_at))
    if not found:
        return ()
    made = _rulings(units, on)
    return tuple(
        InForce(one, pack, _fitting(pack, made.get((one.school_id, one.pack), {})))
        for one in found
        for pack in [pack_of(one.version)]
    )


def record_kind(school: School | None, code: str, on: date) -> RecordKind | None:
    """A kind of record as the first regulation in force that knows it describes it."""
    return next((kind for one in in_force(school, on) if (kind := one.kind(code))), None)


def kinds_asked(school: School | None, on: date) -> dict[str, RecordKind]:
    """Every kind of record the regulations in force speak of, the first that knows it describes it; where none is in
    force, the short list any unit may keep."""
    found: dict[str, RecordKind] = {}
    governing = in_force(school, on)
    for one in governing:
        found |= _new(one.pack, found)
    return found if governing else {kind.id: kind for kind in standard_kinds()}


def _new(pack: Pack, known: Mapping[str, RecordKind]) -> dict[str, RecordKind]:
    return {code: kind for code, kind in pack.records.items() if code not in known}


def demanded(code: str, school: School | None, on: date) -> tuple[Demand, ...]:
    """What the regulations in force ask of a record of this kind before it counts, those that bind first."""
    return tuple(one for each in in_force(school, on) for one in demands_of(each.pack, each.rulings, code, on))


def record_kinds(school: School | None, on: date) -> dict[str, RecordKind]:
    """All kinds of record the regulations in force speak of, by code; of one code, the first regulation's."""
    found: dict[str, RecordKind] = {}
    for one in reversed(in_force(school, on)):
        found |= one.pack.records
    return found


def words(school: School | None, family: str, on: date) -> dict[str, str]:
    """What the unit calls the codes of a family (posts, leaves, outcomes…); of one code, the first regulation's word."""
    found: dict[str, str] = {}
    for one in reversed(in_force(school, on)):
        found |= one.pack.words.get(family, {})
    return found


def catalogue(school: School | None, name: str, on: date) -> tuple[Mapping[str, Any], ...]:
    """A list the regulation gives as data (leave kinds, archive folders, deadlines…), whole from the first regulation
    in force that has it; empty when none has."""
    return next((tuple(rows) for one in in_force(school, on) if (rows := one.pack.catalogues.get(name))), ())


def carried_over(school: School | None, on: date) -> list[tuple[str, str]]:
    """What 期初结转 may bring: (title, unit) of the requirements on people that are counted over a term or longer."""
    rules = [rule for one in in_force(school, on) for rule in one.pack.rules]
    found = [rule for rule in rules if rule.kind == "quota" and rule.subject == "teacher" and _is_long(rule)]
    found = [rule for rule in found if "at_least" in str(rule.body.get("required"))]  # none to a limit
    return [(rule.title, str(rule.body.get("unit", ""))) for rule in found]


def _is_long(rule: Rule) -> bool:
    period = rule.body.get("period")
    every = period["readings"].values() if isinstance(period, dict) else [period]
    return not any(one in ("week", "fortnight", "month") for one in every)


def rulings_made(school: School | None, pack: str) -> QuerySet[Ruling]:
    """All rulings a unit made on a pack, oldest first."""
    return Ruling.objects.filter(school=school, pack=pack).select_related("sheet")


def latest_rulings(school: School | None, pack: Pack) -> dict[str, Ruling]:
    """The last ruling on each point that still fits this version, whenever it begins; one read."""
    found: dict[str, Ruling] = {}
    for row in rulings_made(school, pack.id).order_by("made_at", "pk"):
        if _fitting(pack, {row.point: row.reading}):
            found[row.point] = row
    return found


def sheets(school: School | None, pack: str) -> QuerySet[RulingSheet]:
    """The acts of ruling of a unit on a pack."""
    return RulingSheet.objects.filter(school=school, pack=pack)


def rulings_on(school: School | None, pack: Pack, on: date) -> dict[str, str | Number]:
    """How a unit reads a pack on a day; one read."""
    return _fitting(pack, _rulings(Q(school=school), on).get((school.pk if school else None, pack.id), {}))


def _rulings(units: Q, on: date) -> dict[tuple[object, str], dict[str, str]]:
    found: dict[tuple[object, str], dict[str, str]] = {}
    for row in Ruling.objects.filter(units, start__lte=on).order_by("made_at", "pk"):
        found.setdefault((row.school_id, row.pack), {})[row.point] = row.reading
    return found


def _fitting(pack: Pack, made: Mapping[str, str]) -> dict[str, str | Number]:
    """Rulings this version still has a point and a reading for: a reworded point is open again."""
    found: dict[str, str | Number] = {}
    for name, written in made.items():
        point = pack.points.get(name)
        number = read(written) if point and point.asks else None
        if number is not None:
            found[name] = number
        elif point and not point.asks and point.reading(written):
            found[name] = written
    return found
