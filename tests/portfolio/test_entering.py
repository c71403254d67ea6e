"""代录 from a pile of paper, one day for many, the unit's list and what is taken from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.access.scene import words_of
from tests.packs.known import PLANNING
from tests.portfolio.conftest import MEETING
from tests.support.cast import BEGAN, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.keys import new_id
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.actions import people
from yanxiu.org.models import PostingKind
from yanxiu.portfolio.models import Work
from yanxiu.regulations import actions
from yanxiu.regulations.records import Origin, RecordState

LINES = "/records/enter/lesson_observation/"


def line(**more: Any) -> dict[str, Any]:
    return {
        "key": str(new_id()),
        "who": "flt",
        "on": "5.18",
        "source": "听课本第 22 页",
        "f_topic": "《落花生》",
        **more,
    }


def add(cast: Cast, *names: str) -> None:
    kind = PostingKind.objects.get(code="permanent")
    for name in names:
        person = people.add_person(name, actor=COMMAND_LINE)
        people.post_person(person, cast.school, kind, start=BEGAN, actor=COMMAND_LINE)


def test_initials_and_a_short_date_are_enough_and_the_next_line_goes_on(school: Cast, browser_of) -> None:
    office = browser_of("office")
    assert office.post(LINES, line()).status_code == 302
    row = LessonObservation.objects.get()
    assert (row.person_id, row.on, row.source) == (school.people["teacher"].pk, date(2026, 5, 18), "听课本第 22 页")
    assert (row.origin, row.backdated) == (Origin.PAPER, True)
    words = words_of(office.get(LINES))
    assert 'value="2026-05-18"' in words and 'value="听课本第 23 页"' in words
    assert "代录（据听课本第 22 页）" in words_of(office.get("/records/"))


def test_the_same_line_twice_is_one_and_another_name_on_the_same_page_is_refused(school: Cast, browser_of) -> None:
    office, sent = browser_of("office"), line()
    office.post(LINES, sent)
    office.post(LINES, sent)
    assert LessonObservation.objects.count() == 1
    other = office.post(LINES, sent | {"who": "王一诺"})
    assert other.status_code == 422 and "已经记在费乐天名下" in words_of(other)
    assert LessonObservation.objects.get().person_id == school.people["teacher"].pk


def test_counts_stand_beside_the_lines_to_compare_with_the_paper(school: Cast, browser_of) -> None:
    office = browser_of("office")
    for day in ("3.9", "3.10", "0311"):
        office.post(LINES, line(on=day))
    words = "".join(words_of(office.get(LINES)).split())
    assert '费乐天<bclass="num">3</b>节' in words and "3节，和纸质本核对" in words


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"who": "没有这个人"}, "没有“没有这个人”"),
        ({"who": ""}, "请写姓名"),
        ({"who": "meng"}, "有 2 位：孟知秋、孟知夏"),
        ({"on": "13.40"}, "日期看不懂"),
        ({"on": "2026-05-21"}, "还没到"),
        ({"on": "2025-08-30"}, "8月30日费乐天还不在本校"),
        ({"source": ""}, "要写凭据"),
        ({"f_mode": "别的"}, "可以选"),
    ],
    ids=["nobody", "no name", "two", "no day", "tomorrow", "not yet here", "no paper", "no such choice"],
)
def test_an_error_stays_in_its_line_with_what_was_typed(
    school: Cast, browser_of, more: dict[str, str], sentence: str
) -> None:
    add(school, "孟知秋", "孟知夏")
    answer = browser_of("office").post(LINES, line(**more))
    assert answer.status_code == 422 and sentence in words_of(answer) and "《落花生》" in words_of(answer)
    assert not LessonObservation.objects.exists()


def test_a_line_sent_by_the_page_itself_answers_with_the_next_one(school: Cast, browser_of) -> None:
    answer = browser_of("office").post(LINES, line(), HTTP_HX_REQUEST="true")
    words = words_of(answer)
    assert answer.status_code == 200 and words.lstrip().startswith('<div id="entering">') and "记下了" in words
    assert 'value="听课本第 23 页"' in words


def test_a_line_is_taken_back_and_nobody_is_given_anything_back(school: Cast, browser_of) -> None:
    office = browser_of("office")
    office.post(LINES, line())
    row = LessonObservation.objects.get()
    answer = office.post(f"/records/{row.pk}/withdraw/", {"reason": "代录时记错，撤销", "back": "enter"})
    assert answer["Location"] == LINES
    assert LessonObservation.objects.get().state == RecordState.WITHDRAWN
    words = words_of(browser_of("teacher").get("/journal/"))
    assert "已撤回" in words and "退回" not in words.replace("已撤回", "")


def test_only_the_office_copies(school: Cast, browser_of) -> None:
    for role, answer in (("principal", 403), ("leader", 404), ("teacher", 404), ("officer", 404)):
        assert browser_of(role).post(LINES, line()).status_code == answer, role
    assert browser_of("neighbour_office").post(LINES, line()).status_code in (404, 422)
    assert not LessonObservation.objects.exists()


def test_a_batch_is_kept_once_with_its_exceptions(here: Cast, browser_of) -> None:

    actions.adopt(PLANNING, here.school, start=date(2025, 9, 1), meeting=MEETING, actor=COMMAND_LINE)
    add(here, "孟知秋", "孟知夏")
    one, other = here.people["teacher"], here.people["leader"]
    sent = {
        "key": str(new_id()), "on": "0306", "source": "计划收件登记表", "id": [str(one.pk), str(other.pk)],
        f"flag-late-{other.pk}": "1",
    }  # fmt: skip
    office = browser_of("office")
    for _ in range(2):
        assert office.post("/records/batch/study_plan/", sent).status_code == 302
    found = {row.person_id: row for row in Work.objects.all()}
    assert set(found) == {one.pk, other.pk}
    assert (found[one.pk].marks, found[other.pk].marks) == ({}, {"late": True})
    assert {row.on for row in found.values()} == {date(2026, 3, 6)}
    nobody = office.post("/records/batch/study_plan/", {"key": str(new_id()), "on": "0306", "source": "登记表"})
    assert nobody.status_code == 422 and "还没有勾人" in words_of(nobody)
    assert Work.objects.count() == 2


def test_the_list_narrows_by_kind_person_month_and_stamp(school: Cast, browser_of) -> None:
    office = browser_of("office")
    office.post(LINES, line(on="0312", f_topic="三月的课"))
    office.post(
        LINES,
        line(
            who="王一诺", on="0512", f_topic="五月的课", f_process="讲", f_comment="好", f_time="一", f_class_name="二"
        ),
    )

    def seen(query: str) -> tuple[bool, bool]:
        words = words_of(office.get(f"/records/?{query}"))
        return "三月的课" in words, "五月的课" in words

    assert seen("") == (True, True)
    assert seen("month=2026-03") == (True, False)
    assert seen("q=wyn") == (False, True)
    assert seen("kind=lesson_observation&stamp=lacking") == (True, False)
    assert seen("stamp=late") == (True, True)
    assert seen("stamp=withdrawn") == (False, False)
    assert seen("kind=reflection") == (False, False)
    assert seen("month=2026-99&kind=%27OR&stamp=x&group=1") == (True, True)


def test_the_export_has_a_column_for_each_field_and_a_sheet_for_each_kind(school: Cast, browser_of) -> None:
    import io

    office = browser_of("office")
    office.post(LINES, line())
    book = openpyxl.load_workbook(io.BytesIO(office.get("/records/export/").content))
    page = book["听课记录"]
    heads, cells = [[cell.value for cell in row] for row in page.iter_rows()]
    row = dict(zip(heads, cells, strict=True))
    assert (row["姓名"], row["课题"], row["凭据"], row["补录"]) == ("费乐天", "《落花生》", "听课本第 22 页", "是")
    assert "本人备忘" not in heads


def test_marks_for_many_reach_only_what_is_ticked_and_ones_own_school(school: Cast, browser_of) -> None:
    office = browser_of("office")
    office.post(LINES, line())
    office.post(LINES, line(who="王一诺"))
    rows = {row.person_id: row for row in LessonObservation.objects.all()}
    ticked = rows[school.people["teacher"].pk]
    sent = {"kind": "lesson_observation", "mark": "check=rejected", "id": [str(ticked.pk)]}
    browser_of("neighbour_office").post("/records/mark/", sent)
    assert {row.given for row in LessonObservation.objects.all()} == {",topic,"}
    words = words_of(office.post("/records/mark/", sent, follow=True))
    assert "登记了 1 条" in words and "核验：不实" in words
    assert sorted(row.given for row in LessonObservation.objects.all()) == [",check,topic,", ",topic,"]
    office.post("/records/mark/", sent | {"mark": "check="})
    assert {row.given for row in LessonObservation.objects.all()} == {",topic,"}
