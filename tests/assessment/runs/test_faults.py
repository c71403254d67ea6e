"""What goes wrong while a run is made: workers that die, records that change, people who come and go, two clicks."""

from __future__ import annotations

import os
import signal
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from tests.assessment.runs.conftest import MEETING, Desk
from tests.assessment.runs.test_runs import final
from tests.support.cast import BEGAN, TODAY, Cast
from tests.support.packs import pack_ruling
from yanxiu.assessment import runs as running
from yanxiu.assessment.actions.runs import begin_run
from yanxiu.assessment.models import Run, RunResult
from yanxiu.assessment.runs import Superseded, perform, replay
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.jobs import runner
from yanxiu.jobs.actions import LEASE, ask_to_stop, reap
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Silent
from yanxiu.org.actions import people, units
from yanxiu.org.models import Person, Posting, PostingKind
from yanxiu.regulations import actions
from yanxiu.regulations.keeping import Entry, correct
from yanxiu.regulations.records import house_of


class Killed(BaseException):
    """The worker is gone in the middle of its work."""


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people a chunk: ten people are four chunks."""
    monkeypatch.setattr("yanxiu.assessment.runs.CHUNK", 3)
    monkeypatch.setattr("yanxiu.assessment.runs.chunks", lambda rows, size=3: _threes(list(rows)))


def _threes(rows: list) -> list[list]:
    return [rows[n : n + 3] for n in range(0, len(rows), 3)]


def stale(run: Run) -> None:
    """As a worker left the job who died a while ago."""
    Job.objects.filter(pk=run.job_id).update(heartbeat_at=timezone.now() - 2 * LEASE)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_followed_by_one_that_ends_the_run_once(
    tied: Desk, everybody: list[Person], small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, write, written = tied.begin(), running._write, list[int]()

    def die_after_two(run: Run, rows: list[RunResult]) -> None:
        if len(written) == 2:
            raise Killed
        written.append(len(rows))
        write(run, rows)

    monkeypatch.setattr(running, "_write", die_after_two)
    with pytest.raises(Killed):
        runner.run(run.district_id, run.job_id)
    assert RunResult.objects.filter(run=run).count() == 6 and Job.objects.get(pk=run.job_id).state == "running"
    monkeypatch.setattr(running, "_write", write)
    stale(run)
    assert reap() == [run.job_id]
    assert runner.run(run.district_id, run.job_id).state == "done"
    run.refresh_from_db()
    assert (run.state, run.turn, RunResult.objects.filter(run=run).count()) == ("preview", 2, 11)
    assert final(run, everybody[7]) == ("优秀", 40, 50) and replay(run).same
    assert runner.run(run.district_id, run.job_id) is None  # it has ended; nobody ends it twice


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_given_up_and_wakes_again_writes_nothing(tied: Desk, small_chunks: None) -> None:
    run = tied.begin()

    class Wakes(Silent):
        """After the first chunk another worker takes the run and ends it."""

        woken = False

        def at(self, done: int, total: int = 0, message: str = "") -> None:
            if not self.woken:
                self.woken = True
                perform(Run.objects.get(pk=run.pk), 2, Silent(), actor=COMMAND_LINE)

    with pytest.raises(Superseded):
        perform(Run.objects.get(pk=run.pk), 1, Wakes(), actor=COMMAND_LINE)
    run.refresh_from_db()
    assert (run.state, run.turn, RunResult.objects.filter(run=run).count()) == ("preview", 2, 11) and replay(run).same


def test_a_record_corrected_meanwhile_is_judged_as_it_was_seen_and_told_by_the_next_run(
    tied: Desk, everybody: list[Person], small_chunks: None
) -> None:
    begun, person = tied.begin(), everybody[9]
    ordered = list(Person.objects.filter(pk__in=[one.pk for one in everybody]).order_by("name_key", "pk"))
    seen, unseen = ordered[0], ordered[-1]

    class Corrects(Silent):
        """After the first chunk the office takes one item out of two people's reviews."""

        done = False

        def at(self, done: int, total: int = 0, message: str = "") -> None:
            for one in () if self.done else (seen, unseen):
                row = house_of("lesson_review").objects.get(person=one, kind="lesson_review")
                entry = Entry(tied.cast.school, tied.kind("lesson_review"), row.on, {"strengths": "有"}, person=one)
                correct(row, entry, actor=COMMAND_LINE)
            self.done = True

    before = {one: 9 if one == person else 10 for one in (seen, unseen)}
    run = Run.objects.get(pk=begun.pk)
    perform(run, 1, Corrects(), actor=COMMAND_LINE)
    assert _reviews(run, seen) == before[seen] and _reviews(run, unseen) == 8
    Job.objects.filter(pk=begun.job_id).update(state="done")
    told = {one["subject"]: one["why"] for one in tied.run().summary["changes"]["rows"]}
    assert any("评课材料有 1 份改过" in line for line in told[str(seen.pk)])
    assert replay(Run.objects.get(pk=begun.pk)).same


def _reviews(run: Run, person: Person) -> int:
    found = RunResult.objects.get(run=run, subject_id=person.pk).findings
    return next(one["amount"] for one in found if one["rule"] == "score-reviews")


