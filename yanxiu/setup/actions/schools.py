"""The list of schools of a district: new ones are made, known ones corrected, none removed."""

from __future__ import annotations

from dataclasses import dataclass, field

from yanxiu.base.actions import Actor, acting
from yanxiu.org.actions.catalogues import adopt_words_of_type
from yanxiu.org.models import School, UnitType
from yanxiu.setup.roster.schools import SchoolEntry


@dataclass
class SchoolsOutcome:
    """How many schools are new, corrected, as they were; types that did not exist; schools the list does not name."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    new_types: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def import_schools(entries: list[SchoolEntry], *, source: str, actor: Actor) -> SchoolsOutcome:
    """Write a list of schools; importing it again changes nothing."""
    outcome = SchoolsOutcome()
    with acting(actor, "schools.import", note=source) as act:
        types = {kind.title: kind for kind in UnitType.objects.all()}
        have = {school.code.upper(): school for school in School.objects.select_related("unit_type")}
        for title in dict.fromkeys(e.unit_type for e in entries if e.unit_type and e.unit_type not in types):
            word = "园本研修" if "幼儿园" in title else "校本研修"
            types[title] = act.create(
                UnitType(
                    code=title[:40], title=title, cite=f"导入：{source}"[:120], training_word=word, position=len(types)
                )
            )
            outcome.new_types.append(title)
        outcome.missing = sorted(set(have) - {entry.code for entry in entries})
        for entry in entries:
            values = {
                "name": entry.name,
                "unit_type": types.get(entry.unit_type),
                "short_name": entry.short_name,
                "stages": [entry.stage] if entry.stage else [],
            }
            known = have.get(entry.code)
            if known is None:
                have[entry.code] = act.create(School(code=entry.code, **values))
                outcome.created += 1
                continue
            new = {n: v for n, v in values.items() if v not in ("", None, []) and getattr(known, n) != v}
            act.change(known, **new)
            outcome.updated += bool(new)
            outcome.unchanged += not new
        for entry in entries:
            parent = have.get(entry.parent) if entry.parent else None
            if parent is not None and have[entry.code].parent_id != parent.pk:
                act.change(have[entry.code], parent=parent)
        for entry in entries:
            adopt_words_of_type(have[entry.code], actor=actor)
    return outcome
