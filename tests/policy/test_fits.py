"""The quick answer, whether a document fits its schema, is the full validator's answer, for sound and spoiled alike."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from yanxiu.policy.fits import fits
from yanxiu.policy.schemas import all_schemas
from yanxiu.policy.source import read_file

PACK = next(path.parent for path in (Path(__file__).parents[2] / "packs").glob("*/rules"))
STRANGE = (
    None,
    True,
    0,
    -1,
    Decimal("0.5"),
    "",
    "x",
    "2025-09-01",
    [],
    ["x"],
    {},
    {"x": 1},
    {"value": 1, "cite": "S1"},
)
SCHEMAS = all_schemas()


def documents() -> Iterator[tuple[str, Any]]:
    """The files of a pack, its rules without those that need a ruling before they have a shape."""
    for name in ("pack", "sources", "points"):
        yield name, read_file(PACK / f"{name}.yaml").data
    for path in sorted((PACK / "rules").glob("*.yaml")):
        body = read_file(path).data
        if "ruling" not in str(body):
            yield f"rule-{body['kind']}", body


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(child, (*path, key))


def spoiled(data: Any, path: tuple[Any, ...]) -> Iterator[Any]:
    """The document with one place replaced by something strange, left out, or given a key too many."""
    for strange in STRANGE:
        whole = copy.deepcopy(data)
        at = whole
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = strange
        yield whole
    del at[path[-1]]
    yield whole


@pytest.mark.parametrize(("name", "data"), list(documents()), ids=lambda one: one if isinstance(one, str) else "")
def test_the_quick_answer_is_the_full_validators(name: str, data: Any) -> None:
    full, schema = Draft202012Validator(SCHEMAS[name]), SCHEMAS[name]
    assert fits(data, schema) is full.is_valid(data) is True
    some = [path for path in places(data) if path][::7]
    answers = [(fits(one, schema), full.is_valid(one)) for path in some for one in spoiled(data, path)]
    assert {quick == slow for quick, slow in answers} == {True}
    assert {quick for quick, _ in answers} == {True, False}