def test_who_left_is_judged_to_the_day_who_came_from_it_and_who_left_before_is_not(tied: Desk) -> None:
    first = tied.run()
    leaver, gone, comer = tied.teachers[0], tied.teachers[1], tied.teacher(99)
    people.end_posting(Posting.objects.get(person=leaver), on=date(2026, 5, 1), actor=COMMAND_LINE)
    people.end_posting(Posting.objects.get(person=gone), on=date(2026, 3, 1), actor=COMMAND_LINE)
    Posting.objects.filter(person=comer).update(start=date(2026, 4, 20))
    run = tied.run()
    facts = {str(row.subject_id): row.facts for row in RunResult.objects.filter(run=run)}
    assert facts[str(leaver.pk)]["left"] == "2026-04-30" and facts[str(comer.pk)]["joined"] == "2026-04-20"
    assert str(gone.pk) not in facts
    notes = [
        note for one in RunResult.objects.get(run=run, subject_id=leaver.pk).findings for note in one.get("notes", ())
    ]
    assert any("4月30日" in note for note in notes), notes
    assert (first.number, run.number) == (1, 2)
    changes = run.summary["changes"]
    assert (changes["joined"], changes["left"]) == ([str(comer.pk)], [str(gone.pk)])
    mine = next(one for one in changes["rows"] if one["subject"] == str(leaver.pk)) if changes["rows"] else None
    assert mine is None or any(line.startswith("离岗日期：空 → ") for line in mine["why"])


def test_two_clicks_are_one_run_and_one_job(tied: Desk, browser_of) -> None:
    values = {"term": str(tied.cast.term.pk), "adoption": str(tied.adoption.pk)}
    answers = [browser_of(who).post(reverse("assessment:runs"), values) for who in ("office", "office", "principal")]
    assert {answer.headers["Location"] for answer in answers} == {
        reverse("assessment:run", args=[Run.objects.get().pk])
    }
    assert Job.objects.filter(kind="assess.run").count() == 1


def test_a_run_stopped_by_hand_holds_no_results_and_makes_way(tied: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run = tied.begin()
    ask_to_stop(Job.objects.get(pk=run.job_id), actor=COMMAND_LINE)
    again = tied.begin()
    assert again.pk != run.pk and again.number == 2
    run.refresh_from_db()
    assert run.state == "failed" and not RunResult.objects.filter(run=run).exists()


def test_a_unit_without_people_is_told_so(here: Cast, browser_of) -> None:
    empty = units.create_school("NEAR09", "空校", actor=COMMAND_LINE)
    adoption = actions.adopt(pack_ruling("grading-score"), empty, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    run = begin_run(empty, here.term, adoption, on=TODAY, actor=COMMAND_LINE)
    ended = runner.run(run.district_id, run.job_id)
    run.refresh_from_db()
    assert ended is not None and "没有要考核的人" in ended.message and run.state == "failed"
    said = browser_of("officer").get(reverse("assessment:run", args=[run.pk])).content.decode()
    assert "没有要考核的人" in said


def test_a_regulation_ended_meanwhile_ends_the_run_with_a_sentence(tied: Desk) -> None:
    run = tied.begin()
    actions.end_adoption(tied.adoption, end=TODAY, actor=COMMAND_LINE)
    ended = runner.run(run.district_id, run.job_id)
    run.refresh_from_db()
    assert ended is not None and "没有在用" in ended.message and run.state == "failed"
    with pytest.raises(Refusal, match="没有在用"):
        tied.begin()


def test_a_pack_folder_that_is_gone_changes_nothing(tied: Desk, settings, tmp_path: Path, browser_of) -> None:
    before = tied.run()
    settings.PACKS_DIR = tmp_path
    assert replay(before).same
    run = tied.run()
    assert run.state == "preview" and run.findings_digest == before.findings_digest
    assert browser_of("office").get(reverse("assessment:run", args=[run.pk])).status_code == 200


def many(desk: Desk, number: int) -> None:
    """So many more teachers, written at once."""
    kind = PostingKind.objects.get(code="permanent")
    made = Person.objects.bulk_create([Person(name=f"众{n}", name_key=f"zhong{n:05d}") for n in range(number)], 1_000)
    Posting.objects.bulk_create(
        [Posting(person=one, school=desk.cast.school, kind=kind, start=BEGAN) for one in made], 1_000
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_of_fifteen_thousand_is_killed_and_the_run_ends_once_and_complete(desk: Desk) -> None:
    many(desk, 15_000)
    run = desk.begin()
    connections.close_all()
    child = os.fork()
    if child == 0:
        runner.run(run.district_id, run.job_id)
        os._exit(0)
    until = time.monotonic() + 300
    while RunResult.objects.filter(run=run).count() < 2_000 and time.monotonic() < until:
        time.sleep(0.2)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    Job.objects.filter(pk=run.job_id).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert 2_000 <= RunResult.objects.filter(run=run).count() < 15_011
    assert reap() == [run.job_id]
    ended = runner.run(run.district_id, run.job_id)
    run.refresh_from_db()
    assert ended is not None and (ended.state, run.state, run.turn) == ("done", "preview", 2)
    assert RunResult.objects.filter(run=run).count() == 15_011  # ten at first, the many, the school
    assert run.summary["people"] == {"teacher": 15_010, "school": 1}
