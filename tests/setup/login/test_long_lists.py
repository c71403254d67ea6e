"""Lists a whole district fills: schools to print slips for, claims that wait; a page at a time."""

from __future__ import annotations

from typing import Any

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import people, units
from yanxiu.org.models import AllianceKind, PostingKind, School
from yanxiu.setup.models import Claim


def test_a_hundred_schools_to_choose_from_on_a_page(here: Cast, browser_of: Any) -> None:
    School.objects.bulk_create([School(code=f"ZZ{n:04d}", name=f"新校{n}") for n in range(99)])
    officer = browser_of("officer")
    first, second = (one_line(officer.get(f"/people/slips/?page={n}")) for n in (1, 2))
    assert "新校97" in first and "新校98" not in first and "共 101 所" in first
    assert "新校98" in second and "新校97" not in second


def test_a_hundred_people_to_a_page_of_slips_and_the_counts_are_of_all(here: Cast, browser_of: Any) -> None:
    kind = PostingKind.objects.get(code="permanent")
    for number in range(98):
        person = people.add_person(f"教师{number:02d}", actor=COMMAND_LINE)
        people.post_person(person, here.school, kind, start=TODAY, actor=COMMAND_LINE)
    office = browser_of("office")
    pages = [one_line(office.get(f"/people/slips/?page={n}")) for n in (1, 2)]
    assert [page.count('name="id"') for page in pages] == [100, 2]
    assert all("共 102 人" in page for page in pages)
    without = one_line(office.get("/people/slips/?show=without"))
    assert without.count('name="id"') == 98 and "费乐天" not in without  # the four of the cast have accounts
    assert 'href="?page=2&amp;show=without"' not in pages[1] and 'href="?show=without"' in pages[1]


def test_twenty_alliances_to_a_page_and_schools_are_listed_once_to_choose_from(here: Cast, browser_of: Any) -> None:
    kind = AllianceKind.objects.get(code="cluster")
    for number in range(21):
        units.form_alliance(kind, f"第{number:02d}片", lead=here.school, actor=COMMAND_LINE)
    first, second = (one_line(browser_of("officer").get(f"/alliances/?page={n}")) for n in (1, 2))
    assert first.count("今天退出") == 20 and second.count("今天退出") == 1 and "共 21 个" in first
    assert first.count(f'<option value="{here.neighbour.pk}">') == 2  # to join with, and as the lead of a new one
    assert "第20片</option>" in first  # also one of another page can be joined


def test_people_in_no_group_are_found(here: Cast, browser_of: Any) -> None:
    html = one_line(browser_of("office").get("/people/?state=free"))
    assert "任文博" in html and "沈砚秋" in html and ">费乐天<" not in html and ">王一诺<" not in html


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
