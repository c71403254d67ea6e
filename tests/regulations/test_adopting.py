"""Adopting, and what is in force on which day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.regulations.conftest import MEETING, START, TODAY
from tests.regulations.shelf import Shelf
from tests.support.cast import Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.base.models import AuditEvent
from yanxiu.org.models import School
from yanxiu.regulations import actions, library, queries
from yanxiu.regulations.models import Adoption, PackVersion
from yanxiu.regulations.queries import in_force


def adopt(id: str, school: School | None, start: date, **more: bool) -> Adoption:
    return actions.adopt(id, school, start=start, meeting=MEETING, actor=COMMAND_LINE, **more)


def ids(school: School | None, on: date) -> list[str]:
    return [one.pack.id for one in in_force(school, on)]


def test_a_regulation_binds_from_its_day_on_and_not_before(here: Cast, adopted: Adoption) -> None:
    assert ids(here.school, date(2025, 8, 31)) == []
    assert ids(here.school, START) == ["sample"]
    assert ids(here.neighbour, TODAY) == []


def test_adopting_the_same_once_more_writes_nothing(here: Cast, adopted: Adoption) -> None:
    events = AuditEvent.objects.count()
    assert adopt("sample", here.school, START) == adopted
    assert (Adoption.objects.count(), PackVersion.objects.count(), AuditEvent.objects.count()) == (1, 1, events)


def test_two_texts_may_not_judge_one_thing_unless_one_takes_over(here: Cast, adopted: Adoption) -> None:
    with pytest.raises(Refusal, match="同一件事"):
        adopt("rival", here.school, TODAY)
    assert ids(here.school, TODAY) == ["sample"]
    adopt("rival", here.school, TODAY, replacing=True)
    assert ids(here.school, date(2026, 5, 19)) == ["sample"]
    assert ids(here.school, TODAY) == ["rival"]


def test_a_text_on_another_matter_stands_beside_it(here: Cast, adopted: Adoption) -> None:
    adopt("apart", here.school, TODAY)
    assert ids(here.school, TODAY) == ["sample", "apart"]


def test_the_district_and_a_school_may_each_have_a_text_on_one_matter_the_schools_first(
    here: Cast, adopted: Adoption
) -> None:
    adopt("rival", None, START)
    assert ids(here.school, TODAY) == ["sample", "rival"]
    assert ids(here.neighbour, TODAY) == ["rival"]


def test_a_new_text_of_the_same_pack_ends_the_old_one_on_its_day(here: Cast, shelf: Shelf, adopted: Adoption) -> None:
    shelf.put("sample", title="听课规定", version="2", least=16)
    adopt("sample", here.school, date(2026, 3, 2))
    versions = {day: in_force(here.school, day)[0].pack.version for day in (date(2026, 3, 1), date(2026, 3, 2))}
    assert versions == {date(2026, 3, 1): "1", date(2026, 3, 2): "2"}


def test_one_that_was_to_begin_later_never_does_when_another_begins_before(here: Cast, shelf: Shelf) -> None:
    later = adopt("sample", here.school, date(2026, 9, 1))
    adopt("rival", here.school, date(2026, 3, 2), replacing=True)
    later.refresh_from_db()
    assert later.end == date(2026, 9, 1)
    assert ids(here.school, date(2026, 9, 1)) == ["rival"]


def test_nothing_is_adopted_from_before_the_day_it_took_effect(here: Cast, shelf: Shelf) -> None:
    with pytest.raises(Refusal, match="自2025年9月1日起施行"):
        adopt("sample", here.school, date(2025, 8, 31))


def test_a_meeting_has_a_name_and_a_day_that_has_come(here: Cast, shelf: Shelf) -> None:
    for meeting, said in ((actions.Meeting("  ", TODAY), "由哪个会议"), (actions.Meeting("校务会", date(2026, 5, 21)), "还没到")):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            actions.adopt("sample", here.school, start=START, meeting=meeting, actor=COMMAND_LINE)
    assert not Adoption.objects.exists()


def test_a_text_that_changed_since_it_was_read_is_not_adopted(here: Cast, shelf: Shelf) -> None:
    seen = actions.consider("sample", here.school, start=START, meeting=MEETING).version.hash
    shelf.put("sample", title="听课规定", least=20)
    with pytest.raises(Refusal, match="刚才变了"):
        actions.adopt("sample", here.school, start=START, meeting=MEETING, text=seen, actor=COMMAND_LINE)


def test_ended_it_judges_up_to_the_day_before_and_may_be_taken_up_again(here: Cast, adopted: Adoption) -> None:
    actions.end_adoption(adopted, end=TODAY, actor=COMMAND_LINE)
    assert (ids(here.school, date(2026, 5, 19)), ids(here.school, TODAY)) == (["sample"], [])
    adopt("sample", here.school, TODAY)
    assert ids(here.school, TODAY) == ["sample"]


def test_an_ended_one_is_not_lengthened_by_ending_it_later(here: Cast, adopted: Adoption) -> None:
    actions.end_adoption(adopted, end=date(2026, 3, 2), actor=COMMAND_LINE)
    for day, said in ((date(2026, 5, 1), "只用到2026年3月1日"), (date(2025, 8, 1), "不能早于")):
        with pytest.raises(Refusal, match=said):
            actions.end_adoption(adopted, end=day, actor=COMMAND_LINE)


def test_what_is_in_use_is_judged_by_the_kept_text_when_the_folder_is_gone(
    here: Cast, shelf: Shelf, adopted: Adoption
) -> None:
    shelf.remove("sample")
    library._kept.clear()  # another process, which never read the folder
    found = in_force(here.school, TODAY)[0]
    assert (found.pack.title, len(found.pack.rules)) == ("听课规定", 2)
    with pytest.raises(Refusal, match="没有这份制度"):
        adopt("sample", here.neighbour, TODAY)


def test_what_rooms_ask_comes_from_the_first_regulation_that_has_it(here: Cast, adopted: Adoption) -> None:
    adopt("rival", None, START)
    assert queries.words(here.school, "posts", TODAY) == {"leader": "组长", "head": "主任"}
    assert queries.record_kinds(here.school, TODAY)["observation"].title == "听课记录"
    assert [row["title"] for row in queries.catalogue(here.school, "leave_kinds", TODAY)] == ["公假"]
    assert queries.catalogue(here.school, "nothing_of_the_kind", TODAY) == ()
    assert queries.words(here.school, "posts", date(2025, 8, 1)) == {}
