"""Statements of every page: the same for one row and for three, and never more than thirty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.scene import FROM, Scene, judged_list, make_records
from tests.access.table import ROUTES, Route
from tests.support.cast import TODAY
from yanxiu.activities.actions import Plan, hold_activity, raise_objection, record_attendance, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.models import Attendance
from yanxiu.activities.register.grid import from_paste
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.files.actions import keep_bytes
from yanxiu.jobs.actions import submit
from yanxiu.ledger.actions import bring_forward
from yanxiu.org.actions import people, time, units
from yanxiu.org.models import AllianceKind, GroupKind, LeadingGroupKind, Person, Post, PostingKind, School, SpellKind
from yanxiu.regulations import actions as decisions
from yanxiu.setup.actions.slips import issue_slips
from yanxiu.setup.models import Claim, RosterImport

MOST = 30
PAGES = [route for route in ROUTES if route.get and route.name != "files:download"]
OWN = [Route("dashboards:home", role) for role in ("principal", "leader", "teacher", "officer")] + [
    Route("setup:people", "officer"),
    Route("setup:unit", "officer"),
    Route("setup:calendar", "officer"),
    Route("dashboards:mine", "leader"),
    Route("dashboards:search", query="?q=jiao"),
    Route("dashboards:audit", query="?who=me"),
    Route("regulations:home", "officer"),
    Route("regulations:home", "teacher"),
    Route("regulations:read", "teacher", args=lambda scene: [scene.adoption.pk]),
    Route("portfolio:records", query="?kind=lesson_observation&stamp=paper"),
    Route("portfolio:records", "leader"),
    Route("portfolio:journal", "leader"),
    Route("activities:attendance", "leader"),
    Route("activities:activity", "principal", args=lambda scene: [scene.activity.pk]),
]


def more(scene: Scene, number: int) -> None:
    """One more of everything a page lists."""
    cast, act = scene.cast, COMMAND_LINE
    person = people.add_person(f"教师{number}", staff_no=f"N{number}", actor=act)
    people.post_person(person, cast.school, PostingKind.objects.get(code="permanent"), start=TODAY, actor=act)
    kind = GroupKind.objects.get(code="subject_group")
    group = units.create_group(cast.school, kind, f"第{number}组", start=TODAY, actor=act)
    for one in (group, scene.group, cast.group):
        people.join_group(person, one, start=TODAY, actor=act)
        people.appoint(person, Post.objects.get(code="deputy_group_leader"), group=one, start=TODAY, actor=act)
    people.appoint(cast.people["leader"], Post.objects.get(code="group_sponsor"), group=group, start=TODAY, actor=act)
    people.join_group(cast.people["teacher"], group, start=TODAY, actor=act)
    people.join_group(scene.person, group, start=TODAY, actor=act)
    people.appoint(person, Post.objects.get(code="archivist"), school=cast.school, start=TODAY, actor=act)
    people.appoint(person, Post.objects.get(code="district_officer"), start=TODAY, actor=act)
    sick = SpellKind.objects.get(code="sick_leave")
    people.begin_spell(person, sick, start=TODAY, school=cast.school, actor=act)
    people.begin_spell(scene.person, sick, start=TODAY, end=date(2026, 5, 25 + number), school=cast.school, actor=act)
    units.seat_person(scene.leading, person, "member", on=TODAY, actor=act)
    if number == 1:
        units.form_leading_group(LeadingGroupKind.objects.get(code="assessment_group"), school=cast.school, actor=act)
    alliance = units.form_alliance(
        AllianceKind.objects.get(code="cluster"), f"第{number}片", lead=cast.school, actor=act
    )
    units.join_alliance(alliance, cast.neighbour, actor=act)
    units.create_school(f"NEAR1{number}", f"又一所{number}", actor=act)
    bring_forward(
        cast.school, person, item="学时", amount=Decimal(1), unit="学时", as_of=TODAY, source="纸质", actor=act
    )
    stored = keep_bytes(b"x", f"名单{number}.xlsx", "xlsx", purpose="roster", actor=act, school_id=cast.school.pk)
    job = submit("roster.read", f"核对{number}", {}, actor=cast.viewer("office").actor, school_id=cast.school.pk)
    RosterImport.objects.create(
        school=cast.school, file=stored, profile="school", as_of=TODAY, state="ready", job=job, created_at=act.moment, preview=judged_list()
    )  # fmt: skip
    Claim.objects.create(
        person=person, school=cast.school, receipt_hash=str(number) * 64, device="手机", created_at=act.moment
    )
    time.correct_day(date(2026, 6, number), "rest", school=cast.school, name=f"停课{number}", actor=act)
    time.correct_day(date(2026, 6, 10 + number), "rest", name=f"全区停课{number}", actor=act)
    issue_slips(cast.school, [person], actor=act)
    make_records(cast, person, cast.viewer("office").actor)
    meet(scene, person, number)
    decide(scene, number)


def decide(scene: Scene, number: int) -> None:
    """One more point ruled on a sheet of its own, one more school with a regulation."""
    act, meeting = COMMAND_LINE, decisions.Meeting(f"会议{number}", TODAY)
    point = decisions.recommended(scene.adoption)[-1]
    decisions.rule(scene.adoption, {point.id: point.recommended}, start=FROM, meeting=meeting, actor=act)
    school = School.objects.get(code=f"NEAR1{number}")
    decisions.adopt(scene.adoption.pack, school, start=TODAY, meeting=meeting, actor=act)


def meet(scene: Scene, person: Person, number: int) -> None:
    """One more meeting attended, objected to, and named in one more register; one more person on the roll."""
    cast, act = scene.cast, COMMAND_LINE
    marks = {one: {"present": True} for one in (person, scene.person, cast.people["teacher"], cast.people["leader"])}
    record_attendance(scene.activity, {person: {"present": False, "leave": "sick"}}, actor=act)
    met = hold_activity(cast.school, Plan(f"备课{number}", TODAY, scene.group), actor=act)
    record_attendance(met, marks, actor=act)
    for row in Attendance.objects.filter(activity=met).select_related("school", "person"):
        raise_objection(row, words="记错了", actor=act)
    own = Attendance.objects.select_related("school", "person").get(activity=scene.activity, person=person)
    raise_objection(own, words="记错了", actor=act)
    column = "\t".join(f"5.{day}" for day in range(11, 12 + number))
    lines = [f"{one.name}\t" + "\t".join("√○"[n % 2] for n in range(number + 1)) for one in marks]
    lines.append("查无此人\t√")
    scene.register.grid = from_paste("\n".join([f"姓名\t{column}", *lines])).to_json()
    scene.register.save()
    upload_register(cast.school, SheetOf(cast.term, "备课"), text="姓名\t5.13\n查无此人\t√\n", actor=act)


def statements(browser: Any, where: str) -> int:
    """How many statements the page takes; the first look warms what is kept for the process."""
    assert browser.get(where).status_code == 200, where
    with CaptureQueriesContext(
        connection,
    ) as caught:
        browser.get(where)
    return len(caught)


@pytest.mark.parametrize("route", PAGES + OWN, ids=lambda route: f"{route.name}-{route.rightful}")
def test_a_page_takes_as_many_statements_for_three_rows_as_for_one(scene: Scene, browser_of, route: Route) -> None:
    more(scene, 1)
    where = reverse(route.name, args=route.args(scene)) + route.query
    browser = browser_of(route.rightful)
    one = statements(browser, where)
    for number in (2, 3):
        more(scene, number)
    three = statements(browser, where)
    assert (one, three) == (one, one) and one <= MOST, f"{where}: {one} → {three}"
