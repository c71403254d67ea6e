"""期初结转: lines a unit brings from paper."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.ledger.models import OpeningBalance
from yanxiu.org.models import Person, School
from yanxiu.org.queries.time import calendar_of


def bring_forward(
    school: School, person: Person, *, item: str, amount: Decimal, unit: str, as_of: date, source: str, actor: Actor
) -> OpeningBalance:
    """Set one opening line; the same item of the same term is corrected, never doubled. Raises Refusal for a negative
    amount."""
    if amount < 0:
        raise Refusal("期初结转不能是负数。", field="amount")
    if as_of > clock.today():
        raise Refusal("截至日期还没到。", field="as_of")
    key = {"school": school, "person": person, "school_year": clock.school_year_of(as_of), "item": item.strip()}
    values: dict[str, Any] = {
        "amount": amount,
        "unit": unit.strip(),
        "source": source.strip(),
        "checked_by": actor.person_id,
    }
    with acting(actor, "balance.bring", school=school.pk) as act:
        found = OpeningBalance.objects.filter(_same_term(school, as_of), **key).first()
        values["as_of"] = as_of
        return act.change(found, **values) if found else act.create(OpeningBalance(**key, **values))


def _same_term(school: School, day: date) -> Q:
    """Lines counted to a day of the term the day lies in; in holidays and without terms those of the very day."""
    term = calendar_of(school, day).term
    inside = term is not None and term.first_day <= day <= term.last_day
    return Q(as_of__range=(term.first_day, term.last_day)) if term and inside else Q(as_of=day)
