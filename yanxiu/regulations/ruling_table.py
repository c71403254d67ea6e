"""裁定 for its pages: every open point with its readings, what was ruled and when, and the page to be signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from yanxiu.org.models import LeadingGroup, Person, School, Seat
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.units import leading_groups
from yanxiu.policy.pack import Clause, Pack, Point
from yanxiu.regulations.comparing import reading_words
from yanxiu.regulations.models import Adoption, Ruling, RulingSheet
from yanxiu.regulations.queries import latest_rulings, rulings_made, sheets

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_PAGE, NEXT_PAGES = 26, 38  # lines of the table on an A4 page, beside heading and signatures
ASKED, RULED = 15, 20  # characters to a line in its two columns


@dataclass(frozen=True)
class ReadingRow:
    """One reading: its letter by place, whether it is recommended, whether it is ticked when the page opens."""

    letter: str
    key: str
    label: str
    why: str
    recommended: bool
    chosen: bool
    holds: bool


@dataclass(frozen=True)
class PointRow:
    """One open point with its quoted clauses, its readings and the last ruling on it."""

    point: Point
    clauses: tuple[Clause, ...]
    ruling: Ruling | None
    touches: int

    @property
    def id(self) -> str:
        return self.point.id

    @property
    def readings(self) -> list[ReadingRow]:
        """The readings in the order of the pack; a recommendation is only ticked, never in force by itself."""
        ruled = self.ruling.reading if self.ruling else ""
        ticked = ruled or self.point.recommended
        return [
            ReadingRow(
                letter, one.key, one.label, one.why, one.key == self.point.recommended, one.key == ticked,
                one.key == ruled,
            )
            for letter, one in zip(LETTERS, self.point.readings, strict=False)
        ]  # fmt: skip

    @property
    def ticked(self) -> ReadingRow | None:
        """The reading ticked when the page opens."""
        return next((one for one in self.readings if one.chosen), None)

    @property
    def ruled(self) -> str:
        """What was ruled, in words."""
        return reading_words(self.point, self.ruling.reading) if self.ruling else ""


@dataclass(frozen=True)
class PointTable:
    """The points of an adoption: still open (those that touch most first), ruled (the latest first), merely noted."""

    open: tuple[PointRow, ...]
    ruled: tuple[PointRow, ...]
    noted: tuple[PointRow, ...]
    order: tuple[Point, ...] = ()

    @property
    def all(self) -> tuple[PointRow, ...]:
        """Open ones first."""
        return (*self.open, *self.ruled, *self.noted)

    @property
    def decisive(self) -> int:
        """How many there are to decide."""
        return len(self.open) + len(self.ruled)

    @property
    def advised(self) -> int:
        """How many open ones have a recommendation."""
        return sum(bool(one.point.recommended) for one in self.open)

    def find(self, id: str) -> PointRow | None:
        """The row of a point; without an id the first one."""
        return next((one for one in self.all if one.id == id or not id), None)

    def next_open(self, id: str) -> PointRow | None:
        """The open point that followed this one in the order of the pack's list; after the last, the first."""
        return self._after(id) or (self.open[0] if self.open else None)

    def _after(self, id: str) -> PointRow | None:
        touches = next((one.touches for one in self.all if one.id == id), 0)
        order = {one.id: place for place, one in enumerate(self.order)}
        later = [one for one in self.open if (-one.touches, order[one.id]) > (-touches, order[id])]
        return later[0] if later else None

    def beside(self, id: str, step: int) -> PointRow | None:
        """The point before or after."""
        ids = [one.id for one in self.all]
        place = ids.index(id) + step
        return self.all[place] if 0 <= place < len(ids) else None


def point_table(adoption: Adoption, pack: Pack) -> PointTable:
    """The points of a unit's regulation; one read."""
    made = latest_rulings(adoption.school, pack)
    touched = _touched(pack)
    rows = [
        PointRow(point, clauses_of(point, pack), made.get(point.id), touched[point.id])
        for point in pack.points.values()
    ]
    noted = tuple(row for row in rows if row.point.noted)
    open_ = [row for row in rows if row.ruling is None and not row.point.noted]
    ruled = [row for row in rows if row.ruling is not None and not row.point.noted]
    return PointTable(
        tuple(sorted(open_, key=lambda row: -row.touches)),
        tuple(sorted(ruled, key=lambda row: row.ruling.made_at if row.ruling else 0, reverse=True)),
        noted,
        tuple(pack.points.values()),
    )


