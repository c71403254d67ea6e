"""Lists a whole district fills: schools to print slips for, claims that wait; a page at a time."""

from __future__ import annotations

from typing import Any

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import people
from yanxiu.org.models import PostingKind, School
from yanxiu.setup.models import Claim


def test_a_hundred_schools_to_choose_from_on_a_page(here: Cast, browser_of: Any) -> None:
    School.objects.bulk_create([School(code=f"ZZ{n:04d}", name=f"新校{n}") for n in range(99)])
    officer = browser_of("officer")
    first, second = (one_line(officer.get(f"/people/slips/?page={n}")) for n in (1, 2))
    assert "新校97" in first and "新校98" not in first and "共 101 所" in first
    assert "新校98" in second and "新校97" not in second


def test_fifty_claims_to_a_page_and_the_count_is_of_all(here: Cast, browser_of: Any) -> None:
    kind = PostingKind.objects.get(code="permanent")
    for number in range(51):
        person = people.add_person(f"教师{number:02d}", actor=COMMAND_LINE)
        people.post_person(person, here.school, kind, start=TODAY, actor=COMMAND_LINE)
        Claim.objects.create(person=person, school=here.school, receipt_hash=f"{number:064d}", created_at=COMMAND_LINE.moment)  # fmt: skip
    office = browser_of("office")
    first, second = (one_line(office.get(f"/people/claims/?page={n}")) for n in (1, 2))
    assert "51 件" in first and first.count("不是本人") == 50
    assert "51 件" in second and second.count("不是本人") == 1
