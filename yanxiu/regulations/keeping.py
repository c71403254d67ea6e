"""Entering, correcting and withdrawing records: one way for every room, whoever enters and however it came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.kernel.terms import label
from yanxiu.org.models import Group, Person, Posting, School
from yanxiu.policy.exact import plain, read
from yanxiu.policy.pack import Field, RecordKind
from yanxiu.regulations.records import MARKED, KeptRecord, Origin, RecordState, given, house_of
from yanxiu.regulations.signals import records_changed

DRAFTED = "record.draft"  # what is saved while one writes; no act anybody looks for
MOST_TEXT, MOST_LONG = 200, 20_000  # characters of a line and of prose


@dataclass(frozen=True)
class Entry:
    """What is entered: its kind as the regulation describes it, its subject, its day, its fields by code.

    `more` holds fields of the room's own model; `source` says which paper it was copied from; `key` is the same when
    the same entry comes twice.
    """

    school: School
    kind: RecordKind
    on: date
    values: Mapping[str, Any]
    person: Person | None = None
    group: Group | None = None
    state: str = RecordState.KEPT
    origin: str = Origin.OWN
    source: str = ""
    key: UUID | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def keep(entry: Entry, *, actor: Actor) -> KeptRecord:
    """Write one record; the same `key` again corrects it instead of doubling it. Raises Refusal."""
    model = house_of(entry.kind.id)
    if entry.key and (found := model.objects.filter(key=entry.key).select_related("person").first()):
        _same_thing(found, entry)
        return correct(found, entry, actor=actor)
    new = _row(model, entry, actor)
    _refuse_absent([entry])
    with acting(actor, DRAFTED if entry.state == RecordState.DRAFT else "record.keep", school=entry.school.pk) as act:
        row: KeptRecord = act.create(new)
        _tell([row])
    return row


def keep_many(
    entries: Iterable[Entry], *, actor: Actor, note: str = "", each: Iterable[Actor] = ()
) -> list[KeptRecord]:
    """Write many records of one room at once, all or none. Raises Refusal for the first that cannot be.

    `each` says who entered each of them and when, where that is known of records kept elsewhere before.
    """
    kept = list(entries)
    if not kept:
        return []
    by = list(each) or [actor] * len(kept)
    rows = [_row(house_of(one.kind.id), one, who) for one, who in zip(kept, by, strict=True)]
    _refuse_absent(kept)
    with acting(actor, "record.keep_many", note=note, school=kept[0].school.pk) as act:
        act.create_many(rows)
        _tell(rows)
    return rows


def correct(record: KeptRecord, entry: Entry, *, revision: int | None = None, actor: Actor) -> KeptRecord:
    """Put other values in place of a record's; `revision` is the one the writer saw. Raises Refusal when somebody
    else changed it meanwhile."""
    marks, texts = split(entry.kind, entry.values)
    values: dict[str, Any] = {"on": entry.on, "marks": marks, "texts": texts, "state": entry.state, **entry.more}
    if entry.source:
        values["source"] = entry.source
    _check(entry)
    if all(getattr(record, name) == value for name, value in values.items()):
        return record
    if revision is not None and revision != record.revision:
        raise Refusal("这条记录刚才被改过。你写的还在，请对照新的内容再存一次。")
    _refuse_absent([replace(entry, person=record.person, school=record.school)])
    drafted = record.state == entry.state == RecordState.DRAFT
    more: dict[str, Any] = {"given": given(texts, marks), "revision": record.revision + 1}
    if record.state == RecordState.DRAFT and entry.state == RecordState.KEPT:
        more["entered_at"] = actor.moment
    with acting(actor, DRAFTED if drafted else _verb(record, entry), school=record.school_id) as act:
        act.change(record, **values, **more)
        _tell([record])
    return record


def withdraw(record: KeptRecord, *, reason: str, actor: Actor) -> KeptRecord:
    """Take a record out of every count; it stays readable, with the reason in the audit trail. Raises Refusal."""
    if not reason.strip() and record.state == RecordState.KEPT:
        raise Refusal("请写为什么撤回，例如：重复登记。", field="reason")
    with acting(actor, "record.withdraw", note=reason.strip(), school=record.school_id) as act:
        act.move(record, "state", (RecordState.KEPT, RecordState.DRAFT), RecordState.WITHDRAWN)
        _tell([record])
    return record


def mark(records: Iterable[KeptRecord], kind: RecordKind, values: Mapping[str, Any], *, actor: Actor) -> int:
    """Fill short fields of many records of one kind alike, as an office marks a pile: how many changed. Raises Refusal."""
    marks, texts = split(kind, values)
    if texts:
        raise Refusal("成批登记只能登记打勾、选择、数和日期的栏目。")
    cleared = {name for name, value in values.items() if value in (None, "")}
    changed = []
    for row in records:
        fresh = {name: value for name, value in {**row.marks, **marks}.items() if name not in cleared}
        if fresh != row.marks:
            row.marks, row.given, row.revision = fresh, given(row.texts, fresh), row.revision + 1
            changed.append(row)
    if changed:
        note = "、".join(kind.title_of(name) for name in values)
        with acting(actor, "record.mark", note=note, school=changed[0].school_id) as act:
            act.change_many(changed, ["marks", "given", "revision"])
            _tell(changed)
    return len(changed)


def split(kind: RecordKind, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values as (marks, texts) in the forms the regulation's fields ask for; empty ones are left out. Raises Refusal."""
    marks: dict[str, Any] = {}
    texts: dict[str, Any] = {}
    for name, value in values.items():
        asked = kind.field(name)
        if asked is None:
            raise Refusal(f"“{kind.title}”没有“{name}”这一栏。", field=name)
        found = _value(asked, value)
        if found not in (None, ""):  # nought and "no" are answers
            (marks if asked.type in MARKED else texts)[name] = found
    return marks, texts


