"""A record in one line, and its stamps: entered late, copied from paper, given back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from yanxiu.base.models import AuditEvent
from yanxiu.portfolio.queries import names, withdrawals
from yanxiu.regulations.forms import SELF, RecordKind, shown
from yanxiu.regulations.records import KeptRecord, Origin, RecordState

SHORT = 24  # characters of a title in a list


@dataclass(frozen=True)
class Stamp:
    """A word on a record: state as in <c-pill>."""

    word: str
    state: str = ""


@dataclass(frozen=True)
class Line:
    """A record as a list shows it."""

    record: Any
    kind: str
    title: str
    stamps: tuple[Stamp, ...]
    note: str = ""
    marks: tuple[str, ...] = ()


def title_of(record: KeptRecord, kind: RecordKind | None) -> str:
    """What tells it from its like: who taught, and the last short line (what it was about), else the text's beginning."""
    said = [(one.type, value) for one, value in (shown(kind, record.values) if kind else []) if value]
    short = [value for type_, value in said if type_ == "text"]
    first = short[-1] if short else next((value for type_, value in said if type_ == "long"), "")
    words = first if len(first) <= SHORT else f"{first[:SHORT]}……"
    return " · ".join(filter(None, [str(getattr(record, "teacher", "")), words]))


def stamps(record: KeptRecord, event: AuditEvent | None = None) -> tuple[Stamp, ...]:
    """Everything a reader must know of how it came and where it stands."""
    found = []
    if record.state == RecordState.DRAFT:
        found.append(Stamp("草稿"))
    elif record.state == RecordState.WITHDRAWN:
        given_back = event is not None and record.origin == Origin.OWN and event.person_id != record.person_id
        found.append(Stamp("退回", "late") if given_back else Stamp("已撤回"))
    if record.state != RecordState.DRAFT and record.backdated:
        found.append(Stamp("补录", "due"))
    if record.origin == Origin.PAPER:
        found.append(Stamp(f"代录（据{record.source}）", "info"))
    elif record.origin != Origin.OWN:
        found.append(Stamp(record.get_origin_display(), "info"))
    return tuple(found)


def lines(rows: Iterable[KeptRecord], kinds: Mapping[str, RecordKind]) -> list[Line]:
    """Records as lines; two reads at most."""
    kept = list(rows)
    events: dict[UUID, AuditEvent] = withdrawals(kept)
    said = names(event.person_id for event in events.values())
    return [
        Line(
            row, kinds[row.kind].title if row.kind in kinds else row.kind, title_of(row, kinds.get(row.kind)),
            stamps(row, events.get(row.pk)), _reason(events.get(row.pk), said), _marked(row, kinds.get(row.kind)),
        )
        for row in kept
    ]  # fmt: skip


def _marked(record: KeptRecord, kind: RecordKind | None) -> tuple[str, ...]:
    """What the office or the leader marked on what somebody else wrote: 核验：属实."""
    if kind is None or kind.by != SELF:
        return ()
    said = [(one, value) for one, value in shown(kind, record.marks) if value and one.by != SELF]
    return tuple(one.title if value == "是" else f"{one.title}：{value}" for one, value in said)


def _reason(event: AuditEvent | None, said: Mapping[Any, str]) -> str:
    if event is None or not event.note:
        return ""
    who = said.get(event.person_id, "")
    return f"{who}：{event.note}" if who else event.note


def by_month(found: list[Line]) -> list[tuple[date, list[Line]]]:
    """Lines under the months they belong to, newest first."""
    return [(month, list(part)) for month, part in groupby(found, key=lambda line: line.record.on.replace(day=1))]
