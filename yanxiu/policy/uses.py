"""Uses: what the rules of a pack look at in each kind of record, so that a database need not hand over more.

Records that agree in all of it may be handed over as one that stands for several (`Record.times`): a field looked at by
value as it is, one that need only be given as "given", the day itself only where single days matter, else a day of the
stretch of the calendar (`cuts`) it lies in. Independent of rulings: through all readings of all points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.compiled import compiled
from yanxiu.policy.conditions import AGES, DATES, UNKNOWN, YEARS, Condition, Test, as_date
from yanxiu.policy.facts import Record
from yanxiu.policy.kinds import Judge
from yanxiu.policy.kinds.base import Valued
from yanxiu.policy.kinds.classify import Classify
from yanxiu.policy.measures import Need
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.words import Period, holding

GIVEN = "有"
A_DAY = timedelta(days=1)
DAY_BY_DAY = ("first_day", "last_day", "days", "values")


@dataclass(frozen=True)
class Use:
    """What is looked at in one kind of record.

    `values`: fields looked at by value; `given`: fields that need only be filled in; `days`: whether single days
    matter; `periods`: kinds of period they are counted by; `edges`: days from which they are judged otherwise.
    """

    values: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    days: bool = False
    periods: frozenset[str] = frozenset()
    edges: frozenset[date] = frozenset()

    def __or__(self, other: Use) -> Use:
        values = self.values | other.values
        return Use(
            values,
            (self.given | other.given) - values,
            self.days or other.days,
            self.periods | other.periods,
            self.edges | other.edges,
        )


def uses(pack: Pack) -> Mapping[str, Use]:
    """What is looked at, by kind of record; a kind nobody asks for is absent."""
    found: dict[str, Use] = {}
    for rule in pack.rules:
        for judge in _variants(pack, rule):
            for kind, use in _of_judge(judge):
                found[kind] = found.get(kind, Use()) | use
    return found


def _variants(pack: Pack, rule: Rule) -> Iterator[Judge]:
    """The rule under every combination of readings that shapes what it counts: its own and those of `counts_if`."""
    ready = compiled(pack)
    complete = [pack.rule(id) for id in rule.refers if pack.rule(id).kind == "complete"]
    names = list(dict.fromkeys(point for one in (rule, *complete) for point in one.points))
    readings: list[list[str | int]] = [[one.key for one in pack.points[name].readings] or [1] for name in names]
    for chosen in product(*readings):
        yield ready.compile(rule, dict(zip(names, chosen, strict=True)))


def _of_judge(judge: Judge) -> Iterator[tuple[str, Use]]:
    for need in judge.needs():
        for kind in need.records:
            yield kind, _of_need(need)
    if isinstance(judge, Classify):
        tested = _of_condition(judge.where)
        for row, when in judge.rows:
            tested |= _of_condition(when) | Use(edges=frozenset(_edges(row)))
        for kind in judge.records:
            yield kind, tested


def _of_need(need: Need) -> Use:
    fields = frozenset(name for name in (need.field, *need.fields) if name)
    taken = Use(given=fields) if need.take == "missing" else Use(values=fields)
    counted = Use(days=need.take in DAY_BY_DAY, periods=frozenset([need.period]))
    return _of_condition(need.where) | taken | counted


def _of_condition(where: Condition) -> Use:
    found = Use(given=frozenset(name for group in where.demanded for name in group))
    for test in where.tests:
        name = frozenset([test.attribute])
        found |= Use(given=name) if test.op == "given" else Use(values=name, days=_counts_from_its_day(test))
    for part in (*where.any, *where.none):
        found |= _of_condition(part)
    return found


def _counts_from_its_day(test: Test) -> bool:
    """Whether ages, years or a bound are counted from the day of the record itself."""
    return test.op in (*AGES, *YEARS) or (test.op in DATES and as_date(test.value) is None)


def _edges(row: Valued) -> Iterator[date]:
    if row.first:
        yield row.first
    if row.last:
        yield row.last + A_DAY


def cuts(use: Use, calendar: SchoolCalendar) -> tuple[Period, ...]:
    """The longest stretches, in order, of which every period needed is made up, from before the school year to after."""
    needed = [period for kind in sorted(use.periods) for period in calendar.periods(kind)]
    year = calendar.school_year
    first = min([year.first, *[one.first for one in needed]])
    last = max([year.last, *[one.last for one in needed]])
    starts = {first, *use.edges, *[one.first for one in needed]}
    starts |= {one.last + A_DAY for one in needed if one.last < last}
    inside = sorted(day for day in starts if first <= day <= last)
    ends = [*[day - A_DAY for day in inside[1:]], last]
    return tuple(_stretch(start, end) for start, end in zip(inside, ends, strict=True))


def _stretch(first: date, last: date) -> Period:
    return Period("stretch", f"stretch:{first}", f"{first}—{last}", first, last)


def grouped(records: Iterable[Record], use: Use, calendar: SchoolCalendar) -> Iterator[Record]:
    """Records as a database would hand them over: only what is looked at, like ones as one. They are of one kind."""
    stretches, alike = cuts(use, calendar), dict[tuple[Any, ...], Record]()
    for record in records:
        if (stretch := holding(stretches, record.on)) is not None:
            fields = dict(_looked_at(record, use))
            one = replace(record, on=record.on if use.days else stretch.first, fields=fields)
            key = (one.subject, one.on, *sorted((name, type(value), str(value)) for name, value in fields.items()))
            alike[key] = replace(one, times=one.times + alike[key].times) if key in alike else one
    yield from alike.values()


def _looked_at(record: Record, use: Use) -> Iterator[tuple[str, Any]]:
    for name in sorted(use.values | use.given):
        value = record.get(name)
        if value is not UNKNOWN:
            yield name, value if name in use.values else GIVEN


__all__ = ["Use", "cuts", "grouped", "uses"]
