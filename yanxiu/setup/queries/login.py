"""Named reads for signing in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yanxiu.base import clock
from yanxiu.base.tenancy import current_district, in_district
from yanxiu.kernel.text import name_pinyin
from yanxiu.org.enums import Capability
from yanxiu.org.models import Appointment, GroupMembership, Person, Post, Posting, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school, everybody
from yanxiu.setup.codes import TRIES, cleaned, code_hash, receipt_hash, sealed, unsealed
from yanxiu.setup.enums import OPEN_CLAIMS
from yanxiu.setup.models import Claim, Device, LoginSlip
from yanxiu.tenants.models import Account

KEEPS = {Capability.MANAGE_PEOPLE, Capability.MANAGE_UNIT, Capability.OVERSEE}


def slip_by_code(typed: str) -> LoginSlip | None:
    """The slip of a code in whatever district; a stranger has no district yet, so this one look-up spans them."""
    found = LoginSlip.unscoped.filter(code_hash=code_hash(cleaned(typed))).first()
    if found is None:
        return None
    with in_district(found.district_id):
        slip: LoginSlip = LoginSlip.objects.select_related("person", "school").get(pk=found.pk)
        return slip


def claim_by_receipt(receipt: str) -> Claim | None:
    """The claim a browser holds a receipt for."""
    found = Claim.unscoped.filter(receipt_hash=receipt_hash(receipt)).first() if receipt else None
    if found is None:
        return None
    with in_district(found.district_id):
        claim: Claim = Claim.objects.select_related("person", "school").get(pk=found.pk)
        return claim


def school_token(school: School) -> str:
    """The unguessable part of a school's own sign-in address; short enough for a QR code on a wall."""
    return sealed(school.district_id.bytes + school.pk.bytes)


def school_by_token(token: str) -> School | None:
    """The open school of a sign-in address; None for a forged one."""
    plain = unsealed(token)
    if plain is None or len(plain) != 32:
        return None
    district, school = UUID(bytes=plain[:16]), UUID(bytes=plain[16:])
    return School.unscoped.filter(district_id=district, pk=school, closed_on__isnull=True).first()


def same_name(person: Person, typed: str) -> bool:
    """Whether the full name was typed, in characters or in pinyin. Beginnings and initials do not count."""
    wanted = "".join(typed.split()).lower()
    return wanted in ("".join(person.name.split()).lower(), "".join(name_pinyin(person.name).full.split()))


def named_at(school: School, typed: str, on: date) -> list[Person]:
    """People of the school who bear exactly this name; nobody is found by a part of it."""
    wanted = "".join(typed.split()).lower()
    if not wanted:
        return []
    return [person for person in at_school(school, on) if same_name(person, wanted)]


def open_slips(people: Iterable[Person]) -> QuerySet[LoginSlip]:
    """Slips of these people that still open something."""
    return LoginSlip.objects.filter(
        person__in=people, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
    )


def newest_slips(people: Iterable[Person]) -> dict[UUID, LoginSlip]:
    """The last slip printed for each of these people."""
    rows = LoginSlip.objects.filter(person__in=people).order_by("issued_at")
    return {slip.person_id: slip for slip in rows}


def guessed_slips(within: timedelta = timedelta(days=14)) -> QuerySet[LoginSlip]:
    """Slips voided because somebody tried too many codes under the right name, and not printed anew since."""
    rows = LoginSlip.objects.filter(failures__gte=TRIES, revoked_at__gt=clock.now() - within).select_related("person")
    return rows.exclude(person__in=LoginSlip.objects.filter(revoked_at__isnull=True).values("person"))


def open_claims() -> QuerySet[Claim]:
    """Claims that wait for the office, those on one name together."""
    return (
        Claim.objects.filter(state__in=OPEN_CLAIMS)
        .select_related("person", "school")
        .order_by("person__name_key", "person_id", "created_at")
    )


