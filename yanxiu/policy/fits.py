"""Whether a document fits a schema, yes or no: the few words our schemas use, quickly.

Nearly every file fits. `validate` asks here first and loads the full validator, which can say what is wrong and where,
only for a document that does not; a test holds both to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from yanxiu.policy.conditions import as_date

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda data: isinstance(data, dict),
    "array": lambda data: isinstance(data, list),
    "string": lambda data: isinstance(data, str),
    "boolean": lambda data: isinstance(data, bool),
    "number": lambda data: isinstance(data, int | Decimal) and not isinstance(data, bool),
    "integer": lambda data: isinstance(data, int) and not isinstance(data, bool),
}


def fits(data: Any, schema: Mapping[str, Any]) -> bool:
    """Whether the document fits. Raises KeyError for a word of a schema that is not known here."""
    return all(WORDS[word](data, wanted, schema) for word, wanted in schema.items() if word not in SILENT)


def _typed(data: Any, wanted: Any, schema: Any) -> bool:
    return any(TYPES[one](data) for one in ([wanted] if isinstance(wanted, str) else wanted))


def _same(data: Any, wanted: Any) -> bool:
    return bool(data == wanted) and isinstance(data, bool) == isinstance(wanted, bool)


def _properties(data: Any, wanted: Mapping[str, Any], schema: Any) -> bool:
    return not isinstance(data, dict) or all(fits(data[key], one) for key, one in wanted.items() if key in data)


def _additional(data: Any, wanted: Any, schema: Mapping[str, Any]) -> bool:
    if not isinstance(data, dict):
        return True
    others = [one for key, one in data.items() if key not in schema.get("properties", {})]
    return not others if wanted is False else all(fits(one, wanted) for one in others)


def _number(data: Any) -> bool:
    return TYPES["number"](data)


SILENT = ("description",)
WORDS: dict[str, Callable[[Any, Any, Any], bool]] = {
    "type": _typed,
    "enum": lambda data, wanted, schema: any(_same(data, one) for one in wanted),
    "const": lambda data, wanted, schema: _same(data, wanted),
    "pattern": lambda data, wanted, schema: not isinstance(data, str) or re.search(wanted, data) is not None,
    "format": lambda data, wanted, schema: not isinstance(data, str) or as_date(data) is not None,  # only dates
    "minLength": lambda data, wanted, schema: not isinstance(data, str) or len(data) >= wanted,
    "minItems": lambda data, wanted, schema: not isinstance(data, list) or len(data) >= wanted,
    "maxItems": lambda data, wanted, schema: not isinstance(data, list) or len(data) <= wanted,
    "minProperties": lambda data, wanted, schema: not isinstance(data, dict) or len(data) >= wanted,
    "minimum": lambda data, wanted, schema: not _number(data) or data >= wanted,
    "maximum": lambda data, wanted, schema: not _number(data) or data <= wanted,
    "required": lambda data, wanted, schema: not isinstance(data, dict) or all(key in data for key in wanted),
    "properties": _properties,
    "additionalProperties": _additional,
    "items": lambda data, wanted, schema: not isinstance(data, list) or all(fits(one, wanted) for one in data),
    "anyOf": lambda data, wanted, schema: any(fits(data, one) for one in wanted),
    "oneOf": lambda data, wanted, schema: sum(fits(data, one) for one in wanted) == 1,
}
