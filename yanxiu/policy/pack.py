"""A policy pack in memory: its words, sources, open points and rules. Made by the loader, changed by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yanxiu.policy.source import Tree
from yanxiu.policy.words import Number

FIELD_TYPES = ("text", "long", "flag", "number", "date", "time", "choice")
FILLED_BY = ("self", "leader", "office")


@dataclass(frozen=True)
class Clause:
    """One cited clause: the quoted words, where they stand, and whether it asks for nothing a program judges."""

    id: str
    quote: str
    source: str
    place: str = ""
    text_only: bool = False


@dataclass(frozen=True)
class ReadingText:
    """One reading of an open point, in words, with what speaks for it."""

    key: str
    label: str
    why: str = ""


@dataclass(frozen=True)
class Point:
    """裁定点: where the text has two readings, or leaves a value to the unit (`asks`).

    `recommended` is the reading we propose, in force only once adopted; `asks` is number or choice. A point that
    asks for a number and is not ruled leaves its figures undefined.
    """

    id: str
    question: str
    clauses: tuple[str, ...]
    readings: tuple[ReadingText, ...] = ()
    asks: str = ""
    unit: str = ""
    recommended: str = ""
    reason: str = ""
    noted: bool = False

    def reading(self, key: str) -> ReadingText | None:
        """The reading of that key."""
        return next((one for one in self.readings if one.key == key), None)


@dataclass(frozen=True)
class Field:
    """A field of a kind of record, as the pack names it.

    `type` is one of FIELD_TYPES; a `choice` has `choices` (code → words). `by` says who fills it in, as for the
    record unless the field says otherwise: the one it is about (self), the leader, or the office.
    """

    id: str
    title: str
    hint: str = ""
    type: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    by: str = "self"


@dataclass(frozen=True)
class RecordKind:
    """A kind of record the pack speaks of. `by` says who enters it: the teacher (self), the leader, or the office."""

    id: str
    title: str
    unit: str = ""
    subject: str = "teacher"
    fields: tuple[Field, ...] = ()
    by: str = "self"

    def field(self, name: str) -> Field | None:
        """The field of that code."""
        return next((one for one in self.fields if one.id == name), None)

    def title_of(self, name: str) -> str:
        """The field's name on the screen."""
        return next((one.title for one in self.fields if one.id == name), name)


@dataclass(frozen=True)
class Mark:
    """A mark of a paper register (√, △, 事): what it is called and what it says of an attendance record."""

    symbol: str
    title: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One rule as written: `body` is the whole mapping with its ruling switches unresolved."""

    id: str
    title: str
    kind: str
    subject: str
    body: Mapping[str, Any]
    tree: Tree
    clauses: tuple[str, ...]
    points: tuple[str, ...]
    refers: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """A regulation as data."""

    id: str
    title: str
    level: str
    version: str
    effective: date | None
    topics: tuple[str, ...]
    rules: tuple[Rule, ...]
    clauses: Mapping[str, Clause]
    sources: Mapping[str, Mapping[str, Any]]
    points: Mapping[str, Point]
    records: Mapping[str, RecordKind]
    words: Mapping[str, Mapping[str, str]]
    catalogues: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    extends: str = ""
    hash: str = ""

    def rule(self, id: str) -> Rule:
        """The rule of that id. Raises KeyError."""
        return self._by_id[id]

    @property
    def register(self) -> tuple[Mark, ...]:
        """The marks of the unit's paper register, as far as the pack gives them."""
        marks: Mapping[str, Any] = self.about.get("register") or {}
        return tuple(Mark(symbol, one["title"], one["fields"]) for symbol, one in marks.items())

    @property
    def _by_id(self) -> dict[str, Rule]:
        found = self.__dict__.get("_rules_by_id")
        if found is None:
            found = {rule.id: rule for rule in self.rules}
            object.__setattr__(self, "_rules_by_id", found)
        return found

    def word(self, family: str, code: str) -> str:
        """The pack's own word for a code (post, outcome, leave, attribute…), or the code."""
        return self.words.get(family, {}).get(code, code)

    def field_title(self, kinds: tuple[str, ...], name: str) -> str:
        """The name of a field of the first of these records that has it."""
        for kind in kinds:
            if kind in self.records and (title := self.records[kind].title_of(name)) != name:
                return title
        return name


Rulings = Mapping[str, str | Number]
