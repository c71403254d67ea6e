"""记错了: said by the person the row is about, answered by the office with a correction or with words."""

from __future__ import annotations

from typing import Any

from yanxiu.activities.actions.rolls import Roll, record_attendance
from yanxiu.activities.enums import ObjectionState
from yanxiu.activities.models import Attendance, Objection
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.regulations.records import RecordState


def raise_objection(attendance: Attendance, *, words: str, actor: Actor) -> Objection:
    """Say that the own row is wrong. Said again while it waits, the words are put anew. Raises Refusal."""
    if not words.strip():
        raise Refusal("请写哪里记错了，例如：那天我到了，坐在后排。", field="words")
    if attendance.state != RecordState.KEPT:
        raise Refusal("这一条已经撤回，不用再提。")
    with acting(actor, "objection.raise", school=attendance.school_id) as act:
        Attendance.objects.select_for_update().get(pk=attendance.pk, school_year=attendance.school_year)
        waiting = Objection.objects.filter(
            attendance=attendance, school_year=attendance.school_year, state=ObjectionState.OPEN
        ).first()
        if waiting is not None:
            return act.change(waiting, words=words.strip()[:300])
        return act.create(
            Objection(
                attendance=attendance, school_year=attendance.school_year, school=attendance.school,
                person=attendance.person, words=words.strip()[:300], made_at=actor.moment,
            )
        )  # fmt: skip


def answer_objection(
    objection: Objection, *, answer: str, fields: dict[str, Any] | None = None, symbol: str = "", actor: Actor
) -> Objection:
    """Answer: with `fields` the row is put right and the answer is the reason; without, it stays and the answer says
    why. Raises Refusal, AlreadyHandled."""
    if not answer.strip():
        raise Refusal("请写一句答复，本人会看到。", field="answer")
    state = ObjectionState.ANSWERED if fields is None else ObjectionState.UPHELD
    row = objection.attendance
    with acting(actor, "objection.answer", about=objection, school=objection.school_id) as act:
        act.move(
            objection, "state", ObjectionState.OPEN, state,
            answer=answer.strip()[:300], answered_at=actor.moment, answered_by=actor.person_id,
        )  # fmt: skip
        if fields is not None:
            roll = Roll(row.origin, row.source, answer, {row.person_id: symbol})
            record_attendance(row.activity, {row.person: fields}, roll, actor=actor)
    return objection
