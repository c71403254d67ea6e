"""Founding and changing units: districts, schools, groups, alliances, leading groups."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import in_district
from yanxiu.kernel.text import order_key
from yanxiu.org.actions.catalogues import adopt_words_of_type, load_standard
from yanxiu.org.models import (
    Alliance,
    AllianceKind,
    AllianceMembership,
    Appointment,
    CompositionBand,
    Group,
    GroupKind,
    GroupMembership,
    LeadingGroup,
    LeadingGroupKind,
    Person,
    School,
    Seat,
    UnitType,
)
from yanxiu.org.models.units import in_force
from yanxiu.tenants.models import District, Region


def found_region(name: str, *, institute: str = "", actor: Actor) -> Region:
    """A city above districts."""
    with in_district(None), acting(actor, "region.found") as act:
        return act.create(Region(name=name.strip(), institute=institute))


def found_district(
    code: str, name: str, *, actor: Actor, institute: str = "", region: Region | None = None, standalone: bool = False
) -> District:
    """A district with the standard catalogue. Raises Refusal when the code is taken."""
    code, name = code.strip(), name.strip()
    if not code or not name:
        raise Refusal("请填写区代码和名称。", field="code" if not code else "name")
    with in_district(None), acting(actor, "district.found") as act:
        if District.objects.filter(code=code).exists():
            raise Refusal(f"区代码“{code}”已经有了，换一个，或直接用已有的区。", field="code")
        district = act.create(District(code=code, name=name, institute=institute, region=region, standalone=standalone))
        with in_district(district):
            load_standard(actor=actor)
        return district


def create_school(
    code: str,
    name: str,
    *,
    actor: Actor,
    unit_type: UnitType | None = None,
    stages: list[str] | None = None,
    short_name: str = "",
    parent: School | None = None,
) -> School:
    """A school of the bound district. Raises Refusal when its code is taken (P: 单位档案)."""
    code, name = code.strip(), name.strip()
    if not name:
        raise Refusal("请填写学校名称。", field="name")
    if School.objects.filter(code=code).exists():
        raise Refusal(f"学校代码“{code}”已经有了。", field="code")
    with acting(actor, "school.create") as act:
        given = stages if stages is not None else (unit_type.stages if unit_type else [])
        made = act.create(
            School(
                code=code, name=name, short_name=short_name.strip(), unit_type=unit_type, stages=given, parent=parent
            )
        )
        adopt_words_of_type(made, actor=actor)
        return made


def change_school(school: School, *, actor: Actor, **values: Any) -> School:
    """Change the school's own particulars (name, type, 起算日, rooms not used …)."""
    with acting(actor, "school.change") as act:
        act.change(school, **values)
        adopt_words_of_type(school, actor=actor)
        return school


def create_group(
    school: School | None,
    kind: GroupKind,
    name: str,
    *,
    actor: Actor,
    subject: str = "",
    grade: str = "",
    start: date | None = None,
    alliance: Alliance | None = None,
) -> Group:
    """A group of a school, an alliance or the district. Raises Refusal for an empty or taken name."""
    name = name.strip()
    if not name:
        raise Refusal("请填写组名。", field="name")
    if Group.objects.filter(school=school, kind=kind, name=name, end__isnull=True).exists():
        raise Refusal(f"已经有“{name}”这个{kind.title}了。", field="name")
    with acting(actor, "group.create", school=school.pk if school else None) as act:
        return act.create(
            Group(
                school=school,
                alliance=alliance,
                kind=kind,
                name=name,
                name_key=order_key(name),
                subject=subject,
                grade=grade,
                start=start,
            )
        )


def change_group(group: Group, *, actor: Actor, **values: Any) -> Group:
    """Rename a group or change its subject or grade."""
    if "name" in values:
        values["name_key"] = order_key(values["name"])[:120]
    with acting(actor, "group.change") as act:
        return act.change(group, **values)


def end_group(group: Group, *, on: date, actor: Actor) -> Group:
    """撤组：memberships and the leader's appointment end with it; the past stays."""
    with acting(actor, "group.end") as act:
        for membership in GroupMembership.objects.filter(in_force(on), group=group):
            act.change(membership, end=on)
        for held in Appointment.objects.filter(in_force(on), group=group):
            act.change(held, end=on)
        return act.change(group, end=on)


def form_alliance(
    kind: AllianceKind, name: str, *, actor: Actor, lead: School | None = None, start: date | None = None
) -> Alliance:
    """学区、集团或联片；its lead school is its first member (Y-44)."""
    if Alliance.objects.filter(name=name.strip()).exists():
        raise Refusal(f"已经有“{name.strip()}”了。", field="name")
    with acting(actor, "alliance.form") as act:
        alliance = act.create(Alliance(kind=kind, name=name.strip(), lead_school=lead))
        if lead:
            act.create(AllianceMembership(alliance=alliance, school=lead, start=start))
        return alliance


