"""People and their dated ties."""

from datetime import date
from typing import Any

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.kernel.text import name_pinyin
from yanxiu.org.enums import GROUP_LEADER, Capability, Level
from yanxiu.org.models import (
    Appointment,
    Group,
    GroupMembership,
    Person,
    Post,
    Posting,
    PostingKind,
    School,
    Seat,
    Spell,
    SpellKind,
)
from yanxiu.org.models.units import in_force
from yanxiu.org.signals import person_erased

PLACES = {Level.GROUP: "哪个组", Level.SCHOOL: "哪所学校", Level.DISTRICT: "全区，不另选学校或组"}


def with_keys(person: Person) -> Person:
    """Set the stored sort and search keys from the name."""
    reading = name_pinyin(person.name)
    person.name_key, person.search_keys = reading.full[:120], " ".join(reading.keys)[:300]
    return person


def add_person(name: str, *, actor: Actor, **values: Any) -> Person:
    """A person of the bound district. Two people may bear one name."""
    name = name.strip()
    if not name:
        raise Refusal("请填写姓名。", field="name")
    with acting(actor, "person.add") as act:
        return act.create(with_keys(Person(name=name, **values)))


def change_person(person: Person, *, actor: Actor, **values: Any) -> Person:
    """Correct a person's particulars; the audit row says which, not what."""
    if "name" in values:
        reading = name_pinyin(values["name"])
        values |= {"name_key": reading.full[:120], "search_keys": " ".join(reading.keys)[:300]}
    with acting(actor, "person.change") as act:
        return act.change(person, **values)


def erase_person(person: Person, *, actor: Actor) -> Person:
    """Remove identity once the retention time is over; ids in records, ledger and audit stay and lead nowhere."""
    today = clock.today()
    if Posting.objects.filter(in_force(today), person=person).exists():
        raise Refusal(f"{person.name}还在岗，不能抹去资料。先登记调出或退休。")
    blank = {
        "name_key": "",
        "search_keys": "",
        "gender": "",
        "born_on": None,
        "id_hash": "",
        "id_last4": "",
        "staff_no": "",
        "phone": "",
    }
    with acting(actor, "person.erase") as act:
        act.change(person, name="（已抹去）", erased_at=actor.moment, **blank)
        person_erased.send(sender=Person, person=person, actor=actor)
    return person


def post_person(
    person: Person, school: School, kind: PostingKind, *, actor: Actor, start: date | None = None, **values: Any
) -> Posting:
    """在岗：a person begins at a school. A second main posting on the same day is refused."""
    on = start or clock.today()
    if kind.main:
        other = (
            Posting.objects.filter(in_force(on), person=person, kind__main=True)
            .exclude(school=school)
            .select_related("school")
            .first()
        )
        if other:
            raise Refusal(f"{person.name}的主岗在{other.school}。先结束那边的主岗，或按走教、借调登记。", field="kind")
    with acting(actor, "posting.begin", school=school.pk) as act:
        return act.create(Posting(person=person, school=school, kind=kind, start=start, **values))


def end_posting(posting: Posting, *, on: date, actor: Actor) -> Posting:
    """离岗：groups and posts at that school end the same day."""
    with acting(actor, "posting.end", school=posting.school_id) as act:
        for row in GroupMembership.objects.filter(
            in_force(on), person_id=posting.person_id, group__school_id=posting.school_id
        ):
            act.change(row, end=on)
        held = Appointment.objects.filter(in_force(on), person_id=posting.person_id)
        for row in [*held.filter(school_id=posting.school_id), *held.filter(group__school_id=posting.school_id)]:
            act.change(row, end=on)
        for seat in Seat.objects.filter(in_force(on), person_id=posting.person_id, group__school_id=posting.school_id):
            act.change(seat, end=on)
        return act.change(posting, end=on)


