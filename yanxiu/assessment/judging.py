"""Judging: from a unit's records to findings under the regulations in force, on a page or in a run alike.

What was found of somebody is kept in memory under everything it was found from; equal facts are not judged twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from yanxiu.assessment.facts import SubjectFacts, as_facts, gathered
from yanxiu.assessment.school_time import Judged, judged_on
from yanxiu.assessment.snapshot import Json, calendar_to_json, digest, facts_to_json, rulings_to_json
from yanxiu.org.models import School
from yanxiu.org.queries.time import UnitCalendar
from yanxiu.policy.evaluate import Evaluation
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Finding
from yanxiu.regulations.queries import InForce, in_force

MOST_KEPT = 4_000  # subjects remembered by one process


@dataclass(frozen=True)
class Bench:
    """One regulation ready to judge one unit: the pack, its rulings, the term, the day judged as of, the start date."""

    school: School
    regulation: InForce
    judged: Judged
    on: date

    @property
    def pack(self) -> Pack:
        return self.regulation.pack

    @property
    def start(self) -> date | None:
        """起算日, or the day the unit began to go by regulations where that is later: what lies before is not judged."""
        days = [day for day in (self.school.figures_from, self.school.regulation_from) if day]
        return max(days, default=None)

    @cached_property
    def basis(self) -> Json:
        """Everything but the facts that decides: stored with a run, so that it can be judged again."""
        return {
            "pack": self.pack.hash,
            "rulings": rulings_to_json(self.regulation.rulings),
            "on": self.on.isoformat(),
            "start": self.start.isoformat() if self.start else None,
            "calendar": calendar_to_json(self.judged.calendar),
        }

    @cached_property
    def digest(self) -> str:
        """What tells one basis from another."""
        return digest(self.basis)

    def facts(self, kind: str, only: Collection[UUID] | None = None) -> list[SubjectFacts]:
        """Facts of all subjects of a kind, or of some people."""
        return gathered(self.school, self.pack, self.judged.calendar, self.on, kind, only)

    def evaluation(self, kept: Iterable[SubjectFacts]) -> Evaluation:
        """The engine over these facts."""
        facts = as_facts(kept, self.start)
        return Evaluation(self.pack, facts, on=self.on, calendar=self.judged.calendar, rulings=self.regulation.rulings)

    def findings(self, kept: Iterable[SubjectFacts]) -> Iterator[tuple[SubjectFacts, tuple[Finding, ...]]]:
        """Each subject with its findings, rules that see everybody at once left out."""
        rows = list(kept)
        known = [(one, f"{self.digest}:{digest(facts_to_json(one))}") for one in rows]
        evaluation = self.evaluation([one for one, key in known if key not in _remembered])
        for one, key in known:
            found = _remembered.get(key)
            if found is None:
                found = tuple(evaluation.of(one.subject))
                _remember(key, found)
            yield one, found


_remembered: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()


def _remember(key: str, found: tuple[Finding, ...]) -> None:
    _remembered[key] = found
    while len(_remembered) > MOST_KEPT:
        _remembered.popitem(last=False)


def benches(school: School, on: date, read: UnitCalendar | None = None) -> list[Bench]:
    """The regulations that judge a school on a day, ready; none without a term."""
    judged = judged_on(school, on, read)
    if judged is None:
        return []
    return [Bench(school, one, judged, on) for one in in_force(school, on)]
