"""Who teaches at two schools writes on at either; nobody else gets there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.support.cast import BEGAN, TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import people
from yanxiu.org.models import PostingKind
from yanxiu.regulations.keeping import Entry, keep
from yanxiu.regulations.records import KeptRecord, RecordState
from yanxiu.regulations.standard import standard_kinds


def begun(cast: Cast, code: str, who: str = "teacher") -> KeptRecord:
    """A draft at the other school, where the teacher teaches some hours a week."""
    person = cast.people["teacher"]
    people.post_person(
        person, cast.neighbour, PostingKind.objects.get(code="part_time"), start=BEGAN, actor=COMMAND_LINE
    )
    kind = next(one for one in standard_kinds() if one.id == code)
    entry = Entry(cast.neighbour, kind, TODAY, {}, person, state=RecordState.DRAFT)
    return keep(entry, actor=cast.viewer(who).actor)


def address(row: KeptRecord) -> str:
    if row.kind == "lesson_observation":
        return reverse("lessons:observation", args=[row.key])
    return reverse("portfolio:written", args=[row.kind, row.key])


@pytest.mark.parametrize("code", ["lesson_observation", "reflection"])
def test_a_draft_of_the_other_school_is_written_on(here: Cast, browser_of, code: str) -> None:
    row = begun(here, code)
    teacher = browser_of("teacher")
    assert address(row) in teacher.get(reverse("portfolio:journal")).content.decode()
    assert teacher.get(address(row)).status_code == 200


@pytest.mark.parametrize("code", ["lesson_observation", "reflection"])
def test_a_colleague_of_one_of_the_schools_does_not_get_there(here: Cast, browser_of, code: str) -> None:
    assert browser_of("leader").get(address(begun(here, code))).status_code in (403, 404)