def accounts_of(people: Iterable[Person]) -> dict[UUID, Account]:
    """Accounts of these people."""
    rows = Account.objects.filter(person_id__in=[person.pk for person in people])
    return {account.person_id: account for account in rows if account.person_id}


def devices_of(account: Account) -> QuerySet[Device]:
    """Devices of an account that are still signed in, newest first."""
    return Device.objects.filter(account=account, until__gt=clock.now())


def first_groups(people: Iterable[Person], on: date) -> dict[UUID, str]:
    """The group each of these people is best known by: the first kind of the catalogue, usually 教研组."""
    rows = GroupMembership.objects.filter(in_force(on), person__in=people).order_by("-group__kind__position")
    return dict(rows.values_list("person_id", "group__name"))


def served_by(schools: Iterable[UUID], on: date) -> Q:
    """Condition: people whose way in these schools keep: there today, or last there and at no school now."""
    gone = Posting.objects.filter(school__in=schools).values("person")
    elsewhere = Posting.objects.filter(in_force(on)).values("person")
    here = Posting.objects.filter(in_force(on), school__in=schools).values("person")
    return Q(pk__in=here) | (Q(pk__in=gone) & ~Q(pk__in=elsewhere))


def keep_elsewhere(schools: Iterable[UUID], on: date) -> QuerySet[Any]:
    """Ids of people who keep units or people outside these schools: the district, or another school."""
    keeping = [post.pk for post in Post.objects.all() if KEEPS & set(post.capabilities)]
    return Appointment.objects.filter(in_force(on), post__in=keeping).exclude(school__in=schools).values("person")


def keeps_others(person: Person, on: date) -> bool:
    """Whether the person keeps units or people anywhere."""
    held = Appointment.objects.filter(in_force(on), person=person).select_related("post")
    return any(KEEPS & set(row.post.capabilities) for row in held)


def operators() -> list[UUID]:
    """People of the district whose account keeps the whole installation."""
    rows = Account.objects.filter(is_operator=True, district_id=current_district(), person_id__isnull=False)
    return [pk for pk in rows.values_list("person_id", flat=True) if pk]


def district_people(on: date) -> QuerySet[Person]:
    """People with a post of the district and no school today."""
    posted = Appointment.objects.filter(in_force(on), school__isnull=True, group__isnull=True).values("person")
    return everybody().filter(pk__in=posted).exclude(pk__in=Posting.objects.filter(in_force(on)).values("person"))


def keepers(school_id: UUID | None, on: date) -> list[str]:
    """Who keeps the roll of a school (without one, of the district): whom to ask, by name and post."""
    rows = Appointment.objects.filter(in_force(on), school_id=school_id, group__isnull=True).select_related(
        "person", "post"
    )
    kept = [row for row in rows.order_by("post__position") if Capability.MANAGE_PEOPLE in row.post.capabilities]
    return [f"{row.person.name}（{row.post.title}）" for row in kept[:3]]


def as_rows(people: list[Person], on: date) -> list[dict[str, Any]]:
    """People of the slips page: group, account, last slip; three reads for any number."""
    accounts, slips, groups = accounts_of(people), newest_slips(people), first_groups(people, on)
    return [
        {
            "person": p,
            "group": groups.get(p.pk, ""),
            "account": accounts.get(p.pk),
            "slip": slips.get(p.pk),
            "state": _state(accounts.get(p.pk), slips.get(p.pk)),
        }
        for p in people
    ]


def _state(account: Account | None, slip: LoginSlip | None) -> tuple[str, str]:
    """Meaning and words of where a person stands."""
    if account is not None and not account.is_active:
        return "late", "已停用"
    if slip is not None and slip.revoked_at and slip.failures >= TRIES:
        return "late", "试错太多，已作废"
    if slip is not None and not slip.used_at and not slip.revoked_at and slip.expires_at > clock.now():
        return "wait", "印了，还没用"
    if account is not None:
        return "done", "能登录"
    return ("due", "过期没用") if slip is not None else ("", "还没有")