def _value(asked: Field, value: Any) -> Any:
    if value is None or value == "":
        return None
    if asked.type == "flag":
        return _flag(asked, value)
    if asked.type == "number":
        number = read(value)
        if number is None:
            raise Refusal(f"“{asked.title}”请填一个数。", field=asked.id)
        return plain(number)
    if asked.type == "choice":
        if str(value) not in asked.choices:
            raise Refusal(f"“{asked.title}”可以选：{'、'.join(asked.choices.values())}。", field=asked.id)
        return str(value)
    if asked.type == "date":
        return _day(asked, value)
    if asked.type == "time":
        return _time(asked, value)
    return _words(asked, str(value))


def _flag(asked: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refusal(f"“{asked.title}”只能是“是”或“否”。", field=asked.id)
    return value


def _day(asked: Field, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError as error:
        raise Refusal(f"“{asked.title}”请填日期，例如 2026-03-09。", field=asked.id) from error


def _time(asked: Field, value: Any) -> str:
    try:
        found = value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError as error:
        raise Refusal(f"“{asked.title}”请填几点几分，例如 12:00。", field=asked.id) from error
    return found.strftime("%H:%M")


def _words(asked: Field, value: str) -> str:
    most = MOST_LONG if asked.type == "long" else MOST_TEXT
    words = value.strip()
    if len(words) > most:
        raise Refusal(f"“{asked.title}”最多 {most} 字，现在 {len(words)} 字。", field=asked.id)
    return words


def _row(model: type[KeptRecord], entry: Entry, actor: Actor) -> KeptRecord:
    _check(entry)
    marks, texts = split(entry.kind, entry.values)
    row = model(
        school=entry.school, person=entry.person, group=entry.group, kind=entry.kind.id, on=entry.on, marks=marks,
        texts=texts, state=entry.state, origin=entry.origin, source=entry.source.strip(), entered_at=actor.moment,
        entered_by=actor.person_id, **entry.more,
    )  # fmt: skip
    if entry.key:
        row.key = entry.key
    return row


def _check(entry: Entry) -> None:
    wanted = {"teacher": entry.person, "group": entry.group, "school": entry.school}.get(entry.kind.subject)
    if wanted is None:
        who = "哪位老师" if entry.kind.subject == "teacher" else "哪个组"
        raise Refusal(f"请写这条“{entry.kind.title}”是{who}的。", field="person")
    if entry.on > clock.today():
        raise Refusal(f"日期 {label(entry.on, None)} 还没到，到了那天再登记。", field="on")
    if entry.origin == Origin.PAPER and not entry.source.strip():
        raise Refusal("据纸质代录要写凭据，例如：听课本第 22 页。", field="source")


def _same_thing(found: KeptRecord, entry: Entry) -> None:
    """A page that comes again may put other values, not make the record another's."""
    if (found.school_id, found.kind) != (entry.school.pk, entry.kind.id):
        raise Refusal("这一页旧了，请刷新再填。")
    if found.person_id != (entry.person.pk if entry.person else None):
        raise Refusal(f"这一条已经记在{found.person}名下。要记别人的，请刷新后另记一条。", field="person")


def _verb(record: KeptRecord, entry: Entry) -> str:
    """A draft handed in is registered; everything else is a correction."""
    first = record.state == RecordState.DRAFT and entry.state == RecordState.KEPT
    return "record.keep" if first else "record.correct"


def _refuse_absent(entries: Iterable[Entry]) -> None:
    """Nobody has records of days on which they were not at the school; one read for all."""
    asked = [one for one in entries if one.person is not None]
    if not asked:
        return
    people = {one.person.pk for one in asked if one.person}
    rows = Posting.objects.filter(school=asked[0].school, person__in=people).values_list("person_id", "start", "end")
    times: dict[Any, list[tuple[date | None, date | None]]] = {}
    for person, start, end in rows:
        times.setdefault(person, []).append((start, end))
    for one in asked:
        spans = times.get(one.person and one.person.pk, [])
        if not any((not start or start <= one.on) and (not end or one.on < end) for start, end in spans):
            raise Refusal(_absent(one, spans), field="on")


def _absent(entry: Entry, spans: list[tuple[date | None, date | None]]) -> str:
    later = any(start and start > entry.on for start, _ in spans)
    when, place = f"{entry.on.month}月{entry.on.day}日", entry.school.place
    return f"{when}{entry.person}{'还' if later else '已'}不在本{place}。请核对日期；日期没错，就先到“人员”里改在岗的起止。"


def _tell(rows: Iterable[KeptRecord]) -> None:
    kept = list(rows)
    people = {row.person_id for row in kept if row.person_id}
    records_changed.send(sender=type(kept[0]), school_id=kept[0].school_id, person_ids=people)


__all__ = ["Entry", "correct", "keep", "keep_many", "mark", "split", "withdraw"]
