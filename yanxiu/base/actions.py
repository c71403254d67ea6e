"""Writing: an act has an actor, one transaction and one audit row, written by the helper that saves.

    def rename_school(school, *, name, actor):
        with acting(actor, "school.rename") as act:
            act.change(school, name=name)

Nothing here reads a request, so jobs and commands act the same way. Messages go out on commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from yanxiu.base import clock
from yanxiu.base.errors import AlreadyHandled
from yanxiu.base.models import AuditEvent, PlatformEvent, TenantModel
from yanxiu.base.tenancy import bound_district

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Actor:
    """Who acts: an account (or the command line), the person behind it, and when, if not now."""

    account_id: UUID | None = None
    person_id: UUID | None = None
    school_id: UUID | None = None
    channel: str = "web"
    when: datetime | None = None

    def dated(self, moment: datetime) -> Actor:
        """The same actor, acting at `moment`: for imports of the past and the demonstration."""
        return replace(self, when=moment)

    @property
    def moment(self) -> datetime:
        """When this act counts as done."""
        return self.when or clock.now()


COMMAND_LINE = Actor(channel="cli")


@dataclass
class Act:
    """The writes of one action, collected for its audit row."""

    actor: Actor
    verb: str
    note: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)
    target: models.Model | None = None
    school_id: UUID | None = None

    def create(self, row: Row) -> Row:
        """Insert one row."""
        row.save(force_insert=True)
        self._note(row, "new", _values(row))
        return row

    def change(self, row: Row, **values: Any) -> Row:
        """Set fields of one row and save those that differ."""
        old = {name: getattr(row, name) for name in values}
        new = {name: value for name, value in values.items() if old[name] != value}
        if new:
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
            shown = {name: [_plain(old[name]), _plain(getattr(row, name))] for name in new}
            self._note(row, "set", _hide(row, shown))
        return row

    def move(self, row: Row, name: str, before: str | Iterable[str], after: str, **values: Any) -> Row:
        """Compare-and-swap a state; raises AlreadyHandled when somebody else was first."""
        allowed = [before] if isinstance(before, str) else list(before)
        old = getattr(row, name)
        rows = type(row)._base_manager.filter(pk=row.pk, **{f"{name}__in": allowed})
        if isinstance(row, TenantModel):
            rows = rows.filter(district_id=row.district_id)
        if rows.update(**{name: after}, **values) != 1:
            raise AlreadyHandled(row)
        for key, value in {name: after, **values}.items():
            setattr(row, key, value)
        self._note(
            row, "set", _hide(row, {name: [old, after], **{key: [None, _plain(v)] for key, v in values.items()}})
        )
        return row

    def create_many(self, rows: Iterable[Row], **options: Any) -> list[Row]:
        """Insert many rows of one model; the audit row keeps their number and ids, not their contents."""
        made = list(rows)
        if made:
            manager = getattr(type(made[0]), "objects", type(made[0])._default_manager)
            manager.bulk_create(made, batch_size=500, **options)
            self._note_many(made, "new")
        return made

    def change_many(self, rows: Iterable[Row], fields: list[str]) -> None:
        """Save `fields` of many rows of one model."""
        kept = list(rows)
        if kept:
            type(kept[0])._default_manager.bulk_update(kept, fields, batch_size=500)
            self._note_many(kept, "set", fields)

    def delete(self, row: models.Model) -> None:
        """Delete one row, its last values kept in the audit row."""
        self._note(row, "gone", _values(row))
        row.delete()

    def about(self, row: models.Model) -> None:
        """Name the row this act is about when it is not the first one written."""
        self.target = row

    def after_commit(self, call: Callable[[], object]) -> None:
        """Do something once the transaction stands: messages, queue hints."""
        transaction.on_commit(call)

    def _note(self, row: models.Model, what: str, values: dict[str, Any]) -> None:
        self.target = self.target or row
        self.changes.append({"what": what, "type": row._meta.label, "id": str(row.pk), "values": values})

    def _note_many(self, rows: list[Row], what: str, fields: list[str] | None = None) -> None:
        self.target = self.target or rows[0]
        label, ids = rows[0]._meta.label, [str(row.pk) for row in rows[:1000]]
        self.changes.append({"what": what, "type": label, "count": len(rows), "ids": ids, "fields": fields or []})


@contextmanager
def acting(
    actor: Actor, verb: str, *, note: str = "", about: models.Model | None = None, school: UUID | None = None
) -> Iterator[Act]:
    """One action: a transaction around the block and one audit row at its end if anything was written."""
    with transaction.atomic():
        act = Act(actor, verb, note, target=about, school_id=school or actor.school_id)
        yield act
        if act.changes:
            _write_audit(act)


def _write_audit(act: Act) -> None:
    target, moment = act.target, act.actor.moment
    values: dict[str, Any] = {
        "at": moment,
        "actor_id": act.actor.account_id,
        "person_id": act.actor.person_id,
        "channel": act.actor.channel,
        "verb": act.verb,
        "target_type": target._meta.label if target else "",
        "target_id": target.pk if target and isinstance(target.pk, UUID) else None,
        "changes": act.changes,
        "note": act.note[:500],
    }
    if bound_district() is None:
        PlatformEvent.objects.create(**values)
        return
    school = act.school_id or getattr(target, "school_id", None)
    AuditEvent.objects.create(school_id=school, school_year=clock.school_year_of(moment.date()), **values)


def _values(row: models.Model) -> dict[str, Any]:
    fields = [f for f in row._meta.concrete_fields if f.attname not in ("id", "district_id")]
    return _hide(row, {f.name: _plain(getattr(row, f.attname)) for f in fields})


def _hide(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    private: frozenset[str] = getattr(row, "private", frozenset())
    return {
        name: "（已隐去）" if name in private and value not in (None, "", []) else value
        for name, value in values.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)
