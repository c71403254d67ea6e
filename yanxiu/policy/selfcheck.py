"""自查: what the text itself leaves open, as warnings: weights against grades, gaps, too large deductions, unused clauses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from yanxiu.policy.cases import read_cases
from yanxiu.policy.exact import fraction, text, tidy
from yanxiu.policy.fields import untyped
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.problems import Problem, problem
from yanxiu.policy.references import clauses_of, walk
from yanxiu.policy.switches import is_switch, resolve


def selfcheck(pack: Pack, folder: Path) -> list[Problem]:
    """Every warning about a pack that loads."""
    found: list[Problem] = []
    for rule in pack.rules:
        found += [*_totals(pack, rule), *_gaps(pack, rule), *_deductions(pack, rule)]
    return [*found, *_outside(pack), *untyped(pack), *_unused(pack), *_uncased(pack, folder)]


def _bodies(pack: Pack, rule: Rule) -> Iterator[dict[str, Any]]:
    """The rule under each reading of its points, one at a time."""
    base = {
        id: point.recommended or (point.readings[0].key if point.readings else 1) for id, point in pack.points.items()
    }
    yield resolve(rule.body, base)
    for id in rule.points:
        for reading in pack.points[id].readings:
            if reading.key != base[id]:
                yield resolve(rule.body, base | {id: reading.key})


def _full(pack: Pack, id: str) -> Fraction:
    rule = pack.rule(id)
    body = next(_bodies(pack, rule))
    if rule.kind == "score":
        rows = body["full"] if isinstance(body["full"], list) else [body["full"]]
        return fraction(rows[-1].get("value", 0))
    if rule.kind == "total":
        return sum(
            (fraction(row.get("weight", 1)) * _full(pack, row["rule"]) for row in body["parts"] if "rule" in row),
            start=Fraction(0),
        )
    return Fraction(0)


def _totals(pack: Pack, rule: Rule) -> Iterator[Problem]:
    """W01: the printed ranges end below what the parts add up to."""
    if rule.kind != "bands":
        return
    of = pack.rule(str(rule.body["of"]))
    tops = [fraction(row["printed"][1]) for row in next(_bodies(pack, rule))["bands"] if "printed" in row]
    if of.kind == "total" and tops:
        parts = {row["rule"] for body in _bodies(pack, of) for row in body["parts"]}
        total = sum((_full(pack, part) for part in parts), start=Fraction(0))
        if total != max(tops):
            yield rule.tree.at(("bands",), "W01", total=text(tidy(total)), top=text(tidy(max(tops))))


def _gaps(pack: Pack, rule: Rule) -> Iterator[Problem]:
    """W02, W03: between two printed ranges there is room, or they overlap."""
    if rule.kind != "bands":
        return
    printed = sorted(
        (
            [fraction(low), fraction(high)]
            for row in next(_bodies(pack, rule))["bands"]
            if "printed" in row
            for low, high in [row["printed"]]
        )
    )
    for (_, high), (low, _) in itertools.pairwise(printed):
        if low > high:
            yield rule.tree.at(("bands",), "W02", gap=f"{text(tidy(high))} 与 {text(tidy(low))} 之间")
        else:
            yield rule.tree.at(("bands",), "W03", what=f"{text(tidy(low))} 与 {text(tidy(high))}")


def _deductions(pack: Pack, rule: Rule) -> Iterator[Problem]:
    """W05: one deduction takes more than the item has."""
    if rule.kind != "score":
        return
    full = _full(pack, rule.id)
    for path, key, child in walk(rule.body):
        if (
            key in ("each", "once")
            and not is_switch(child)
            and not isinstance(child, dict)
            and abs(fraction(child)) > full
        ):
            yield rule.tree.at(path, "W05", amount=text(abs(child)), full=text(tidy(full)))


def _outside(pack: Pack) -> Iterator[Problem]:
    """W06: the text demands amounts of work (quotas for each person) and has a scale that knows nothing of them."""
    scored = {name for rule in pack.rules if rule.kind in ("total", "bands", "cap") for name in rule.refers}
    if not scored:
        return
    outside = [
        rule for rule in pack.rules if rule.kind == "quota" and rule.subject == "teacher" and rule.id not in scored
    ]
    if outside:
        yield outside[0].tree.at((), "W06", what="、".join(rule.title for rule in outside))


def _unused(pack: Pack) -> Iterator[Problem]:
    """W07, W09: clauses and points no rule uses."""
    named = {cite for rule in pack.rules for cite in clauses_of(rule.body)} | set(clauses_of(pack.catalogues))
    named |= {cite for point in pack.points.values() for cite in point.clauses}
    used = {id for rule in pack.rules for id in rule.points}
    for id, clause in pack.clauses.items():
        if id not in named and not clause.text_only:
            yield problem("W07", f"{pack.id}/sources.yaml", cite=id)
    for id, point in pack.points.items():
        if id not in used and not point.noted:
            yield problem("W09", f"{pack.id}/points.yaml", id=id)


def _uncased(pack: Pack, folder: Path) -> Iterator[Problem]:
    """W10: rules no worked case expects anything of."""
    cased = {rule for case in read_cases(folder) for rule in case.rules}
    for rule in pack.rules:
        if rule.id not in cased:
            yield rule.tree.at((), "W10", id=rule.id)
