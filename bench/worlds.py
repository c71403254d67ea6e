"""Invented facts for any pack: what its rules ask for decides which values occur, so that most rules have something to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from yanxiu.kernel.terms import Span, TermTime
from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.facts import Dated, Record, RecordFacts, Subject
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack
from yanxiu.policy.references import BUILT_IN, walk
from yanxiu.policy.switches import READINGS, is_switch

TERM = TermTime(date(2025, 9, 1), date(2026, 1, 16), date(2025, 9, 10))
CALENDAR = SchoolCalendar(
    TERM, "2025-1", "2025-2026学年上学期", cycle=Span("2021-2025", date(2021, 1, 1), date(2025, 12, 31))
)
ON = date(2026, 1, 16)
ANYTHING = ("有", True, False, 1, Decimal("2.5"), 40, "2025-10-09", "2025-10-12", "08:30", "甲", "乙", "")
LIST = ("甲", "乙", "丙")
SINCE = ("1985-09", "1988-05-04", "2019-08-20", "2023-09-01")
PERSON = {"born": SINCE, "hired": SINCE, "teaching_since": SINCE}
DAYS = tuple(date(2025, 8, 27) + timedelta(days=8 * step) for step in range(24))


@dataclass(frozen=True)
class Vocabulary:
    """What may occur: values of each field of each kind of record, and of each attribute of each kind of subject."""

    kinds: Mapping[str, tuple[str, ...]]  # kind of subject → kinds of its records
    fields: Mapping[str, Mapping[str, tuple[Any, ...]]]
    attributes: Mapping[str, tuple[Any, ...]]
    lists: Mapping[tuple[str, str], tuple[str, ...]]


def vocabulary(pack: Pack) -> Vocabulary:
    """Read off the rules of a pack, through all their readings."""
    asked, codes = _asked(pack, ("where", "when")), tuple(_codes(pack))
    fields = {
        kind.id: {one.id: (*asked.get(one.id, ()) * 2, *ANYTHING, *codes) for one in kind.fields}
        for kind in pack.records.values()
    }
    ids = tuple(rule.id for rule in pack.rules if rule.kind in ("score", "cap"))
    manual, decision = BUILT_IN
    fields[manual] = {"item": ids, "points": (0, 3, 5, Decimal("7.5"), 11, "")}
    fields[decision] = {"item": ids, "chosen": (True, False)}
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in pack.records.values():
        kinds[kind.subject].append(kind.id)
    for subject in sorted({rule.subject for rule in pack.rules}):
        kinds[subject] += [manual, decision]
    attributes = {name: (*values, *PERSON.get(name, ())) for name, values in _asked(pack, ("who",)).items()}
    lists = {("", str(child)): LIST for rule in pack.rules for _, key, child in walk(rule.body) if key == "list"}
    return Vocabulary({of: tuple(some) for of, some in kinds.items()}, fields, attributes, lists)


def _codes(pack: Pack) -> Iterator[str]:
    """What lists ask for, and what passes: codes a field may hold though no condition names them."""
    for rule in pack.rules:
        for _, key, child in walk(rule.body):
            if key in ("item", "passes"):
                yield from map(str, as_list(child))


def _asked(pack: Pack, below: tuple[str, ...]) -> dict[str, list[Any]]:
    """Values that conditions below these keys compare each field with, under whatever reading."""
    found: dict[str, list[Any]] = defaultdict(list)
    for rule in pack.rules:
        for _, key, child in walk(rule.body):
            if key in below:
                _gather(child, found)
    return found


def _gather(node: Any, found: dict[str, list[Any]]) -> None:
    if is_switch(node):
        for reading in node[READINGS].values():
            _gather(reading, found)
        return
    for name, wanted in node.items() if isinstance(node, dict) else ():
        for part in as_list(wanted) if name in ("any", "not") else ():
            _gather(part, found)
        if name not in ("any", "not"):
            found[name] += _leaves(wanted)


def _leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from () if name in ("given", "on", "ruling") else _leaves(child)
    elif isinstance(node, list):
        yield from node
    elif node is not None:
        yield node


def people(pack: Pack, random: Random, *, count: int = 1, records: int = 100) -> RecordFacts:
    """So many teachers with so many records in the term each, and one of every other kind of subject."""
    words = vocabulary(pack)
    subjects = list(_subjects(words, random, count))
    events = [one for subject in subjects for one in _records(words, subject, random, records)]
    return RecordFacts(subjects, events, lists=words.lists)


def some_rulings(pack: Pack, random: Random) -> dict[str, Any]:
    """About half of the points ruled, some way or other."""
    return {
        point.id: random.choice([one.key for one in point.readings]) if point.readings else random.randint(0, 20)
        for point in pack.points.values()
        if random.random() < 0.5 and (point.readings or point.asks)
    }


def _subjects(words: Vocabulary, random: Random, count: int) -> Iterator[Subject]:
    for kind in sorted(words.kinds, key=lambda kind: (kind != "teacher", kind)):
        for number in range(count if kind == "teacher" else 1):
            known = {name: (Dated(random.choice(values)),) for name, values in words.attributes.items()}
            yield Subject(f"{kind}-{number}", kind, attributes=known)


def _records(words: Vocabulary, subject: Subject, random: Random, count: int) -> Iterator[Record]:
    for number in range(count):
        kind = random.choice(words.kinds[subject.kind])
        fields = {name: random.choice(values) for name, values in words.fields[kind].items() if random.random() < 0.8}
        yield Record(f"{subject.id}-{number}", kind, subject.id, random.choice(DAYS), fields)
