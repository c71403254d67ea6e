"""The pages of a run, as the office opens them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.assessment.runs.conftest import Desk
from yanxiu.assessment.models import Run
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
