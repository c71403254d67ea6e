"""Erasing a person: records keep their place and count, what was written in them goes."""

from __future__ import annotations

from typing import Any

from yanxiu.base.actions import Actor, acting
from yanxiu.org.models import Person
from yanxiu.regulations.records import KeptRecord, tables

GONE = "（已抹去）"


def blank_records(person: Person, actor: Actor, **kwargs: Any) -> None:
    """Prose and private notes of all the person's records, in the transaction of the erasure. That a field was filled
    in stays known, so that what counted goes on counting."""
    for model in tables():
        rows = list(model.objects.filter(person=person))
        if rows:
            with acting(actor, "record.blank") as act:
                act.change_many([_blank(row) for row in rows], ["texts", "given", *model.written])


def _blank(row: KeptRecord) -> KeptRecord:
    row.texts = dict.fromkeys(row.texts, GONE)
    for name in row.written:
        setattr(row, name, "")
    return row
