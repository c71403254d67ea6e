"""From a folder to a Pack: strict, all problems at once, each with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from yanxiu.policy import fields, references, schemas
from yanxiu.policy.conditions import as_date
from yanxiu.policy.kinds import KINDS
from yanxiu.policy.kinds.base import cites
from yanxiu.policy.pack import Clause, Field, Pack, Point, ReadingText, RecordKind, Rule
from yanxiu.policy.problems import PackError, Problem, problem
from yanxiu.policy.source import Tree, read_text, text_of
from yanxiu.policy.switches import points_of, resolve
from yanxiu.policy.validate import check

MOST_QUOTED = 60
EMPTY: dict[str, Any] = {"points": {"points": []}, "catalogues": {}}


def load(folder: Path) -> Pack:
    """The pack in a folder. Raises PackError with everything that is wrong."""
    return _whole(*inspect(folder))


def load_texts(id: str, texts: Mapping[str, str]) -> Pack:
    """The pack whose files are given as texts by path, as a unit keeps them once it is in use. Raises PackError."""
    return _whole(*_inspect(id, texts, lambda other: True))


def inspect(folder: Path) -> tuple[Pack | None, list[Problem]]:
    """The pack as far as it can be read, and every error found."""
    try:
        texts = texts_of(folder)
    except PackError as error:
        return None, error.problems
    return _inspect(folder.name, texts, lambda other: (folder.parent / other / "pack.yaml").exists())


def texts_of(folder: Path) -> dict[str, str]:
    """Everything of a pack that decides, by path: not the cases, which only prove it. Raises PackError."""
    missing = [name for name in ("pack.yaml", "sources.yaml", "rules") if not (folder / name).exists()]
    if missing:
        raise PackError([problem("E25", str(folder), name=name) for name in missing])
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted([*folder.glob("*.yaml"), *(folder / "rules").glob("*.yaml")]):
        name = path.relative_to(folder).as_posix()
        try:
            texts[name] = text_of(path, f"{folder.name}/{name}")
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return texts


def _whole(pack: Pack | None, problems: list[Problem]) -> Pack:
    if pack is None or problems:
        raise PackError(problems)
    return pack


def _inspect(id: str, texts: Mapping[str, str], beside: Callable[[str], bool]) -> tuple[Pack | None, list[Problem]]:
    try:
        trees, rules = _trees(id, texts)
    except PackError as error:
        return None, error.problems
    problems = _shapes(trees)
    if not any(one.file == trees["points"].file for one in problems):  # rules are read by the points they name
        problems += _rule_shapes(rules, trees["points"])
    if problems:
        return None, problems
    pack = _build(trees, rules, digest(texts))
    return pack, [
        *_quotes(pack, trees["sources"]),
        *references.check(pack, trees, beside),
        *fields.check(pack, trees["pack"]),
    ]


def _trees(id: str, texts: Mapping[str, str]) -> tuple[dict[str, Tree], list[Tree]]:
    problems: list[Problem] = []

    def read(name: str) -> Tree:
        shown = f"{id}/{name}"
        try:
            return read_text(texts[name], shown)
        except PackError as error:
            problems.extend(error.problems)
            return Tree(shown, {})

    trees = {name: read(f"{name}.yaml") for name in ("pack", "sources")}
    for name, empty in EMPTY.items():
        trees[name] = read(f"{name}.yaml") if f"{name}.yaml" in texts else Tree(f"{id}/{name}.yaml", None)
        trees[name].data = empty if trees[name].data is None else trees[name].data
    rules = [read(name) for name in sorted(texts) if name.startswith("rules/")]
    if problems:
        raise PackError(problems)
    return trees, rules


def _shapes(trees: Mapping[str, Tree]) -> list[Problem]:
    wanted = {
        "pack": schemas.PACK,
        "sources": schemas.SOURCES,
        "points": schemas.POINTS,
        "catalogues": schemas.CATALOGUES,
    }
    found: list[Problem] = []
    for name, schema in wanted.items():
        if name not in EMPTY or trees[name].data != EMPTY[name]:
            found += check(trees[name].data, schema, trees[name])
    return found


def _rule_shapes(rules: list[Tree], points: Tree) -> list[Problem]:
    known = {str(one["id"]): one for one in points.data["points"]}
    return [found for tree in rules for found in _rule_shape(tree, known)]


def _rule_shape(tree: Tree, points: Mapping[str, Any]) -> Iterator[Problem]:
    body = tree.data
    if not isinstance(body, dict) or "kind" not in body:
        yield tree.at((), "E07", key="kind")
        return
    if not isinstance(body["kind"], str) or body["kind"] not in KINDS:
        yield tree.at(("kind",), "E12", name=body["kind"], what="规则种类", known="、".join(KINDS))
        return
    unfit = list(references.unfit_readings(tree, points))
    yield from unfit
    seen: set[Problem] = set()
    for choice in [] if unfit else variants(list(dict.fromkeys(points_of(body))), points):
        origin: dict[Any, Any] = {}
        for found in check(resolve(body, choice, origin), KINDS[body["kind"]][1], tree, (), origin):
            if found not in seen:
                seen.add(found)
                yield found


def variants(named: list[str], points: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Choices that show every reading at least once."""
    readings = {name: list(points[name].get("readings") or {}) or [1] for name in named}
    base = {name: keys[0] for name, keys in readings.items()}
    yield base
    for name, keys in readings.items():
        for key in keys[1:]:
            yield base | {name: key}


