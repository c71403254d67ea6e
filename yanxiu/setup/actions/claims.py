"""认领：「这是我」 by name and staff number waits for the office's tap; two on one name are decided by it."""

from __future__ import annotations

from datetime import timedelta

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.org.models import Person, School
from yanxiu.setup.actions.slips import open_account
from yanxiu.setup.codes import new_receipt, receipt_hash
from yanxiu.setup.enums import OPEN_CLAIMS, ClaimState
from yanxiu.setup.models import Claim
from yanxiu.tenants.models import Account

RECEIPT_DAYS = 2  # how long a waiting device may come in after the tap
MOST_OPEN = 5  # claims waiting on one name


def claim_name(
    school: School, person: Person, *, actor: Actor, device: str = "", next_url: str = "", receipt: str = ""
) -> tuple[Claim, str]:
    """A device says it is this person's. Returns the claim and the receipt the browser keeps.

    The same browser asking again gets its claim back; another one makes all open claims on the name contested.
    """
    with acting(actor, "claims.make", school=school.pk) as act:
        Person.objects.select_for_update().get(pk=person.pk)  # two at once wait for each other
        rivals = list(Claim.objects.filter(person=person, state__in=OPEN_CLAIMS))
        mine = next((rival for rival in rivals if receipt and rival.receipt_hash == receipt_hash(receipt)), None)
        if mine is not None:
            return mine, receipt
        if len(rivals) >= MOST_OPEN:
            raise Refusal("这个姓名已有几台设备在等确认，请当面找教导处，或请他们印登录条。")
        state, fresh = ClaimState.CONTESTED if rivals else ClaimState.WAITING, new_receipt()
        claim = Claim(
            person=person, school=school, state=state, receipt_hash=receipt_hash(fresh), created_at=actor.moment
        )
        claim.device, claim.next_url = device[:120], next_url[:300] if len(next_url) <= 300 else "/"
        act.create(claim)
        for rival in rivals:
            act.change(rival, state=ClaimState.CONTESTED)
        return claim, fresh


def decide_claim(claim: Claim, approve: bool, *, actor: Actor) -> Claim:
    """The office's tap. Approving one refuses the others on the name; refusing one leaves a lone other uncontested."""
    with acting(actor, "claims.decide", school=claim.school_id) as act:
        decided = {"decided_at": actor.moment, "decided_by": actor.person_id}
        act.move(claim, "state", OPEN_CLAIMS, ClaimState.APPROVED if approve else ClaimState.REFUSED, **decided)
        others = list(Claim.objects.filter(person_id=claim.person_id, state__in=OPEN_CLAIMS))
        for other in others:
            if approve:
                act.move(other, "state", OPEN_CLAIMS, ClaimState.REFUSED, **decided)
            elif len(others) == 1:
                act.change(other, state=ClaimState.WAITING)
        return claim


def redeem_claim(claim: Claim, *, actor: Actor) -> Account:
    """The waiting device comes in, once: the receipt is spent with it. Raises Refusal when it comes too late."""
    if claim.decided_at is None or claim.decided_at + timedelta(days=RECEIPT_DAYS) < clock.now():
        raise Refusal("确认过了两天才来，要重新认领一次，或请教导处印一张登录条。")
    with acting(actor, "claims.redeem", about=claim, school=claim.school_id) as act:
        person = Person.objects.select_for_update().get(pk=claim.person_id)
        account = open_account(person, actor=actor)
        open_claims = Claim.objects.filter(pk=claim.pk, state=ClaimState.APPROVED, receipt_hash=claim.receipt_hash)
        if open_claims.update(receipt_hash="") != 1:
            raise AlreadyHandled(claim)
        act.changes.append(
            {"what": "set", "type": claim._meta.label, "id": str(claim.pk), "values": {"receipt_hash": "（已隐去）"}}
        )
        return account
