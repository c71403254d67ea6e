"""Stating of people what a rule asks and no other row tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yanxiu.assessment.models import Trait
from yanxiu.base.actions import Actor, acting
from yanxiu.org.models import Person, School


def state_traits(
    school: School, answers: Mapping[tuple[Person, str], Any], *, start: date, actor: Actor
) -> list[Trait]:
    """State attributes of people from `start` on: (person, attribute's code) → value. What was stated before ends there.

    What already stands is left as it is.
    """
    people = {person.pk for person, _ in answers}
    standing = {
        (row.person_id, row.name): row for row in Trait.objects.filter(school=school, person__in=people, end=None)
    }
    new = {key: value for key, value in answers.items() if _differs(standing.get((key[0].pk, key[1])), value)}
    if not new:
        return []
    with acting(actor, "trait.state", school=school.pk) as act:
        for person, name in new:
            if old := standing.get((person.pk, name)):
                act.change(old, end=max(start, old.start or start))
        return act.create_many(
            Trait(school=school, person=person, name=name, value=value, start=start)
            for (person, name), value in new.items()
        )


def _differs(row: Trait | None, value: Any) -> bool:
    return row is None or row.value != value
