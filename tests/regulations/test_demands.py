"""What a record still lacks to count, as the regulation and the rulings have it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.packs.known import OBSERVING, TRAVELLING
from tests.support.cast import TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.regulations import actions
from yanxiu.regulations.demands import Demand, still_lacking
from yanxiu.regulations.queries import demanded, in_force, kinds_asked

MEETING = actions.Meeting("校本研修领导小组", date(2025, 9, 8))
START = date(2025, 9, 1)
FOUR = ("time", "class_name", "topic", "process")


def binding(here: Cast) -> list[tuple[str, ...]]:
    return [group for one in demanded("lesson_observation", here.school, TODAY) if one.binding for group in one.groups]


@pytest.mark.clause("Z-74", "Z-77")
def test_what_is_demanded_follows_the_ruling(here: Cast) -> None:
    adoption = actions.adopt(OBSERVING, here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    point = in_force(here.school, TODAY)[0].pack.points["valid-observation"]
    recommended = [(name,) for name in FOUR] + ([("comment",)] if point.recommended == "with_comment" else [])
    assert binding(here) == recommended, "an open point is read as recommended"
    actions.rule(adoption, {point.id: "four"}, start=START, meeting=MEETING, actor=COMMAND_LINE)
    assert binding(here) == [(name,) for name in FOUR]


@pytest.mark.clause("P-15")
def test_one_of_several_is_enough(here: Cast) -> None:
    actions.adopt(TRAVELLING, here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    demands, kind = demanded("study_trip", here.school, TODAY), kinds_asked(here.school, TODAY)["study_trip"]
    papers = next(one for one in demands if ("takeaway", "material") in one.groups)
    assert papers.lacking({}, TODAY) == (("takeaway", "material"),)
    assert papers.lacking({"material": "一份讲义"}, TODAY) == ()
    assert "还缺：学习心得或学习材料，交学习心得或学习材料，有一样就够。" in still_lacking(kind, demands, {}, TODAY)


@pytest.mark.clause("P-16")
def test_what_is_asked_of_some_records_only_is_not_missed_in_others(here: Cast) -> None:
    actions.adopt(TRAVELLING, here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    shared = next(one for one in demanded("study_trip", here.school, TODAY) if ("shared_on",) in one.groups)
    assert shared.lacking({"share_wanted": True}, TODAY) == (("shared_on",),)
    assert shared.lacking({"share_wanted": False}, TODAY) == () == shared.lacking({}, TODAY)


def test_nothing_is_demanded_before_any_regulation(here: Cast) -> None:
    assert demanded("lesson_observation", here.school, TODAY) == ()
    assert list(kinds_asked(here.school, TODAY)) == ["lesson_observation", "reflection"]


def test_a_no_is_an_answer_and_blank_is_none() -> None:
    demand = Demand("x", "x", (("done",),))
    assert [demand.lacking({"done": value}, TODAY) for value in (False, 0, "", None)] == [(), (), (("done",),), (("done",),)]  # fmt: skip
