"""Scores given by hand and the deciders' answer on a tie."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from yanxiu.assessment.hand import HandItem, HandRow, day_for, key_of, record_kind
from yanxiu.assessment.models import Run, RunResult
from yanxiu.assessment.runs import pack_of_run
from yanxiu.assessment.snapshot import calendar_from_json, facts_from_json
from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.base.errors import Refusal
from yanxiu.org.models import Person, School
from yanxiu.policy.exact import fraction, plain, read, text
from yanxiu.policy.kinds.cap import DECISION
from yanxiu.policy.kinds.score import MANUAL
from yanxiu.policy.words import Number
from yanxiu.regulations.keeping import Entry, keep, withdraw
from yanxiu.regulations.records import Origin, RecordState, house_of


def points_written(written: str, full: Number | None) -> Number:
    """Points as written. Raises Refusal for what is no number or lies out of the range."""
    if full is None:
        raise Refusal("满分还没有定，先到“制度”里裁定，再评分。")
    points = read(written)
    if points is None:
        raise Refusal(f"“{written}”不是一个数，例如 8 或 8.5。")
    if not 0 <= fraction(points) <= fraction(full):
        raise Refusal(f"要在 0 到 {text(full)} 之间，现在写的是 {text(points)}。")
    return points


def give_scores(
    school: School,
    item: HandItem,
    written: Mapping[str, str],
    *,
    reasons: Mapping[str, str] | None = None,
    actor: Actor,
) -> int:
    """Write the points of an item for many people, all or none; what is left empty is taken back. Returns how many
    were changed. Raises Refusal."""
    people = Person.objects.in_bulk([row.subject.id for row in item.rows])
    said, changed = reasons or {}, 0
    by_id = {str(pk): person for pk, person in people.items()}
    with transaction.atomic():
        for row in item.rows:
            id = row.subject.id
            if id in written and (written[id].strip(), said.get(id, row.reason).strip()) != (row.points, row.reason):
                changed += 1
                _give(school, item, row, by_id[id], written[id].strip(), said.get(id, row.reason).strip(), actor)
    return changed


def _give(school: School, item: HandItem, row: HandRow, person: Person, points: str, reason: str, actor: Actor) -> None:
    key = key_of(MANUAL, school, row.subject.id, item.rule.id, item.period)
    if not points:
        found = house_of(MANUAL).objects.filter(key=key, school=school, state=RecordState.KEPT).first()
        if found:
            withdraw(found, reason="收回评分", actor=actor)
        return
    values = {"item": item.rule.id, "points": plain(points_written(points, item.full)), "reason": reason}
    on = day_for(row.subject, item.period, clock.today())
    entry = Entry(
        school, record_kind(MANUAL, item.rule), on, values, person=person, origin=Origin.OFFICE, key=key,
        more={"item": item.rule.id},
    )  # fmt: skip
    keep(entry, actor=actor)


@dataclass(frozen=True)
class TieMeeting:
    """The meeting that settled a tie: when, who was there, why so, its minutes as a file."""

    on: date
    present: str
    reason: str
    file: Any = None


def decide_tie(run: Run, rule_id: str, chosen: Collection[str], meeting: TieMeeting, *, actor: Actor) -> int:
    """Write down whom the deciders took, or that they took nobody; returns how many people were settled.

    Raises Refusal for somebody who is not tied, for more people than places, without a date or a reason.
    """
    final = next((one for one in run.summary.get("finals", []) if one["rule"] == rule_id), None)
    if run.is_sealed or final is None or not final["tied"]:
        raise Refusal("这里没有等着议定的并列。刷新再看，可能别人已经议定过。")
    if final["waiting"]:
        raise Refusal("还有裁定没有定，名额线会变。先裁定，再试算，再议并列。")
    tied, left = [str(id) for id in final["tied"]], final["places"] - final["taken"]
    if strange := set(chosen) - set(tied):
        raise Refusal(f"勾选的人里有 {len(strange)} 人不在并列名单里，请刷新再勾。", field="chosen")
    if len(chosen) > left:
        raise Refusal(f"只剩 {left} 个名额，勾了 {len(chosen)} 人。", field="chosen")
    if meeting.on > clock.today():
        raise Refusal("会议日期还没到。开过会再来登记。", field="met_on")
    if not meeting.present.strip():
        raise Refusal("请写到会的人，例如：领导小组 7 人，到 6 人。", field="present")
    if not meeting.reason.strip():
        raise Refusal("请写理由，公示时一并印出。", field="reason")
    _write(run, rule_id, tied, set(chosen), meeting, actor)
    return len(tied)


def _write(run: Run, rule_id: str, tied: list[str], chosen: set[str], meeting: TieMeeting, actor: Actor) -> None:
    rule = pack_of_run(run).rule(rule_id)
    term = calendar_from_json(run.basis["calendar"]).periods("term")[0]
    people = {str(pk): person for pk, person in Person.objects.in_bulk(tied).items()}
    with transaction.atomic():
        for row in RunResult.objects.filter(run=run, subject_id__in=tied).order_by("position"):
            subject = facts_from_json(row.facts).subject
            values = {
                "item": rule_id, "chosen": subject.id in chosen, "met_on": meeting.on, "present": meeting.present,
                "reason": meeting.reason,
            }  # fmt: skip
            entry = Entry(
                run.school, record_kind(DECISION, rule), day_for(subject, term, clock.today(), meeting.on), values,
                person=people[subject.id], origin=Origin.OFFICE, source="会议记录" if meeting.file else "",
                key=key_of(DECISION, run.school, subject.id, rule_id, term), more={"item": rule_id, "file": meeting.file},
            )  # fmt: skip
            keep(entry, actor=actor)


__all__ = ["TieMeeting", "decide_tie", "give_scores", "points_written"]
