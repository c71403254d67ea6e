"""A register against what the school knows: whose row, which activity, what each mark says, what stands in the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from yanxiu.activities.models import Activity, Attendance, RegisterImport
from yanxiu.activities.queries import Marks, fields_of, marks_of, people_between
from yanxiu.activities.register.days import SchoolTime
from yanxiu.activities.register.grid import Grid
from yanxiu.activities.register.table import Column, Line, Table, read_table
from yanxiu.base import clock
from yanxiu.kernel.terms import label, short
from yanxiu.org.models import Person
from yanxiu.org.queries.time import term_time
from yanxiu.regulations.attending import Way
from yanxiu.regulations.records import RecordState
from yanxiu.setup.roster.values import clean_name

SKIP, NOTHING = "skip", "-"  # answers: leave this row or column out; this mark says nothing


@dataclass(frozen=True)
class Trouble:
    """What stands in the way: where, what is wrong, how to mend it; `ask` is the question that settles it on the page."""

    where: str
    what: str
    how: str
    ask: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Event:
    """A column understood: its day and name, and the activity there is already."""

    column: Column
    day: date
    title: str
    activity: Activity | None = None


@dataclass
class Judged:
    """A register judged: every cell that would be written, or why not."""

    table: Table
    marks: Marks
    events: list[Event] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    ways: dict[str, Way | None] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    kept: dict[tuple[Any, Any], Attendance] = field(default_factory=dict)

    @property
    def lines(self) -> list[Line]:
        """Rows of people who are known."""
        return [line for line in self.table.lines if line.number in self.people]

    def cells(self, event: Event) -> dict[Person, tuple[str, Mapping[str, Any]]]:
        """The marks of one column that say something: person → (mark, fields)."""
        found = {}
        for line in self.lines:
            mark = line.marks.get(event.column.index, "")
            way = self.ways.get(mark) if mark else None
            if way is not None and way.fields:
                found[self.people[line.number]] = (mark, way.fields)
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        """What importing would do: activities new and there, rows new, put right, the same; cells left blank."""
        found: Counter[str] = Counter(events=0, new_events=0, new=0, corrected=0, same=0, kept=0)
        for event in self.events:
            found["events"] += 1
            found["new_events"] += event.activity is None
            cells = self.cells(event)
            for person, (_, fields) in cells.items():
                found[self._fate(event, person, fields)] += 1
            if event.activity is not None:
                here = {person.pk for person in self.people.values()} - {person.pk for person in cells}
                found["kept"] += sum((event.activity.pk, pk) in self.kept for pk in here)
        return found

    def _fate(self, event: Event, person: Person, fields: Mapping[str, Any]) -> str:
        row = self.kept.get((event.activity.pk, person.pk)) if event.activity else None
        if row is None:
            return "new"
        return "same" if fields_of(row) == dict(fields) else "corrected"

    def corrections(self) -> list[dict[str, Any]]:
        """What stands in the system otherwise than on the sheet: who, when, from what to what."""
        found = []
        for event in self.events:
            for person, (mark, fields) in self.cells(event).items():
                if self._fate(event, person, fields) == "corrected" and event.activity:
                    was, way = self.kept[event.activity.pk, person.pk], self.ways[mark]
                    now = way.title if way else mark
                    found.append({"person": person, "event": event, "was": self.marks.called(was), "now": now})
        return found

    def sums(self) -> list[dict[str, Any]]:
        """Each person's totals, beside the sheet's own where it has one."""
        rows = []
        for line in self.lines:
            said = [self.ways.get(line.marks.get(event.column.index, "")) for event in self.events]
            here = sum(1 for way in said if way and way.here)
            own = line.total.split(".")[0]
            other = sum(1 for way in said if way and way.fields and not way.here)
            differs = own.isdigit() and int(own) != here
            rows.append({"line": line, "here": here, "other": other, "own": own, "differs": differs})
        return rows


def judge(register: RegisterImport) -> Judged:
    """Judge a register as decided so far; the same number of reads whatever it holds. Raises GridProblem."""
    term = register.term
    time = SchoolTime(term.year.begins_in, term_time(term))
    first, last = date(time.begins_in, 8, 1), date(time.begins_in + 1, 7, 31)
    people = list(people_between(register.school, first, last))
    table = read_table(Grid.from_json(register.grid), time, {person.name for person in people})
    on = max((c.read.day for c in table.columns if c.read.day), default=term.last_day)
    found = Judged(table, marks_of(register.school, min(on, clock.today())))
    _name_people(found, people, register.answers.get("people", {}))
    _name_events(found, register)
    _name_symbols(found, register.answers.get("symbols", {}))
    _find_kept(found)
    return found


def _name_people(found: Judged, people: list[Person], answers: Mapping[str, str]) -> None:
    known: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        known[clean_name(one.name)].append(one)
    by_id, taken = {str(one.pk): one for one in people}, dict[Any, int]()
    for line in found.table.lines:
        answer = answers.get(str(line.number), "")
        if answer == SKIP:
            continue
        person = by_id.get(answer) or _only(known.get(line.name, []), line)
        if person is None:
            found.troubles.append(_unknown(line, known.get(line.name, []), people))
        elif person.pk in taken:
            what = f"“{line.name}”和第 {taken[person.pk]} 行是同一个人。"
            found.troubles.append(
                Trouble(
                    f"第 {line.number} 行",
                    what,
                    "一人只能有一行：并成一行，或跳过这一行。",
                    f"person:{line.number}",
                    ((SKIP, "跳过这一行"),),
                )
            )
        else:
            taken[person.pk] = line.number
            found.people[line.number] = person


def _only(candidates: list[Person], line: Line) -> Person | None:
    """The one person of that name; of several, the one with the number the sheet gives."""
    if len(candidates) > 1 and line.staff_no:
        candidates = [person for person in candidates if person.staff_no == line.staff_no]
    return candidates[0] if len(candidates) == 1 else None


def _unknown(line: Line, candidates: list[Person], people: list[Person]) -> Trouble:
    where, ask = f"第 {line.number} 行，姓名", f"person:{line.number}"
    offered = candidates or sorted(people, key=lambda one: one.name_key)
    options = ((SKIP, "跳过这一行"), *((str(one.pk), _called(one)) for one in offered))
    if not line.name:
        return Trouble(where, "有符号，没有姓名。", "在原表补上姓名，或在这里选是谁。", ask, options)
    if candidates:
        return Trouble(where, f"有 {len(candidates)} 位“{line.name}”。", "请选是哪一位。", ask, options)
    what = f"本校这一学年没有“{line.name}”。"
    return Trouble(where, what, "先到“人员”里加上，或在这里选是谁；不是本校的人就跳过。", ask, options)


def _called(person: Person) -> str:
    more = "、".join(person.subjects) or person.staff_no
    return f"{person.name}（{more}）" if more else person.name


def _name_events(found: Judged, register: RegisterImport) -> None:
    answers, titles = register.answers.get("days", {}), register.answers.get("titles", {})
    marked = {index for line in found.table.lines for index in line.marks}
    columns = [c for c in found.table.columns if c.index in marked and answers.get(str(c.index)) != SKIP]
    days = {column.index: _day(column, answers) for column in columns}
    held = _held(register, {day for day in days.values() if day})
    seen: dict[tuple[date, str], str] = {}
    for column in columns:
        day = days[column.index]
        if day is None or day > clock.today():
            found.troubles.append(_no_day(column, day))
            continue
        title = titles.get(str(column.index)) or column.read.title
        there = held.get(day, [])
        title = title or (there[0].title if len(there) == 1 else register.title)
        if (day, title) in seen:
            found.troubles.append(_twice(column, day, title, seen[day, title]))
            continue
        seen[day, title] = column.letter
        activity = next((one for one in there if one.title == title), None)
        found.events.append(Event(column, day, title, activity))


def _day(column: Column, answers: Mapping[str, str]) -> date | None:
    written = answers.get(str(column.index), "")
    try:
        return date.fromisoformat(written) if written else column.read.day
    except ValueError:
        return column.read.day


def _held(register: RegisterImport, days: set[date]) -> dict[date, list[Activity]]:
    rows = Activity.objects.filter(
        school=register.school, group=register.group, on__in=days, state=RecordState.KEPT
    ).select_related("school", "group")
    held: dict[date, list[Activity]] = defaultdict(list)
    for row in rows.order_by("entered_at"):
        held[row.on].append(row)
    return held


def _no_day(column: Column, day: date | None) -> Trouble:
    where, ask = f"{column.letter} 列表头", f"day:{column.index}"
    readings = tuple((one.isoformat(), short(one)) for one in column.read.readings)
    options = (*readings, (SKIP, "不导入这一列"))
    if day is not None:
        return Trouble(where, f"{label(day, None)}还没到。", "核对日期；还没开的活动，开过再导。", ask, options)
    return Trouble(where, column.read.problem, "在这里填日期，或改好原表再传。", ask, options)


def _twice(column: Column, day: date, title: str, other: str) -> Trouble:
    what = f"和 {other} 列同一天、同一个名称（{short(day)}“{title}”）。"
    return Trouble(
        f"{column.letter} 列表头", what, "写清是两次什么活动，例如“集体备课（下午）”。", f"title:{column.index}"
    )


def _name_symbols(found: Judged, answers: Mapping[str, str]) -> None:
    """What each mark says. Proposals of the regulation count for the preview; a mark nobody explained stands in the way."""
    titled = {way.title: way for way in found.marks.kept.ways}
    for symbol in found.table.symbols:
        answer = answers.get(symbol, "")
        if answer == NOTHING:
            found.ways[symbol] = Way("不登记", {})
        else:
            found.ways[symbol] = titled.get(answer) or found.marks.way(symbol)
        if found.ways[symbol] is None:
            cells = _places(found.table, symbol)
            found.troubles.append(Trouble(cells, f"不知道“{symbol}”是什么。", "在“符号是什么”里选一次，以后不再问。"))


def _places(table: Table, symbol: str) -> str:
    """The first cells a mark stands in: C5、D7 等 12 格."""
    letters = {column.index: column.letter for column in table.columns}
    places = [f"{letters[c]}{line.number}" for line in table.lines for c, mark in line.marks.items() if mark == symbol]
    return "、".join(places[:3]) + (f" 等 {len(places)} 格" if len(places) > 3 else "")


def _find_kept(found: Judged) -> None:
    activities = [event.activity for event in found.events if event.activity]
    rows = Attendance.objects.filter(
        activity__in=activities, school_year__in={one.school_year for one in activities}, state=RecordState.KEPT
    )
    found.kept = {(row.activity_id, row.person_id): row for row in rows}
