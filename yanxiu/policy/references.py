"""What a pack points at must be there: clauses, rules, records, points; no circles, no overlapping dates."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from yanxiu.policy.conditions import as_date
from yanxiu.policy.kinds import KINDS
from yanxiu.policy.kinds.base import cites
from yanxiu.policy.kinds.cap import DECISION
from yanxiu.policy.kinds.score import MANUAL
from yanxiu.policy.measures import TAKES, as_list
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.problems import Problem
from yanxiu.policy.source import Path_, Tree
from yanxiu.policy.switches import is_switch
from yanxiu.policy.validate import shown

RULE_KEYS = ("of", "rule", "counts_if")
# whose findings a rule can rest on, by where it names them: only these give what it takes from them
RESTS_ON = {
    ("bands", "of"): ("score", "total"),
    ("cap", "of"): ("bands",),
    ("total", "rule"): ("score", "total"),
    ("gate", "rule"): tuple(kind for kind in KINDS if kind != "cap"),  # a cap must see everybody first
}
BUILT_IN = (MANUAL, DECISION)


def walk(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str, Any]]:
    """Every key below a node with its place and value; through lists and readings alike."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield (*path, key), key, child
            yield from walk(child, (*path, key))
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from walk(child, (*path, number))


def rules_named(body: Any) -> list[str]:
    """Ids of other rules a body refers to."""
    found = []
    for path, key, child in walk(body):
        if key in RULE_KEYS and not _inside_condition(path) and not is_switch(child):
            found += [str(name) for name in as_list(child) if not isinstance(name, dict)]
    return found


def _inside_condition(path: Path_) -> bool:
    return any(part in ("where", "who", "when") for part in path[:-1])


def mentions(body: Any, field: str) -> bool:
    """Whether a condition of the body asks for this field of a record."""
    return any(key == field and _inside_condition(path) for path, key, _ in walk(body))


def clauses_of(body: Any) -> list[str]:
    """Clauses cited anywhere in a body."""
    return [cite for _, key, child in walk(body) if key == "cite" and not is_switch(child) for cite in cites(child)]


def check(pack: Pack, trees: Mapping[str, Tree], beside: Callable[[str], bool]) -> list[Problem]:
    """Everything that points nowhere."""
    found = [*_duplicates(pack), *_points(pack, trees["points"]), *_circles(pack), *_pack(pack, trees, beside)]
    for rule in pack.rules:
        found += [*_rule(pack, rule), *_overlaps(pack, rule)]
    return found


def _duplicates(pack: Pack) -> Iterator[Problem]:
    seen: set[str] = set()
    for rule in pack.rules:
        if rule.id in seen:
            yield rule.tree.at(("id",), "E14", id=rule.id)
        seen.add(rule.id)


def _rule(pack: Pack, rule: Rule) -> Iterator[Problem]:
    known = {one.id for one in pack.rules}
    kinds = [*pack.records, *BUILT_IN]
    for path, key, child in walk(rule.body):
        inside = _inside_condition(path)
        if key == "cite" and not is_switch(child):
            for cite in cites(child):
                if cite not in pack.clauses and cite not in pack.points:
                    yield rule.tree.at(path, "E09", cite=cite)
        if key in RULE_KEYS and not inside:
            for name in as_list(child):
                if isinstance(name, str) and name not in known:
                    yield rule.tree.at(path, "E12", name=name, what="规则", known="、".join(sorted(known)))
                elif isinstance(name, str) and (why := _no_ground(rule, key, pack.rule(name))):
                    yield rule.tree.at(path, "E33", name=name, why=why)
        if key == "measure" and isinstance(child, dict) and len(takes := [take for take in TAKES if take in child]) > 1:
            yield rule.tree.at(path, "E08", value="、".join(takes), why="怎么数只写一种")
        if key == "records" and not inside and not is_switch(child):
            for name in as_list(child):
                if isinstance(name, str) and name not in kinds:
                    yield rule.tree.at(path, "E19", kind=name, known="、".join(kinds))


def _no_ground(rule: Rule, key: str, other: Rule) -> str:
    """Why a rule cannot rest on another one, or nothing."""
    kinds = ("complete",) if key == "counts_if" else RESTS_ON.get((rule.kind, key), ())
    if kinds and other.kind not in kinds:
        return f"它是 {other.kind}，这里只能用 {'、'.join(kinds)}"
    return "" if rule.subject == other.subject else f"它判 {other.subject}，这条规则判 {rule.subject}"


