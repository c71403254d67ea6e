"""A figure opened from a run is the run's: a grade by share stands nowhere else, and stays what it was."""

from __future__ import annotations

from django.urls import reverse

from tests.assessment.runs.conftest import Desk
from tests.support.text import one_line
from yanxiu.assessment.models import Run
from yanxiu.org.models import Person

RULE = "final-grade"


def opened(browser, desk: Desk, person: Person, run: Run | None = None):
    address = reverse("assessment:explain", args=["teacher", person.pk, desk.adoption.pack, RULE])
    return browser.get(address, {"run": str(run.pk)} if run else {})


def test_a_grade_by_share_opens_from_the_run_that_gave_it(tied: Desk, browser_of, everybody: list[Person]) -> None:
    run = tied.run()
    answer = opened(browser_of("office"), tied, everybody[7], run)
    assert answer.status_code == 200
    assert "优秀" in one_line(answer) and "名额" in one_line(answer)


def test_without_a_run_nobody_has_such_a_grade(tied: Desk, browser_of, everybody: list[Person]) -> None:
    tied.run()
    assert opened(browser_of("office"), tied, everybody[7]).status_code == 404


def test_a_teacher_opens_no_grade_of_a_run_that_is_not_sealed(tied: Desk, browser_of, everybody: list[Person]) -> None:
    run = tied.run()
    assert opened(browser_of("teacher"), tied, tied.cast.people["teacher"], run).status_code == 404
