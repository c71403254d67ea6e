"""The table of people as a workbook: at once for a school, by a job where so many would keep the page waiting."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.cli.jobs import tidy
from yanxiu.config.installation import Installation
from yanxiu.files.models import StoredFile
from yanxiu.jobs.models import Job

WHERE = "/people/export/"


def names(response: Any) -> list[str]:
    """The first column of the workbook, below its head."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    book = openpyxl.load_workbook(io.BytesIO(body))
    return [row[0].value for row in book.active.iter_rows(min_row=2)]


@pytest.fixture
def made(
    here: Cast, browser_of: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> Client:
    """The district's administrator, for whom six people are too many, after asking for everybody named 王."""
    monkeypatch.setattr("yanxiu.setup.views.people.AT_ONCE", 0)
    client: Client = browser_of("officer")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{WHERE}?q=wang").status_code == 302
    return client


def test_a_few_people_come_at_once(here: Cast, browser_of: Any) -> None:
    assert names(browser_of("office").get(WHERE)) == ["费乐天", "任文博", "沈砚秋", "王一诺"]


def test_many_are_asked_for_and_made_by_a_job_as_filtered(made: Client) -> None:
    job = Job.objects.get(kind="people.list")
    assert (job.state, job.title) == ("done", "导出人员：全区")
    html = one_line(made.get(f"{WHERE}?q=wang"))
    stored = StoredFile.objects.get()
    assert "1 人，一张 Excel 要做一会儿" in html and f"/files/{stored.pk}/" in html
    assert names(made.get(f"/files/{stored.pk}/")) == ["王一诺"]


def test_looking_makes_nothing(here: Cast, browser_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yanxiu.setup.views.people.AT_ONCE", 0)
    assert "开始做" in one_line(browser_of("officer").get(WHERE))
    assert not Job.objects.exists() and not StoredFile.objects.exists()


def test_the_job_writes_what_its_owner_may_see_and_nobody_else_s_office_fetches_it(
    here: Cast, browser_of: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("yanxiu.setup.views.people.AT_ONCE", 0)
    office: Client = browser_of("office")
    with django_capture_on_commit_callbacks(execute=True):
        office.post(WHERE)
    stored = StoredFile.objects.get()
    assert names(office.get(f"/files/{stored.pk}/")) == ["费乐天", "任文博", "沈砚秋", "王一诺"]
    assert browser_of("neighbour_office").get(f"/files/{stored.pk}/").status_code == 404
    assert f"/files/{stored.pk}/" not in one_line(browser_of("officer").get(WHERE))


def test_it_goes_after_a_week(made: Client, settings: Any) -> None:
    for days, left in ((6, 1), (8, 0)):
        settings.INSTALLATION = Installation("demo", TODAY + timedelta(days=days), None)
        tidy()
        assert StoredFile.objects.count() == left


def test_a_page_of_the_table_has_fifty_lines_however_many_there_are(here: Cast, browser_of: Any) -> None:
    from tests.setup.roster.test_writing import entry
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.setup.actions.roster_people import import_people

    import_people([entry(n, "NEAR01") for n in range(60)], actor=COMMAND_LINE, as_of=TODAY)
    office: Client = browser_of("office")
    with CaptureQueriesContext(connection) as caught:
        html = one_line(office.get("/people/"))
    assert html.count("data-row") == 51 and "共 64 人" in html  # fifty lines and the body that holds them
    assert len(caught) <= 20
