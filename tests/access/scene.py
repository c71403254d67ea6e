"""The first school with one of everything, each bearing a word that stands nowhere else."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from django.http import HttpResponse

from tests.support.cast import TODAY, Cast
from yanxiu.activities.actions import Plan, hold_activity, raise_objection, record_attendance, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.models import Activity, Attendance, Objection, RegisterImport
from yanxiu.assessment.actions.runs import begin_run
from yanxiu.assessment.models import Run
from yanxiu.base.actions import Actor
from yanxiu.files.actions import keep_bytes
from yanxiu.files.models import StoredFile
from yanxiu.jobs.actions import submit
from yanxiu.jobs.models import Job
from yanxiu.jobs.runner import run as work
from yanxiu.ledger.actions import bring_forward
from yanxiu.org.actions import people, time, units
from yanxiu.org.models import CalendarDay, Group, GroupKind, LeadingGroup, LeadingGroupKind, Person, PostingKind
from yanxiu.policy.pack import Point
from yanxiu.regulations import actions as decisions
from yanxiu.regulations.keeping import Entry, keep
from yanxiu.regulations.library import pack_of, shelf
from yanxiu.regulations.models import Adoption, RulingSheet
from yanxiu.regulations.queries import kinds_asked
from yanxiu.regulations.records import KeptRecord, Origin, RecordState
from yanxiu.setup.models import Claim, RosterImport

TOPIC, OWN_TOPIC, DRAFT = "璩晏课题", "璩晏自听", "璩晏草稿"
NAME, GROUP, DIVISION, LIST, PAPER, DAY = "璩晏如", "璩晏组", "璩晏分工", "璩晏名单.xlsx", "璩晏纸质台账", "璩晏运动会"
MET, SAID, SHEET = "璩晏备课会", "璩晏说记错", "璩晏签到表"
TEAM, SIGNED, FROM = "璩晏小组", "璩晏签字", date(2026, 9, 1)  # a regulation adopted for later judges nothing of today
HERE = {"present": True}


@dataclass
class Scene:
    """What the first school holds."""

    cast: Cast
    person: Person
    group: Group
    leading: LeadingGroup
    roster: RosterImport
    file: StoredFile
    job: Job
    claim: Claim
    correction: CalendarDay
    activity: Activity
    attendance: Attendance
    own: Attendance
    objection: Objection
    register: RegisterImport
    observation: KeptRecord = field(init=False)
    lesson: KeptRecord = field(init=False)
    draft: KeptRecord = field(init=False)
    judged: Adoption = field(init=False)
    run: Run = field(init=False)
    sealed: Run = field(init=False)
    adoption: Adoption = field(init=False)
    sheet: RulingSheet = field(init=False)

    @property
    def scored(self) -> str:
        """An item of the regulation in force whose points are given by hand."""
        return next(rule.id for rule in pack_of(self.judged.version).rules if "given" in rule.body)

    @property
    def weighed(self) -> str:
        """A point of the regulation in force with readings to choose from."""
        return next(
            point.id for point in pack_of(self.judged.version).points.values() if point.readings and not point.noted
        )

    @property
    def point(self) -> Point:
        """A point of the adopted regulation that is still open and has a recommendation."""
        return decisions.recommended(self.adoption)[0]


def make_scene(cast: Cast, *, runs: bool = True) -> Scene:
    """Everything through actions; the list is judged as a worker would. Runs cost most and are left out on demand."""
    office = Actor(cast.accounts["office"].pk, cast.people["office"].pk, cast.school.pk)
    person = people.add_person(NAME, staff_no="MARK77", phone="13911112222", actor=office)
    kind = PostingKind.objects.get(code="permanent")
    people.post_person(person, cast.school, kind, start=date(2025, 9, 1), actor=office)
    group = units.create_group(
        cast.school, GroupKind.objects.get(code="subject_group"), GROUP, start=date(2025, 9, 1), actor=office
    )
    people.join_group(person, group, start=TODAY, actor=office)
    steering = LeadingGroupKind.objects.get(code="steering_group", school__isnull=True)
    leading = units.form_leading_group(steering, school=cast.school, start=TODAY, actor=office)
    units.seat_person(leading, person, "member", on=TODAY, division=DIVISION, actor=office)
    bring_forward(
        cast.school, person, item="学时", amount=Decimal(12), unit="学时", as_of=TODAY, source=PAPER, actor=office
    )
    stored = keep_bytes(b"PK-not-read", LIST, "xlsx", purpose="roster", actor=office, school_id=cast.school.pk)
    job = submit("roster.read", f"核对名单：{LIST}", {"roster": "-"}, actor=office, school_id=cast.school.pk)
    roster = RosterImport.objects.create(
        school=cast.school, file=stored, profile="school", as_of=TODAY, state="ready", job=job, created_at=office.moment, preview=judged_list()
    )  # fmt: skip
    claim = Claim.objects.create(
        person=person, school=cast.school, receipt_hash="0" * 64, device="璩晏手机", created_at=office.moment
    )
    correction = time.correct_day(date(2026, 5, 28), "rest", school=cast.school, name=DAY, actor=office)
    met = hold_activity(cast.school, Plan(MET, TODAY, group), actor=office)
    record_attendance(met, {person: {"present": False, "leave": "sick"}, cast.people["teacher"]: HERE}, actor=office)
    row = Attendance.objects.select_related("school", "person").get(person=person)
    own = Attendance.objects.get(person=cast.people["teacher"])
    objection = raise_objection(row, words=SAID, actor=office)
    of = SheetOf(cast.term, MET, group)
    register = upload_register(cast.school, of, text=f"姓名\t5.13\n{NAME}\t√\n", name=SHEET, actor=office)
    scene = Scene(
        cast, person, group, leading, roster, stored, job, claim, correction, met, row, own, objection, register
    )  # fmt: skip
    scene.judged = make_judged(cast, office)
    if runs:
        scene.sealed, scene.run = make_run(cast, scene.judged, office), make_run(cast, scene.judged, office)
        Run.objects.filter(pk=scene.sealed.pk).update(state="sealed", sealed_at=office.moment, decided_on=TODAY)
    scene.observation, scene.lesson, scene.draft = make_records(cast, person, office)
    scene.adoption, scene.sheet = make_regulation(cast, office)
    return scene


def make_judged(cast: Cast, office: Actor) -> Adoption:
    """A pack of the library that asks for lessons observed, in force today."""
    chosen = next(
        one.id for one in shelf() if one.pack and "教学反思" in [kind.title for kind in one.pack.records.values()]
    )
    meeting = decisions.Meeting("领导小组", date(2025, 9, 1))
    return decisions.adopt(chosen, cast.school, start=date(2025, 9, 1), meeting=meeting, actor=office)


def make_run(cast: Cast, judged: Adoption, office: Actor) -> Run:
    """A run made by a worker; sealing it by the rules would first take every ruling of its regulation."""
    run = begin_run(cast.school, cast.term, judged, on=TODAY, actor=office)
    work(run.district_id, run.job_id)
    run.refresh_from_db()
    return run


def make_records(cast: Cast, person: Person, office: Actor) -> list[KeptRecord]:
    """An observed lesson copied from paper, one a teacher registered, and that teacher's draft."""
    kinds, teacher = kinds_asked(cast.school, TODAY), cast.people["teacher"]
    own = Actor(cast.accounts["teacher"].pk, teacher.pk, cast.school.pk)
    observed, written = kinds["lesson_observation"], kinds["reflection"]
    paper = Entry(cast.school, observed, TODAY, {"topic": TOPIC}, person, origin=Origin.PAPER, source="听课本第 1 页")
    return [
        keep(paper, actor=office),
        keep(Entry(cast.school, observed, TODAY, {"topic": OWN_TOPIC}, teacher), actor=own),
        keep(Entry(cast.school, written, TODAY, {"title": DRAFT}, teacher, state=RecordState.DRAFT), actor=own),
    ]


