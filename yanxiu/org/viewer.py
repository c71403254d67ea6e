"""The viewer: an account together with the posts its person holds today. Doors ask it, pages greet it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from yanxiu.base.actions import Actor
from yanxiu.base.tenancy import in_district
from yanxiu.org.enums import Capability, Desk, Level
from yanxiu.org.models import Appointment, Person, Posting, Seat
from yanxiu.org.models.units import in_force
from yanxiu.tenants.models import Account


@dataclass(frozen=True)
class Hat:
    """One post in force: its words, its place and what it allows there."""

    post: str
    title: str
    level: str
    school_id: UUID | None
    group_id: UUID | None
    capabilities: frozenset[str]


@dataclass(frozen=True)
class Viewer:
    """Who looks, on which day, with which hats."""

    account: Account
    on: date
    person: Person | None = None
    hats: tuple[Hat, ...] = ()
    member_schools: frozenset[UUID] = frozenset()
    chosen: str = ""
    at: str = ""  # id of the school chosen, for who works at several
    cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def district_id(self) -> UUID | None:
        return self.account.district_id

    @property
    def person_id(self) -> UUID | None:
        return self.person.pk if self.person else None

    @property
    def actor(self) -> Actor:
        """This viewer as the actor of an action."""
        return Actor(self.account.pk, self.person_id, self.school_id)

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.account.get_full_name()

    def everywhere(self, capability: str) -> bool:
        """Whether a district post grants the capability in the whole district."""
        return any(h.level == Level.DISTRICT and capability in h.capabilities for h in self.hats)

    def schools_with(self, capability: str) -> frozenset[UUID]:
        """Schools where a school post grants the capability."""
        return frozenset(
            h.school_id for h in self.hats if h.level == Level.SCHOOL and h.school_id and capability in h.capabilities
        )

    @cached_property
    def groups_led(self) -> frozenset[UUID]:
        """Groups this person leads."""
        return frozenset(h.group_id for h in self.hats if h.group_id and Capability.LEAD_GROUP in h.capabilities)

    def can(self, capability: str) -> bool:
        """Whether any hat grants the capability anywhere."""
        return any(capability in h.capabilities for h in self.hats)

    @cached_property
    def desks(self) -> tuple[Desk, ...]:
        """Home pages open to this viewer, the most responsible first."""
        tests = (
            (Desk.REGION, self.account.region_id is not None),
            (Desk.DISTRICT, self.everywhere(Capability.OVERSEE)),
            (Desk.PRINCIPAL, bool(self.schools_with(Capability.LEAD_UNIT))),
            (Desk.OFFICE, bool(self.schools_with(Capability.MANAGE_PEOPLE))),
            (Desk.EXPERT, self.can(Capability.SCORE)),
            (Desk.LEADER, bool(self.groups_led)),
            (Desk.TEACHER, bool(self.member_schools)),
            (Desk.OPERATOR, self.account.is_operator),  # last: who founded a school opens the school
        )
        return tuple(desk for desk, open_ in tests if open_)

    @property
    def desk(self) -> Desk:
        """The home page in use: the chosen one, else the first."""
        chosen = [d for d in self.desks if d == self.chosen]
        return (chosen or list(self.desks) or [Desk.TEACHER])[0]

    @property
    def on_phone(self) -> bool:
        """Whether the desk in use is one of those made for the phone."""
        return self.desk in (Desk.TEACHER, Desk.LEADER)

    @property
    def school_id(self) -> UUID | None:
        """The school this viewer works for at the chosen desk; district, city and operator have none."""
        if self.desk in (Desk.OPERATOR, Desk.REGION, Desk.DISTRICT, Desk.EXPERT):
            return None
        ranked = {Desk.PRINCIPAL: Capability.LEAD_UNIT, Desk.OFFICE: Capability.MANAGE_PEOPLE}
        wanted = self.schools_with(ranked[self.desk]) if self.desk in ranked else self.member_schools
        open_ = wanted or self.member_schools
        chosen = next((one for one in open_ if str(one) == self.at), None)
        return chosen or min(open_, default=None, key=str)


def viewer_for(account: Account, on: date, chosen: str = "", at: str = "") -> Viewer:
    """The viewer of an account on a day, at the chosen desk and school: at most four reads, none for global accounts."""
    if account.district_id is None or account.person_id is None:
        return Viewer(account, on, chosen=chosen)
    with in_district(account.district_id):
        person = Person.objects.filter(pk=account.person_id).first()
        if person is None:
            return Viewer(account, on, chosen=chosen)
        schools = Posting.objects.filter(in_force(on), person=person).values_list("school_id", flat=True)
        return Viewer(account, on, person, _hats(person, on), frozenset(schools), chosen, at)


def _hats(person: Person, on: date) -> tuple[Hat, ...]:
    """Posts held and seats taken; what they allow adds up (矛-32)."""
    held = Appointment.objects.filter(in_force(on), person=person).select_related("post").order_by("post__position")
    seats = Seat.objects.filter(in_force(on), in_force(on, "group__"), person=person).select_related("group__kind")
    return (
        *(
            Hat(a.post.code, a.post.title, a.post.level, a.school_id, a.group_id, frozenset(a.post.capabilities))
            for a in held
        ),
        *(_seated(seat) for seat in seats.order_by("group__kind__position", "pk") if seat.group.kind.capabilities),
    )


def _seated(seat: Seat) -> Hat:
    kind = seat.group.kind
    return Hat(kind.code, kind.title, kind.level, seat.group.school_id, None, frozenset(kind.capabilities))
