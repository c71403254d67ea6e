"""Adopting a regulation for a unit from a day, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.org.models import School
from yanxiu.policy.loader import digest
from yanxiu.policy.pack import Pack
from yanxiu.policy.problems import PackError
from yanxiu.regulations.actions.common import Meeting, decided, one_at_a_time
from yanxiu.regulations.library import on_shelf, pack_of, texts_on_shelf
from yanxiu.regulations.models import Adoption, PackVersion
from yanxiu.regulations.phrases import day_words
from yanxiu.regulations.queries import adoptions


@dataclass(frozen=True)
class Considered:
    """What adopting would touch: an adoption that already is just this one, or those that would end."""

    pack: Pack
    version: PackVersion
    already: Adoption | None
    ending: tuple[Adoption, ...]


def consider(
    id: str, school: School | None, *, start: date, meeting: Meeting, replacing: bool = False, text: str = ""
) -> Considered:
    """What `adopt` with the same words would do, without doing it. Raises the Refusal it would raise."""
    pack, version = _version(id)
    if text and text != version.hash:
        raise Refusal("制度库里的这份制度刚才变了。请重新看一遍再采用。")
    if pack.effective and start < pack.effective:
        raise Refusal(f"《{pack.title}》自{day_words(pack.effective)}起施行，不能早于这一天采用。", field="start")
    decided(meeting)
    standing = [one for one in adoptions(school) if one.end is None or one.end > start]
    same = [one for one in standing if one.pack == pack.id]
    if found := next((one for one in same if one.version_id == version.hash and one.start == start), None):
        return Considered(pack, version, found, ())
    rivals = [one for one in standing if one.pack != pack.id and set(pack_of(one.version).topics) & set(pack.topics)]
    if rivals and not replacing:
        raise _rival(pack, rivals)
    return Considered(pack, version, None, (*same, *rivals))


def adopt(
    id: str,
    school: School | None,
    *,
    start: date,
    meeting: Meeting,
    replacing: bool = False,
    text: str = "",
    actor: Actor,
) -> Adoption:
    """Put the version now on the shelf in force for a unit from `start`.

    A version of the same pack in force then ends on that day. Another regulation on the same matter is refused
    unless `replacing`, which ends it too: two texts may not judge one thing. Adopting the same version from the
    same day again changes nothing. `text` is the digest of the text the decider has read; another on the shelf by now
    is refused. Raises Refusal.
    """
    with acting(actor, "regulation.adopt", school=school.pk if school else None) as act:
        one_at_a_time(school)
        found = consider(id, school, start=start, meeting=meeting, replacing=replacing, text=text)
        if found.already:
            return found.already
        act.note = found.pack.title
        kept = PackVersion.objects.filter(hash=found.version.hash).first() or act.create(found.version)
        for one in found.ending:
            _end(act, one, start)
        past = Adoption.objects.filter(school=school, version=kept, start=start).first()
        values = {"decided_by": meeting.by.strip(), "decided_on": meeting.on, "document": meeting.document.strip()}
        if past:  # ended again on its first day: taken up once more
            act.about(past)
            return act.change(past, end=None, **values)
        made = Adoption(school=school, version=kept, pack=found.pack.id, start=start, made_at=actor.moment, **values)
        act.about(made)
        return act.create(made)


def end_adoption(adoption: Adoption, *, end: date, actor: Actor) -> Adoption:
    """The unit follows this regulation no longer from `end` on. Raises Refusal for a day before it began."""
    if adoption.start and end < adoption.start:
        raise Refusal("停用的日子不能早于开始采用的日子。", field="end")
    if adoption.end and end > adoption.end:
        raise Refusal(f"它已经只用到{day_words(adoption.end - timedelta(days=1))}。要再用，请重新采用。", field="end")
    with acting(actor, "regulation.end", note=adoption.version.title) as act:
        return act.change(adoption, end=end)


def _version(id: str) -> tuple[Pack, PackVersion]:
    shelved = on_shelf(id)
    if shelved is None:
        raise Refusal("制度库里没有这份制度，可能刚被移走。请刷新制度库再选。")
    if shelved.pack is None:
        raise Refusal(f"这份制度读不通，不能采用：{shelved.problems[0]}")
    try:
        texts = texts_on_shelf(id)
        kept = PackVersion(hash=digest(texts), pack=id, version=shelved.pack.version, texts=texts, kept_at=clock.now())
        pack = pack_of(kept)
    except PackError as error:
        raise Refusal(f"这份制度读不通，不能采用：{error.problems[0]}") from error
    kept.title, kept.version = pack.title, pack.version
    return pack, kept


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