def _build(trees: Mapping[str, Tree], rules: list[Tree], digest: str) -> Pack:
    about, sources = trees["pack"].data, trees["sources"].data
    clauses = {
        id: Clause(id, one["quote"], one["document"], one.get("place", ""), bool(one.get("text_only")))
        for id, one in sources["clauses"].items()
    }
    points = {one["id"]: _point(one) for one in trees["points"].data["points"]}
    return Pack(
        id=about["id"], title=about["title"], level=about["level"], version=str(about["version"]),
        effective=as_date(about.get("effective")), topics=tuple(about.get("topics", ())), rules=_rules(rules),
        clauses=clauses, sources=sources["documents"], points=points,
        records={id: _record_kind(id, one, about.get("words", {})) for id, one in about.get("records", {}).items()},
        words=about.get("words", {}), catalogues=trees["catalogues"].data or {}, about=about,
        extends=about.get("extends", ""), hash=digest,
    )  # fmt: skip


def _point(one: Mapping[str, Any]) -> Point:
    readings = tuple(
        ReadingText(
            key, said if isinstance(said, str) else said["label"], "" if isinstance(said, str) else said.get("why", "")
        )
        for key, said in one.get("readings", {}).items()
    )
    return Point(
        one["id"], one["question"], cites(one["cite"]), readings, one.get("asks", ""), one.get("unit", ""),
        one.get("recommended", ""), one.get("reason", ""), bool(one.get("noted")),
    )  # fmt: skip


def _record_kind(id: str, one: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> RecordKind:
    subject = one.get("subject", "teacher")
    by = one.get("by", "self" if subject == "teacher" else "office")
    named = tuple(_field(name, said, words, by) for name, said in one.get("fields", {}).items())
    return RecordKind(id, one["title"], one.get("unit", ""), subject, named, by)


def _field(name: str, said: Any, words: Mapping[str, Mapping[str, str]], by: str) -> Field:
    if isinstance(said, str):
        return Field(name, said, by=by)
    choices = said.get("choices", {})
    known = words.get(choices, {}) if isinstance(choices, str) else choices
    kind = said.get("type", "choice" if known else "text")
    return Field(name, said["title"], said.get("hint", ""), kind, known, said.get("by", by))


def _rules(trees: list[Tree]) -> tuple[Rule, ...]:
    classifiers = {str(tree.data["field"]): str(tree.data["id"]) for tree in trees if tree.data["kind"] == "classify"}
    return tuple(_rule(tree, classifiers) for tree in trees)


def _rule(tree: Tree, classifiers: Mapping[str, str]) -> Rule:
    body = tree.data
    refers = [
        *references.rules_named(body),
        *(rule for field, rule in classifiers.items() if references.mentions(body, field)),
    ]
    others = tuple(dict.fromkeys(name for name in refers if name != body["id"]))
    return Rule(
        body["id"], body["title"], body["kind"], body.get("subject", "teacher"), body, tree,
        tuple(dict.fromkeys(references.clauses_of(body))), tuple(dict.fromkeys(points_of(body))), others,
    )  # fmt: skip


def _quotes(pack: Pack, tree: Tree) -> Iterator[Problem]:
    for id, clause in pack.clauses.items():
        if len(clause.quote) > MOST_QUOTED:
            yield tree.at(("clauses", id, "quote"), "E17", quote=clause.quote[:12] + "…", most=MOST_QUOTED)


def digest(texts: Mapping[str, str]) -> str:
    """What tells one version of a pack from another."""
    found = hashlib.sha256()
    for name in sorted(texts):
        found.update(f"{name}\n{texts[name]}\n".encode())
    return found.hexdigest()
