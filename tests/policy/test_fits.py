"""The quick answer, whether a document fits its schema, is the full validator's answer, for sound and spoiled alike."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.policy.test_documented import PACKS, examples
from yanxiu.policy.fits import fits
from yanxiu.policy.schemas import all_schemas
from yanxiu.policy.source import read_text

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
    """The files of the manual's pack, its rules without those that need a ruling before they have a shape."""
    for name, block in examples(PACKS).items():
        data = read_text(block, name).data
        if name.startswith("rules/") and "ruling" not in block:
            yield f"rule-{data['kind']}", data
        elif not name.startswith("rules/"):
            yield name.removesuffix(".yaml").removesuffix("/all"), data


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
    some = [path for path in places(data) if path][::11]
    answers = [(fits(one, schema), full.is_valid(one)) for path in some for one in spoiled(data, path)]
    assert {quick == slow for quick, slow in answers} == {True}
    assert {quick for quick, _ in answers} == {True, False}
