"""Ruling on the open points of a regulation, one sheet a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.files.models import StoredFile
from yanxiu.org.models import Person
from yanxiu.policy.exact import fraction, read, text
from yanxiu.policy.pack import Pack, Point
from yanxiu.regulations.actions.common import Meeting, decided, one_at_a_time
from yanxiu.regulations.comparing import reading_words
from yanxiu.regulations.library import pack_of
from yanxiu.regulations.models import Adoption, Ruling, RulingSheet
from yanxiu.regulations.phrases import day_words
from yanxiu.regulations.queries import latest_rulings, sheets

MOST_REASON = 300


def rule(
    adoption: Adoption,
    readings: Mapping[str, str],
    *,
    start: date,
    meeting: Meeting,
    reasons: Mapping[str, str] | None = None,
    seen: Mapping[str, UUID | None] | None = None,
    actor: Actor,
) -> RulingSheet:
    """Rule on one or several open points at once, one row a point.

    What one meeting decides on one day goes on one sheet, until the sheet is signed. A first ruling may reach back to
    the day the regulation was adopted; a change of an earlier one only looks forward, from today on at the earliest.
    `seen` says which ruling on each point the decider had before them: AlreadyHandled when another was made meanwhile.
    Deciding again what already is decided so changes nothing. Raises Refusal.
    """
    pack = pack_of(adoption.version)
    chosen = {name: _reading(pack, name, written) for name, written in readings.items()}
    if not chosen:
        raise Refusal("没有选要裁定的事项。")
    decided(meeting)
    _within(adoption, start)
    said = {name: words.strip() for name, words in (reasons or {}).items()}
    if any(len(words) > MOST_REASON for words in said.values()):
        raise Refusal(f"理由最多 {MOST_REASON} 字。", field="reason")
    with acting(actor, "regulation.rule", note=pack.title, school=adoption.school_id) as act:
        one_at_a_time(adoption.school)
        before = latest_rulings(adoption.school, pack)
        new = {name: one for name, one in chosen.items() if not _same(before.get(name), one, start)}
        if not new:
            return before[next(iter(chosen))].sheet
        _not_meanwhile(pack, before, {name: seen[name] for name in new if name in seen} if seen else {})
        _forward(pack, [name for name in new if name in before], start)
        sheet, moment = _sheet_for(act, adoption, meeting, new), actor.moment
        act.create_many(
            Ruling(
                sheet=sheet, school=adoption.school, pack=pack.id, point=name, reading=written, start=start,
                reason=said.get(name, ""), made_at=moment,
            )
            for name, written in new.items()
        )  # fmt: skip
    return sheet


def adopt_recommended(adoption: Adoption, *, start: date, meeting: Meeting, actor: Actor) -> RulingSheet:
    """全部采用建议：rule as recommended on every point that is still open and has a recommendation. Raises Refusal."""
    open_ = recommended(adoption)
    if not open_:
        raise Refusal("没有还待裁定、又有建议的事项，可能刚才已由别人裁定。刷新可以看到结果。")
    return rule(
        adoption,
        {point.id: point.recommended for point in open_},
        start=start,
        meeting=meeting,
        reasons={point.id: point.reason for point in open_},
        seen=dict.fromkeys(point.id for point in open_),
        actor=actor,
    )


def recommended(adoption: Adoption) -> list[Point]:
    """Points nobody has ruled on that have a recommendation."""
    pack = pack_of(adoption.version)
    made = latest_rulings(adoption.school, pack)
    return [p for p in pack.points.values() if p.recommended and not p.noted and p.id not in made]


def attach_signed(sheet: RulingSheet, file: StoredFile, *, actor: Actor) -> RulingSheet:
    """The signed page as a photo or scan; a sheet that has one is not added to any more."""
    with acting(actor, "regulation.sign", school=sheet.school_id) as act:
        return act.change(sheet, signed_file=file)


def _same(row: Ruling | None, reading: str, start: date) -> bool:
    return row is not None and row.reading == reading and row.start <= start


def _not_meanwhile(pack: Pack, before: Mapping[str, Ruling], seen: Mapping[str, UUID | None]) -> None:
    for name, ruling in seen.items():
        row = before.get(name)
        if row and row.pk != ruling:
            raise JustRuled(row, pack.points[name], _who(row.sheet))


def _who(sheet: RulingSheet) -> str:
    person = Person.objects.filter(pk=sheet.made_by).first() if sheet.made_by else None
    return person.name if person else "别人"


class JustRuled(AlreadyHandled):
    """Another ruling on the point was made since the page was opened."""

    def __init__(self, row: Ruling, point: Point, by: str) -> None:
        super().__init__(row, by)
        self.message = f"这一处刚才已由{by}裁定为“{reading_words(point, row.reading)}”，你的没有记下。要改，请重新选。"


def _forward(pack: Pack, again: list[str], start: date) -> None:
    if again and start < clock.today():
        asked = "、".join(f"“{pack.points[name].question}”" for name in again)
        raise Refusal(f"{asked}已经裁定过，改裁定只能从今天起往后生效。", field="start")


def _within(adoption: Adoption, start: date) -> None:
    if adoption.start and start < adoption.start:
        raise Refusal("裁定不能早于开始采用这份制度的日子。", field="start")
    if adoption.end and start >= adoption.end:
        raise Refusal(
            f"这份制度只用到{day_words(adoption.end - timedelta(days=1))}，这以后的裁定用不上。", field="start"
        )


def _sheet_for(act: Act, adoption: Adoption, meeting: Meeting, new: Mapping[str, str]) -> RulingSheet:
    last = sheets(adoption.school, adoption.pack).order_by("number").last()
    by, actor = meeting.by.strip(), act.actor
    if (
        last
        and last.signed_file_id is None
        and (last.decided_by, last.decided_on) == (by, meeting.on)
        and timezone.localdate(last.made_at) == timezone.localdate(actor.moment)
        and not last.rulings.filter(point__in=list(new)).exists()
    ):
        act.about(last)
        return last
    return act.create(
        RulingSheet(
            school=adoption.school, pack=adoption.pack, number=last.number + 1 if last else 1, decided_by=by,
            decided_on=meeting.on, made_at=actor.moment, made_by=actor.person_id,
        )
    )  # fmt: skip


def _reading(pack: Pack, name: str, written: str) -> str:
    point = pack.points.get(name)
    if point is None:
        raise Refusal("这份制度里没有这一处，请刷新再看。")
    if not point.asks:
        if point.reading(written) is None:
            raise Refusal(f"“{point.question}”请选一种读法。", field=name)
        return written
    return _number(point, written)


def _number(point: Point, written: str) -> str:
    number = read(written)
    if number is None or fraction(number) < 0:
        raise Refusal(f"“{point.question}”请填一个数，不能是负数。", field=point.id)
    return text(number)
