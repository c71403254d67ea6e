"""Who came: written once, put right with a reason, never doubled; everyone begins unknown."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.activities.scene import DAY, adopted, colleague, meeting, office
from tests.support.cast import BEGAN, TODAY, Cast
from yanxiu.activities.actions import (
    Plan,
    answer_objection,
    correct_activity,
    hold_activity,
    raise_objection,
    record_attendance,
    withdraw_activity,
)
from yanxiu.activities.actions.rolls import Roll
from yanxiu.activities.models import Activity, Attendance, Objection
from yanxiu.activities.queries import expected, held, marks_of, public
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.base.models import AuditEvent
from yanxiu.org.actions import people
from yanxiu.org.models import SpellKind
from yanxiu.regulations.records import Origin, RecordState

PRESENT, LATE = {"present": True}, {"present": True, "after_second_call": True}
SICK = {"present": False, "leave": "sick"}


@pytest.fixture
def scene(here: Cast) -> Cast:
    adopted(here)
    return here


def test_everyone_of_the_group_begins_unknown(scene: Cast) -> None:
    activity = meeting(scene)
    assert [(one.person.name, one.row) for one in expected(activity)] == [("费乐天", None), ("王一诺", None)]
    counted = held(scene.school, DAY, DAY).get()
    assert (counted.here, counted.leave, counted.noted) == (0, 0, 0)


def test_the_whole_school_is_expected_where_no_group_is_named(scene: Cast) -> None:
    activity = hold_activity(scene.school, Plan("教师例会", DAY), actor=office(scene))
    assert [one.person.name for one in expected(activity)] == ["费乐天", "任文博", "沈砚秋", "王一诺"]


def test_who_is_on_maternity_leave_stands_there_and_is_not_counted_absent(scene: Cast) -> None:
    kind = SpellKind.objects.get(code="maternity_leave")
    people.begin_spell(scene.people["teacher"], kind, start=BEGAN, school=scene.school, actor=COMMAND_LINE)
    activity = meeting(scene)
    assert [(one.person.name, one.away) for one in expected(activity)] == [
        ("费乐天", kind.public_title),
        ("王一诺", ""),
    ]
    assert Attendance.objects.count() == 0


def test_a_roll_is_written_with_the_fields_of_the_regulation(scene: Cast) -> None:
    activity = meeting(scene)
    done = record_attendance(
        activity, {scene.people["teacher"]: LATE, scene.people["leader"]: SICK}, actor=office(scene)
    )
    assert (done.new, done.corrected, done.same) == (2, 0, 0)
    row = Attendance.objects.get(person=scene.people["teacher"])
    assert (row.kind, row.on, row.school_year, row.marks) == ("attendance", DAY, 2025, LATE)
    assert row.texts == {"event": "集体备课（2026-05-08）"} and row.given == ",after_second_call,event,present,"
    counted = held(scene.school, DAY, DAY).get()
    assert (counted.here, counted.leave, counted.noted) == (1, 1, 2)


def test_the_same_again_changes_nothing(scene: Cast) -> None:
    activity, said = meeting(scene), {scene.people["teacher"]: PRESENT}
    record_attendance(activity, said, actor=office(scene))
    before = AuditEvent.objects.count()
    assert record_attendance(activity, said, actor=office(scene)).same == 1
    assert (Attendance.objects.count(), AuditEvent.objects.count()) == (1, before)


def test_a_correction_without_a_reason_is_refused_and_with_one_keeps_what_stood_there(scene: Cast) -> None:
    activity, person = meeting(scene), scene.people["teacher"]
    record_attendance(activity, {person: {"present": False}}, actor=office(scene))
    with pytest.raises(Refusal, match="更正原因"):
        record_attendance(activity, {person: PRESENT, scene.people["leader"]: PRESENT}, actor=office(scene))
    assert Attendance.objects.count() == 1
    record_attendance(activity, {person: PRESENT}, Roll(reason="签到册上补签了"), actor=office(scene))
    row = Attendance.objects.get()
    assert (row.marks, row.revision) == (PRESENT, 2)
    assert (row.history[0]["was"]["marks"], row.history[0]["reason"]) == ({"present": False}, "签到册上补签了")


def test_a_row_taken_back_is_unknown_again_and_may_be_entered_anew_without_a_reason(scene: Cast) -> None:
    activity, person = meeting(scene), scene.people["teacher"]
    record_attendance(activity, {person: PRESENT}, actor=office(scene))
    with pytest.raises(Refusal):
        record_attendance(activity, {person: None}, actor=office(scene))
    record_attendance(activity, {person: None}, Roll(reason="看错了行"), actor=office(scene))
    assert Attendance.objects.get().state == RecordState.WITHDRAWN
    assert held(scene.school, DAY, DAY).get().noted == 0
    record_attendance(activity, {person: LATE}, actor=office(scene))
    row = Attendance.objects.get()
    assert (row.state, row.marks) == (RecordState.KEPT, LATE)


def test_nobody_is_taken_back_who_was_never_entered(scene: Cast) -> None:
    done = record_attendance(meeting(scene), {scene.people["teacher"]: None}, actor=office(scene))
    assert (done.new, done.same, Attendance.objects.count()) == (0, 0, 0)


def test_what_the_regulation_has_no_field_for_is_refused(scene: Cast) -> None:
    with pytest.raises(Refusal, match="没有“late”这一栏"):
        record_attendance(meeting(scene), {scene.people["teacher"]: {"late": True}}, actor=office(scene))


def test_paper_needs_its_source(scene: Cast) -> None:
    activity = meeting(scene)
    with pytest.raises(Refusal, match="凭据"):
        record_attendance(activity, {scene.people["teacher"]: PRESENT}, Roll(Origin.PAPER), actor=office(scene))


def test_no_audit_row_tells_a_kind_of_leave(scene: Cast) -> None:
    activity, person = meeting(scene), scene.people["teacher"]
    record_attendance(activity, {person: SICK}, Roll(symbols={person.pk: "病"}), actor=office(scene))
    record_attendance(activity, {person: PRESENT}, Roll(reason="到了"), actor=office(scene))
    told = " ".join(str(event.changes) for event in AuditEvent.objects.filter(verb="attendance.record"))
    assert told and "sick" not in told and "病" not in told


def test_others_read_only_that_one_is_on_leave(scene: Cast) -> None:
    activity, marks = meeting(scene), marks_of(scene.school, DAY)
    record_attendance(activity, {scene.people["teacher"]: SICK, scene.people["leader"]: LATE}, actor=office(scene))
    rows = {row.person.name: row for row in Attendance.objects.all()}
    assert (public(rows["费乐天"], marks), marks.called(rows["费乐天"])) == ("请假", "病假")
    assert public(rows["王一诺"], marks) == "迟到（两次点名后到）"


def test_without_a_regulation_a_plain_roll_is_kept(here: Cast) -> None:
    activity, marks = meeting(here), marks_of(here.school, DAY)
    assert [key.symbol for key in marks.keys] == ["√", "迟", "早", "中", "×", "公", "事", "病", "产"]
    record_attendance(activity, {here.people["teacher"]: {"present": True, "late": True}}, actor=office(here))
    assert marks.called(Attendance.objects.get()) == "迟到"


def test_a_day_to_come_and_a_kind_the_regulation_does_not_know_are_refused(scene: Cast) -> None:
    with pytest.raises(Refusal, match="还没到"):
        meeting(scene, date(2026, 5, 21))
    with pytest.raises(Refusal, match="计入"):
        meeting(scene, kind="political_study")
    with pytest.raises(Refusal, match="是组里的活动"):
        hold_activity(scene.school, Plan("备课", DAY, kind="lesson_prep"), actor=office(scene))
    with pytest.raises(Refusal, match="晚于开始"):
        meeting(scene, starts_at=time(16), ends_at=time(15))
    assert Activity.objects.count() == 0


def test_an_activity_is_evidence_of_what_it_counts_as(scene: Cast) -> None:
    activity = meeting(scene, kind="lesson_prep", speaker="王一诺", starts_at=time(15, 40), ends_at=time(16, 40))
    assert activity.texts == {"lead_speaker": "王一诺", "time": "15:40—16:40"}
    assert (activity.given, activity.group, activity.school_year) == (",lead_speaker,time,", scene.group, 2025)


def test_the_same_activity_again_is_the_same_row(scene: Cast) -> None:
    assert meeting(scene).pk == meeting(scene).pk and Activity.objects.count() == 1


def test_a_moved_activity_takes_its_attendance_along_but_not_into_another_school_year(scene: Cast) -> None:
    activity = meeting(scene)
    record_attendance(activity, {scene.people["teacher"]: PRESENT}, actor=office(scene))
    with pytest.raises(Refusal, match="原因"):
        correct_activity(activity, Plan("集体备课", date(2026, 5, 7), scene.group), actor=office(scene))
    correct_activity(activity, Plan("集体备课", date(2026, 5, 7), scene.group), reason="写错了", actor=office(scene))
    row = Attendance.objects.get()
    assert (row.on, row.texts["event"]) == (date(2026, 5, 7), "集体备课（2026-05-07）")
    with pytest.raises(Refusal, match="学年"):
        correct_activity(activity, Plan("集体备课", date(2025, 7, 1), scene.group), reason="x", actor=office(scene))


def test_a_withdrawn_activity_takes_its_attendance_out_of_every_count_and_takes_no_more(scene: Cast) -> None:
    activity = meeting(scene)
    record_attendance(activity, {scene.people["teacher"]: PRESENT}, actor=office(scene))
    withdraw_activity(activity, reason="重复登记", actor=office(scene))
    assert Attendance.objects.get().state == RecordState.WITHDRAWN
    with pytest.raises(Refusal, match="撤回"):
        record_attendance(activity, {scene.people["leader"]: PRESENT}, actor=office(scene))


def test_an_entry_made_later_is_marked_as_backdated(scene: Cast) -> None:
    now = office(scene).dated(COMMAND_LINE.moment.replace(year=2026, month=5, day=20))
    activity = hold_activity(scene.school, Plan("备课", DAY, scene.group), actor=now)
    today = hold_activity(scene.school, Plan("备课", TODAY, scene.group), actor=now)
    assert (activity.backdated, today.backdated) == (True, False)


def test_an_objection_is_answered_once_with_a_correction_or_with_words(scene: Cast) -> None:
    activity, person = meeting(scene), scene.people["teacher"]
    record_attendance(activity, {person: {"present": False}}, actor=office(scene))
    row, own = Attendance.objects.get(), scene.viewer("teacher").actor
    objection = raise_objection(row, words="我到了，坐后排", actor=own)
    assert raise_objection(row, words="我到了，坐在最后一排", actor=own).pk == objection.pk
    again = Objection.objects.get()
    answer_objection(objection, answer="查了签到册，你签了名", fields=PRESENT, symbol="√", actor=office(scene))
    row.refresh_from_db()
    objection.refresh_from_db()
    assert (row.marks, row.symbol, row.history[0]["reason"]) == (PRESENT, "√", "查了签到册，你签了名")
    assert (objection.state, objection.words) == ("upheld", "我到了，坐在最后一排")
    with pytest.raises(AlreadyHandled):
        answer_objection(again, answer="x", actor=office(scene))
    second = raise_objection(row, words="还是不对", actor=own)
    assert second.pk != objection.pk


def test_a_new_colleague_is_not_expected_before_the_first_day(scene: Cast) -> None:
    person = colleague(scene, "新来的")
    activity = meeting(scene)
    assert person in [one.person for one in expected(activity)]
    early = meeting(scene, date(2025, 9, 2))
    assert person in [one.person for one in expected(early)]  # posted on 1 September
