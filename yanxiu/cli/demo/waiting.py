"""What waits for the office on the demonstration's day: a claim, two people on one name, a list to be decided."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import xlsxwriter

from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.cli.demo import plan
from yanxiu.org.models import Appointment, School
from yanxiu.org.models.units import in_force
from yanxiu.setup.actions.claims import claim_name
from yanxiu.setup.actions.roster import upload_roster
from yanxiu.setup.models import RosterImport
from yanxiu.tenants.models import Account

if TYPE_CHECKING:
    from yanxiu.cli.demo.build import World

HEADS = ("序号", "姓名", "学科", "教研组", "职务", "参加工作", "手机", "备注")
ROWS = (
    ("1", "田静姝", "语文", "语文组", "", "2003.8", "", ""),
    ("2", "凌远山", "数学", "数学组", "", "九月新来", "", ""),
    ("3", "路清和", "美术", "综合组", "", "2015年9月", "1380000123", ""),
    ("4", "", "语文", "语文组", "", "2019.9", "", ""),
    ("5", "李静", "语文", "语文组", "", "1996年9月", "", ""),
    ("6", "李静", "数学", "数学组", "", "2001年9月", "", ""),
    ("7", "古成蹊", "信息", "信息组", "", "2018/9/1", "", ""),
    ("8", "柳成蹊", "语文", "语文组", "", "1986.7", "", "2024年7月退休"),
    ("9", "阮歌", "英语", "英语组", "", "2009年8月", "", "调往县二小"),
)
HIDDEN = (8, 9)  # of ROWS, counted from 1: filtered away in the office's own sheet


def waiting(world: World) -> None:
    """Claims by two phones on one name and one on another; a roster uploaded this morning."""
    school = world.schools["QHA001"]
    staff = world.people["QHA001"]
    for person, device, hour in ((staff[22], "安卓手机", 7), (staff[36], "苹果手机", 8), (staff[36], "微信", 8)):
        actor = Actor(person_id=person.pk, school_id=school.pk, channel="demo", when=clock.at(plan.TODAY, hour, 40))
        claim_name(school, person, actor=actor, device=device)
    _roster(school)


def _roster(school: School) -> RosterImport:
    office = Appointment.objects.filter(in_force(plan.TODAY), school=school, post__code="teaching_director").first()
    assert office is not None
    account = Account.objects.get(person_id=office.person_id)
    actor = Actor(account.pk, office.person_id, school.pk, channel="demo", when=clock.at(plan.TODAY, 9, 5))
    book = io.BytesIO(_book())
    return upload_roster(
        book, "补录教职工名单2026春.xlsx", profile="school", as_of=date(2026, 5, 20), actor=actor, school=school
    )


def _book() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("在编")
        page.merge_range(0, 0, 0, len(HEADS) - 1, "青禾镇中心小学补录教职工名单")
        page.write_row(1, 0, HEADS)
        for line, row in enumerate(ROWS, start=2):
            page.write_row(line, 0, row)
            if line - 1 in HIDDEN:
                page.set_row(line, options={"hidden": True})
        page.write_row(len(ROWS) + 2, 0, ("合计", len(ROWS)))
    return buffer.getvalue()
