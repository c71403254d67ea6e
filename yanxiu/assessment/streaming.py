"""Judging many subjects with few of them in memory: facts held a chunk at a time, and fetched again where a rule that
sees everybody asks for somebody out of the chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from yanxiu.assessment.facts import SubjectFacts, as_facts
from yanxiu.assessment.snapshot import Json, calendar_from_json, rulings_from_json
from yanxiu.policy.evaluate import Evaluation
from yanxiu.policy.facts import Opening, RecordFacts, Subject
from yanxiu.policy.measures import Classify, Need
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Finding, Period

CHUNK = 500
Again = Callable[[str], list[SubjectFacts]]


class HeldFacts:
    """The engine's facts of the chunk in hand. `again` brings back the chunk a subject was in; only what is asked for
    by a rule that sees everybody (the deciders' answers on a tie) needs it."""

    def __init__(self, start: date | None, again: Again) -> None:
        self.start, self._again = start, again
        self._everybody: list[Subject] = []
        self._held, self._here = RecordFacts([]), frozenset[str]()

    def hold(self, rows: list[SubjectFacts]) -> None:
        """Take up a chunk and let go of the last."""
        self._held = as_facts(rows, self.start)
        self._here = frozenset(one.subject.id for one in rows)

    def know(self, subjects: Iterable[Subject]) -> None:
        """Subjects a rule that sees everybody will be asked about."""
        self._everybody.extend(subjects)

    def subjects(self) -> Iterable[Subject]:
        """Everybody known."""
        return self._everybody

    def measure(self, subject: str, need: Need, periods: tuple[Period, ...], classify: Classify) -> Mapping[str, Any]:
        """Amounts by period key."""
        if subject not in self._here:
            self.hold(self._again(subject))
        return self._held.measure(subject, need, periods, classify)

    def openings(self, subject: str, item: str) -> tuple[Opening, ...]:
        """Balances carried over for a rule."""
        if subject not in self._here:
            self.hold(self._again(subject))
        return self._held.openings(subject, item)

    def items(self, subject: str, name: str) -> tuple[str, ...] | None:
        """No list is kept yet."""
        return self._held.items(subject, name)


class Judging:
    """One regulation judged from a stored basis: exactly what a run does and what judging it again does."""

    def __init__(self, pack: Pack, basis: Json, again: Again) -> None:
        start = date.fromisoformat(basis["start"]) if basis["start"] else None
        self.facts = HeldFacts(start, again)
        self.evaluation = Evaluation(
            pack, self.facts, on=date.fromisoformat(basis["on"]), calendar=calendar_from_json(basis["calendar"]),
            rulings=rulings_from_json(basis["rulings"], pack),
        )  # fmt: skip
        self._awaited = {rule.subject for rule in self.evaluation.compiled.populations}

    def chunk(self, rows: list[SubjectFacts]) -> Iterator[tuple[SubjectFacts, list[Finding]]]:
        """Findings of each subject of a chunk, rules that see everybody left out."""
        self.facts.hold(rows)
        self.facts.know(one.subject for one in rows if one.subject.kind in self._awaited)
        for one in rows:
            yield one, list(self.evaluation.of(one.subject))

    def of_everybody(self) -> dict[str, list[Finding]]:
        """Findings of the rules that see everybody, by subject; asked once all chunks are through."""
        found: dict[str, list[Finding]] = {}
        for rule in self.evaluation.compiled.populations:
            for one in self.evaluation.of_population(rule):
                found.setdefault(one.subject, []).append(one)
        return found


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Rows in lists of so many."""
    held: list[Any] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
