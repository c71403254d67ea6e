"""A record behind a figure leads to its own page, whatever its writer put into its fields."""

from __future__ import annotations

from tests.support.cast import TODAY, Cast
from yanxiu.assessment.explaining import record_address
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.models import School
from yanxiu.policy.pack import Field, RecordKind
from yanxiu.regulations.keeping import Entry, keep

KIND = RecordKind("lesson_observation", "听课记录", "节", fields=(Field("topic", "课题"),))


def observed(cast: Cast, page: str) -> LessonObservation:
    school: School = cast.school
    entry = Entry(school, KIND, TODAY, {"topic": "浮力"}, next(iter(cast.people.values())), more={"page": page})
    row = keep(entry, actor=COMMAND_LINE)
    assert isinstance(row, LessonObservation)
    return row


def test_an_observed_lesson_with_its_page_in_the_paper_book_leads_to_its_record(here: Cast) -> None:
    row = observed(here, "56")
    assert (row.page, record_address(row)) == ("56", f"/records/{row.pk}/")


def test_one_without_a_page_does_too(here: Cast) -> None:
    row = observed(here, "")
    assert record_address(row) == f"/records/{row.pk}/"
