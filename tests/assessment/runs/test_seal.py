"""Sealing: refused while something is open, done once, and nothing of it changes afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.assessment.runs.conftest import Desk
from tests.support.cast import BEGAN, TODAY
from yanxiu.assessment.actions.hand import TieMeeting, decide_tie
from yanxiu.assessment.actions.runs import seal_run
from yanxiu.assessment.models import Run, RunResult
from yanxiu.assessment.runs import perform, replay
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.jobs.registry import Silent
from yanxiu.org.models import Person
from yanxiu.regulations import actions
from yanxiu.regulations.keeping import Entry, correct
from yanxiu.regulations.records import house_of

MEETING = actions.Meeting("校本研修领导小组", date(2026, 5, 19))
VALUES = {"decided_by": "校本研修领导小组", "decided_on": "2026-05-19", "note": "全体通过"}


@pytest.fixture
def settled(tied: Desk, everybody: list[Person]) -> Run:
    """A run with nothing left to settle: the deciders took the first two."""
    meeting = TieMeeting(date(2026, 5, 19), "七人到六人", "做得实")
    chosen = [str(one.pk) for one in everybody[:2]]
    decide_tie(tied.run(), "final-grade", chosen, meeting, actor=COMMAND_LINE)
    return tied.run()


def seal(run: Run, **more) -> Run:
    return seal_run(run, meeting=MEETING, actor=COMMAND_LINE, **more)


def test_a_run_with_an_open_tie_is_not_sealed(tied: Desk, browser_of) -> None:
    run = tied.run()
    with pytest.raises(Refusal, match="还有 1 件事没有定"):
        seal(run)
    answer = browser_of("office").post(reverse("assessment:run_seal", args=[run.pk]), VALUES)
    assert answer.status_code == 422 and "名额线并列 7 人" in answer.content.decode()
    assert Run.objects.get().state == "preview"


def test_an_open_point_that_touches_a_result_stands_in_the_way_with_the_way_to_it(adopted: Desk, browser_of) -> None:
    adopted.hands_in(adopted.cast.people["teacher"], without=("takeaway",))
    run = adopted.run()
    assert "ruling" in [one["what"] for one in run.summary["open"]]
    with pytest.raises(Refusal, match="没有定"):
        seal(run)
    words = browser_of("office").get(reverse("assessment:run", args=[run.pk])).content.decode()
    assert reverse("regulations:ruling", args=[adopted.adoption.pk, "grading-scale"]) in words


def test_who_seals_says_that_people_without_points_stay_so(adopted: Desk) -> None:
    rulings = {"not-handed-in": "by_hand"}
    actions.rule(adopted.adoption, rulings, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    actions.adopt_recommended(adopted.adoption, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    adopted.hands_in(adopted.cast.people["teacher"])
    run = adopted.run()
    assert run.summary["open"] == [] and run.summary["lacking"]
    with pytest.raises(Refusal, match="确认就这样封存"):
        seal(run)
    assert seal(run, accepted=True).state == "sealed"


def test_sealed_once_with_the_meeting_and_judged_again_alike(settled: Run) -> None:
    stale = Run.objects.get(pk=settled.pk)
    seal(settled, note="全体通过")
    with pytest.raises(AlreadyHandled):
        seal_run(stale, meeting=MEETING, actor=COMMAND_LINE)
    run = Run.objects.get(pk=settled.pk)
    assert (run.state, run.decided_by, run.decided_on, run.sealed_note) == (
        "sealed", "校本研修领导小组", date(2026, 5, 19), "全体通过",
    )  # fmt: skip
    assert replay(run).same


def test_of_two_who_seal_at_once_one_does_and_the_other_reads_it(settled: Run, browser_of) -> None:
    where = reverse("assessment:run_seal", args=[settled.pk])
    assert browser_of("principal").post(where, VALUES).status_code == 302
    second = browser_of("office").post(where, VALUES | {"note": "另一句"}, follow=True)
    assert "已经由别人封存" in second.content.decode()
    assert Run.objects.get(pk=settled.pk).sealed_note == "全体通过"


def test_a_sealed_run_is_neither_judged_again_nor_deleted_nor_settled_otherwise(settled: Run, everybody) -> None:
    seal(settled)
    before = list(RunResult.objects.filter(run=settled).values_list("pk", "findings_digest"))
    perform(settled, 99, Silent(), actor=COMMAND_LINE)
    assert list(RunResult.objects.filter(run=settled).values_list("pk", "findings_digest")) == before
    with pytest.raises(Refusal, match="不能删除"):
        settled.delete()
    with pytest.raises(Refusal, match="没有等着议定"):
        decide_tie(settled, "final-grade", [], TieMeeting(TODAY, "七人", "有"), actor=COMMAND_LINE)


def test_an_older_run_gives_way_to_a_newer_one(settled: Run, tied: Desk) -> None:
    tied.run()
    with pytest.raises(Refusal, match="更新的第 3 次"):
        seal(settled)


def test_a_teacher_or_a_stranger_seals_nothing(settled: Run, browser_of) -> None:
    for who in ("teacher", "leader", "neighbour_office", "stranger", "strange_officer"):
        answer = browser_of(who).post(reverse("assessment:run_seal", args=[settled.pk]), VALUES)
        assert answer.status_code in (403, 404), who
    assert Run.objects.get(pk=settled.pk).state == "preview"


def test_a_meeting_still_to_come_seals_nothing(settled: Run) -> None:
    with pytest.raises(Refusal, match="还没到"):
        seal_run(settled, meeting=actions.Meeting("领导小组", date(2026, 5, 21)), actor=COMMAND_LINE)


def test_records_changed_afterwards_are_named_and_a_new_run_tells_the_difference(
    settled: Run, tied: Desk, everybody: list[Person], browser_of
) -> None:
    seal(settled)
    person = everybody[9]  # lacked one item of the review: one point
    row = house_of("lesson_review").objects.get(person=person, kind="lesson_review")
    entry = tied.kind("lesson_review")
    correct(row, _with_measures(tied, person, entry, row), actor=COMMAND_LINE)
    said = browser_of("office").get(reverse("assessment:run_since", args=[settled.pk])).content.decode()
    assert "封存后有 1" in said and "教师06" in said and "整改措施 空 → 有" in said
    run = tied.run()
    told = run.summary["changes"]["rows"]
    mine = next(one for one in told if one["subject"] == str(person.pk))
    assert mine["why"] == ["评课材料有 1 份改过：整改措施 空 → 有"]
    assert {"rule": "score-reviews", "title": "评课材料", "before": "9 分", "after": "10 分"} in mine["what"]
    assert run.number == 3 and Run.objects.get(pk=settled.pk).state == "sealed" and replay(settled).same


def _with_measures(desk: Desk, person: Person, kind, row):
    return Entry(desk.cast.school, kind, row.on, {**row.values, "measures": "改了"}, person=person)


def test_a_teacher_reads_the_own_result_once_it_is_sealed_and_nobody_elses(settled: Run, browser_of) -> None:
    where = reverse("assessment:run_mine", args=[settled.pk])
    teacher = browser_of("teacher")
    assert teacher.get(where).status_code == 404  # a suggestion is shown to nobody
    seal(settled)
    page, paper = teacher.get(where).content.decode(), teacher.get(f"{where}?paper=1").content.decode()
    for words in ("39.6 分", "49.5", "良好", "因名额", "未及时提交"):
        assert words in page, words
    assert "费乐天" in paper and "任文博" not in page + paper
    for who in ("stranger", "neighbour_office", "officer"):
        assert browser_of(who).get(where).status_code == 404
