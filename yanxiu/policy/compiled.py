"""A pack made ready to judge: each rule compiled once for each choice of readings that concerns it, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from yanxiu.policy.conditions import condition
from yanxiu.policy.kinds import KINDS, Judge
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.kinds.complete import groups
from yanxiu.policy.measures import Need
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.switches import resolve

Choice = Mapping[str, Any]


class Compiled:
    """The rules of one pack. What is kept here depends on nothing but the pack and the readings chosen."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._points: dict[str, tuple[str, ...]] = {}
        self._judges: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self._derived: dict[Need, tuple[str, ...]] = {}

    @cached_property
    def classifiers(self) -> dict[str, str]:
        """Derived field → the rule that derives it."""
        return {str(rule.body["field"]): rule.id for rule in self.pack.rules if rule.kind == "classify"}

    @cached_property
    def populations(self) -> tuple[Rule, ...]:
        """Rules that must see everybody at once."""
        return tuple(rule for rule in self.pack.rules if is_population(rule))

    @cached_property
    def awaited(self) -> frozenset[str]:
        """Rules whose findings a population rule will ask for."""
        return frozenset(str(rule.body.get("of")) for rule in self.populations)

    def points(self, id: str) -> tuple[str, ...]:
        """Points of a rule and of all it rests on."""
        if id not in self._points:
            named = [point for one in self._closure(id) for point in self.pack.rule(one).points]
            self._points[id] = tuple(dict.fromkeys(named))
        return self._points[id]

    def only_bounds(self, id: str, points: set[str]) -> bool:
        """Whether these points are nowhere used but in quotas, by a rule and all it rests on."""
        users = [rule for rule in map(self.pack.rule, self._closure(id)) if points & set(rule.points)]
        return all(rule.kind == "quota" for rule in users)

    def _closure(self, id: str) -> list[str]:
        found, queue = [], [id]
        while queue:
            one = queue.pop()
            if one not in found:
                found.append(one)
                queue += self.pack.rule(one).refers
        return found

    def concerning(self, id: str, choice: Choice) -> tuple[Any, ...]:
        """The part of a choice a rule's findings depend on; equal parts give equal findings."""
        return tuple(choice.get(point) for point in self.points(id))

    def judge(self, id: str, choice: Choice) -> Any:
        """A rule compiled under a choice."""
        key = (id, self.concerning(id, choice))
        if key not in self._judges:
            self._judges[key] = self.compile(self.pack.rule(id), choice)
        return self._judges[key]

    def derived(self, need: Need) -> tuple[str, ...]:
        """The rules that derive a field this need asks for."""
        if need not in self._derived:
            names = dict.fromkeys(need.where.attributes())
            self._derived[need] = tuple(self.classifiers[name] for name in names if name in self.classifiers)
        return self._derived[need]

    def compile(self, rule: Rule, choice: Choice) -> Judge:
        """A rule compiled anew."""
        body = resolve(rule.body, choice)
        frame = Frame(
            id=rule.id, title=rule.title, clauses=tuple(one for one in rule.clauses if one in self.pack.clauses),
            subject=rule.subject, who=condition(body.get("who")), unit=str(body.get("unit") or ""), fix=str(body.get("fix") or ""),
            note=str(body.get("note") or ""), quality=bool(body.get("quality")), body=body, effective=self.pack.effective,
            complete=lambda id: groups(resolve(self.pack.rule(id).body, choice)["fields"]),
        )  # fmt: skip
        found: Judge = KINDS[rule.kind][0].read(frame)
        return found


def compiled(pack: Pack) -> Compiled:
    """The pack made ready, once for as long as it is in memory."""
    found: Compiled | None = pack.__dict__.get("_compiled")
    if found is None:
        found = Compiled(pack)
        object.__setattr__(pack, "_compiled", found)
    return found


def is_population(rule: Rule) -> bool:
    """Whether a rule must see everybody at once."""
    return hasattr(KINDS[rule.kind][0], "judge_all")


__all__ = ["Choice", "Compiled", "compiled", "is_population"]
