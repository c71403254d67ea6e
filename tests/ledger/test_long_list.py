"""期初结转 of a school: fifty lines to a page, the count of all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.ledger.actions import bring_forward


def test_fifty_lines_to_a_page(here: Cast, browser_of: Any) -> None:
    for number in range(51):
        bring_forward(here.school, here.people["teacher"], item=f"项目{number:02d}", amount=Decimal(1), unit="学时", as_of=TODAY, source="纸质", actor=COMMAND_LINE)  # fmt: skip
    office = browser_of("office")
    first, second = (one_line(office.get(f"/unit/balances/?page={n}")) for n in (1, 2))
    assert "51 行" in first and "项目49" in first and "项目50" not in first
    assert "51 行" in second and "项目50" in second and "项目49" not in second
