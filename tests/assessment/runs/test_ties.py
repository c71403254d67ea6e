"""Ties at the line of places: eight to fifteen people are normal, and only the deciders choose."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.assessment.runs.conftest import Desk
from tests.assessment.runs.test_runs import final
from tests.support.cast import TODAY
from yanxiu.assessment.actions.hand import TieMeeting, decide_tie
from yanxiu.assessment.models import HandScore, Run
from yanxiu.assessment.run_page import page_of, tied_by_group
from yanxiu.base.errors import Refusal
from yanxiu.jobs import runner
from yanxiu.org.models import Person

MEETING = TieMeeting(date(2026, 5, 19), "领导小组 7 人，到 6 人", "听课和评课做得实")
RULE = "final-grade"


def ids(people: list[Person]) -> list[str]:
    return [str(one.pk) for one in people]


def decide(desk: Desk, run: Run, people: list[Person], meeting: TieMeeting = MEETING) -> int:
    return decide_tie(run, RULE, ids(people), meeting, actor=desk.cast.viewer("office").actor)


def test_the_deciders_take_two_of_seven_and_the_next_run_says_so(tied: Desk, everybody: list[Person]) -> None:
    first = tied.run()
    assert decide(tied, first, everybody[2:4]) == 7
    run = tied.run()
    assert [final(run, one)[0] for one in everybody] == ["良好"] * 2 + ["优秀"] * 2 + ["良好"] * 3 + ["优秀"] * 2 + [
        "良好"
    ]
    assert run.summary["open"] == [] and run.summary["finals"][0]["levels"] == {"优秀": 4, "良好": 6}
    assert run.summary["changes"]["people"] == 7


def test_nobody_is_taken_and_all_of_them_have_the_lower_grade(tied: Desk, everybody: list[Person]) -> None:
    decide(tied, tied.run(), [])
    run = tied.run()
    assert run.summary["finals"][0]["levels"] == {"优秀": 2, "良好": 8}
    row = next(one for one in run.results.get(subject_id=everybody[0].pk).findings if one["rule"] == RULE)
    assert "因名额" in row["notes"]


def test_a_later_answer_replaces_the_earlier_and_is_no_second_record(tied: Desk, everybody: list[Person]) -> None:
    run = tied.run()
    decide(tied, run, everybody[:2])
    decide(tied, run, everybody[4:6])
    assert HandScore.objects.filter(kind="tie_decision").count() == 7
    run = tied.run()
    assert [final(run, one)[0] for one in everybody[:7]] == ["良好"] * 4 + ["优秀"] * 2 + ["良好"]


@pytest.mark.parametrize(
    ("people", "meeting", "said"),
    [
        (slice(0, 3), MEETING, "只剩 2 个名额，勾了 3 人"),
        (slice(8, 9), MEETING, "1 人不在并列名单里"),
        (slice(0, 1), TieMeeting(date(2026, 5, 21), "七人", "有"), "会议日期还没到"),
        (slice(0, 1), TieMeeting(TODAY, "  ", "有"), "请写到会的人"),
        (slice(0, 1), TieMeeting(TODAY, "七人", " "), "请写理由"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_written(
    tied: Desk, everybody: list[Person], people: slice, meeting: TieMeeting, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        decide(tied, tied.run(), everybody[people], meeting)
    assert not HandScore.objects.exists()


def test_the_tied_stand_by_group_and_name_never_by_merit(tied: Desk) -> None:
    view = tied_by_group(page_of(tied.run()))
    assert view is not None
    shown = [(row.named.group, row.named.name) for row in view["rows"]]
    assert shown[:2] == [("语文组", "费乐天"), ("语文组", "王一诺")]  # the group first, then who has none, by name
    assert [name for _, name in shown[2:]] == ["教师01", "教师02", "教师03", "任文博", "沈砚秋"]


@pytest.mark.django_db(transaction=True)
def test_the_office_ticks_two_and_is_led_to_the_new_run(tied: Desk, everybody: list[Person], browser_of) -> None:
    run, office = tied.run(), browser_of("office")
    where = reverse("assessment:run_tie", args=[run.pk])
    values = {
        "how": "chosen",
        "met_on": "2026-05-19",
        "present": "七人到六人",
        "reason": "议定",
        "person": ids(everybody[:2]),
    }
    assert office.post(where, values | {"person": ids(everybody[:3])}).status_code == 422
    assert office.post(where, {**values, "person": []}).status_code == 422
    paper = SimpleUploadedFile("记录.pdf", b"%PDF-1.4 minutes", content_type="application/pdf")
    answer = office.post(where, values | {"file": paper})
    again = Run.objects.exclude(pk=run.pk).get()
    assert answer.status_code == 302 and str(again.pk) in answer.headers["Location"]
    runner.run(again.district_id, again.job_id)
    again.refresh_from_db()
    assert again.summary["finals"][0]["levels"] == {"优秀": 4, "良好": 6}
    assert "七人到六人" in office.get(reverse("assessment:run", args=[again.pk])).content.decode()
    assert HandScore.objects.filter(file__isnull=False).count() == 7


def test_neither_a_teacher_nor_a_stranger_settles_a_tie(tied: Desk, everybody: list[Person], browser_of) -> None:
    run = tied.run()
    values = {"how": "none", "met_on": "2026-05-19", "present": "我", "reason": "我定"}
    for who in ("teacher", "leader", "neighbour_office", "stranger", "strange_officer"):
        assert browser_of(who).post(reverse("assessment:run_tie", args=[run.pk]), values).status_code in (403, 404)
    assert not HandScore.objects.exists() and Run.objects.count() == 1
