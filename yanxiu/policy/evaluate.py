"""evaluate(): from a pack, facts, a day, rulings and a calendar to findings. Same input, same output.

A rule is judged under the rulings made. Where a point is still open the rule is judged under each of its readings;
where these differ for a subject, the finding is `needs_ruling` and carries all of them, the recommended one as
provisional. Where they do not differ the open point does not touch that finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.compiled import Choice, compiled, is_population
from yanxiu.policy.conditions import UNKNOWN
from yanxiu.policy.context import Context
from yanxiu.policy.facts import Facts, Subject, nothing
from yanxiu.policy.measures import Need
from yanxiu.policy.pack import Pack, Point, Rule, Rulings
from yanxiu.policy.presence import WHOLE, noted
from yanxiu.policy.words import Alternative, Finding, Verdict

MOST_COMBINED = 8
LOWEST_AND_HIGH = (0, 10**9)  # figures a unit might give


def evaluate(
    pack: Pack, facts: Facts, *, on: date, calendar: SchoolCalendar, rulings: Rulings | None = None
) -> Iterator[Finding]:
    """Every finding of every rule for every subject, population rules last. `on` is the day judged as of."""
    return Evaluation(pack, facts, on=on, calendar=calendar, rulings=rulings).findings()


@dataclass(frozen=True)
class Runs:
    """How a rule is judged while some of its points are open: once for each choice of readings."""

    points: tuple[Point, ...]
    worlds: tuple[tuple[dict[str, Any], World], ...]

    @property
    def asked(self) -> list[Point]:
        """Open points that only a number of the unit can close."""
        return [point for point in self.points if point.asks]


class Evaluation:
    """One evaluation. What is found of a subject is kept while the subject is judged, and shared by all worlds."""

    def __init__(
        self, pack: Pack, facts: Facts, *, on: date, calendar: SchoolCalendar, rulings: Rulings | None = None
    ) -> None:
        self.pack, self.facts, self.on, self.calendar = pack, facts, on, calendar
        self.compiled = compiled(pack)
        self.rulings = dict(rulings or {})
        self.found: dict[str, dict[Any, Any]] = defaultdict(dict)  # by subject, what must not outlive it
        self.awaited: dict[tuple[str, Any, str], tuple[Finding, ...]] = {}
        self._runs: dict[str, Runs] = {}

    def findings(self) -> Iterator[Finding]:
        """All findings; memory does not grow with the number of subjects except for population rules."""
        for subject in self.facts.subjects():
            yield from self.of(subject)
        for rule in self.compiled.populations:
            yield from self.of_population(rule)

    def of(self, subject: Subject, rules: Iterable[str] | None = None) -> Iterator[Finding]:
        """Findings of one subject, of all rules or of some; population rules are left out."""
        wanted = None if rules is None else set(rules)
        for rule in self.pack.rules:
            if rule.subject == subject.kind and not is_population(rule) and (wanted is None or rule.id in wanted):
                yield from self._merged(rule, lambda world, rule=rule: world.results(rule.id, subject))
        self.found.pop(subject.id, None)

    def of_population(self, rule: Rule) -> Iterator[Finding]:
        """Findings of a rule that sees everybody at once."""
        subjects = [one for one in self.facts.subjects() if one.kind == rule.subject]
        yield from self._merged(rule, lambda world: world.population(rule.id, subjects))
        self.found.clear()

    def _merged(self, rule: Rule, judge: Any) -> Iterator[Finding]:
        runs = self._runs_of(rule)
        if runs.asked:
            yield from _waiting([list(judge(world)) for _, world in runs.worlds], runs.asked)
        elif not runs.points:
            yield from judge(runs.worlds[0][1])
        else:
            yield from _compare([(choice, list(judge(world))) for choice, world in runs.worlds], runs.points)

    def _runs_of(self, rule: Rule) -> Runs:
        if rule.id not in self._runs:
            points = self.open_points(rule)
            choices = self._stand_ins(rule, points) if any(point.asks for point in points) else _choices(points)
            self._runs[rule.id] = Runs(points, tuple((choice, self._world(choice)) for choice in choices))
        return self._runs[rule.id]

    def _stand_ins(self, rule: Rule, points: tuple[Point, ...]) -> list[dict[str, Any]]:
        """Choices under which it can be seen whom an undefined figure is for: a quota is asked with the lowest and with
        a very high figure, and whoever is judged alike by both does not wait for it."""
        alone = all(one.asks for one in points) and self.compiled.only_bounds(rule.id, {one.id for one in points})
        numbers = LOWEST_AND_HIGH if alone else (1,)
        return [_stand_in(points, number) for number in numbers]

    def _whole(self, choice: Choice) -> Choice:
        proposed = {point.id: point.recommended or None for point in self.pack.points.values()}
        return {**proposed, **self.rulings, **choice}

    def _world(self, choice: Choice) -> World:
        return World(self, self._whole(choice)) if choice else self.world

    @cached_property
    def world(self) -> World:
        """The pack under the rulings made and, where there is none, the reading recommended."""
        return World(self, self._whole({}))

    def open_points(self, rule: Rule) -> tuple[Point, ...]:
        """Points of a rule and of all it rests on that nobody has ruled on."""
        return tuple(self.pack.points[name] for name in self.compiled.points(rule.id) if name not in self.rulings)


class World:
    """The pack under one choice of readings. Equal where the choices agree on what concerns a rule, worlds share."""

    def __init__(self, evaluation: Evaluation, choice: Choice) -> None:
        self.evaluation, self.choice, self.compiled = evaluation, choice, evaluation.compiled
        self.context = Context(
            evaluation.pack, evaluation.facts, evaluation.calendar, evaluation.on, self.results, self.measure
        )
        self._judges: dict[str, tuple[Any, Any]] = {}

    def judge(self, id: str) -> tuple[Any, Any]:
        """What of the choice concerns a rule, and the rule compiled under it."""
        if id not in self._judges:
            self._judges[id] = (self.compiled.concerning(id, self.choice), self.compiled.judge(id, self.choice))
        return self._judges[id]

    def results(self, id: str, subject: Subject) -> tuple[Finding, ...]:
        """Findings of one rule for one subject, judged once."""
        concerning, judge = self.judge(id)
        key = (id, concerning)
        kept = self.evaluation.awaited if id in self.compiled.awaited else self.evaluation.found[subject.id]
        place = (*key, subject.id)
        if place not in kept:
            kept[place] = tuple(self._noted(judge, judge.judge(subject, self.context), subject))
        found: tuple[Finding, ...] = kept[place]
        return found

    def population(self, id: str, subjects: list[Subject]) -> list[Finding]:
        """Findings of a population rule."""
        judge, by_id = self.judge(id)[1], {one.id: one for one in subjects}
        found = judge.judge_all(subjects, self.context)
        return [said for one in found for said in self._noted(judge, [one], by_id[one.subject])]

    def _noted(self, judge: Any, findings: list[Finding], subject: Subject) -> Iterable[Finding]:
        """With a word on what somebody who came or left in the middle missed."""
        if subject.joined is None and subject.left is None:
            return findings
        partly = getattr(judge, "partly", WHOLE)
        return noted(findings, subject, self.evaluation.calendar, self.evaluation.on, partly)

    def measure(self, subject: Subject, need: Need) -> Mapping[str, Any]:
        """Amounts by period key, counted once; again only where a derived field among them is read otherwise."""
        derived = self.compiled.derived(need)
        key = (need, *[self.judge(id)[0] for id in derived])
        kept = self.evaluation.found[subject.id]
        if key not in kept:
            periods = self.evaluation.calendar.periods(need.period)
            kept[key] = self.evaluation.facts.measure(subject.id, need, periods, self.classify if derived else nothing)
        found: Mapping[str, Any] = kept[key]
        return found

    def classify(self, record: Any, name: str) -> Any:
        """A derived field of a record."""
        if name not in self.compiled.classifiers:
            return UNKNOWN
        concerning, judge = self.judge(self.compiled.classifiers[name])
        kept = self.evaluation.found[record.subject]
        key = (id(record), name, concerning)  # kept with its record: the id written in a file may stand on several
        if key not in kept:
            kept[key] = (record, judge.of(record, record.get))
        return kept[key][1]


def recommended(pack: Pack) -> dict[str, str]:
    """The recommended reading of every point that has one: what 「全部采用建议」 adopts."""
    return {point.id: point.recommended for point in pack.points.values() if point.recommended}


def _stand_in(points: tuple[Point, ...], number: int) -> dict[str, Any]:
    return {point.id: point.readings[0].key if point.readings and not point.asks else number for point in points}


def _choices(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    """All combinations up to eight, else each point's readings one at a time beside the recommended ones."""
    keys = [[reading.key for reading in point.readings] for point in points]
    count = 1
    for some in keys:
        count *= len(some)
    ids = [point.id for point in points]
    if count <= MOST_COMBINED:
        return [dict(zip(ids, combination, strict=True)) for combination in product(*keys)]
    base = {point.id: point.recommended or point.readings[0].key for point in points}
    return [
        base,
        *[
            base | {point.id: key}
            for point, some in zip(points, keys, strict=True)
            for key in some
            if key != base[point.id]
        ],
    ]


