"""Adopting a regulation for a unit from a day, ending it, and ruling on its open points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.kernel.terms import label
from yanxiu.org.models import School
from yanxiu.policy.exact import fraction, read, text
from yanxiu.policy.loader import digest, load_texts
from yanxiu.policy.pack import Pack, Point
from yanxiu.policy.problems import PackError
from yanxiu.regulations.library import on_shelf, pack_of, texts_on_shelf
from yanxiu.regulations.models import Adoption, PackVersion, Ruling, RulingSheet
from yanxiu.regulations.queries import adoptions


@dataclass(frozen=True)
class Meeting:
    """Which meeting decided, and when; its document number if it has one."""

    by: str
    on: date
    document: str = ""


def adopt(
    id: str, school: School | None, *, start: date, meeting: Meeting, replacing: bool = False, actor: Actor
) -> Adoption:
    """Put the version now on the shelf in force for a unit from `start`.

    A version of the same pack in force then ends on that day. Another regulation on the same matter is refused
    unless `replacing`, which ends it too: two texts may not judge one thing. Adopting the same version from the
    same day again changes nothing. Raises Refusal.
    """
    pack, version = _version(id)
    if pack.effective and start < pack.effective:
        raise Refusal(f"《{pack.title}》自{label(pack.effective, None)}起施行，不能早于这一天采用。", field="start")
    _decided(meeting)
    with acting(actor, "regulation.adopt", note=pack.title, school=school.pk if school else None) as act:
        kept = PackVersion.objects.filter(hash=version.hash).first() or act.create(version)
        standing = [one for one in adoptions(school) if one.end is None or one.end > start]
        same = [one for one in standing if one.pack == pack.id]
        if found := next((one for one in same if one.version_id == kept.hash and one.start == start), None):
            return found
        rivals = [
            one for one in standing if one.pack != pack.id and set(pack_of(one.version).topics) & set(pack.topics)
        ]
        if rivals and not replacing:
            raise _rival(pack, rivals)
        for one in (*same, *rivals):
            _end(act, one, start)
        past = Adoption.objects.filter(school=school, version=kept, start=start).first()
        values = {"decided_by": meeting.by.strip(), "decided_on": meeting.on, "document": meeting.document.strip()}
        if past:  # ended again on its first day: taken up once more
            return act.change(past, end=None, **values)
        return act.create(
            Adoption(school=school, version=kept, pack=pack.id, start=start, made_at=actor.moment, **values)
        )


def end_adoption(adoption: Adoption, *, end: date, actor: Actor) -> Adoption:
    """The unit follows this regulation no longer from `end` on. Raises Refusal for a day before it began."""
    if adoption.start and end < adoption.start:
        raise Refusal("停用的日子不能早于开始采用的日子。", field="end")
    with acting(actor, "regulation.end", note=adoption.version.title) as act:
        return act.change(adoption, end=end)


def rule(
    adoption: Adoption,
    readings: Mapping[str, str],
    *,
    start: date,
    meeting: Meeting,
    reasons: Mapping[str, str] | None = None,
    actor: Actor,
) -> RulingSheet:
    """Rule on one or several open points at once: one sheet, one row a point.

    A first ruling may reach back to the day the regulation was adopted; a change of an earlier ruling only looks
    forward, from today on at the earliest. Raises Refusal.
    """
    pack = pack_of(adoption.version)
    chosen = {name: _reading(pack, name, written) for name, written in readings.items()}
    if not chosen:
        raise Refusal("没有选要裁定的事项。")
    _decided(meeting)
    if adoption.start and start < adoption.start:
        raise Refusal("裁定不能早于开始采用这份制度的日子。", field="start")
    changed = set(Ruling.objects.filter(school=adoption.school, pack=pack.id).values_list("point", flat=True))
    if (again := [name for name in chosen if name in changed]) and start < clock.today():
        asked = "、".join(f"“{pack.points[name].question}”" for name in again)
        raise Refusal(f"{asked}已经裁定过，改裁定只能从今天起往后生效。", field="start")
    with acting(actor, "regulation.rule", note=pack.title, school=adoption.school_id) as act:
        sheet = act.create(_sheet(adoption, meeting, actor))
        said = reasons or {}
        act.create_many(
            Ruling(
                sheet=sheet, school=adoption.school, pack=pack.id, point=name, reading=written, start=start,
                reason=said.get(name, "").strip(), made_at=actor.moment,
            )
            for name, written in chosen.items()
        )  # fmt: skip
    return sheet


def adopt_recommended(adoption: Adoption, *, start: date, meeting: Meeting, actor: Actor) -> RulingSheet:
    """全部采用建议：rule as recommended on every point that is still open and has a recommendation. Raises Refusal."""
    pack = pack_of(adoption.version)
    made = set(Ruling.objects.filter(school=adoption.school, pack=pack.id).values_list("point", flat=True))
    open_ = {p.id: p for p in pack.points.values() if p.recommended and not p.noted and p.id not in made}
    if not open_:
        raise Refusal("没有还待裁定、又有建议的事项。")
    return rule(
        adoption,
        {name: point.recommended for name, point in open_.items()},
        start=start,
        meeting=meeting,
        reasons={name: point.reason for name, point in open_.items()},
        actor=actor,
    )


def attach_signed(sheet: RulingSheet, file: object, *, actor: Actor) -> RulingSheet:
    """The signed page as a photo or scan."""
    with acting(actor, "regulation.sign", school=sheet.school_id) as act:
        return act.change(sheet, signed_file=file)


def _version(id: str) -> tuple[Pack, PackVersion]:
    shelved = on_shelf(id)
    if shelved is None:
        raise Refusal("制度库里没有这份制度，可能刚被移走。请刷新制度库再选。")
    if shelved.pack is None:
        raise Refusal(f"这份制度读不通，不能采用：{shelved.problems[0]}")
    try:
        texts = texts_on_shelf(id)
        pack = load_texts(id, texts)
    except PackError as error:
        raise Refusal(f"这份制度读不通，不能采用：{error.problems[0]}") from error
    kept = {"pack": pack.id, "title": pack.title, "version": pack.version, "texts": texts}
    return pack, PackVersion(hash=digest(texts), kept_at=clock.now(), **kept)


def _rival(pack: Pack, rivals: list[Adoption]) -> Refusal:
    shared = "、".join(sorted({topic for one in rivals for topic in pack_of(one.version).topics} & set(pack.topics)))
    names = "、".join(f"《{one.version.title}》" for one in rivals)
    return Refusal(
        f"{names}已在管“{shared}”。同一件事不能有两份制度一起判：请选“改用这一份”，或换一个开始的日子。",
        field="replacing",
    )


def _end(act: Act, adoption: Adoption, day: date) -> None:
    """An adoption that would be over before it began is ended on its first day: it never was in force."""
    act.change(adoption, end=max(day, adoption.start or day))


def _decided(meeting: Meeting) -> None:
    if not meeting.by.strip():
        raise Refusal("请写由哪个会议或小组议定，例如：校本研修领导小组。", field="decided_by")
    if meeting.on > clock.today():
        raise Refusal("议定日期还没到。先登记日期，等开过会再来。", field="decided_on")


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


def _sheet(adoption: Adoption, meeting: Meeting, actor: Actor) -> RulingSheet:
    before = RulingSheet.objects.filter(Q(school=adoption.school), pack=adoption.pack).count()
    return RulingSheet(
        school=adoption.school, pack=adoption.pack, number=before + 1, decided_by=meeting.by.strip(),
        decided_on=meeting.on, made_at=actor.moment, made_by=actor.person_id,
    )  # fmt: skip
