"""What a unit may say about one person at one activity, as its regulations put it.

A regulation names the fields of an attendance record and tells cases apart by them; each case it tells apart is a way
to have attended. Before any regulation is adopted a plain set stands in, so that a roll can be kept from the first day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from yanxiu.org.models import School
from yanxiu.policy.pack import Field, Mark, Pack, RecordKind
from yanxiu.regulations.queries import InForce, in_force
from yanxiu.regulations.records import house_of

ATTENDANCE = "attendance"
PRESENT, LEAVE = "present", "leave"
_LEAVES = {"official": "公假", "personal": "事假", "sick": "病假", "maternity": "产假"}
PLAIN = RecordKind(
    ATTENDANCE, "研修活动出勤", "次", by="office",
    fields=(
        Field(PRESENT, "到会", type="flag"),
        Field("late", "迟到", type="flag"),
        Field("left_early", "早退", type="flag"),
        Field("left_midway", "中途离开", type="flag"),
        Field(LEAVE, "假别", type="choice", choices=_LEAVES),
        Field("approved", "已批准", type="flag"),
    ),
)  # fmt: skip
PLAIN_MARKS = (
    Mark("√", "到会", {PRESENT: True}),
    Mark("迟", "迟到", {PRESENT: True, "late": True}),
    Mark("早", "早退", {PRESENT: True, "left_early": True}),
    Mark("中", "中途离开", {PRESENT: True, "left_midway": True}),
    Mark("×", "未到", {PRESENT: False}),
    *(Mark(words[0], words, {PRESENT: False, LEAVE: code}) for code, words in _LEAVES.items()),
)


@dataclass(frozen=True)
class Way:
    """One way to have attended, or not: what it is called and what it says of the record."""

    title: str
    fields: Mapping[str, Any]

    @property
    def here(self) -> bool:
        """Whether the person was there."""
        return bool(self.fields.get(PRESENT))


@dataclass(frozen=True)
class Attending:
    """Attendance as it is kept on a day: the kind of record, the marks of the register, every way there is."""

    kind: RecordKind
    marks: tuple[Mark, ...]
    ways: tuple[Way, ...]

    def titled(self, title: str) -> Way | None:
        """The way of that name."""
        return next((way for way in self.ways if way.title == title), None)


def attending(school: School | None, on: date) -> Attending:
    """How attendance is kept on a day: by the first regulation in force that speaks of it, else the plain way."""
    return attending_by(in_force(school, on))


def attending_by(found: tuple[InForce, ...]) -> Attending:
    """The same for regulations read before."""
    pack = next((one.pack for one in found if one.kind(ATTENDANCE)), None)
    kind = pack.records[ATTENDANCE] if pack else PLAIN
    marks = (pack.register if pack else ()) or _fitting(kind)
    return Attending(kind, tuple(marks), tuple(_ways(kind, tuple(marks), pack)))


def activity_kinds(found: tuple[InForce, ...], model: type) -> list[RecordKind]:
    """Kinds of record of a group or the school that live in `model`, each once."""
    kinds: dict[str, RecordKind] = {}
    for one in found:
        for kind in one.pack.records.values():
            if kind.subject != "teacher" and house_of(kind.id) is model:
                kinds.setdefault(kind.id, kind)
    return list(kinds.values())


def _fitting(kind: RecordKind) -> tuple[Mark, ...]:
    """Plain marks a kind has the fields for."""
    return tuple(mark for mark in PLAIN_MARKS if all(_allows(kind, *pair) for pair in mark.fields.items()))


def _ways(kind: RecordKind, marks: tuple[Mark, ...], pack: Pack | None) -> Iterator[Way]:
    """Marks of the register first, then cases of the rules, then kinds of leave nobody named; no case twice."""
    seen: list[Mapping[str, Any]] = []
    titles: set[str] = set()
    for way in (*(Way(mark.title, mark.fields) for mark in marks), *_cases(kind, pack), *_leaves(kind)):
        if way.fields not in seen and way.fields and (title := _free(way, kind, titles)):
            seen.append(way.fields)
            titles.add(title)
            yield Way(title, way.fields)


def _free(way: Way, kind: RecordKind, taken: set[str]) -> str:
    """The way's title, with its fields named where another way bears it already; "" when both are taken."""
    told = {name: value for name, value in way.fields.items() if name != PRESENT}
    rest = [words for words in said(kind, told) if words != way.title]
    full = f"{way.title}（{'、'.join(rest)}）"
    return next((title for title in (way.title, full) if title not in taken), "")


def _cases(kind: RecordKind, pack: Pack | None) -> Iterator[Way]:
    for rule in pack.rules if pack else ():
        if rule.kind == "classify" and rule.body.get("records") in (kind.id, [kind.id]):
            for when, then in _rows(rule.body.get("rows")):
                for fields in _spread(kind, when):
                    yield Way(pack.word("outcomes", then) if pack else then, fields)


def _rows(body: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every case below, whatever reading it stands in."""
    if isinstance(body, Mapping):
        if isinstance(body.get("when"), Mapping):
            yield body["when"], str(body.get("then", ""))
        else:
            for value in body.values():
                yield from _rows(value)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from _rows(value)


def _spread(kind: RecordKind, when: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields a case asks for, one set for each of several values; conditions that are no values say nothing."""
    plain = {name: value if isinstance(value, list | tuple) else [value] for name, value in when.items()}
    plain = {name: values for name, values in plain.items() if all(_allows(kind, name, value) for value in values)}
    for values in product(*plain.values()):
        fields = dict(zip(plain, values, strict=True))
        yield {PRESENT: False, **fields} if LEAVE in fields and kind.field(PRESENT) else fields


def _leaves(kind: RecordKind) -> Iterator[Way]:
    asked = kind.field(LEAVE)
    if asked is None:
        return
    codes = asked.choices.items() if asked.type == "choice" else [(word, word) for word in _LEAVES.values()]
    for code, words in codes:
        yield Way(words, {PRESENT: False, LEAVE: code} if kind.field(PRESENT) else {LEAVE: code})


def _allows(kind: RecordKind, name: str, value: Any) -> bool:
    asked = kind.field(name)
    if asked is None or isinstance(value, Mapping):
        return False
    if asked.type == "choice":
        return value in asked.choices
    return isinstance(value, bool) == (asked.type == "flag")


def said(kind: RecordKind, values: Mapping[str, Any]) -> list[str]:
    """Values of a record in words, field by field in the kind's order."""
    found = []
    for asked in kind.fields:
        value = values.get(asked.id)
        if value is None or value == "":
            continue
        if asked.type == "flag":
            found.append(asked.title if value else f"未{asked.title}")
        elif asked.type == "choice":
            found.append(asked.choices.get(str(value), str(value)))
        else:
            found.append(f"{asked.title}：{value}")
    return found


def read_back(kind: RecordKind, words: list[str]) -> dict[str, Any] | None:
    """The values `said` was given, or None for words that say nothing of this kind."""
    known: dict[str, tuple[str, Any]] = {}
    for asked in kind.fields:
        if asked.type == "flag":
            known |= {asked.title: (asked.id, True), f"未{asked.title}": (asked.id, False)}
        elif asked.type == "choice":
            known |= {title: (asked.id, code) for code, title in asked.choices.items()}
    values: dict[str, Any] = {}
    for word in words:
        title, mark, rest = word.partition("：")
        asked_ = next((one for one in kind.fields if one.title == title and one.type not in ("flag", "choice")), None)
        name, value = known.get(word) or ((asked_.id, rest) if asked_ and mark and rest else ("", None))
        if not name or name in values:
            return None
        values[name] = value
    return values or None
