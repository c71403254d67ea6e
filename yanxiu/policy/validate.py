"""Schema errors as problems of the catalogue, at the line where the fault stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from yanxiu.policy.fits import fits
from yanxiu.policy.problems import Problem
from yanxiu.policy.source import Tree
from yanxiu.policy.switches import Place

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MISSING = {"cite": "E10", "unit": "E26"}
WHY = {
    "type": "这里要写{wanted}",
    "enum": "只能是 {known}",
    "const": "只能是 {known}",
    "pattern": "写法不对，{wanted}",
    "minItems": "至少写一项",
    "maxItems": "写多了",
    "minLength": "不能是空的",
    "minimum": "不能小于 {known}",
    "maximum": "不能大于 {known}",
    "minProperties": "至少写 {known} 项",
    "oneOf": "这几项要写一项，只写一项",
    "anyOf": "这里要写{wanted}",
}
TYPES = {"object": "若干“名称: 值”", "array": "一列（每行以 - 开头）", "string": "文字", "number": "一个数", "integer": "一个整数", "boolean": "true 或 false"}  # fmt: skip


def check(
    data: Any, schema: Any, tree: Tree, base: Place = (), origin: dict[Place, Place] | None = None
) -> Iterator[Problem]:
    """Problems of a document against a schema; `origin` translates places of a resolved body into the file's."""
    if not fits(data, schema):
        for leaf in map(_leaf, _errors(data, schema)):
            place = tuple(leaf.absolute_path)
            yield _problem(leaf, tree, (*base, *(origin or {}).get(place, place)))


def _errors(data: Any, schema: Any) -> Iterator[ValidationError]:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415 - slow to load, and only for what is wrong

    yield from Draft202012Validator(schema, format_checker=FormatChecker(["date"])).iter_errors(data)


def _leaf(error: ValidationError) -> ValidationError:
    """The part of an anyOf that fits best: the one that fails deepest."""
    from jsonschema.exceptions import relevance  # noqa: PLC0415 - as above

    while error.context:
        best = max(error.context, key=lambda one: (len(one.absolute_path), relevance(one)))
        if len(best.absolute_path) <= len(error.absolute_path) and best.validator in ("type", "const", "required"):
            return error
        error = best
    return error


def _problem(error: Any, tree: Tree, place: Place) -> Problem:
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        wrong = next(key for key in error.instance if key not in known)
        return tree.at((*place, wrong), "E06", key=wrong, known="、".join(known))
    if error.validator == "format":
        return tree.at(place, "E21", value=error.instance)
    if error.validator == "required":
        key = next(name for name in error.validator_value if name not in error.instance)
        return tree.at(place, MISSING.get(key, "E07"), key=key)
    why = WHY.get(str(error.validator), "不合格式").format(wanted=_wanted(error), known=_known(error.validator_value))
    return tree.at(place, "E08", value=shown(error.instance), why=why)


def _wanted(error: Any) -> str:
    schema: Any = error.schema
    if "description" in schema:
        return str(schema["description"])
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    return "或".join(TYPES.get(kind, kind) for kind in kinds) or "别的内容"


def _known(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def shown(value: Any) -> str:
    """A value as a message quotes it, cut short."""
    text = "（空）" if value is None else f"{len(value)} 项" if isinstance(value, dict | list) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= 40 else text[:40] + "…"
