"""Records as they are kept: values there and back, presence, marks, taking one's data away, erasing a person."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.access.scene import words_of
from tests.support.cast import BEGAN, TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.actions import people
from yanxiu.org.models import Posting, PostingKind
from yanxiu.policy.pack import Field, RecordKind
from yanxiu.portfolio.models import Work
from yanxiu.regulations.erasing import GONE
from yanxiu.regulations.forms import RecordForm
from yanxiu.regulations.keeping import Entry, correct, keep, keep_many, mark, split
from yanxiu.regulations.queries import kinds_asked
from yanxiu.regulations.records import MARKED, RecordState
from yanxiu.regulations.records import given as given_of
from yanxiu.reports.everything import archive

CHOICES = {"a": "甲", "b": "乙"}
EACH = RecordKind(
    "each", "各种栏目", "份",
    fields=tuple(Field(type_, type_, type=type_, choices=CHOICES if type_ == "choice" else {}) for type_ in ("text", "long", "flag", "number", "date", "time", "choice")),
)  # fmt: skip
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=40)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": WORDS,
        "long": WORDS,
        "flag": st.booleans(),
        "number": st.integers(-10_000, 10_000) | st.decimals("-99.99", "99.99", places=2),
        "date": st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        "time": st.times().map(lambda found: found.replace(second=0, microsecond=0)),
        "choice": st.sampled_from(sorted(CHOICES)),
    },
)


@given(VALUES)
def test_what_was_kept_can_be_kept_again_unchanged(values: dict[str, Any]) -> None:
    marks, texts = split(EACH, values)
    assert split(EACH, {**marks, **texts}) == (marks, texts)
    assert set(marks) | set(texts) == set(values), "nothing typed is lost and nothing is made up"
    assert all(EACH.field(name).type in MARKED for name in marks)  # type: ignore[union-attr]
    assert not any(EACH.field(name).type in MARKED for name in texts)  # type: ignore[union-attr]
    assert given_of(marks, texts) == (f",{','.join(sorted(values))}," if values else "")


@given(VALUES)
def test_a_form_shows_what_was_kept_and_gives_it_back(values: dict[str, Any]) -> None:
    marks, texts = split(EACH, values)
    kept = {**marks, **texts}
    first = RecordForm(kind=EACH, roles={"self"}, values=kept)
    shown = {name: first[name].value() for name in first.fields}
    sent = {
        name: "on" if value is True else str(value)
        for name, value in shown.items()
        if value not in (None, "") and value is not False
    }  # as a browser sends it
    again = RecordForm(sent, kind=EACH, roles={"self"}, values=kept)
    assert again.is_valid(), again.errors
    assert split(EACH, again.values) == (marks, texts)


@pytest.fixture
def observed(here: Cast) -> RecordKind:
    return kinds_asked(here.school, TODAY)["lesson_observation"]


def test_a_day_before_the_posting_and_the_first_day_after_it_are_refused_and_those_between_are_not(
    here: Cast, observed: RecordKind
) -> None:
    teacher = here.people["teacher"]
    people.end_posting(Posting.objects.get(person=teacher), on=date(2026, 5, 4), actor=COMMAND_LINE)
    for day, word in ((BEGAN - timedelta(1), "8月31日费乐天还不在本校"), (date(2026, 5, 4), "5月4日费乐天已不在本校")):
        with pytest.raises(Refusal, match=word):
            keep(Entry(here.school, observed, day, {}, teacher), actor=COMMAND_LINE)
        with pytest.raises(Refusal, match=word):
            keep_many([Entry(here.school, observed, day, {}, teacher)], actor=COMMAND_LINE)
    for day in (BEGAN, date(2026, 5, 3)):
        keep(Entry(here.school, observed, day, {}, teacher), actor=COMMAND_LINE)
    row = LessonObservation.objects.first()
    with pytest.raises(Refusal, match="已不在本校"):
        correct(row, Entry(here.school, observed, date(2026, 5, 4), {}, teacher), actor=COMMAND_LINE)
    assert LessonObservation.objects.count() == 2


def test_many_are_marked_in_one_act_and_what_is_the_same_is_left_alone(here: Cast) -> None:
    kind = RecordKind(
        "work", "材料", fields=(Field("late", "迟交", type="flag", by="office"), Field("body", "正文", type="long"))
    )
    rows = [
        keep(Entry(here.school, kind, TODAY, {"body": "写"}, here.people[who]), actor=COMMAND_LINE)
        for who in ("teacher", "leader")
    ]
    assert mark(rows, kind, {"late": True}, actor=COMMAND_LINE) == 2
    assert mark(rows, kind, {"late": True}, actor=COMMAND_LINE) == 0
    assert {(row.given, row.revision) for row in Work.objects.all()} == {(",body,late,", 2)}
    with pytest.raises(Refusal, match="打勾"):
        mark(rows, kind, {"body": "改"}, actor=COMMAND_LINE)
    assert mark(rows, kind, {"late": None}, actor=COMMAND_LINE) == 2
    assert {(row.given, row.texts["body"]) for row in Work.objects.all()} == {(",body,", "写")}


def test_ones_own_data_holds_the_records_with_the_private_note(here: Cast, browser_of, observed: RecordKind) -> None:
    entry = Entry(
        here.school, observed, TODAY, {"topic": "《匆匆》"}, here.people["teacher"], more={"memo": "只给自己看"}
    )
    keep(entry, actor=COMMAND_LINE)
    words = words_of(browser_of("teacher").get("/me/data/yanxiu.xlsx"))
    assert "课题：《匆匆》" in words and "只给自己看" in words
    assert "《匆匆》" not in words_of(browser_of("leader").get("/me/data/yanxiu.xlsx"))


def test_everything_of_a_unit_holds_its_records_without_private_notes(here: Cast, observed: RecordKind) -> None:
    entry = Entry(
        here.school, observed, TODAY, {"topic": "《匆匆》"}, here.people["teacher"], more={"memo": "只给自己看"}
    )
    keep(entry, actor=COMMAND_LINE)
    with zipfile.ZipFile(io.BytesIO(archive(here.school, TODAY, lambda *said: None))) as found:
        page = openpyxl.load_workbook(io.BytesIO(found.read("全部资料.xlsx")))["研修记录"]
    words = [str(cell.value) for row in page.iter_rows() for cell in row]
    assert "课题：《匆匆》" in words and not any("只给自己看" in word for word in words)


def test_an_erased_persons_records_go_on_counting_without_a_word_of_prose(here: Cast, observed: RecordKind) -> None:
    person = people.add_person("要走的人", actor=COMMAND_LINE)
    kind = PostingKind.objects.get(code="permanent")
    posting = people.post_person(person, here.school, kind, start=BEGAN, actor=COMMAND_LINE)
    own = {"memo": "备忘", "taught_by_name": "外校的人"}
    keep(
        Entry(here.school, observed, BEGAN, {"topic": "课题", "process": "过程"}, person, more=own), actor=COMMAND_LINE
    )
    other = keep(Entry(here.school, observed, BEGAN, {"topic": "别人的"}, here.people["teacher"]), actor=COMMAND_LINE)
    people.end_posting(posting, on=TODAY, actor=COMMAND_LINE)
    people.erase_person(person, actor=COMMAND_LINE)
    row = LessonObservation.objects.get(person=person)
    assert row.texts == {"topic": GONE, "process": GONE} and (row.memo, row.taught_by_name) == ("", "")
    assert (row.given, row.state, row.on) == (",process,topic,", RecordState.KEPT, BEGAN)
    other.refresh_from_db()
    assert other.texts == {"topic": "别人的"}
