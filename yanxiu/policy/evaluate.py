"""evaluate(): from a pack, facts, a day, rulings and a calendar to findings. Same input, same output.

A rule is judged under the rulings made. Where a point is still open the rule is judged under each of its readings;
where these differ for a subject, the finding is `needs_ruling` and carries all of them, the recommended one as
provisional. Where they do not differ the open point does not touch that finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.conditions import UNKNOWN, condition
from yanxiu.policy.context import Context
from yanxiu.policy.facts import Facts, Subject
from yanxiu.policy.kinds import KINDS
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.kinds.complete import groups
from yanxiu.policy.measures import Need
from yanxiu.policy.pack import Pack, Point, Rule, Rulings
from yanxiu.policy.switches import resolve
from yanxiu.policy.words import Alternative, Finding, Verdict

MOST_COMBINED = 8
Choice = Mapping[str, Any]


def evaluate(
    pack: Pack, facts: Facts, *, on: date, calendar: SchoolCalendar, rulings: Rulings | None = None
) -> Iterator[Finding]:
    """Every finding of every rule for every subject, population rules last. `on` is the day judged as of."""
    return Evaluation(pack, facts, on=on, calendar=calendar, rulings=rulings).findings()


class Evaluation:
    """One evaluation: compiled rules per choice of readings, results kept while they are needed."""

    def __init__(
        self, pack: Pack, facts: Facts, *, on: date, calendar: SchoolCalendar, rulings: Rulings | None = None
    ) -> None:
        self.pack, self.facts, self.on, self.calendar = pack, facts, on, calendar
        self.rulings = dict(rulings or {})
        self._worlds: dict[tuple[tuple[str, Any], ...], World] = {}
        self._open: dict[str, tuple[Point, ...]] = {}

    def findings(self) -> Iterator[Finding]:
        """All findings; memory does not grow with the number of subjects except for population rules."""
        for subject in self.facts.subjects():
            yield from self.of(subject)
        for rule in self.pack.rules:
            if _is_population(rule):
                yield from self.of_population(rule)

    def of(self, subject: Subject, rules: Iterable[str] | None = None) -> Iterator[Finding]:
        """Findings of one subject, of all rules or of some; population rules are left out."""
        wanted = None if rules is None else set(rules)
        for rule in self.pack.rules:
            if rule.subject == subject.kind and not _is_population(rule) and (wanted is None or rule.id in wanted):
                yield from self._merged(rule, lambda world, rule=rule: world.results(rule.id, subject))
        for world in self._worlds.values():
            world.forget(subject)

    def of_population(self, rule: Rule) -> Iterator[Finding]:
        """Findings of a rule that sees everybody at once."""
        subjects = [one for one in self.facts.subjects() if one.kind == rule.subject]
        yield from self._merged(rule, lambda world: world.population(rule.id, subjects))

    def _merged(self, rule: Rule, judge: Any) -> Iterator[Finding]:
        open_ = self.open_points(rule)
        asked = [point for point in open_ if point.asks]
        if asked:
            base = self._world(
                {point.id: point.readings[0].key if point.readings else 1 for point in open_ if point not in asked}
                | {point.id: 1 for point in asked}
            )
            yield from (_undefined(one, asked) for one in judge(base))
            return
        if not open_:
            yield from judge(self._world({}))
            return
        recommended = {point.id: point.recommended for point in open_}
        runs = [(choice, list(judge(self._world(choice)))) for choice in _choices(open_)]
        base_run = next((found for choice, found in runs if choice == recommended), None)
        yield from _compare(runs, base_run, open_)

    def open_points(self, rule: Rule) -> tuple[Point, ...]:
        """Points of a rule and of all it rests on that nobody has ruled on."""
        if rule.id not in self._open:
            named = [point for one in self._closure(rule.id) for point in self.pack.rule(one).points]
            points = [self.pack.points[name] for name in dict.fromkeys(named) if name not in self.rulings]
            self._open[rule.id] = tuple(points)
        return self._open[rule.id]

    def _closure(self, id: str) -> list[str]:
        found, queue = [], [id]
        while queue:
            one = queue.pop()
            if one not in found:
                found.append(one)
                queue += self.pack.rule(one).refers
        return found

    def _world(self, choice: Choice) -> World:
        whole = {
            **{point.id: point.recommended or None for point in self.pack.points.values()},
            **self.rulings,
            **choice,
        }
        key = tuple(
            sorted(
                (name, value) for name, value in whole.items() if value is not None and name in (*choice, *self.rulings)
            )
        )
        if key not in self._worlds:
            self._worlds[key] = World(self, whole)
        return self._worlds[key]


class World:
    """The pack under one choice of readings."""

    def __init__(self, evaluation: Evaluation, choice: Choice) -> None:
        self.pack, self.choice = evaluation.pack, choice
        self.context = Context(
            self.pack, evaluation.facts, evaluation.calendar, evaluation.on, self.results, self.classify
        )
        self._judges: dict[str, Any] = {}
        self._results: dict[tuple[str, str], tuple[Finding, ...]] = {}
        self._outcomes: dict[tuple[int, str], tuple[Any, Any]] = {}
        self._kept = {str(rule.body.get("of")) for rule in self.pack.rules if _is_population(rule)}

    def judge(self, id: str) -> Any:
        """A rule compiled under this choice."""
        if id not in self._judges:
            rule = self.pack.rule(id)
            self._judges[id] = KINDS[rule.kind][0].read(self._frame(rule))
        return self._judges[id]

    def _frame(self, rule: Rule) -> Frame:
        body = resolve(rule.body, self.choice)
        return Frame(
            id=rule.id, title=rule.title, clauses=tuple(one for one in rule.clauses if one in self.pack.clauses),
            subject=rule.subject, who=condition(body.get("who")), unit=str(body.get("unit") or ""), fix=str(body.get("fix") or ""),
            note=str(body.get("note") or ""), quality=bool(body.get("quality")), body=body, effective=self.pack.effective,
            complete=self._demanded,
        )  # fmt: skip

    def _demanded(self, id: str) -> tuple[tuple[str, ...], ...]:
        return groups(resolve(self.pack.rule(id).body, self.choice)["fields"])

    def results(self, id: str, subject: Subject) -> tuple[Finding, ...]:
        """Findings of one rule for one subject, judged once."""
        key = (id, subject.id)
        if key not in self._results:
            self._results[key] = tuple(self.judge(id).judge(subject, self.context))
        return self._results[key]

    def population(self, id: str, subjects: list[Subject]) -> list[Finding]:
        """Findings of a population rule."""
        found: list[Finding] = self.judge(id).judge_all(subjects, self.context)
        return found

    def forget(self, subject: Subject) -> None:
        """Drop what only this subject's findings needed."""
        self._results = {
            key: found for key, found in self._results.items() if key[1] != subject.id or key[0] in self._kept
        }
        self.context._measured.clear()
        self._outcomes.clear()

    @cached_property
    def _classifiers(self) -> dict[str, str]:
        return {str(rule.body["field"]): rule.id for rule in self.pack.rules if rule.kind == "classify"}

    def classify(self, record: Any, name: str) -> Any:
        """A derived field of a record."""
        if name not in self._classifiers:
            return UNKNOWN
        key = (id(record), name)  # kept with its record: the id written in a file may stand on several
        if key not in self._outcomes:
            self._outcomes[key] = (record, self.judge(self._classifiers[name]).of(record, record.get))
        return self._outcomes[key][1]


