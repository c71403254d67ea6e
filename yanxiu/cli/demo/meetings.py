"""Weekly meetings and who came: entered by leaders, a term's worth copied from the paper register, one row disputed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from yanxiu.activities.actions import (
    Plan,
    decide,
    hold_activity,
    import_register,
    raise_objection,
    record_attendance,
    upload_register,
)
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.actions.rolls import Roll
from yanxiu.activities.models import Activity, Attendance
from yanxiu.activities.queries import Marks, kinds_of_activity, marks_of
from yanxiu.cli.demo import plan
from yanxiu.cli.demo.habits import care
from yanxiu.cli.demo.prose import MEETINGS, passage
from yanxiu.cli.demo.stage import Stage, by_week
from yanxiu.org.models import Group, Person, Term
from yanxiu.policy.pack import RecordKind
from yanxiu.regulations.records import Origin

DAY = 2  # Wednesday, or what is left of the week
HERE, ABSENT = "√", "○"
RARE = ("△", "事", "病", "公", ABSENT)
PROOFS = {"personal": ("slip", "approved"), "sick": ("certificate", "request", "approved"), "official": ("approved",)}
FULL = 0.993  # how often a diligent person is simply there


@dataclass(frozen=True)
class Way:
    """A mark on the roll and what it says of a person."""

    symbol: str
    fields: dict[str, Any]


def hold_meetings(stage: Stage) -> None:
    """Every subject group every week; at a small school all together."""
    ways = _ways(marks_of(stage.school, plan.TODAY))
    whole = len(stage.people) < 30
    groups: list[Group | None] = [None] if whole else [g for g in stage.groups if g.kind.code == "subject_group"]
    for number, group in enumerate(groups):
        kind = _kind(stage, group)
        for term in stage.terms:
            if number == 0 and term == stage.terms[0] and len(stage.terms) > 1:
                _from_paper(stage, group, kind, term, ways)
            else:
                _by_leader(stage, group, kind, term, ways)
    _disputed(stage)


def _ways(marks: Marks) -> dict[str, Way]:
    """What the school may write: its regulation's marks, and for the circle of the paper register plain absence."""
    found = {HERE: Way(HERE, {"present": True}), ABSENT: Way(ABSENT, {"present": False})}
    for symbol, words in (("△", "迟到"), ("事", "事假"), ("病", "病假"), ("公", "公假")):
        if way := marks.way(symbol) or marks.kept.titled(words):
            found[symbol] = Way(symbol if marks.way(symbol) else "", dict(way.fields))
    return found


def _kind(stage: Stage, group: Group | None) -> RecordKind | None:
    """What a meeting counts as, where the regulation counts it."""
    known = {kind.id: kind for kind in kinds_of_activity(stage.school, plan.TODAY)}
    return known.get("activity") if group else None


def _days(stage: Stage, term: Term, number: int) -> list[date]:
    """The day of each week: Wednesday for the first group, Thursday for the next…; today's is still to come."""
    weeks = by_week(stage.days(term))
    days = [min(week, key=lambda day: abs(day.weekday() - (DAY + number) % 5)) for week in weeks]
    return [day for day in days if day < plan.TODAY]


def _inside(stage: Stage, group: Group | None) -> list[Person]:
    return list(stage.members.get(group.pk, ())) if group else stage.people


def _mark(stage: Stage, person: Person, day: date, term: Term) -> str:
    """Mostly there; in the first term nobody of a small school was on leave, so that no such case had come up."""
    chance = stage.dice("mark", str(person), day)
    place = next((n for n, one in enumerate(stage.people) if one.pk == person.pk), 0)
    if chance.random() < (FULL if care(place) == "full" else 0.93):
        return HERE
    first = stage.world.terms[1] == term and len(stage.people) < 30
    return "△" if first else chance.choices(RARE, (5, 3, 2, 2, 1))[0]


