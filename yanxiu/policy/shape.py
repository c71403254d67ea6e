"""Whether a condition is written so that it can be tried: tests that exist, against values of the right sort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yanxiu.policy.conditions import AGES, AMOUNTS, DATES, TESTS, YEARS, as_date
from yanxiu.policy.source import Path_

OF_PEOPLE = ("day", "term_first", "term_last", "school_year_first", "school_year_last")
OF_RECORDS = ("day",)  # a record is looked at on its own day, whatever the calendar
COMPARED = "一个值、几个值，或一种比法（如 {at_least: 3}）"


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place: an unknown test (`why` is empty) or a value that will not do."""

    place: Path_
    value: Any
    why: str = ""


def faults(place: Path_, data: Any, days: tuple[str, ...]) -> Iterator[Fault]:
    """Everything in a condition that could not be tried; `days` are those it may name."""
    if not isinstance(data, dict):
        yield Fault(place, data, "这里要写条件：栏目或属性 → 要求")
        return
    for name, wanted in data.items():
        here = (*place, name)
        if name == "any":
            yield from _any(here, wanted, days)
        elif name == "not":
            yield from faults(here, wanted, days)
        elif isinstance(wanted, dict):
            yield from _tests(here, wanted, days)
        elif wanted is None or (isinstance(wanted, list) and not _plain(wanted)):
            yield Fault(here, wanted, f"这里要写{COMPARED}")


def _any(place: Path_, parts: Any, days: tuple[str, ...]) -> Iterator[Fault]:
    if not isinstance(parts, list) or not parts:
        yield Fault(place, parts, "any 后面要写一列条件")
        return
    for number, part in enumerate(parts):
        yield from faults((*place, number), part, days)


def _tests(place: Path_, wanted: dict[str, Any], days: tuple[str, ...]) -> Iterator[Fault]:
    if not set(wanted) - {"on"}:
        yield Fault(place, wanted, f"这里要写{COMPARED}")
    for op, value in wanted.items():
        if op not in (*TESTS, "on"):
            yield Fault((*place, op), op)
        elif why := _unfit(op, value, days):
            yield Fault((*place, op), value, why)


def _unfit(op: str, value: Any, days: tuple[str, ...]) -> str:
    """Why a value will not do for a test, or nothing."""
    if op in ("in", "not_in"):
        return "" if isinstance(value, list) and _plain(value) else "这里要写一列值：[甲, 乙]"
    if op == "given":
        return "" if isinstance(value, bool) else "这里要写 true 或 false"
    if op in AMOUNTS:
        return "" if _number(value) else "这里要写一个数"
    if op in (*AGES, *YEARS):
        return "" if isinstance(value, int) and not isinstance(value, bool) else "这里要写一个整数"
    if op in DATES:
        return "" if as_date(value) or value in days else f"这里要写日期（2025-09-01）或 {'、'.join(days)}"
    if op == "on":
        return "" if value in days else f"只能是 {'、'.join(days)}"
    return "这里要写一个值" if value is None or isinstance(value, dict | list) else ""


def _number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _plain(values: list[Any]) -> bool:
    return bool(values) and not any(one is None or isinstance(one, dict | list) for one in values)
