"""登录条：the office gives, the teacher uses once. Nobody needs e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F

from yanxiu.base import clock
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.org.models import Person, School
from yanxiu.setup.codes import TRIES, code_hash, new_code
from yanxiu.setup.models import LoginSlip
from yanxiu.tenants.actions import account_for_person
from yanxiu.tenants.models import Account

VALID = timedelta(days=14)
MOST = 400  # slips printed at once


@dataclass(frozen=True)
class PrintedSlip:
    """A slip as printed; the only place where its code is ever readable."""

    person: Person
    code: str
    slip: LoginSlip


def issue_slips(school: School | None, people: Sequence[Person], *, actor: Actor) -> list[PrintedSlip]:
    """New slips for these people; older unused ones of theirs stop working. No school: the district's own people."""
    if not people:
        raise Refusal("还没有选人。先勾上要印登录条的人。")
    if len(people) > MOST:
        raise Refusal(f"一次最多印 {MOST} 张，请分批印。")
    with acting(actor, "slips.issue", about=school, school=school.pk if school else None) as act:
        _void(act, LoginSlip.objects.filter(person__in=people))
        printed = [_new_slip(person, school, actor) for person in people]
        act.create_many([one.slip for one in printed])
        return printed


def _new_slip(person: Person, school: School | None, actor: Actor) -> PrintedSlip:
    code, moment = new_code(), actor.moment
    slip = LoginSlip(
        person=person, school=school, code_hash=code_hash(code), issued_at=moment, expires_at=moment + VALID
    )
    return PrintedSlip(person, code, slip)


def _void(act: Act, rows: object) -> None:
    """Take back the unused slips among these."""
    old = list(rows.filter(used_at__isnull=True, revoked_at__isnull=True))  # type: ignore[attr-defined]
    for slip in old:
        slip.revoked_at = act.actor.moment
    act.change_many(old, ["revoked_at"])


def check_slip(slip: LoginSlip) -> None:
    """Raises Refusal, with the way on, when the slip no longer opens anything."""
    if slip.used_at:
        raise Refusal("这张登录条已经用过了。换了手机，请教导处再印一张。")
    if slip.revoked_at and slip.failures >= TRIES:
        raise Refusal("这张登录条被人试错太多次，已经作废。请教导处再印一张。")
    if slip.revoked_at:
        raise Refusal("这张登录条已作废，教导处后来印过新的，请用新的那张。")
    if slip.expires_at <= clock.now():
        raise Refusal("这张登录条过了十四天，不能再用。请教导处再印一张。")


def use_slip(slip: LoginSlip, *, actor: Actor) -> Account:
    """Sign in with a slip, once. Raises Refusal for a used, void or expired one and for a stopped account."""
    check_slip(slip)
    with acting(actor, "slips.use", about=slip, school=slip.school_id) as act:
        person = Person.objects.select_for_update().get(pk=slip.person_id)
        account = open_account(person, actor=actor)
        open_slips = LoginSlip.objects.filter(pk=slip.pk, used_at__isnull=True, revoked_at__isnull=True)
        if open_slips.update(used_at=actor.moment) != 1:
            raise Refusal("这张登录条刚刚用过了。请教导处再印一张。")
        note(act, slip, used_at=str(actor.moment))
        return account


def open_account(person: Person, *, actor: Actor) -> Account:
    """The account of a person who may come in. Raises Refusal when the office has stopped it."""
    account = account_for_person(person.pk, person.name, actor=actor)
    if not account.is_active:
        raise Refusal("你的登录已经停用。要恢复，请找教导处。")
    return account


def note(act: Act, row: LoginSlip, **values: str) -> None:
    """Put a compare-and-swap into the audit row; `act.move` only does states."""
    act.changes.append({"what": "set", "type": row._meta.label, "id": str(row.pk), "values": values})


def note_wrong_code(slip: LoginSlip) -> None:
    """A wrong code under the right name. The tenth voids the slip and is written down for the office."""
    LoginSlip.objects.filter(pk=slip.pk).update(failures=F("failures") + 1)
    slip.refresh_from_db(fields=["failures", "revoked_at"])
    if slip.failures >= TRIES and slip.revoked_at is None:
        with acting(Actor(channel="door"), "slips.void", about=slip, school=slip.school_id, note="试错太多次") as act:
            act.change(slip, revoked_at=act.actor.moment)
