"""期初结转 belongs to the term it was counted in: it neither overwrites nor fills another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.support.cast import Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.ledger.actions import bring_forward
from yanxiu.ledger.models import OpeningBalance
from yanxiu.org.actions import time


def bring(cast: Cast, day: date, amount: int) -> OpeningBalance:
    return bring_forward(
        cast.school, cast.people["teacher"], item="听课", amount=Decimal(amount), unit="节", as_of=day, source="纸质", actor=COMMAND_LINE,
    )  # fmt: skip


def test_the_line_of_the_second_term_leaves_that_of_the_first(here: Cast) -> None:
    time.set_term(here.term.year, 1, first_day=date(2025, 9, 1), last_day=date(2026, 1, 16), actor=COMMAND_LINE)
    bring(here, date(2025, 10, 15), 8)
    bring(here, date(2026, 3, 31), 5)
    bring(here, date(2026, 4, 7), 6)  # the same term again: corrected
    kept = OpeningBalance.objects.order_by("as_of").values_list("as_of", "amount")
    assert list(kept) == [(date(2025, 10, 15), 8), (date(2026, 4, 7), 6)]
