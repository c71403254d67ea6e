"""Schema errors as problems of the catalogue, at the line where the fault stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yanxiu.policy.exact import fraction, text, tidy
from yanxiu.policy.fits import fits
from yanxiu.policy.problems import Problem
from yanxiu.policy.source import Tree
from yanxiu.policy.switches import Place

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

NUMBER_AND_MORE = re.compile(r"(\d+(?:\.\d+)?)\s*(\D{1,4})")  # 50%, 15节
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
    "oneOf": "{known} 要写一项，只写一项",
    "anyOf": "这里要写{wanted}",
    "parts": "{known} 至少写一项",
}
TYPES = {"object": "若干“名称: 值”", "array": "一列（每行以 - 开头）", "string": "文字", "number": "一个数", "integer": "一个整数", "boolean": "true 或 false"}  # fmt: skip


def check(
    data: Any, schema: Any, tree: Tree, base: Place = (), origin: dict[Place, Place] | None = None
) -> Iterator[Problem]:
    """Problems of a document against a schema; `origin` translates places of a resolved body into the file's."""
    if not fits(data, schema):
        found = [
            _problem(leaf, tree, (*base, *(origin or {}).get(tuple(leaf.absolute_path), tuple(leaf.absolute_path))))
            for leaf in map(_leaf, _errors(data, schema))
        ]
        yield from dict.fromkeys(found)


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
    if error.validator == "format" or error.schema.get("format") == "date":
        return tree.at(place, "E21", value=error.instance)
    if error.validator == "required":
        key = next(name for name in error.validator_value if name not in error.instance)
        return tree.at(place, MISSING.get(key, "E07"), key=key)
    if (
        not place
        and isinstance(error.instance, list)
        and len(properties := list(error.schema.get("properties", ()))) == 1
    ):
        return tree.at(place, "E07", key=properties[0])
    word = (
        "parts"
        if error.validator == "anyOf" and all("required" in one for one in error.validator_value)
        else str(error.validator)
    )
    why = WHY.get(word, "不合格式").format(wanted=_wanted(error), known=_known(error.validator_value))
    if isinstance(error.instance, str) and "数" in why and (found := NUMBER_AND_MORE.fullmatch(error.instance.strip())):
        why += f"，只写数字，如 {_bare(*found.groups())}"
    return tree.at(place, "E08", value=shown(error.instance), why=why)


def _bare(number: str, more: str) -> str:
    """The number alone: 50% is 0.5, 50000元 is 50000."""
    return text(tidy(fraction(Decimal(number)) / 100)) if more in ("%", "％") else number


def _wanted(error: Any) -> str:
    schema: Any = error.schema
    if "description" in schema:
        return str(schema["description"])
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    needs = f"，要有 {'、'.join(schema['required'])}" if kinds == ["object"] and schema.get("required") else ""
    return ("或".join(TYPES.get(kind, kind) for kind in kinds) or "别的内容") + needs


def _known(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return "、".join(str(one["required"][0] if isinstance(one, dict) and "required" in one else one) for one in value)


def shown(value: Any) -> str:
    """A value as a message quotes it, cut short."""
    said = "（空）" if value is None else f"{len(value)} 项" if isinstance(value, dict | list) else str(value)
    said = said.lower() if isinstance(value, bool) else said
    return said if len(said) <= 40 else said[:40] + "…"