def _touched(pack: Pack) -> Counter[str]:
    """On how many rules each point bears: those that name it, and those built on them."""
    reach: dict[str, set[str]] = {rule.id: set(rule.points) for rule in pack.rules}
    for _ in pack.rules:  # until nothing is added; a chain is at most as long as there are rules
        before = sum(map(len, reach.values()))
        for rule in pack.rules:
            reach[rule.id] |= {point for name in rule.refers for point in reach.get(name, ())}
        if sum(map(len, reach.values())) == before:
            break
    return Counter(point for points in reach.values() for point in points)


def clauses_of(point: Point, pack: Pack) -> tuple[Clause, ...]:
    """The clauses a point rests on, as quoted."""
    return tuple(pack.clauses[id] for id in point.clauses if id in pack.clauses)


@dataclass(frozen=True)
class Told:
    """One ruling of a point's history."""

    ruling: Ruling
    words: str
    by: str


def history(adoption: Adoption, point: Point) -> list[Told]:
    """All rulings on a point, the latest first; two reads."""
    rows = list(rulings_made(adoption.school, adoption.pack).filter(point=point.id).order_by("-made_at", "-pk"))
    names = names_of(row.sheet.made_by for row in rows)
    return [Told(row, reading_words(point, row.reading), names.get(row.sheet.made_by, "")) for row in rows]


def names_of(ids: Iterable[UUID | None]) -> Mapping[UUID | None, str]:
    """Names of people by id."""
    wanted = {one for one in ids if one}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


@dataclass(frozen=True)
class SheetLine:
    """One line of the page to sign; `live` is the one being decided on the screen."""

    number: int
    asked: str
    ruled: str
    reason: str = ""
    live: bool = False
    start: date | None = None


def lines_of(rulings: Iterable[Ruling], pack: Pack | None) -> list[SheetLine]:
    """The lines of a sheet. A point a later version has dropped is named by its code."""
    return [_line(number, row, pack.points.get(row.point) if pack else None) for number, row in enumerate(rulings, 1)]


def _line(number: int, row: Ruling, point: Point | None) -> SheetLine:
    asked, ruled = (point.question, reading_words(point, row.reading)) if point else (row.point, row.reading)
    return SheetLine(number, asked, ruled, row.reason, start=row.start)


def todays_sheet(adoption: Adoption, on: date) -> RulingSheet | None:
    """The sheet that further rulings of today's meeting would join."""
    last = sheets(adoption.school, adoption.pack).order_by("number").last()
    joins = last and last.signed_file_id is None and timezone.localdate(last.made_at) == on
    return last if joins else None


def paged(lines: Sequence[SheetLine]) -> list[list[SheetLine]]:
    """The lines parted into A4 pages, none of them empty."""
    pages: list[list[SheetLine]] = [[]]
    room = FIRST_PAGE
    for line in lines:
        height = max(-(-len(line.asked) // ASKED), -(-len(line.ruled) // RULED), 1)
        if height > room and pages[-1]:
            pages.append([])
            room = NEXT_PAGES
        pages[-1].append(line)
        room -= height
    return pages


@dataclass(frozen=True)
class Signer:
    """A place to sign."""

    title: str
    name: str


def signers(school: School | None, by: str, on: date) -> list[Signer]:
    """Who signs: the seats of the leading group that decided, else of the unit's first one; without any, blank places."""
    groups = list(leading_groups(school, on).order_by("kind__position", "pk"))
    group = next((one for one in groups if one.kind.title == by), groups[0] if groups else None)
    return (_seated(group, on) if group else []) or [Signer(title, "") for title in ("组长", "副组长", "成员")]


def _seated(group: LeadingGroup, on: date) -> list[Signer]:
    titles = {seat["code"]: seat["title"] for seat in group.kind.seats}
    order = list(titles)
    seats = Seat.objects.filter(in_force(on), group=group).select_related("person").order_by("person__name_key", "pk")
    held = sorted(seats, key=lambda seat: order.index(seat.code) if seat.code in titles else len(order))
    return [Signer(titles.get(seat.code, "成员"), seat.person.name) for seat in held]