def make_regulation(cast: Cast, office: Actor) -> tuple[Adoption, RulingSheet]:
    """A pack of the library with two recommendations or more, adopted for September, ruled once on a signed sheet."""
    advised = {
        one.id: [p for p in one.pack.points.values() if p.recommended and not p.noted] for one in shelf() if one.pack
    }
    judged = cast.school.adoptions.get().pack
    chosen, points = next((id, points) for id, points in advised.items() if len(points) > 4 and id != judged)
    meeting = decisions.Meeting(TEAM, TODAY)
    adoption = decisions.adopt(chosen, cast.school, start=FROM, meeting=meeting, replacing=True, actor=office)
    sheet = decisions.rule(adoption, {points[0].id: points[0].recommended}, start=FROM, meeting=meeting, actor=office)
    scan = keep_bytes(
        SIGNED.encode(), "签字.pdf", "pdf", purpose="ruling.signed", actor=office, school_id=cast.school.pk
    )
    return adoption, decisions.attach_signed(sheet, scan, actor=office)


def judged_list() -> dict[str, Any]:
    """What a judged list of one good row looks like."""
    good = {"row": 2, "name": NAME, "groups": "", "posts": "", "subjects": "", "work": "", "school": ""}
    return {
        "data_rows": 1, "valid": 1, "bad": [], "bad_count": 0, "issues": [], "hidden_rows": [], "hidden": [], "skipped": [], "warnings": {},
        "sheet": "名单", "own_total": 0, "header": [1], "columns": [], "good": [good], "new_groups": [], "same_name": [],
        "skipped_kinds": "", "outlook": {"created": 0, "updated": 0, "unchanged": 1, "asks": {}, "missing": 0},
    }  # fmt: skip


def words_of(response: HttpResponse) -> str:
    """All words of an answer, those of a workbook included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if not body.startswith(b"PK\x03\x04"):
        return body.decode(errors="replace")
    book = openpyxl.load_workbook(io.BytesIO(body))
    return "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value)
