"""期初结转: lines a unit brings from paper."""

from datetime import date
from decimal import Decimal

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.ledger.models import OpeningBalance
from yanxiu.org.models import Person, School


def bring_forward(
    school: School, person: Person, *, item: str, amount: Decimal, unit: str, as_of: date, source: str, actor: Actor
) -> OpeningBalance:
    """Set one opening line; the same item of the same year is corrected, never doubled. Raises Refusal for a negative amount."""
    if amount < 0:
        raise Refusal("期初结转不能是负数。", field="amount")
    if as_of > clock.today():
        raise Refusal("截至日期还没到。", field="as_of")
    key = {"school": school, "person": person, "school_year": clock.school_year_of(as_of), "item": item.strip()}
    values = {
        "amount": amount,
        "unit": unit.strip(),
        "as_of": as_of,
        "source": source.strip(),
        "checked_by": actor.person_id,
    }
    with acting(actor, "balance.bring", school=school.pk) as act:
        found = OpeningBalance.objects.filter(**key).first()
        return act.change(found, **values) if found else act.create(OpeningBalance(**key, **values))