def join_alliance(alliance: Alliance, school: School, *, actor: Actor, start: date | None = None) -> AllianceMembership:
    """A school joins; it may be in several alliances (B-16). Joining twice changes nothing."""
    with acting(actor, "alliance.join", about=alliance) as act:
        found = AllianceMembership.objects.filter(alliance=alliance, school=school, end__isnull=True).first()
        return found or act.create(AllianceMembership(alliance=alliance, school=school, start=start))


def leave_alliance(membership: AllianceMembership, *, on: date, actor: Actor) -> AllianceMembership:
    """A school leaves from `on`."""
    with acting(actor, "alliance.leave") as act:
        return act.change(membership, end=on)


def form_leading_group(
    kind: LeadingGroupKind, *, actor: Actor, school: School | None = None, start: date | None = None, document: str = ""
) -> LeadingGroup:
    """领导小组 of a school or the district; one of a kind at a time."""
    if LeadingGroup.objects.filter(kind=kind, school=school, end__isnull=True).exists():
        raise Refusal(f"{kind.title}已经成立，直接调整成员即可。")
    with acting(actor, "leading_group.form", school=school.pk if school else None) as act:
        return act.create(LeadingGroup(kind=kind, school=school, start=start, document=document))


def seat_person(group: LeadingGroup, person: Person, code: str, *, on: date, actor: Actor, division: str = "") -> Seat:
    """Seat a person. Raises Refusal, with the clause, when the seat asks for a post the person does not hold.

    Where the kind allows only one in the seat, the former holder's seat ends on the same day.
    """
    seat = next((s for s in group.kind.seats if s["code"] == code), None)
    if seat is None:
        raise Refusal(f"{group.kind.title}没有这个席位。", field="code")
    _check_post(group, seat, person, on)
    with acting(actor, "leading_group.seat", about=group, school=group.school_id) as act:
        if seat.get("one"):
            for held in Seat.objects.filter(in_force(on), group=group, code=code).exclude(person=person):
                act.change(held, end=on)
        found = Seat.objects.filter(in_force(on), group=group, person=person, code=code).first()
        return found or act.create(Seat(group=group, person=person, code=code, division=division, start=on))


def _check_post(group: LeadingGroup, seat: dict[str, Any], person: Person, on: date) -> None:
    wanted = seat.get("posts") or []
    if not wanted:
        return
    held = Appointment.objects.filter(in_force(on), person=person, post__code__in=wanted)
    if group.school_id:
        held = held.filter(Q(school_id=group.school_id) | Q(group__school_id=group.school_id))
    if not held.exists():
        titles = "或".join(seat.get("post_titles") or wanted)
        cite = seat.get("cite", "")
        raise Refusal(
            f"{group.kind.title}的{seat['title']}须由{titles}担任，{person.name}没有这个职务。"
            f"请换人，或先在“任职”里登记职务。{f'依据：{cite}。' if cite else ''}",
            field="person",
            clause=cite,
        )


def unseat_person(seat: Seat, *, on: date, actor: Actor) -> Seat:
    """A person leaves the leading group from `on`."""
    with acting(actor, "leading_group.unseat") as act:
        return act.change(seat, end=on)


def set_age_bands(
    school: School, bands: list[tuple[str, int | None, int | None]], *, actor: Actor
) -> list[CompositionBand]:
    """The school's own age bands (W-03): (label, lower, upper), full years, both inclusive; they may not overlap."""
    ordered = sorted(bands, key=lambda band: band[1] if band[1] is not None else -1)
    for (label, _, upper), (following, lower, _) in pairwise(ordered):
        if upper is None or lower is None or lower <= upper:
            raise Refusal(f"“{label}”和“{following}”两段有重叠，请改成前一段的上限小于后一段的下限。")
    return _set_bands(school, "age", ordered, actor)


def set_communities(
    school: School, bands: list[tuple[str, int | None, int | None]], *, actor: Actor
) -> list[CompositionBand]:
    """Who counts as 老教师, who as 年轻教师 (W-29), by years of age as the school rules; somebody may be in neither or both."""
    return _set_bands(school, "community", bands, actor)


def _set_bands(
    school: School, dimension: str, bands: list[tuple[str, int | None, int | None]], actor: Actor
) -> list[CompositionBand]:
    with acting(actor, "school.age_bands", about=school, school=school.pk) as act:
        for old in CompositionBand.objects.filter(school=school, dimension=dimension):
            act.delete(old)
        return [
            act.create(CompositionBand(school=school, dimension=dimension, label=a, lower=b, upper=c))
            for a, b, c in bands
        ]
