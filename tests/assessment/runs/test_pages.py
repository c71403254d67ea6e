"""The pages of a run, as the office opens them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.assessment.runs.conftest import Desk
from yanxiu.assessment.models import Run
from yanxiu.jobs import runner
from yanxiu.jobs.models import Job
from yanxiu.org.models import Person


def page(browser, name: str, *args: object, **more: object):
    return browser.get(reverse(f"assessment:{name}", args=args), **more)


def test_the_office_begins_a_run_and_reads_it(tied: Desk, browser_of, everybody: list[Person]) -> None:
    office = browser_of("office")
    assert "还没有试算过" in words_of(page(office, "runs"))
    run = tied.run()
    words = words_of(page(office, "run", run.pk))
    for said in (
        "名额线并列 7 人，余 2 个名额",
        "并列怎么定",
        "教师06",
        "39.6",
        "够分，因名额记良好 1",
        "优秀，已定 2",
    ):
        assert said in words, said
    for name in ("run_since", "run_export", "run_print", "run_seal"):
        assert page(office, name, run.pk).status_code == 200
    assert page(office, "score_items").status_code == 200


def words_of(response) -> str:
    """The page's words, white space as one space."""
    return " ".join(re.sub(r"<[^>]*>", "", response.content.decode()).split())


@pytest.mark.parametrize("name", ["run", "run_since", "run_export", "run_print", "run_seal"])
def test_a_teacher_and_a_stranger_find_no_run(tied: Desk, browser_of, name: str) -> None:
    run = tied.run()
    for who in ("teacher", "leader", "stranger", "neighbour_office"):
        assert page(browser_of(who), name, run.pk).status_code == 404
    assert Run.objects.count() == 1


def test_ids_of_another_school_in_the_form_begin_nothing(tied: Desk, browser_of) -> None:
    values = {"term": str(tied.cast.term.pk), "adoption": str(tied.adoption.pk)}
    for who, status in (("neighbour_office", 422), ("stranger", 422), ("teacher", 404), ("officer", 404)):
        assert browser_of(who).post(reverse("assessment:runs"), values).status_code == status, who
    assert not Run.objects.exists()


def test_the_effect_of_readings_is_told_with_ties_and_differences(tied: Desk, browser_of) -> None:
    where = reverse("assessment:effect", args=[tied.adoption.pk, "grading-scale"])
    words = words_of(browser_of("office").get(where))
    # B leaves the plan out: nine have 40 of 40, so four places are between nine; A as it stands: seven for two
    for said in ("3 种读法各是多少", "7 人争 2 个", "9 人争 4 个"):
        assert said in words, words
    for who in ("teacher", "leader", "neighbour_office", "stranger"):
        assert browser_of(who).get(where).status_code in (403, 404)


def test_a_large_school_has_the_effect_worked_out_as_a_job(tied: Desk, browser_of, monkeypatch) -> None:
    monkeypatch.setattr("yanxiu.assessment.views.effect.MOST_AT_ONCE", 3)
    where, office = reverse("assessment:effect", args=[tied.adoption.pk, "grading-scale"]), browser_of("office")
    assert "人多，要算一会儿" in words_of(office.get(where)) and not Job.objects.filter(kind="assess.effect").exists()
    for _ in range(2):
        assert "正在按各种读法算全校" in words_of(office.post(where))
    job = Job.objects.get(kind="assess.effect")
    assert runner.run(job.district_id, job.pk).state == "done"
    assert "9 人争 4 个" in words_of(office.get(where))


def test_judged_again_from_the_page_the_answer_stands_there(tied: Desk, browser_of) -> None:
    run, office = tied.run(), browser_of("office")
    for _ in range(2):
        assert office.post(reverse("assessment:run_replay", args=[run.pk])).status_code == 302
    job = Job.objects.get(kind="assess.replay")
    runner.run(job.district_id, job.pk)
    assert "11 份结果逐位一致" in words_of(page(office, "run", run.pk))


def test_a_run_that_waits_says_so_and_one_that_failed_why(tied: Desk, browser_of) -> None:
    run, principal = tied.begin(), browser_of("principal")
    assert "正在计算" in words_of(page(principal, "run", run.pk))
    Job.objects.filter(pk=run.job_id).update(state="failed", message="处理程序三次中断，已停下。")
    assert "三次中断" in words_of(page(principal, "run", run.pk))
    assert page(principal, "run_export", run.pk).status_code == 404