def needs_of(pack: Pack, choice: Choice, kind: str = "teacher") -> tuple[Need, ...]:
    """What a database must count for subjects of a kind under these rulings, each once."""
    world = World(Evaluation(pack, _Nothing(), on=date.min, calendar=None, rulings=choice), choice)  # type: ignore[arg-type]
    found = [need for rule in pack.rules if rule.subject == kind for need in world.judge(rule.id).needs()]
    return tuple(dict.fromkeys(found))


class _Nothing:
    start = None

    def subjects(self) -> tuple[Subject, ...]:
        return ()


def recommended(pack: Pack) -> dict[str, str]:
    """The recommended reading of every point that has one: what 「全部采用建议」 adopts."""
    return {point.id: point.recommended for point in pack.points.values() if point.recommended}


def _is_population(rule: Rule) -> bool:
    return hasattr(KINDS[rule.kind][0], "judge_all")


def _choices(points: tuple[Point, ...]) -> list[dict[str, str]]:
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


def _compare(
    runs: list[tuple[dict[str, str], list[Finding]]], base: list[Finding] | None, points: tuple[Point, ...]
) -> Iterator[Finding]:
    by_run = [(choice, {one.key: one for one in found}) for choice, found in runs]
    keys = dict.fromkeys(key for _, found in by_run for key in found)
    for key in keys:
        outcomes = [(choice, found.get(key)) for choice, found in by_run]
        first = next(one for _, one in outcomes if one is not None)
        if len({one.outcome() if one else None for _, one in outcomes}) == 1:
            yield first
            continue
        provisional = next((one for one in base or () if one.key == key), None)
        touching = [point for point in points if _touches(point, outcomes)]
        yield _needs_ruling(provisional, first, touching, outcomes)


def _touches(point: Point, outcomes: list[tuple[dict[str, str], Finding | None]]) -> bool:
    """Whether changing this point alone changes the outcome somewhere."""
    for choice, one in outcomes:
        for other, two in outcomes:
            same = all(other[name] == value for name, value in choice.items() if name != point.id)
            if (
                same
                and choice[point.id] != other[point.id]
                and (one.outcome() if one else None) != (two.outcome() if two else None)
            ):
                return True
    return False


def _needs_ruling(
    provisional: Finding | None,
    sample: Finding,
    points: list[Point],
    outcomes: list[tuple[dict[str, str], Finding | None]],
) -> Finding:
    ids = [point.id for point in points]
    alternatives = {tuple((name, choice[name]) for name in ids): one for choice, one in outcomes}
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


def _undefined(found: Finding, asked: list[Point]) -> Finding:
    """A figure that waits for a number only the unit can give; somebody it is not for stays so."""
    if found.verdict == Verdict.NOT_APPLICABLE:
        return found
    missing = tuple(point.question for point in asked)
    return replace(
        found, verdict=Verdict.UNDEFINED, measured=None, required=None, amount=None, level="", steps=(), missing=missing, due=None,
        points=tuple(point.id for point in asked), fix="这个数原文没有写，由本单位定：" + "；".join(missing),
    )  # fmt: skip


__all__ = ["Evaluation", "evaluate", "needs_of", "recommended"]
