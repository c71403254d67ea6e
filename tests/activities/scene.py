"""A school under a regulation, a term behind it, and a register as an office keeps it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.packs.known import OBSERVING
from tests.support.cast import BEGAN, Cast
from yanxiu.activities.actions import Plan, hold_activity, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.models import Activity, RegisterImport
from yanxiu.base.actions import COMMAND_LINE, Actor
from yanxiu.org.actions import people
from yanxiu.org.models import Person, PostingKind
from yanxiu.regulations.actions import Meeting, adopt

DAY = date(2026, 5, 8)
MET = Meeting("校本研修领导小组", date(2025, 9, 1))


def office(cast: Cast) -> Actor:
    """The office as actor."""
    return cast.viewer("office").actor


def adopted(cast: Cast, pack: str = OBSERVING) -> None:
    """A regulation in force since the year began."""
    adopt(pack, cast.school, start=BEGAN, meeting=MET, actor=office(cast))


def colleague(cast: Cast, name: str, staff_no: str = "") -> Person:
    """One more person of the school and of its group."""
    person = people.add_person(name, staff_no=staff_no, actor=COMMAND_LINE)
    kind = PostingKind.objects.get(code="permanent")
    people.post_person(person, cast.school, kind, start=BEGAN, actor=COMMAND_LINE)
    people.join_group(person, cast.group, start=BEGAN, actor=COMMAND_LINE)
    return person


def meeting(cast: Cast, on: date = DAY, title: str = "集体备课", **more: Any) -> Activity:
    """A meeting of the group."""
    return hold_activity(cast.school, Plan(title, on, cast.group, **more), actor=office(cast))


def pasted(cast: Cast, text: str, **more: Any) -> RegisterImport:
    """A register of the group, pasted."""
    of = SheetOf(cast.term, more.pop("title", "集体备课"), cast.group, **more)
    return upload_register(cast.school, of, text=text, actor=office(cast))