def _points(pack: Pack, tree: Tree) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, point in enumerate(tree.data["points"]):
        place: Path_ = ("points", number)
        if point["id"] in seen:
            yield tree.at((*place, "id"), "E14", id=point["id"])
        seen.add(point["id"])
        for cite in cites(point["cite"]):
            if cite not in pack.clauses:
                yield tree.at((*place, "cite"), "E09", cite=cite)
        readings = point.get("readings", {})
        if not readings and not point.get("asks") and not point.get("noted"):
            yield tree.at(place, "E16", id=point["id"], why="没有读法（readings），也不要单位填数（asks）")
        if point.get("recommended") and point["recommended"] not in readings:
            yield tree.at(
                (*place, "recommended"), "E24", id=point["id"], reading=point["recommended"], known="、".join(readings)
            )
        if point.get("recommended") and not point.get("reason"):
            yield tree.at((*place, "recommended"), "E16", id=point["id"], why="推荐一种读法要写理由（reason）")


def unfit_readings(tree: Tree, points: Mapping[str, Any]) -> Iterator[Problem]:
    """Switches that name a point nobody wrote, or other readings than the point has."""
    for path, key, child in walk(tree.data):
        if key != "ruling":
            continue
        if str(child) not in points:
            yield tree.at(path, "E12", name=child, what="裁定点", known="、".join(points) or "（还没有）")
            continue
        node: Any = tree.data
        for part in path[:-1]:
            node = node[part]
        known, written = set(points[str(child)].get("readings") or {}), node.get("readings") or {}
        if not isinstance(written, dict):
            yield tree.at((*path[:-1], "readings"), "E08", value=shown(written), why="这里要写：读法 → 值")
            continue
        for name in sorted(set(written) ^ known):
            yield tree.at(path, "E24", id=child, reading=name, known="、".join(sorted(known)))


def _circles(pack: Pack) -> Iterator[Problem]:
    by_id = {rule.id: rule for rule in pack.rules}
    done: set[str] = set()
    for rule in pack.rules:
        ring = _circle(rule.id, by_id, [], done)
        if ring:
            yield rule.tree.at((), "E13", ring=" → ".join(ring))
            return


def _circle(id: str, by_id: Mapping[str, Rule], trail: list[str], done: set[str]) -> list[str]:
    if id in trail:
        return [*trail[trail.index(id) :], id]
    if id in done or id not in by_id:
        return []
    for other in by_id[id].refers:
        if ring := _circle(other, by_id, [*trail, id], done):
            return ring
    done.add(id)
    return []


def _pack(pack: Pack, trees: Mapping[str, Tree], beside: Callable[[str], bool]) -> Iterator[Problem]:
    if pack.extends and not beside(pack.extends):
        yield trees["pack"].at(("extends",), "E27", name=pack.extends)
    for path, key, child in walk(trees["catalogues"].data or {}):
        if key == "cite":
            for cite in cites(child):
                if cite not in pack.clauses:
                    yield trees["catalogues"].at(path, "E09", cite=cite)
    documents = set(pack.sources)
    for id, clause in pack.clauses.items():
        if clause.source not in documents:
            yield trees["sources"].at(
                ("clauses", id, "document"), "E12", name=clause.source, what="文件", known="、".join(sorted(documents))
            )


def _overlaps(pack: Pack, rule: Rule) -> Iterator[Problem]:
    """Lists of one dated value may not hold two on one day; every value has a first day somewhere."""
    for path, _, child in walk(rule.body):
        rows = child if isinstance(child, list) else [child]
        valued = [row for row in rows if isinstance(row, dict) and "cite" in row and not is_switch(row)]
        if pack.effective is None and any("from" not in row for row in valued):
            yield rule.tree.at(path, "E15")
            return
        if (
            isinstance(child, list)
            and len(valued) == len(rows) > 1
            and all(set(row) <= {"value", "undefined", "cite", "from", "until"} for row in valued)
        ):
            yield from _overlap(pack, rule, path, valued)


def _overlap(pack: Pack, rule: Rule, path: Path_, rows: list[dict[str, Any]]) -> Iterator[Problem]:
    spans = sorted(
        (as_date(row.get("from")) or pack.effective or date.min, as_date(row.get("until")) or date.max) for row in rows
    )
    for (_, last), (first, _) in itertools.pairwise(spans):
        if first <= last:
            yield rule.tree.at(path, "E11", what=f"{first} 同时有两个值")
