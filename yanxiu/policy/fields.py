"""What rules ask of the fields of records: choices that are there, values that can occur, something better than free text.

A rule that only asks whether a field is filled in says nothing about it. A rule that asks for its value needs a field
whose values can be compared: a flag, a number, a day, a time, or one of the choices the pack lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yanxiu.policy.conditions import AGES, AMOUNTS, DATES, TESTS, YEARS
from yanxiu.policy.exact import text
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Field, Pack, Rule
from yanxiu.policy.problems import Problem
from yanxiu.policy.references import BUILT_IN, walk
from yanxiu.policy.shape import OF_PEOPLE, OF_RECORDS, Fault, faults
from yanxiu.policy.source import Path_, Tree
from yanxiu.policy.switches import resolve
from yanxiu.policy.validate import shown

FREE = ("text", "long")
DAYS = {"who": OF_PEOPLE, "where": OF_RECORDS, "when": OF_RECORDS}  # the conditions, and the days each may name
AS_DAY = (*DATES, *AGES, *YEARS)
REGISTERED = "attendance"  # the kind of record a paper register is read into


@dataclass(frozen=True)
class Asked:
    """A field looked at by its value: where that is written, in which records, against which values (none: any)."""

    place: Path_
    records: tuple[str, ...]
    field: str
    values: tuple[Any, ...] = ()


def check(pack: Pack, tree: Tree) -> list[Problem]:
    """Errors of the fields in pack.yaml, of conditions in the rules, and of the marks of the register."""
    found = [*_declared(pack, tree), *_register(pack, tree)]
    results = _results(pack)
    for rule in pack.rules:
        wrong = [one for body, origin in _bodies(pack, rule) for one in _wrong(pack, rule, body, origin, results)]
        found += dict.fromkeys(wrong)
    return found


def untyped(pack: Pack) -> Iterator[Problem]:
    """W11–W13: a rule goes by the value of a field people write freely, or of one its records do not have, or only asks
    whether a flag is there."""
    results = _results(pack)
    for rule in pack.rules:
        seen: dict[tuple[tuple[str, ...], str], Path_] = {}
        for ask, place in _asked(pack, rule):
            seen.setdefault((ask.records, ask.field), place)
        for (records, name), place in seen.items():
            fields = list(_fields(pack, records, name))
            if any(one.type in FREE for one in fields):
                yield rule.tree.at(place, "W11", field=name, title=fields[0].title)
            elif not fields and name not in results and not set(records) & set(BUILT_IN):
                yield rule.tree.at(place, "W12", field=name, kind="、".join(records))
        yield from dict.fromkeys(_only_there(pack, rule))


def _only_there(pack: Pack, rule: Rule) -> Iterator[Problem]:
    """W13: a flag that must be filled in is filled in by a no as well."""
    if rule.kind != "complete":
        return
    for body, origin in _bodies(pack, rule):
        for number, row in enumerate(body["fields"]):
            for name in as_list(row["field"]):
                if any(one.type == "flag" for one in _fields(pack, as_list(body["records"]), name)):
                    place: Path_ = ("fields", number, "field")
                    yield rule.tree.at(origin.get(place, place), "W13", field=name)


def _asked(pack: Pack, rule: Rule) -> Iterator[tuple[Asked, Path_]]:
    for body, origin in _bodies(pack, rule):
        for ask in asked(body):
            yield ask, origin.get(ask.place, ask.place)


def _bodies(pack: Pack, rule: Rule) -> Iterator[tuple[dict[str, Any], dict[Path_, Path_]]]:
    """The rule under every reading of its points, with where each part was written."""
    readings: dict[str, list[Any]] = {
        id: [one.key for one in pack.points[id].readings] or [1] for id in rule.points if id in pack.points
    }
    base: dict[str, Any] = {id: keys[0] for id, keys in readings.items()}
    for choice in [base, *({**base, id: key} for id, keys in readings.items() for key in keys[1:])]:
        origin: dict[Path_, Path_] = {}
        yield resolve(rule.body, choice, origin), origin


def asked(body: Mapping[str, Any]) -> Iterator[Asked]:
    """Every field of a record that a resolved rule looks at by its value."""
    for path, key, child in walk(body):
        if key == "measure":
            records = tuple(as_list(child["records"]))
            yield from _tested((*path, "where"), records, child.get("where"))
            if "sum" in child:
                yield Asked((*path, "sum"), records, str(child["sum"]))
    if "records" in body:
        records = tuple(as_list(body["records"]))
        yield from _tested(("where",), records, body.get("where"))
        for number, row in enumerate(body.get("rows", ())):
            yield from _tested(("rows", number, "when"), records, row["when"])
    if "measure" in body:
        yield from _of_kind(body, tuple(as_list(body["measure"]["records"])))


def _of_kind(body: Mapping[str, Any], records: tuple[str, ...]) -> Iterator[Asked]:
    """What a kind of rule looks at besides its conditions; a list the unit keeps is itself the choice."""
    if body["kind"] == "coverage" and "items" in body:
        for number, row in enumerate(body["items"]):
            yield Asked(("items", number, "item"), records, str(body["by"]), (row["item"],))
    elif body["kind"] == "attempts":
        yield Asked(("passes",), records, str(body["result"]), tuple(as_list(body["passes"])))
    elif body["kind"] == "limit":
        yield from (Asked((key,), records, str(body[key])) for key in ("spent", "approved"))
    elif body["kind"] == "deadline":
        due = body["due"]
        if "after" in due:
            yield Asked(("due", "after"), records, str(due["after"]))
            yield from [Asked(("done",), records, str(body["done"]))] if "done" in body else []
        elif "until" in due.get("moment", {}):
            yield Asked(("due", "moment", "until"), records, "at")


def _tested(path: Path_, records: tuple[str, ...], data: Any) -> Iterator[Asked]:
    for here, name, op, value in _tests(path, data):
        if op in ("is", "in", "not_in"):
            yield Asked(here, records, name, tuple(as_list(value)))
        elif op in (*AMOUNTS, *AS_DAY):
            yield Asked(here, records, name)


def _tests(path: Path_, data: Any) -> Iterator[tuple[Path_, str, str, Any]]:
    """Place, field, test and value of each test of a condition."""
    for name, wanted in data.items() if isinstance(data, dict) else ():
        here = (*path, name)
        if name == "any":
            for number, part in enumerate(as_list(wanted)):
                yield from _tests((*here, number), part)
        elif name == "not":
            yield from _tests(here, wanted)
        elif isinstance(wanted, dict):
            yield from ((here, name, op, value) for op, value in wanted.items() if op != "on")
        else:
            yield here, name, "is", wanted


def _wrong(
    pack: Pack, rule: Rule, body: Mapping[str, Any], origin: Mapping[Path_, Path_], results: Mapping[str, set[str]]
) -> Iterator[Problem]:
    for path, key, child in walk(body):
        if key in DAYS:
            yield from (_said_of(fault, rule.tree, origin) for fault in faults(path, child, DAYS[key]))
    for ask in asked(body):
        yield from _unfit(pack, ask, rule.tree, origin.get(ask.place, ask.place), results)


def _said_of(fault: Fault, tree: Tree, origin: Mapping[Path_, Path_]) -> Problem:
    place = origin.get(fault.place, fault.place)
    if not fault.why:
        return tree.at(place, "E06", key=fault.value, known="、".join(TESTS))
    return tree.at(place, "E08", value=shown(fault.value), why=fault.why)


def _unfit(pack: Pack, ask: Asked, tree: Tree, place: Path_, results: Mapping[str, set[str]]) -> Iterator[Problem]:
    """E30, E31: a value that the field can never hold."""
    fields = list(_fields(pack, ask.records, ask.field))
    known = {code for one in fields if one.type == "choice" for code in one.choices}
    if not fields and ask.field in results:
        known = results[ask.field]
    if known:
        for value in ask.values:
            if _said(value) not in known:
                yield tree.at(place, "E30", field=ask.field, value=_said(value), known="、".join(sorted(known)))
    elif fields and all(one.type == "flag" for one in fields):
        for value in ask.values or ("（按数或日期比）",):
            if not isinstance(value, bool):
                yield tree.at(place, "E31", field=ask.field, value=_said(value))


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else text(value) if isinstance(value, int) else str(value)


def _fields(pack: Pack, records: Iterable[str], name: str) -> Iterator[Field]:
    for kind in records:
        if kind in pack.records and (found := pack.records[kind].field(name)):
            yield found


def _results(pack: Pack) -> dict[str, set[str]]:
    """Fields that tables of cases give to records, with the codes they can give."""
    found: dict[str, set[str]] = {}
    for rule in pack.rules:
        if rule.kind == "classify":
            codes = {str(row["then"]) for body, _ in _bodies(pack, rule) for row in body["rows"]}
            found.setdefault(str(rule.body["field"]), {"undefined"}).update(codes)
    return found


def _declared(pack: Pack, tree: Tree) -> Iterator[Problem]:
    """E28, E29: a choice needs its choices, and only a choice has any."""
    for kind, record in (tree.data.get("records") or {}).items():
        for name, said in (record.get("fields") or {}).items():
            place = ("records", kind, "fields", name)
            said = said if isinstance(said, dict) else {}
            type_, choices = said.get("type"), said.get("choices")
            if type_ == "choice" and not choices:
                yield tree.at(place, "E28", field=name, why="是选择（choice），没有写 choices")
            elif choices is not None and type_ not in (None, "choice"):
                yield tree.at(place, "E28", field=name, why=f"写了 choices，type 却是 {type_}")
            elif isinstance(choices, str) and choices not in pack.words:
                known = "、".join(pack.words) or "（还没有）"
                yield tree.at((*place, "choices"), "E29", field=name, family=choices, known=known)


def _register(pack: Pack, tree: Tree) -> Iterator[Problem]:
    """The marks of a paper register fill fields of the attendance record with values it can hold."""
    marks = tree.data.get("register") or {}
    if marks and REGISTERED not in pack.records:
        yield tree.at(("register",), "E19", kind=REGISTERED, known="、".join(pack.records) or "（还没有）")
        return
    for symbol, mark in marks.items():
        for name, value in mark["fields"].items():
            place = ("register", symbol, "fields", name)
            if pack.records[REGISTERED].field(name) is None:
                known = "、".join(one.id for one in pack.records[REGISTERED].fields)
                yield tree.at(place, "E12", name=name, what="栏目", known=known)
            else:
                yield from _unfit(pack, Asked(place, (REGISTERED,), name, (value,)), tree, place, {})