def _compare(runs: list[tuple[dict[str, Any], list[Finding]]], points: tuple[Point, ...]) -> Iterator[Finding]:
    alone = all(len(found) == 1 for _, found in runs)  # readings that judge by other periods are compared all the same
    by_run = [(choice, {_named(one, alone): one for one in found}) for choice, found in runs]
    recommended = {point.id: point.recommended for point in points}
    base: dict[Any, Finding] = next((found for choice, found in by_run if choice == recommended), {})
    for key in dict.fromkeys(key for _, found in by_run for key in found):
        outcomes = [(choice, found.get(key)) for choice, found in by_run]
        first = base.get(key) or next(one for _, one in outcomes if one is not None)
        if all(_same(one, first) for _, one in outcomes):
            yield first
            continue
        touching = [point for point in points if _touches(point, outcomes)]
        yield _needs_ruling(base.get(key), first, touching, outcomes, recommended)


def _named(found: Finding, alone: bool) -> tuple[str, ...]:
    rule, subject, period, item = found.key
    return (rule, subject, item) if alone else (rule, subject, period, item)


def _same(one: Finding | None, other: Finding | None) -> bool:
    return one is other or (one is not None and other is not None and one.outcome() == other.outcome())


def _touches(point: Point, outcomes: list[tuple[dict[str, Any], Finding | None]]) -> bool:
    """Whether changing this point alone changes the outcome somewhere."""
    others: dict[tuple[Any, ...], Finding | None] = {}
    for choice, one in outcomes:
        rest = tuple(value for name, value in choice.items() if name != point.id)
        if not _same(one, others.setdefault(rest, one)):
            return True
    return False