def join_group(person: Person, group: Group, *, actor: Actor, start: date | None = None) -> GroupMembership:
    """A person joins a group; joining twice changes nothing."""
    on = start or clock.today()
    with acting(actor, "group.join", about=group, school=group.school_id) as act:
        found = GroupMembership.objects.filter(in_force(on), person=person, group=group).first()
        return found or act.create(GroupMembership(person=person, group=group, start=start))


def leave_group(membership: GroupMembership, *, on: date, actor: Actor) -> GroupMembership:
    """A person leaves a group from `on`."""
    with acting(actor, "group.leave") as act:
        return act.change(membership, end=on)


def appoint(
    person: Person,
    post: Post,
    *,
    actor: Actor,
    school: School | None = None,
    group: Group | None = None,
    start: date | None = None,
    document: str = "",
) -> Appointment:
    """任职。A group post names its group, a school post its school, a district post neither.

    Where the group's kind has one leader (Z-43), the former leader's appointment ends the same day.
    """
    if post.level == Level.REGION:
        raise Refusal(f"“{post.title}”是市级的，由市里开账号，区里不任命。", field="post")
    if (post.level == Level.GROUP) != (group is not None) or (post.level == Level.SCHOOL) != (school is not None):
        raise Refusal(f"“{post.title}”要说明是{PLACES[Level(post.level)]}的。", field="post")
    on = start or clock.today()
    with acting(actor, "appointment.make", school=school.pk if school else group.school_id if group else None) as act:
        held = Appointment.objects.filter(in_force(on), post=post, school=school, group=group)
        if found := held.filter(person=person).first():
            return found
        if group and group.kind.one_leader and post.code == GROUP_LEADER:
            for former in held:
                act.change(former, end=on)
        return act.create(
            Appointment(person=person, post=post, school=school, group=group, start=start, document=document)
        )


def end_appointment(appointment: Appointment, *, on: date, actor: Actor) -> Appointment:
    """免职 from `on`. The last one who may manage a school's people cannot be removed."""
    school = appointment.school_id
    if school and Capability.MANAGE_PEOPLE in appointment.post.capabilities:
        others = (
            Appointment.objects.filter(in_force(on), school_id=school).exclude(pk=appointment.pk).select_related("post")
        )
        if not any(Capability.MANAGE_PEOPLE in other.post.capabilities for other in others):
            raise Refusal("这是本校最后一位能管人员的人。先任命另一位，再免去这一位。")
    with acting(actor, "appointment.end") as act:
        return act.change(appointment, end=on)


def begin_spell(
    person: Person,
    kind: SpellKind,
    *,
    start: date,
    actor: Actor,
    school: School | None = None,
    end: date | None = None,
    note: str = "",
) -> Spell:
    """一段特殊情况。Kinds that end work (退休、调出) also end the postings at that school."""
    if end is not None and end <= start:
        raise Refusal("结束日期要晚于开始日期。", field="end")
    with acting(actor, "spell.begin", school=school.pk if school else None) as act:
        spell = act.create(Spell(person=person, school=school, kind=kind, start=start, end=end, note=note))
        if kind.ends_work:
            rows = Posting.objects.filter(in_force(start), person=person)
            for posting in rows.filter(school=school) if school else rows:
                end_posting(posting, on=start, actor=actor)
        return spell


def end_spell(spell: Spell, *, on: date, actor: Actor) -> Spell:
    """The person is back from `on`."""
    with acting(actor, "spell.end") as act:
        return act.change(spell, end=on)


def change_posting(posting: Posting, *, actor: Actor, **values: Any) -> Posting:
    """Correct a posting: its first day, the month of arrival, the marks of the population."""
    with acting(actor, "posting.change", school=posting.school_id) as act:
        return act.change(posting, **values)


def change_membership(membership: GroupMembership, *, actor: Actor, **values: Any) -> GroupMembership:
    """Correct the days of a membership."""
    with acting(actor, "group.membership_change") as act:
        return act.change(membership, **values)
