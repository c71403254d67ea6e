"""Attendance lies in the part of its school year, even of one long over; a large register is written by a job."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.activities.scene import adopted, meeting, office, pasted
from tests.support.cast import Cast
from yanxiu.activities.actions import have_imported, record_attendance, registers
from yanxiu.activities.models import Attendance
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.postgresql import partitions
from yanxiu.jobs.models import Job
from yanxiu.jobs.runner import run
from yanxiu.org.actions import time
from yanxiu.org.actions.people import post_person
from yanxiu.org.models import PostingKind

SHEET = "姓名\t3.20\t3月27日\n王一诺\t√\t△\n费乐天\t√\t×\n"


def place_of(row: Attendance) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM activities_attendance WHERE id = %s", [row.pk])
        return str(cursor.fetchone()[0])


@pytest.mark.postgres
def test_attendance_of_this_year_lies_in_the_part_opening_the_year_made(here: Cast) -> None:
    record_attendance(meeting(here), {here.people["teacher"]: {"present": True}}, actor=office(here))
    assert place_of(Attendance.objects.get()) == "activities_attendance_2025"
    assert partitions.strays(Attendance) == 0


@pytest.mark.postgres
def test_attendance_of_a_year_long_over_gets_a_part_of_its_own(here: Cast) -> None:
    kind = PostingKind.objects.get(code="permanent")
    post_person(here.people["teacher"], here.neighbour, kind, start=date(2019, 9, 1), actor=COMMAND_LINE)
    old = meeting(here, date(2019, 9, 27))
    record_attendance(old, {here.people["teacher"]: {"present": True}}, actor=office(here))
    assert place_of(Attendance.objects.get()) == "activities_attendance_2019"
    assert partitions.strays(Attendance) == 0


@pytest.mark.postgres
def test_opening_a_year_makes_its_part_before_anything_is_entered(here: Cast) -> None:
    assert partitions.missing((2033,)) != []
    time.open_year(2033, actor=COMMAND_LINE)
    assert partitions.missing((2033,)) == []


def test_a_large_register_is_written_by_a_job_and_once(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    adopted(here)
    monkeypatch.setattr(registers, "LONG", 3)
    register = have_imported(pasted(here, SHEET), actor=office(here))
    assert (register.state, Attendance.objects.count()) == ("importing", 0)
    job = Job.objects.get(kind="register.import")
    ended = run(here.district.pk, job.pk)
    register.refresh_from_db()
    assert ended is not None and (ended.state, register.state) == ("done", "done")
    assert ended.result == {"events": 2, "new_events": 2, "new": 4, "corrected": 0, "same": 0}
    Job.objects.filter(pk=job.pk).update(state="waiting")  # as after a worker that died just before its end
    again = run(here.district.pk, job.pk)
    assert again is not None and again.result == ended.result and Attendance.objects.count() == 4


def test_a_job_that_meets_trouble_writes_nothing_and_gives_the_register_back(
    here: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted(here)
    monkeypatch.setattr(registers, "LONG", 3)
    register = have_imported(pasted(here, SHEET), actor=office(here))
    register.grid["rows"][1][1][0] = "查无此人"  # somebody left between looking and writing
    register.save()
    ended = run(here.district.pk, Job.objects.get(kind="register.import").pk)
    register.refresh_from_db()
    assert ended is not None and ended.state == "failed" and "还有 1 处没有定" in ended.message
    assert (register.state, Attendance.objects.count()) == ("ready", 0)
