"""Adopting, ruling, and what is in force on which day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cast import Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.regulations import actions
from yanxiu.regulations.library import shelf
from yanxiu.regulations.queries import in_force

MEETING = actions.Meeting("校本研修领导小组", date(2025, 9, 8))
START, TODAY = date(2025, 9, 1), date(2026, 5, 20)
PACK = "lanxi"


@pytest.fixture
def adopted(here: Cast) -> actions.Adoption:
    return actions.adopt(PACK, here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)


def test_a_regulation_binds_from_its_day_on_and_not_before(here: Cast, adopted: actions.Adoption) -> None:
    assert in_force(here.school, date(2025, 8, 31)) == ()
    found = in_force(here.school, START)
    assert [one.pack.id for one in found] == [PACK]
    assert in_force(here.neighbour, TODAY) == ()


def test_everything_recommended_is_ruled_in_one_act(here: Cast, adopted: actions.Adoption) -> None:
    open_before = in_force(here.school, TODAY)[0].open_points
    with_advice = [point for point in open_before if point.recommended]
    sheet = actions.adopt_recommended(adopted, start=START, meeting=MEETING, actor=COMMAND_LINE)
    assert sheet.rulings.count() == len(with_advice) > 5
    assert {p.id for p in in_force(here.school, TODAY)[0].open_points} == {
        p.id for p in open_before if not p.recommended
    }


def test_a_change_of_a_ruling_looks_forward_only(here: Cast, adopted: actions.Adoption) -> None:
    point = next(one for one in in_force(here.school, TODAY)[0].open_points if len(one.readings) > 1)
    first, second = (one.key for one in point.readings[:2])
    actions.rule(adopted, {point.id: first}, start=START, meeting=MEETING, actor=COMMAND_LINE)
    with pytest.raises(Refusal, match="往后生效"):
        actions.rule(adopted, {point.id: second}, start=START, meeting=MEETING, actor=COMMAND_LINE)
    actions.rule(adopted, {point.id: second}, start=TODAY, meeting=MEETING, actor=COMMAND_LINE)
    assert in_force(here.school, date(2026, 5, 19))[0].rulings[point.id] == first
    assert in_force(here.school, TODAY)[0].rulings[point.id] == second


def test_two_texts_may_not_judge_one_thing_unless_one_takes_over(here: Cast, adopted: actions.Adoption) -> None:
    topics = in_force(here.school, TODAY)[0].pack.topics
    rival = next(one for one in shelf() if one.pack and one.id != PACK and set(one.pack.topics) & set(topics))
    with pytest.raises(Refusal, match="同一件事"):
        actions.adopt(rival.id, here.school, start=TODAY, meeting=MEETING, actor=COMMAND_LINE)
    actions.adopt(rival.id, here.school, start=TODAY, meeting=MEETING, replacing=True, actor=COMMAND_LINE)
    assert [one.pack.id for one in in_force(here.school, TODAY)] == [rival.id]
    assert [one.pack.id for one in in_force(here.school, date(2026, 5, 19))] == [PACK]
