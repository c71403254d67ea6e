"""School time on its pages: a term that moves says what moves with it and what does not; exams, months, 学段."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.cast import BEGAN, TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.org.actions import time, units
from yanxiu.org.models import CalendarDay, ExamPeriod, SchoolMonth, SchoolYear, Term
from yanxiu.org.queries.time import calendar_of

TERM = {"begins_in": "2025", "number": "2", "first_day": "2026-03-02", "last_day": "2026-07-10"}
EXAM = (date(2026, 7, 6), date(2026, 7, 8))


@pytest.fixture
def exam(here: Cast) -> ExamPeriod:
    """The end-of-term exam of the district's term, in its last week."""
    return time.set_exam_period(here.term, "期末考试", *EXAM, actor=COMMAND_LINE)


def test_a_moved_term_first_says_what_follows_and_what_stays(here: Cast, exam: ExamPeriod, browser_of: Any) -> None:
    """第二周星期一 of a term from Monday 2 March is 9 March; from 9 March it is 16 March. The exam has its own days."""
    officer = browser_of("officer")
    assert "3月9日" in one_line(officer.get("/calendar/"))
    moved = TERM | {"first_day": "2026-03-09", "last_day": "2026-07-17"}
    page = one_line(officer.post("/calendar/term/", moved))
    assert "开学第二周星期一：3月9日（周一） → 3月16日（周一）" in page
    assert "学期结束前一周的周一上午：6月29日（周一） → 7月6日（周一）" in page
    assert "期末考试（7月6日（周一）—7月8日（周三））不跟着动" in page
    here.term.refresh_from_db()
    assert here.term.first_day == date(2026, 3, 2)  # shown, not yet saved


def test_after_the_move_every_page_shows_the_new_days(here: Cast, exam: ExamPeriod, browser_of: Any) -> None:
    officer, teacher = browser_of("officer"), browser_of("teacher")
    assert "第十二周" in one_line(teacher.get("/calendar/"))
    moved = TERM | {"first_day": "2026-03-09", "last_day": "2026-07-03", "sure": "yes"}
    assert officer.post("/calendar/term/", moved).status_code == 302
    page = one_line(teacher.get("/calendar/"))
    assert "3月16日" in page and "第十一周" in page and "第十二周" not in page
    assert "期末考试（7月6日（周一）—7月8日（周三））不全在本学期里，请重新定。" in page
    assert "第十一周" in one_line(teacher.get("/"))
    here.term.refresh_from_db()
    assert here.term.revision == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first_day": "2027-03-01", "last_day": "2027-07-09"}, "不在2025—2026学年度里"),
        ({"first_day": "2026-01-12"}, "和2025—2026学年度第一学期（09月01日—01月23日）有重叠"),
        ({"first_day": "2026-07-10", "last_day": "2026-03-02"}, "结束日期要晚于开学日期"),
        ({"last_day": "", "weeks": ""}, "请填结束日期，或填共几周"),
    ],
)
def test_a_term_that_cannot_be_is_refused_and_the_old_one_stands(
    here: Cast, browser_of: Any, changed: dict[str, str], sentence: str
) -> None:
    year = SchoolYear.objects.get(begins_in=2025)
    time.set_term(year, 1, first_day=BEGAN, last_day=date(2026, 1, 23), actor=COMMAND_LINE)
    answer = browser_of("officer").post("/calendar/term/", TERM | changed | {"sure": "yes"})
    assert answer.status_code == 422 and sentence in one_line(answer)
    here.term.refresh_from_db()
    assert (here.term.first_day, here.term.last_day) == (date(2026, 3, 2), date(2026, 7, 10))


def test_the_district_sets_an_exam_and_takes_it_away_and_the_schools_see_it(here: Cast, browser_of: Any) -> None:
    officer = browser_of("officer")
    form = {"name": "期中考试", "first_day": "2026-05-18", "last_day": "2026-05-20"}
    assert officer.post("/calendar/exams/", form).status_code == 302
    assert "期中考试，不安排研修活动" in calendar_of(here.school, TODAY).today_note
    page = one_line(browser_of("office").get("/calendar/"))
    assert "期中考试" in page and "随全区校历" in page and "/calendar/exams/" not in page
    officer.post("/calendar/exams/", {"drop": ExamPeriod.objects.get().pk})
    assert not ExamPeriod.objects.exists()


def test_an_exam_outside_the_term_is_refused(here: Cast, browser_of: Any) -> None:
    form = {"name": "期末考试", "first_day": "2026-07-13", "last_day": "2026-07-14"}
    answer = browser_of("officer").post("/calendar/exams/", form)
    assert answer.status_code == 422 and "考试周要在本学期之内" in one_line(answer)


