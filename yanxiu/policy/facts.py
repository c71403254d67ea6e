"""Facts: people and groups with dated attributes, records, counts without records, opening balances, a start date.

Records and counts have one meaning. A `Record` may stand for several like ones, which is how a database hands over what
it grouped (`uses` says by what); a `Lump` is so many records somewhere in a period of which nothing else is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from yanxiu.policy.conditions import UNKNOWN
from yanxiu.policy.exact import fraction, tidy
from yanxiu.policy.measures import Classify, Need, amounts, of_lump
from yanxiu.policy.words import Number, Period


@dataclass(frozen=True)
class Dated:
    """A value an attribute had from one day to another (both inclusive, None = open)."""

    value: Any
    first: date | None = None
    last: date | None = None

    def on(self, day: date) -> bool:
        """Whether it held on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Subject:
    """A person, group, school or pair that rules judge. Attributes are tuples of dated values."""

    id: str
    kind: str = "teacher"
    name: str = ""
    attributes: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    joined: date | None = None
    left: date | None = None

    def get(self, name: str, day: date) -> Any:
        """Values of an attribute on that day as a tuple, a single value as itself; UNKNOWN when never stated."""
        if name not in self.attributes:
            return UNKNOWN
        values = tuple(one.value for one in self.attributes[name] if one.on(day))
        return values[0] if len(values) == 1 else values

    def shown(self) -> str:
        """Name, or id where there is none."""
        return self.name or self.id


@dataclass(frozen=True)
class Record:
    """Something that happened: a lesson observed, a plan handed in, a sign-in.

    `times` says how many like records this one stands for; then `on` is a day of the stretch of time they all lie in.
    """

    id: str
    kind: str
    subject: str
    on: date
    fields: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1

    def get(self, name: str) -> Any:
        """The value of a field, several as a tuple; UNKNOWN when absent or empty."""
        return self._known.get(name, UNKNOWN)

    @cached_property
    def _known(self) -> dict[str, Any]:
        filled = {name: value for name, value in self.fields.items() if value is not None and value not in ("", [], ())}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in filled.items()}


@dataclass(frozen=True)
class Lump:
    """So many like records somewhere in a period, without the records themselves."""

    kind: str
    subject: str
    period: Period
    count: int
    sums: Mapping[str, Number] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    complete: bool = False


@dataclass(frozen=True)
class Opening:
    """期初结转: an amount carried over for one rule, as of a day, with its source."""

    subject: str
    item: str
    amount: Number
    source: str
    as_of: date | None = None


class Facts(Protocol):
    """What the engine asks of facts."""

    start: date | None

    def subjects(self) -> Iterable[Subject]:
        """Everybody and everything judged."""

    def measure(self, subject: str, need: Need, periods: tuple[Period, ...], classify: Classify) -> Mapping[str, Any]:
        """Amount per period key; a period without anything is absent, one that cannot be told holds None."""

    def openings(self, subject: str, item: str) -> tuple[Opening, ...]:
        """Balances carried over for a rule."""

    def items(self, subject: str, name: str) -> tuple[str, ...] | None:
        """A list the unit keeps (单元, 研修项目), or None when it is not stated."""


class RecordFacts:
    """Facts as records, each for itself or for several like ones, and lumps."""

    def __init__(
        self,
        subjects: Iterable[Subject],
        records: Iterable[Record] = (),
        lumps: Iterable[Lump] = (),
        openings: Iterable[Opening] = (),
        lists: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
        start: date | None = None,
    ) -> None:
        self._subjects = tuple(subjects)
        self._records: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self._lumps: dict[tuple[str, str], list[Lump]] = defaultdict(list)
        self._openings: dict[tuple[str, str], list[Opening]] = defaultdict(list)
        self._lists = lists or {}
        self.start = start
        for record in records:
            self._records[record.subject, record.kind].append(record)
        for opening in openings:
            self._openings[opening.subject, opening.item].append(opening)
        for lump in lumps:
            self._lumps[lump.subject, lump.kind].append(lump)

    def subjects(self) -> Iterable[Subject]:
        """Everybody and everything judged."""
        return self._subjects

    def every_record(self) -> Iterator[Record]:
        """All records, by subject and kind."""
        for some in self._records.values():
            yield from some

    def with_records(self, records: Iterable[Record]) -> RecordFacts:
        """The same facts with other records."""
        lumps = [one for some in self._lumps.values() for one in some]
        openings = [one for some in self._openings.values() for one in some]
        return RecordFacts(self._subjects, records, lumps, openings, self._lists, self.start)

    def of(self, subject: str, kinds: Iterable[str]) -> list[Record]:
        """Records of these kinds about a subject."""
        return [one for kind in kinds for one in self._records.get((subject, kind), ())]

    def measure(self, subject: str, need: Need, periods: tuple[Period, ...], classify: Classify) -> Mapping[str, Any]:
        """Amounts by period key, counted from records and lumps."""
        found = amounts(need, self.of(subject, need.records), periods, classify)
        for kind in need.records:
            for lump in self._lumps.get((subject, kind), ()):
                of_lump(need, lump, periods, found)
        return found

    def openings(self, subject: str, item: str) -> tuple[Opening, ...]:
        """Balances carried over for a rule."""
        return tuple(self._openings.get((subject, item), ()))

    def items(self, subject: str, name: str) -> tuple[str, ...] | None:
        """A list stated for the subject, or for everybody."""
        return self._lists.get((subject, name), self._lists.get(("", name)))


def nothing(record: Any, name: str) -> Any:
    """Where no field is derived."""
    return UNKNOWN


def opening_sum(openings: Iterable[Opening]) -> Number:
    """The total carried over."""
    return tidy(sum((fraction(one.amount) for one in openings), start=fraction(0)))
