"""撤并: one school goes into another from a day on; every earlier day stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.org.models import (
    AllianceMembership,
    Appointment,
    Group,
    GroupMembership,
    LeadingGroup,
    Posting,
    School,
    Seat,
    Spell,
)
from yanxiu.org.models.units import in_force

Tie = TypeVar("Tie", Posting, Spell, Group, Appointment)


def merge_schools(source: School, target: School, *, on: date, actor: Actor) -> dict[str, int]:
    """From `on` the people, groups and branches of `source` are of `target`. Posts at the school itself end; its leading
    groups dissolve. Returns how much moved. Raises Refusal for a closed or equal school, or a day to come.
    """
    _may_merge(source, target, on)
    with acting(actor, "school.merge", about=source, school=target.pk) as act:
        moved = {
            "postings": _postings(act, source, target, on),
            "spells": _spells(act, source, target, on),
            **_groups(act, source, target, on),
        }
        moved["appointments"] = _end(act, Appointment.objects.filter(in_force(on), school=source), on)
        for group in LeadingGroup.objects.filter(in_force(on), school=source):
            _end(act, Seat.objects.filter(in_force(on), group=group), on)
            act.change(group, end=on)
        _end(act, AllianceMembership.objects.filter(in_force(on), school=source), on)
        for branch in School.objects.filter(parent=source).exclude(pk=target.pk):
            act.change(branch, parent=target)
        if target.parent_id == source.pk:
            act.change(target, parent=source.parent)
        act.change(source, closed_on=on, merged_into=target)
    return moved


def _may_merge(source: School, target: School, on: date) -> None:
    if source.pk == target.pk:
        raise Refusal("不能把学校并入它自己。", field="target")
    for school in (source, target):
        if school.closed_on:
            raise Refusal(f"{school.name}已于{school.closed_on:%Y年%m月%d日}撤并，不能再并。", field="target")
    if on > clock.today():
        raise Refusal("撤并从今天或以前的日子起登记；还没到的，到那天再办。", field="on")


def _end(act: Act, rows: Any, on: date) -> int:
    ended = list(rows)
    for row in ended:
        act.change(row, end=on)
    return len(ended)


def _postings(act: Act, source: School, target: School, on: date) -> int:
    """Who worked at both keeps one posting: the main one, wherever it was."""
    here = {tie.person_id: tie for tie in Posting.objects.filter(in_force(on), school=target).select_related("kind")}
    moved = 0
    for posting in Posting.objects.filter(in_force(on), school=source).select_related("kind"):
        kept = here.get(posting.person_id)
        if kept is None or (posting.kind.main and not kept.kind.main):
            here[posting.person_id] = act.create(_copied(posting, school=target, start=on))
            moved += 1
            if kept is not None:
                act.change(kept, end=on)
        act.change(posting, end=on)
    return moved


def _spells(act: Act, source: School, target: School, on: date) -> int:
    """产假、借调 …… go on: the person is missed at the new school as at the old."""
    rows = list(Spell.objects.filter(in_force(on), school=source))
    for spell in rows:
        act.create(_copied(spell, school=target, start=on))
        act.change(spell, end=on)
    return len(rows)


def _groups(act: Act, source: School, target: School, on: date) -> dict[str, int]:
    """A group of the same kind and name takes the members in and keeps its leader; another moves with leader and all."""
    groups, members = 0, 0
    for group in Group.objects.filter(in_force(on), school=source):
        twin = Group.objects.filter(in_force(on), school=target, kind_id=group.kind_id, name=group.name).first()
        led = list(Appointment.objects.filter(in_force(on), group=group))
        ties = list(GroupMembership.objects.filter(in_force(on), group=group))
        for row in (*led, *ties, group):
            act.change(row, end=on)
        if twin is None:
            twin = act.create(_copied(group, school=target, start=on, end=None))
            groups += 1
            for held in led:
                act.create(_copied(held, group=twin, start=on, end=None))
        already = set(GroupMembership.objects.filter(in_force(on), group=twin).values_list("person_id", flat=True))
        for tie in ties:
            if tie.person_id not in already:
                act.create(GroupMembership(person_id=tie.person_id, group=twin, start=on))
                members += 1
    return {"groups": groups, "memberships": members}


def _copied(row: Tie, **other: Any) -> Tie:
    """The same tie anew, but for what is given."""
    fields = [f.attname for f in row._meta.concrete_fields if f.name not in {"id", *other}]
    return type(row)(**{name: getattr(row, name) for name in fields}, **other)
