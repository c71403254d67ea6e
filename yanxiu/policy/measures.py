"""Measures: what a rule counts, as a value that records or a database can answer alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yanxiu.policy.conditions import EVERYBODY, UNKNOWN, Condition, condition
from yanxiu.policy.exact import fraction, read, tidy
from yanxiu.policy.words import Period, holding

if TYPE_CHECKING:
    from yanxiu.policy.facts import Lump, Record

# How a record answers for a derived field (an attendance outcome): record, field → value or UNKNOWN.
Classify = Callable[[Any, str], Any]
TAKES = ("count", "sum", "missing", "first_day", "last_day", "values", "distinct", "days")


@dataclass(frozen=True)
class Need:
    """What is counted: which records, which of them, what is taken of each, and by which period.

    count: how many; sum: of a number field; missing: how many of `fields` are empty, over all records; first_day,
    last_day: of the records; values: (day, values of `fields`) in the order of days; distinct: different values of a
    field; days: different days.
    """

    records: tuple[str, ...]
    period: str = "term"
    where: Condition = EVERYBODY
    take: str = "count"
    field: str = ""
    fields: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return self._hash  # asked for at every look-up, over the whole tree of conditions

    @cached_property
    def all(self) -> bool:
        """Whether every record of these kinds is counted."""
        return self.where == EVERYBODY

    @cached_property
    def _hash(self) -> int:
        return hash((self.records, self.period, self.where, self.take, self.field, self.fields))


def need(data: dict[str, Any], period: str, complete: Callable[[str], tuple[tuple[str, ...], ...]]) -> Need:
    """The need written in a pack. `complete` gives the field groups a completeness rule demands."""
    kinds = data["records"] if isinstance(data["records"], list) else [data["records"]]
    where = condition(data.get("where"))
    demanded = [group for rule in as_list(data.get("counts_if")) for group in complete(rule)]
    if demanded:
        where = Condition(where.tests, where.any, where.none, demanded=(*where.demanded, *demanded))
    take = next((name for name in TAKES if name in data), "count")
    value = data.get(take)
    return Need(
        tuple(kinds),
        period,
        where,
        take,
        str(value) if take in ("sum", "distinct") else "",
        tuple(as_list(value)) if take in ("missing", "values") else (),
    )


def as_list(value: Any) -> list[Any]:
    """One or several as a list; nothing as none."""
    return [] if value is None else value if isinstance(value, list) else [value]


def as_number(amount: Any) -> Any:
    """An amount as a number: of different values or days, how many."""
    return len(amount) if isinstance(amount, frozenset | tuple) else amount


def matches(need: Need, record: Record, classify: Classify) -> bool:
    """Whether a record is one of those counted."""
    return need.all or need.where.holds(values_of(record, classify), lambda word: record.on) is True


def values_of(record: Record, classify: Classify) -> Callable[[str], Any]:
    """How a record answers a condition: by its fields, or by what is derived from them."""

    def get(name: str) -> Any:
        value = record.get(name)
        return classify(record, name) if value is UNKNOWN else value

    return get


def amounts(need: Need, records: Iterable[Record], periods: tuple[Period, ...], classify: Classify) -> dict[str, Any]:
    """What is taken of the matching records, by period key."""
    counted: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.times and matches(need, record, classify) and (period := holding(periods, record.on)):
            counted[period.key].append(record)
    return {key: amount(need, some) for key, some in counted.items()}


def amount(need: Need, records: list[Record]) -> Any:
    """What is taken of these records, each as often as it occurred; None when a sum cannot be told."""
    if need.take == "count":
        return sum(record.times for record in records)
    if need.take == "sum":
        numbers = [(record.times, read(record.fields.get(need.field))) for record in records]
        known = [times * fraction(number) for times, number in numbers if number is not None]
        return tidy(sum(known, fraction(0))) if len(known) == len(numbers) else None
    if need.take == "missing":
        return sum(record.times for record in records for name in need.fields if record.get(name) is UNKNOWN)
    if need.take in ("first_day", "last_day"):
        return (min if need.take == "first_day" else max)(record.on for record in records)
    if need.take == "values":
        return tuple(sorted(row for record in records for row in [_row(need, record)] * record.times))
    values = [record.on if need.take == "days" else record.get(need.field) for record in records]
    return frozenset(str(value) for value in values if value is not UNKNOWN)


def _row(need: Need, record: Record) -> tuple[date, tuple[str, ...]]:
    return record.on, tuple("" if record.get(name) is UNKNOWN else str(record.fields[name]) for name in need.fields)


def of_lump(need: Need, lump: Lump, periods: tuple[Period, ...], found: dict[str, Any]) -> None:
    """Add a lump: to the period that holds it; where it straddles several, none of them can be told."""
    met = _lump_meets(need, lump)
    if met is False or lump.count == 0:
        return
    touched = [one for one in periods if one.first <= lump.period.last and one.last >= lump.period.first]
    inside = [one for one in touched if one.first <= lump.period.first and one.last >= lump.period.last]
    amount = _of_lump(need, lump) if met and inside else None
    for period in inside or touched:
        before = found.get(period.key, 0)
        found[period.key] = None if amount is None or before is None else tidy(fraction(before) + fraction(amount))


def _of_lump(need: Need, lump: Lump) -> Any:
    if need.take == "count":
        return lump.count
    if need.take == "sum":
        return lump.sums.get(need.field)
    if need.take == "missing" and lump.complete:
        return 0
    return None


def _lump_meets(need: Need, lump: Lump) -> bool | None:
    def get(name: str) -> Any:
        return lump.fields.get(name, UNKNOWN)

    if need.where.demanded and not lump.complete:
        return None
    bare = Condition(need.where.tests, need.where.any, need.where.none)
    return bare.holds(get, lambda word: date.min)
