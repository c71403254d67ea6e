"""Ruling on open points: first and again, by one and by two at once."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.regulations.conftest import MEETING, START, TODAY
from tests.regulations.shelf import Shelf
from tests.support.cast import Cast
from yanxiu.base import clock
from yanxiu.base.actions import COMMAND_LINE, Actor
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.base.models import AuditEvent
from yanxiu.files.actions import keep_bytes
from yanxiu.regulations import actions
from yanxiu.regulations.models import Adoption, Ruling, RulingSheet
from yanxiu.regulations.queries import in_force, latest_rulings

YESTERDAY = date(2026, 5, 19)


def rule(adoption: Adoption, start: date = START, actor: Actor = COMMAND_LINE, **readings: str) -> RulingSheet:
    named = {name.replace("_", "-"): value for name, value in readings.items()}
    return actions.rule(adoption, named, start=start, meeting=MEETING, actor=actor)


def read(cast: Cast, on: date = TODAY) -> dict[str, object]:
    return dict(in_force(cast.school, on)[0].rulings)


def person(cast: Cast, name: str) -> Actor:
    return cast.viewer(name).actor


def test_nobody_is_ruled_by_a_recommendation(here: Cast, adopted: Adoption) -> None:
    assert read(here) == {}
    assert [point.id for point in in_force(here.school, TODAY)[0].open_points] == ["how-often", "how-many"]


def test_everything_recommended_is_ruled_in_one_act_and_what_has_no_advice_stays_open(
    here: Cast, adopted: Adoption
) -> None:
    sheet = actions.adopt_recommended(adopted, start=START, meeting=MEETING, actor=COMMAND_LINE)
    assert [(row.point, row.reading, row.reason) for row in sheet.rulings.all()] == [
        ("how-often", "term", "全文以学期为单位")
    ]
    assert [point.id for point in in_force(here.school, TODAY)[0].open_points] == ["how-many"]
    with pytest.raises(Refusal, match="没有还待裁定"):
        actions.adopt_recommended(adopted, start=START, meeting=MEETING, actor=COMMAND_LINE)


def test_a_first_ruling_reaches_back_and_a_change_looks_forward_only(here: Cast, adopted: Adoption) -> None:
    rule(adopted, how_often="term")
    with pytest.raises(Refusal, match="往后生效"):
        rule(adopted, YESTERDAY, how_often="year")
    rule(adopted, TODAY, how_often="year")
    assert (read(here, YESTERDAY), read(here)) == ({"how-often": "term"}, {"how-often": "year"})


def test_the_last_word_holds_over_one_that_was_to_come(here: Cast, adopted: Adoption) -> None:
    rule(adopted, how_often="term")
    rule(adopted, date(2026, 9, 1), how_often="year")
    rule(adopted, TODAY, how_often="term")
    assert read(here, date(2026, 9, 1)) == {"how-often": "term"}


def test_no_ruling_begins_before_the_regulation_or_after_its_end(here: Cast, adopted: Adoption) -> None:
    with pytest.raises(Refusal, match="不能早于开始采用"):
        rule(adopted, date(2025, 8, 31), how_often="term")
    actions.end_adoption(adopted, end=date(2026, 3, 2), actor=COMMAND_LINE)
    with pytest.raises(Refusal, match="只用到2026年3月1日"):
        rule(adopted, date(2026, 3, 2), how_often="term")
    rule(adopted, date(2026, 3, 1), how_often="term")


def test_a_number_that_is_asked_for_is_a_number_and_not_below_nothing(here: Cast, adopted: Adoption) -> None:
    for written in ("很多", "", "-1"):
        with pytest.raises(Refusal, match="请填一个数"):
            rule(adopted, how_many=written)
    rule(adopted, how_many="20.0")
    assert read(here) == {"how-many": 20}


def test_a_reading_the_text_does_not_have_and_a_point_it_does_not_have_are_refused(
    here: Cast, adopted: Adoption
) -> None:
    for readings, said in (
        ({"how_often": "monthly"}, "请选一种读法"),
        ({"nowhere": "term"}, "没有这一处"),
        ({}, "没有选"),
    ):
        with pytest.raises(Refusal, match=said):
            rule(adopted, **readings)
    assert not RulingSheet.objects.exists()


def test_one_meeting_of_one_day_is_one_sheet_until_it_is_signed(here: Cast, adopted: Adoption) -> None:
    first = rule(adopted, how_often="term")
    assert rule(adopted, how_many="3") == first and first.rulings.count() == 2
    stored = keep_bytes(b"%PDF-1.4", "签字.pdf", "pdf", purpose="ruling.signed", actor=COMMAND_LINE)
    actions.attach_signed(first, stored, actor=COMMAND_LINE)
    second = rule(adopted, TODAY, how_often="year")
    assert (first.number, second.number) == (1, 2)


def test_another_meeting_and_another_day_have_sheets_of_their_own(here: Cast, adopted: Adoption) -> None:
    first = rule(adopted, how_often="term")
    other = actions.Meeting("校务会", date(2025, 9, 8))
    second = actions.rule(adopted, {"how-many": "3"}, start=START, meeting=other, actor=COMMAND_LINE)
    tomorrow = COMMAND_LINE.dated(clock.at(date(2026, 5, 21), 9))
    third = rule(adopted, TODAY, tomorrow, how_many="4")
    assert [one.number for one in (first, second, third)] == [1, 2, 3]


def test_a_point_ruled_again_at_the_same_meeting_gets_a_sheet_of_its_own(here: Cast, adopted: Adoption) -> None:
    first = rule(adopted, how_often="term")
    assert rule(adopted, TODAY, how_often="year") != first


def test_the_same_ruling_posted_twice_is_one(here: Cast, adopted: Adoption) -> None:
    sheet = rule(adopted, how_often="term")
    events = AuditEvent.objects.count()
    assert rule(adopted, how_often="term") == sheet
    assert (Ruling.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_two_tabs_that_disagree_the_second_is_told_who_was_first(here: Cast, adopted: Adoption) -> None:
    rule(adopted, how_often="term", actor=person(here, "principal"))
    with pytest.raises(AlreadyHandled) as told:
        actions.rule(
            adopted, {"how-often": "year"}, start=TODAY, meeting=MEETING, seen={"how-often": None}, actor=person(here, "office")
        )  # fmt: skip
    assert told.value.message == "这一处刚才已由沈砚秋裁定为“每学期”，你的没有记下。要改，请重新选。"
    assert Ruling.objects.count() == 1


def test_who_has_seen_the_last_ruling_may_change_it(here: Cast, adopted: Adoption) -> None:
    seen = rule(adopted, how_often="term").rulings.get().pk
    actions.rule(adopted, {"how-often": "year"}, start=TODAY, meeting=MEETING, seen={"how-often": seen}, actor=COMMAND_LINE)  # fmt: skip
    assert read(here) == {"how-often": "year"}


def test_a_point_reworded_in_a_new_version_is_open_again_and_may_be_ruled_from_its_day(
    here: Cast, shelf: Shelf, adopted: Adoption
) -> None:
    rule(adopted, how_often="year")
    shelf.replace("sample", "points.yaml", "year: {label", "twice: {label")
    shelf.replace("sample", "rules/open-lesson.yaml", "year: school_year", "twice: month")
    new = actions.adopt("sample", here.school, start=date(2026, 3, 2), meeting=MEETING, actor=COMMAND_LINE)
    assert "how-often" not in read(here)
    rule(new, date(2026, 3, 2), how_often="twice")
    assert (read(here, date(2026, 3, 1)), read(here)) == ({"how-often": "year"}, {"how-often": "twice"})


def test_a_ruling_that_fits_the_new_version_goes_on(here: Cast, shelf: Shelf, adopted: Adoption) -> None:
    rule(adopted, how_often="year")
    shelf.put("sample", title="听课规定", version="2", least=16)
    new = actions.adopt("sample", here.school, start=TODAY, meeting=MEETING, actor=COMMAND_LINE)
    pack = in_force(here.school, TODAY)[0].pack
    assert (pack.version, read(here)) == ("2", {"how-often": "year"})
    assert set(latest_rulings(new.school, pack)) == {"how-often"}


def test_a_moment_is_one_for_all_points_of_an_act(here: Cast, adopted: Adoption) -> None:
    rule(adopted, how_often="term", how_many="3")
    moments: set[datetime] = set(Ruling.objects.values_list("made_at", flat=True))
    assert len(moments) == 1