def test_a_school_on_the_districts_term_is_told_how_to_have_its_own(here: Cast, browser_of: Any) -> None:
    office = browser_of("office")
    form = {"name": "期末考试", "first_day": "2026-06-29", "last_day": "2026-07-03"}
    answer = office.post("/calendar/exams/", form)
    assert answer.status_code == 403 and "先在“改学期”里定本校的学期" in one_line(answer)
    assert office.post("/calendar/term/", TERM | {"sure": "yes"}).status_code == 302
    assert office.post("/calendar/exams/", form).status_code == 302
    assert ExamPeriod.objects.get().term.school == here.school
    assert calendar_of(here.neighbour, TODAY).time.exams == ()


def test_school_months_are_written_a_line_each_and_kept_when_a_line_is_wrong(here: Cast, browser_of: Any) -> None:
    officer = browser_of("officer")
    lines = "第一月 2026-03-02 2026-03-29\n第二月 2026-03-30 2026-04-26"
    assert officer.post("/calendar/months/", {"months": lines}).status_code == 302
    assert [m.name for m in calendar_of(here.school, TODAY).time.months()] == ["第一月", "第二月"]
    for wrong, sentence in (
        (f"{lines}\n第三月 四月底", "第 3 行看不懂：“第三月 四月底”"),
        (f"{lines}\n第三月 2026-02-30 2026-05-24", "第 3 行看不懂"),
        (f"{lines}\n第三月 2026-04-20 2026-05-24", "“第三月”和前一个教学月有重叠"),
        (f"{lines}\n第三月 2026-07-06 2026-07-31", "“第三月”要在本学期之内"),
    ):
        answer = officer.post("/calendar/months/", {"months": wrong})
        assert answer.status_code == 422 and sentence in one_line(answer)
        assert "第三月" in one_line(answer) and SchoolMonth.objects.count() == 2
    officer.post("/calendar/months/", {"months": ""})
    assert [m.name for m in calendar_of(here.school, TODAY).time.months()] == ["3月", "4月", "5月", "6月", "7月"]


def test_a_term_of_one_stage_goes_before_the_districts_for_that_stage_alone(here: Cast, browser_of: Any) -> None:
    officer = browser_of("officer")
    form = TERM | {"stage": "学前", "first_day": "2026-03-09", "sure": "yes"}
    assert officer.post("/calendar/term/", form).status_code == 302
    garden = units.create_school("GARD01", "青苗幼儿园", stages=["学前"], actor=COMMAND_LINE)
    assert calendar_of(garden, TODAY).time.first == date(2026, 3, 9)
    assert calendar_of(here.school, TODAY).time.first == date(2026, 3, 2)
    assert Term.objects.filter(school__isnull=True).count() == 2
    assert "单给学段定的学期" in one_line(officer.get("/calendar/"))


def test_a_school_is_not_asked_for_a_stage(here: Cast, browser_of: Any) -> None:
    assert "哪个学段" in one_line(browser_of("officer").get("/calendar/term/"))
    assert "哪个学段" not in one_line(browser_of("office").get("/calendar/term/"))


def test_a_year_not_announced_says_so_on_the_page(here: Cast, browser_of: Any) -> None:
    year = time.open_year(2040, actor=COMMAND_LINE)
    time.set_term(year, 2, first_day=date(2041, 3, 4), weeks=18, school=here.school, actor=COMMAND_LINE)
    said = calendar_of(here.school, date(2041, 4, 1)).notices
    assert len(said) == 1 and "2041" in said[0]


def test_a_corrected_day_is_a_school_day_on_the_page_and_taken_back(here: Cast, browser_of: Any) -> None:
    """Saturday 23 May 2026 is a rest day by every public calendar; a 补课 of the school's own makes it one of lessons."""
    office = browser_of("office")
    assert (
        office.post("/calendar/day/", {"day": "2026-05-23", "kind": "workday", "name": "补周一的课"}).status_code == 302
    )
    assert "补周一的课" in one_line(office.get("/calendar/"))
    assert calendar_of(here.school, TODAY).book.mark(date(2026, 5, 23)).is_school_day
    assert not calendar_of(here.neighbour, TODAY).book.mark(date(2026, 5, 23)).is_school_day
    office.post("/calendar/day/", {"withdraw": CalendarDay.objects.get(school=here.school).pk})
    assert not calendar_of(here.school, TODAY).book.mark(date(2026, 5, 23)).is_school_day


def test_a_term_may_not_be_set_into_another_by_a_command_either(here: Cast) -> None:
    year = SchoolYear.objects.get(begins_in=2025)
    with pytest.raises(Refusal, match="有重叠"):
        time.set_term(year, 1, first_day=date(2026, 1, 5), last_day=date(2026, 3, 6), actor=COMMAND_LINE)
