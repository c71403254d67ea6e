"""Whether what a facts file writes into the fields of a record is something its pack knows: names, and values of the type.

A misspelt field would be as good as empty, and nobody would see why somebody is judged short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from yanxiu.policy.conditions import as_date
from yanxiu.policy.exact import read
from yanxiu.policy.kinds.base import is_clock
from yanxiu.policy.kinds.cap import DECISION
from yanxiu.policy.kinds.score import MANUAL
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Field, Pack
from yanxiu.policy.problems import Problem
from yanxiu.policy.references import walk
from yanxiu.policy.source import Path_, Tree
from yanxiu.policy.validate import shown

Place = Callable[[str], Path_]
BUILT_IN = {MANUAL: ("item", "points"), DECISION: ("item", "chosen")}
WANTED = {"number": "一个数", "time": '时刻，如 "12:00"'}


def misfits(pack: Pack, kind: str, written: Mapping[str, Any], place: Place, tree: Tree) -> Iterator[Problem]:
    """E32 for a field the record does not have; E30, E31, E21, E08 for a value it cannot hold."""
    named = [name for name in written if name != "all_but"]
    yield from unknown(pack, kind, named, place, tree)
    yield from unknown(pack, kind, as_list(written.get("all_but")), lambda name: place("all_but"), tree)
    for name in named:
        field = pack.records[kind].field(name) if kind in pack.records else None
        if field is not None and written[name] is not None:
            yield from _unfit(field, written[name], place(name), tree)


def unknown(pack: Pack, kind: str, names: Iterable[str], place: Place, tree: Tree) -> Iterator[Problem]:
    """E32: names that are no field of such a record."""
    known = [one.id for one in pack.records[kind].fields] if kind in pack.records else list(BUILT_IN.get(kind, ()))
    looked_at = _looked_at(pack)
    for name in names:
        if name not in known and name not in looked_at:
            yield tree.at(place(name), "E32", field=name, kind=kind, known="、".join(known) or "（没有栏目）")


def _looked_at(pack: Pack) -> frozenset[str]:
    """Fields records need not declare: what a table of cases derives may be written as well, and the time of day (at)
    a deadline asks for."""
    derived = [str(rule.body["field"]) for rule in pack.rules if rule.kind == "classify"]
    timed = any(key == "until" and "moment" in path for rule in pack.rules for path, key, _ in walk(rule.body))
    return frozenset([*derived, *(["at"] if timed else [])])


def _unfit(field: Field, value: Any, place: Path_, tree: Tree) -> Iterator[Problem]:
    if field.type == "choice" and not {str(one) for one in as_list(value)} <= set(field.choices):
        yield tree.at(place, "E30", field=field.id, value=shown(value), known="、".join(field.choices))
    elif field.type == "flag" and not isinstance(value, bool):
        yield tree.at(place, "E31", field=field.id, value=shown(value))
    elif field.type == "date" and as_date(value) is None:
        yield tree.at(place, "E21", value=shown(value))
    elif (field.type == "number" and read(value) is None) or (field.type == "time" and not is_clock(value)):
        yield tree.at(place, "E08", value=shown(value), why=f"{field.title}（{field.id}）要写{WANTED[field.type]}")


__all__ = ["misfits", "unknown"]