def _needs_ruling(
    provisional: Finding | None,
    sample: Finding,
    points: list[Point],
    outcomes: list[tuple[dict[str, Any], Finding | None]],
    recommended: Choice,
) -> Finding:
    ids = [point.id for point in points]
    alternatives: dict[tuple[tuple[str, Any], ...], Finding | None] = {}
    for choice, one in outcomes:  # points that touch nothing are read as recommended
        readings = tuple((name, choice[name]) for name in ids)
        usual = all(value == recommended.get(name) for name, value in choice.items() if name not in ids)
        if usual or readings not in alternatives:
            alternatives[readings] = one
    shown = provisional or replace(
        sample, measured=None, required=None, amount=None, level="", steps=(), missing=(), fix="", due=None
    )
    return replace(
        shown,
        verdict=Verdict.NEEDS_RULING,
        points=tuple(ids),
        provisional=provisional,
        fix="先裁定：" + "；".join(point.question for point in points),
        alternatives=tuple(Alternative(readings, one) for readings, one in alternatives.items()),
    )


def _waiting(runs: list[list[Finding]], asked: list[Point]) -> Iterator[Finding]:
    """Findings that wait for a figure of the unit; one that is the same, word for word, whatever the figure stands."""
    others = [set(map(_spelt, run)) for run in runs[1:]]
    for found in runs[0]:
        yield found if others and all(_spelt(found) in other for other in others) else _undefined(found, asked)


def _spelt(found: Finding) -> tuple[Any, ...]:
    return (*found.key, *found.outcome(), found.steps, found.fix, found.notes)


def _undefined(found: Finding, asked: list[Point]) -> Finding:
    """A figure that waits for a number only the unit can give; somebody it is not for stays so."""
    if found.verdict == Verdict.NOT_APPLICABLE:
        return found
    missing = tuple(point.question for point in asked)
    return replace(
        found, verdict=Verdict.UNDEFINED, measured=None, required=None, amount=None, level="", steps=(), missing=missing, due=None,
        points=tuple(point.id for point in asked), fix="这个数原文没有写，由本单位定：" + "；".join(missing),
    )  # fmt: skip


__all__ = ["Evaluation", "evaluate", "recommended"]
