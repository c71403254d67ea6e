"""Where I stand, who is short, and a figure opened: numbers worked by hand, on the cast's day in week 12."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.cast import TODAY, Cast
from tests.support.packs import pack_ruling
from tests.support.text import one_line
from yanxiu.activities.actions import Plan, hold_activity, record_attendance
from yanxiu.assessment import shown, standing
from yanxiu.assessment.actions.traits import state_traits
from yanxiu.assessment.models import Trait
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.ledger.actions import bring_forward
from yanxiu.org.actions import people
from yanxiu.org.models import Person, PostingKind, SpellKind
from yanxiu.regulations import actions as decisions
from yanxiu.regulations.keeping import Entry, keep, withdraw
from yanxiu.regulations.queries import in_force
from yanxiu.regulations.records import RecordState

FULL = {
    "time": "08:30",
    "class_name": "四（2）班",
    "topic": "分数的意义",
    "process": "先折纸，再说",
    "comment": "板书清楚",
}
MEETING = decisions.Meeting("校本研修领导小组", date(2025, 9, 8))
Browser = Callable[[str], Client]


@pytest.fixture
def regulated(here: Cast) -> Cast:
    """The school follows the regulation that counts observed lessons by term, everything recommended ruled."""
    adoption = decisions.adopt(
        pack_ruling("observe-term"), here.school, start=date(2025, 9, 1), meeting=MEETING, actor=COMMAND_LINE
    )
    decisions.adopt_recommended(adoption, start=date(2025, 9, 1), meeting=MEETING, actor=COMMAND_LINE)
    return here


def observe(cast: Cast, who: str, times: int, **changed: Any) -> None:
    """So many observed lessons, one a school day from 2 March on."""
    kind = in_force(cast.school, TODAY)[0].pack.records["lesson_observation"]
    values = {name: value for name, value in {**FULL, **changed}.items() if value and kind.field(name)}
    for number in range(times):
        day = date(2026, 3, 2) + timedelta(days=number)
        keep(Entry(cast.school, kind, day, values, cast.people[who]), actor=COMMAND_LINE)


def line_of(cast: Cast, who: str, rule: str) -> shown.Line:
    found = standing.of_person(cast.school, cast.people[who].pk, TODAY)
    return next(line for part in found.parts for line in part._all if line.rule == rule)


@pytest.mark.clause("Z-73", "Z-75")
def test_thirteen_whole_records_of_fifteen_leave_two_to_go_and_the_page_says_so(
    regulated: Cast, browser_of: Browser
) -> None:
    observe(regulated, "teacher", 13)
    observe(regulated, "teacher", 2, process="")
    line = line_of(regulated, "teacher", "observe-term")
    assert (line.n, line.of, line.gap, line.state) == ("13", "/15 节", "还差 2 节", "due")
    page = one_line(browser_of("teacher").get("/mine/"))
    assert "学期听课" in page and "还差 2 节" in page


@pytest.mark.clause("Z-72")
def test_a_leader_of_a_subject_group_owes_twenty(regulated: Cast) -> None:
    observe(regulated, "leader", 20)
    line = line_of(regulated, "leader", "observe-term")
    assert (line.n, line.of, line.state) == ("20", "/20 节", "done")


def test_a_draft_and_a_withdrawn_record_count_for_nothing(regulated: Cast) -> None:
    kind = in_force(regulated.school, TODAY)[0].pack.records["lesson_observation"]
    keep(
        Entry(regulated.school, kind, TODAY, FULL, regulated.people["teacher"], state=RecordState.DRAFT),
        actor=COMMAND_LINE,
    )
    row = keep(Entry(regulated.school, kind, TODAY, FULL, regulated.people["teacher"]), actor=COMMAND_LINE)
    assert line_of(regulated, "teacher", "observe-term").n == "1"
    withdraw(row, reason="重复登记", actor=COMMAND_LINE)
    assert line_of(regulated, "teacher", "observe-term").n == "0"


def test_a_figure_opens_to_its_clause_its_records_and_why_one_is_left_out(regulated: Cast, browser_of: Browser) -> None:
    observe(regulated, "teacher", 2)
    observe(regulated, "teacher", 1, process="")
    page = one_line(browser_of("teacher").get(line_of(regulated, "teacher", "observe-term").href))
    assert "其他教师不少于15节" in page and "未计入 1 条，已计入 2 条" in page
    assert "缺“教学过程”" in page and "还差 13 节" in page and "王一诺" in page


def test_who_is_short_counts_people_by_group_and_names_nobody_in_the_words_for_the_chat(
    regulated: Cast, browser_of: Browser
) -> None:
    observe(regulated, "teacher", 15)
    page = one_line(browser_of("leader").get("/standing/"))
    assert "费乐天" in page and "15/15" in page
    words = page.split("各位老师")[1].split("只写组和人数")[0]
    assert "学期听课：语文组 1 人还差" in words
    assert "王一诺" not in words and "费乐天" not in words


def test_nobody_presses_who_is_away_and_only_the_public_word_is_said(regulated: Cast, browser_of: Browser) -> None:
    kind = SpellKind.objects.get(code="maternity_leave")
    people.begin_spell(regulated.people["teacher"], kind, start=TODAY, school=regulated.school, actor=COMMAND_LINE)
    page = one_line(browser_of("leader").get("/standing/"))
    assert "请假中，返岗以后再看" in page and "产假" not in page
    assert "学期听课：语文组 1 人还差" in page  # the leader alone; the member away is not counted
    assert "请假期间不催" in one_line(browser_of("teacher").get("/mine/"))


def test_strangers_neighbours_and_colleagues_see_nothing_of_it(regulated: Cast, browser_of: Browser) -> None:
    href = line_of(regulated, "leader", "observe-term").href
    assert [browser_of(name).get(href).status_code for name in ("stranger", "neighbour_office", "teacher")] == [404] * 3
    assert browser_of("teacher").get("/standing/").status_code == 404
    assert [browser_of(name).get(href).status_code for name in ("leader", "office", "officer")] == [200] * 3


@pytest.mark.clause("Z-71")
def test_what_nobody_stated_is_asked_of_the_office_and_then_judged(regulated: Cast, browser_of: Browser) -> None:
    """A principal owes 30 lessons if in charge of teaching; nobody has said so."""
    assert line_of(regulated, "principal", "observe-term").state == "na"
    office, key = browser_of("office"), f"{regulated.people['principal'].pk}:in_charge_of_teaching"
    assert "是否管教学" in one_line(office.get("/standing/lacking/"))
    office.post("/standing/lacking/", {key: "yes"})
    assert line_of(regulated, "principal", "observe-term").of == "/30 节"
    assert "是否管教学" not in one_line(office.get("/standing/lacking/"))


def test_what_is_stated_anew_ends_what_was_stated_before(regulated: Cast) -> None:
    principal = regulated.people["principal"]
    for value, start in ((True, date(2026, 3, 2)), (False, date(2026, 5, 1)), (False, date(2026, 5, 2))):
        state_traits(regulated.school, {(principal, "in_charge_of_teaching"): value}, start=start, actor=COMMAND_LINE)
    kept = Trait.objects.filter(person=principal).order_by("start").values_list("value", "start", "end")
    assert list(kept) == [(True, date(2026, 3, 2), date(2026, 5, 1)), (False, date(2026, 5, 1), None)]
    assert line_of(regulated, "principal", "observe-term").of != "/30 节"


def test_an_open_point_shows_the_figure_under_each_reading(here: Cast, browser_of: Browser) -> None:
    decisions.adopt(
        pack_ruling("observe-term"), here.school, start=date(2025, 9, 1), meeting=MEETING, actor=COMMAND_LINE
    )
    page = one_line(browser_of("teacher").get("/mine/"))
    assert "待裁定" in page and "建议读法" in page and "另一种读法" in page


def test_a_unit_without_a_regulation_is_told_what_comes_next(here: Cast, browser_of: Browser) -> None:
    assert "还没有采用制度" in one_line(browser_of("teacher").get("/mine/"))
    assert "先采用一份制度" in one_line(browser_of("office").get("/standing/"))


def test_who_is_short_takes_as_many_statements_for_six_people_as_for_three(
    regulated: Cast, browser_of: Browser
) -> None:
    office = browser_of("office")
    office.get("/standing/")
    with CaptureQueriesContext(connection) as few:
        office.get("/standing/")
    for number in range(3):
        person: Person = people.add_person(f"新教师{number}", staff_no=f"n{number}", actor=COMMAND_LINE)
        people.post_person(person, regulated.school, PostingKind.objects.get(code="permanent"), start=date(2025, 9, 1), actor=COMMAND_LINE)  # fmt: skip
        people.join_group(person, regulated.group, start=date(2025, 9, 1), actor=COMMAND_LINE)
    with CaptureQueriesContext(connection) as many:
        office.get("/standing/")
    assert len(few) == len(many) <= 30


def test_a_balance_counts_in_the_term_it_was_counted_to_and_in_no_other(regulated: Cast) -> None:
    """8 brought from October stay in the first term; 5 of March and 6 records make 11 of 15."""
    observe(regulated, "teacher", 6)
    for day, amount in ((date(2025, 10, 15), 8), (date(2026, 3, 31), 5)):
        bring_forward(
            regulated.school, regulated.people["teacher"], item="学期听课", amount=Decimal(amount), unit="节", as_of=day, source="纸质台账", actor=COMMAND_LINE,
        )  # fmt: skip
    line = line_of(regulated, "teacher", "observe-term")
    assert (line.n, line.of, line.gap) == ("11", "/15 节", "还差 4 节")


def test_the_district_reads_the_figure_but_no_single_record(regulated: Cast, browser_of: Browser) -> None:
    observe(regulated, "teacher", 2)
    href = line_of(regulated, "teacher", "observe-term").href
    assert "分数的意义" in one_line(browser_of("office").get(href))
    seen = one_line(browser_of("officer").get(href))
    assert "还差 13 节" in seen and "分数的意义" not in seen


def test_a_leader_reads_that_it_was_leave_and_never_which(regulated: Cast, browser_of: Browser) -> None:
    met = hold_activity(regulated.school, Plan("集体备课", TODAY, regulated.group), actor=COMMAND_LINE)
    leave = {"present": False, "leave": "sick"}
    record_attendance(met, {regulated.people["teacher"]: leave}, actor=COMMAND_LINE)
    counted = line_of(regulated, "teacher", "no-absence").href
    single = counted.replace("no-absence", "attendance-outcome")
    for who, sees in (("leader", False), ("principal", False), ("office", True), ("teacher", True)):
        browser = browser_of(who)
        assert ("病假" in one_line(browser.get(counted))) == sees, who
        assert (browser.get(single).status_code == 200) == sees, who
