"""What a record must hold to count, from the `complete` rules of the regulations in force, read under the rulings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yanxiu.policy.conditions import UNKNOWN, condition
from yanxiu.policy.kinds.base import entries
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack, RecordKind, Rule
from yanxiu.policy.switches import Unruled, resolve
from yanxiu.policy.words import Number

COMPLETE = "complete"


@dataclass(frozen=True)
class Demand:
    """One rule's demand on a record: of each group of fields one must be filled in.

    `binding` says that records are counted only if this is met; `where` says for which records it is asked at all.
    """

    rule: str
    title: str
    groups: tuple[tuple[str, ...], ...]
    binding: bool = False
    fix: str = ""
    where: Mapping[str, Any] | None = None

    def lacking(self, values: Mapping[str, Any], on: date) -> tuple[tuple[str, ...], ...]:
        """Groups of which nothing is filled in, for a record with these values; none when it is not asked of it."""
        asked = condition(dict(self.where or {}))
        if asked.holds(lambda name: values.get(name, UNKNOWN), lambda name: on) is not True:
            return ()
        return tuple(
            group for group in self.groups if not any(values.get(name) not in (None, "", []) for name in group)
        )


def demands_of(pack: Pack, rulings: Mapping[str, str | Number], code: str, on: date) -> tuple[Demand, ...]:
    """The demands one regulation makes on a kind of record; an open point is read as recommended, as figures are."""
    choice = {point.id: point.recommended for point in pack.points.values() if point.recommended} | dict(rulings)
    counted = set(_counted(pack, choice))
    found = [_demand(pack, rule, choice, code, on, rule.id in counted) for rule in pack.rules if rule.kind == COMPLETE]
    return tuple(sorted((one for one in found if one and one.groups), key=lambda one: not one.binding))


def _demand(pack: Pack, rule: Rule, choice: Mapping[str, Any], code: str, on: date, binding: bool) -> Demand | None:
    if code not in as_list(rule.body.get("records")):
        return None
    rows = []
    for row in rule.body["fields"]:
        try:
            rows.append(resolve(row, choice))
        except Unruled:
            continue  # nobody has said whether this one is asked
    kept = entries([row for row in rows if row], pack.effective)
    groups = tuple(tuple(as_list(one.body["field"])) for one in kept if one.on(on))
    where = rule.body.get("where")
    return Demand(rule.id, rule.title, groups, binding, str(rule.body.get("fix", "")), where)


def _counted(pack: Pack, choice: Mapping[str, Any]) -> Iterator[str]:
    """Rules that others name in `counts_if`."""
    for rule in pack.rules:
        try:
            yield from _named(resolve(rule.body, choice))
        except Unruled:
            continue


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from as_list(node.get("counts_if"))
    for child in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _named(child)


def still_lacking(kind: RecordKind, demands: Sequence[Demand], values: Mapping[str, Any], on: date) -> list[str]:
    """What is still missing, in sentences: what keeps it from counting first, nothing said twice."""
    said: set[tuple[str, ...]] = set()
    sentences = []
    for demand in demands:
        groups = [group for group in demand.lacking(values, on) if group not in said]
        said.update(groups)
        if groups:
            names = "、".join("或".join(kind.title_of(name) for name in group) for group in groups)
            sentences.append(f"还缺：{names}，{_way_out(kind, demand)}")
    return sentences


def _way_out(kind: RecordKind, demand: Demand) -> str:
    if demand.binding:
        return f"补上才算一{kind.unit or '条'}。"
    return demand.fix or f"“{demand.title}”要写全。"
