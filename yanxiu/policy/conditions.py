"""Conditions on a person or a record, written as data: attribute → wanted value, list of values, or tests.

    {post: [group_leader, grade_leader]}     holds one of these posts
    {hired: {within_years: 3}}               hired less than three years before the day judged
    {born: {age_at_most: 40, on: term_first}}
    {any: [{…}, {…}]}  {not: {…}}            one of them; none of it

The answer is True, False, or None when an attribute of a person is not known. A record that lacks a field does not
meet a test of it, except `given: false`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from yanxiu.kernel.age import age_on
from yanxiu.policy.exact import fraction, read
from yanxiu.policy.words import Number

Get = Callable[[str], Any]
Day = Callable[[str], date]
UNKNOWN = object()
AGES = ("age_at_least", "age_at_most", "age_below")
YEARS = ("within_years", "years_at_least")
BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "exactly": operator.eq,
}
AMOUNTS = ("at_least", "at_most", "above", "below")
DATES = ("before", "after")
TESTS = ("is", "in", "not_in", "given", *AMOUNTS, *DATES, *AGES, *YEARS)


@dataclass(frozen=True)
class Test:
    """One test of one attribute. `on` names the day that ages and years are counted to ("" = the day judged)."""

    attribute: str
    op: str
    value: Any
    on: str = ""


@dataclass(frozen=True)
class Condition:
    """All tests, one of `any` and none of `none` must hold; of each group of `demanded` fields one is filled in."""

    tests: tuple[Test, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()
    demanded: tuple[tuple[str, ...], ...] = ()

    def attributes(self) -> Iterator[str]:
        """Names of the attributes asked for."""
        yield from (test.attribute for test in self.tests)
        for part in (*self.any, *self.none):
            yield from part.attributes()

    def holds(self, get: Get, day: Day) -> bool | None:
        """Whether it holds; `get` gives an attribute (a tuple for several values) or UNKNOWN, `day` a named day."""
        unsure = False
        for test in self.tests:  # asked of every record by every rule: nothing is built on the way
            answer = _test(test, get(test.attribute), day)
            if answer is False:
                return False
            unsure |= answer is None
        for group in self.demanded:
            if not _filled(group, get):
                return False
        if self.any or self.none:
            answers = [*[_not(part.holds(get, day)) for part in self.none], *self._either(get, day)]
            if False in answers:
                return False
            unsure |= None in answers
        return None if unsure else True

    def _either(self, get: Get, day: Day) -> list[bool | None]:
        return [_or([part.holds(get, day) for part in self.any])] if self.any else []

    def unknown(self, get: Get) -> list[str]:
        """Attributes asked for that are not known."""
        return [name for name in dict.fromkeys(self.attributes()) if get(name) is UNKNOWN]


EVERYBODY = Condition()


def condition(data: dict[str, Any] | None) -> Condition:
    """The condition written in a pack; its form was checked by the schema."""
    tests: list[Test] = []
    any_: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()
    for name, wanted in (data or {}).items():
        if name == "any":
            any_ = tuple(condition(part) for part in wanted)
        elif name == "not":
            none = (condition(wanted),)
        elif isinstance(wanted, dict):
            on = str(wanted.get("on", ""))
            tests += [Test(name, op, _frozen(value), on) for op, value in wanted.items() if op != "on"]
        elif isinstance(wanted, list):
            tests.append(Test(name, "in", tuple(wanted)))
        else:
            tests.append(Test(name, "is", wanted))
    return Condition(tuple(tests), any_, none)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _or(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _filled(group: tuple[str, ...], get: Get) -> bool:
    return any(_given(get(name)) for name in group)


def _given(value: Any) -> bool:
    return value is not UNKNOWN and value not in (None, "", ())


def _test(test: Test, value: Any, day: Day) -> bool | None:
    if test.op == "given":
        return _given(value) is bool(test.value)
    if value is UNKNOWN:
        return None
    if value is None or value == ():
        return test.op == "not_in"
    if test.op == "not_in":
        return not any(_same(one, wanted) for one in _several(value) for wanted in test.value)
    return _or([_one(test, one, day) for one in value]) if isinstance(value, tuple) else _one(test, value, day)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _one(test: Test, value: Any, day: Day) -> bool | None:
    if test.op == "is":
        return _same(value, test.value)
    if test.op == "in":
        return any(_same(value, wanted) for wanted in test.value)
    if test.op in AMOUNTS:
        amount = read(value)
        return amount is not None and _compare(test.op, amount, test.value)
    if test.op in DATES:
        since, limit = as_date(value), as_date(test.value) or day(str(test.value))
        return since is not None and (since < limit if test.op == "before" else since > limit)
    return _years(test, str(value), day(test.on))


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    return bool(value == wanted) or str(value) == str(wanted)


def _compare(op: str, amount: Number, limit: Number) -> bool:
    return BOUNDS[op](fraction(amount), fraction(limit))


def _years(test: Test, since: str, on: date) -> bool | None:
    """Whole years from a birthday or first day; the anniversary completes the year. A mere month (1985-09) may leave
    it open."""
    whole = as_date(since) or as_date(f"{since}-01")
    if whole is None:
        return None
    answers = {_reached(test, years) for years in age_on(whole, on, to_the_day=as_date(since) is not None).candidates}
    return answers.pop() if len(answers) == 1 else None


def _reached(test: Test, years: int) -> bool:
    limit = int(test.value)
    return {
        "age_at_least": years >= limit,
        "years_at_least": years >= limit,
        "age_at_most": years <= limit,
        "age_below": years < limit,
        "within_years": 0 <= years < limit,
    }[test.op]


def as_date(value: Any) -> date | None:
    """A day written 2025-09-01, or None."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