def _by_leader(stage: Stage, group: Group | None, kind: RecordKind | None, term: Term, ways: dict[str, Way]) -> None:
    leader = stage.leaders.get(group.pk, stage.director) if group else stage.director
    for week, day in enumerate(_days(stage, term, stage.groups.index(group) if group else 0), start=1):
        actor = stage.acting(leader, day, 17, 5)
        activity = hold_activity(stage.school, _plan(stage, group, kind, day, week, str(leader)), actor=actor)
        said: dict[Person, Any] = {}
        symbols: dict[UUID, str] = {}
        for person in _inside(stage, group):
            if stage.there(person, day):
                way = ways.get(_mark(stage, person, day, term), ways[HERE])
                said[person] = _proven(stage, activity, way, person)
                symbols[person.pk] = way.symbol
        record_attendance(activity, said, Roll(Origin.OFFICE, symbols=symbols), actor=actor)


def _plan(stage: Stage, group: Group | None, kind: RecordKind | None, day: date, week: int, leader: str) -> Plan:
    chance = stage.dice("meeting", group.name if group else "", day)
    title = MEETINGS[(week + (stage.groups.index(group) if group else 0)) % len(MEETINGS)]
    asked = [one for one in kind.fields if one.type == "long" and chance.random() < 0.94] if kind else []
    subject = group.subject if group else ""
    return Plan(
        title, day, group, kind.id if kind else "", time(15, 40), time(16, 40), "三楼会议室" if group is None else "教研组办公室",
        leader, {one.id: passage(one.title, subject or "这一学科", f"“{title}”", chance) for one in asked},
    )  # fmt: skip


def _proven(stage: Stage, activity: Activity, way: Way, person: Person) -> dict[str, Any]:
    """A leave with its papers, mostly: what the regulation has fields for."""
    fields = dict(way.fields)
    known = {one.id for one in stage.regulation.pack.records["attendance"].fields} if "leave" in fields else set()
    if stage.dice("papers", str(person), activity.on).random() < 0.7:
        fields |= {name: True for name in PROOFS.get(str(fields.get("leave")), ()) if name in known}
    return fields


def _from_paper(stage: Stage, group: Group | None, kind: RecordKind | None, term: Term, ways: dict[str, Way]) -> None:
    """The first group's register of a whole term, as a workbook would be pasted."""
    days, actor = _days(stage, term, 0), stage.office(min(plan.TODAY, term.last_day), 14)
    people = [one for one in _inside(stage, group) if all(stage.there(one, day) for day in (days[0], days[-1]))]
    lines = ["\t".join(["姓名", *(f"{day.month}月{day.day}日" for day in days)])]
    for person in people:
        marks = [_mark(stage, person, day, term) if stage.there(person, day) else "" for day in days]
        lines.append("\t".join([person.name, *(mark if mark in ways else HERE for mark in marks)]))
    name = f"{group.name if group else '全校'}签到册第{'一' if term.number == 1 else '二'}学期"
    of = SheetOf(term, "教研组活动" if group else "全校研修活动", group, kind.id if kind else "")
    register = upload_register(stage.school, of, name=name, text="\n".join(lines), actor=actor)
    known = marks_of(stage.school, plan.TODAY)
    titles = {symbol: _title(known, way) for symbol, way in ways.items()}
    decide(register, {"symbols": {symbol: title for symbol, title in titles.items() if title}}, actor=actor)
    import_register(register, actor=actor)


def _title(known: Marks, way: Way) -> str:
    return next((one.title for one in known.kept.ways if dict(one.fields) == way.fields), "")


def _disputed(stage: Stage) -> None:
    """Somebody finds the own row wrong and says so; the office has not answered yet."""
    rows = Attendance.objects.filter(school=stage.school, on__gte=date(2026, 5, 6)).order_by("-on", "pk")
    found = rows.select_related("activity", "school", "person")
    row = next((one for one in found if one.marks != {"present": True}), None)
    if row is not None:
        words = "这一次我到了，坐在后排靠窗，会后还和组长对过作业。请再核对一下。"
        raise_objection(row, words=words, actor=stage.acting(row.person_id, plan.TODAY, 7, 50))
