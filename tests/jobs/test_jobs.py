"""Long work: taken once, stopped, revived when its worker died, given up after the third; the end written by whom it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.support.cast import Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import in_district
from yanxiu.jobs import runner
from yanxiu.jobs.actions import ATTEMPTS, LEASE, ask_to_stop, reap, submit
from yanxiu.jobs.models import Job
from yanxiu.jobs.registry import Progress, job_kind
from yanxiu.jobs.registry import _kinds as kinds

Work = Callable[[Job, Progress], dict[str, Any]]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the queue is told, which here does nothing by itself."""
    numbers: list[Any] = []
    monkeypatch.setattr("yanxiu.jobs.actions.hint", lambda district, number: numbers.append(number))
    return numbers


@pytest.fixture
def job_of(here: Cast) -> Iterator[Callable[[Work], Job]]:
    """A waiting job that does the given work."""

    def make(work: Work) -> Job:
        job_kind("test")(work)
        return submit("test", "试一试", {}, actor=COMMAND_LINE)

    yield make
    kinds.pop("test", None)


def run(job: Job) -> Job | None:
    """One worker tries the job."""
    return runner.run(job.district_id, job.pk)


def stale(job: Job, *, attempt: int = 1, ago: timedelta = LEASE * 2) -> None:
    """As a worker left it who died so long ago."""
    Job.objects.filter(pk=job.pk).update(
        state="running", attempt=attempt, heartbeat_at=timezone.now() - ago, worker="gone:1"
    )


def state_of(job: Job) -> tuple[str, int]:
    """Where it stands, and at which attempt."""
    job.refresh_from_db()
    return job.state, job.attempt


def test_of_two_workers_one_does_the_work(job_of) -> None:
    done: list[int] = []
    job = job_of(lambda job, progress: {"n": done.append(1) or len(done)})
    first, second = run(job), run(job)
    assert first is not None and (first.state, first.result) == ("done", {"n": 1})
    assert second is None and done == [1]


def test_the_same_key_gives_the_same_job(here: Cast) -> None:
    one = submit("test", "试一试", {}, actor=COMMAND_LINE, key="k")
    assert submit("test", "又试一试", {}, actor=COMMAND_LINE, key="k").pk == one.pk
    with in_district(here.elsewhere):
        assert submit("test", "别处", {}, actor=COMMAND_LINE, key="k").pk != one.pk


def test_a_refusal_is_the_message_and_an_accident_gets_a_number(job_of) -> None:
    def refuse(job: Job, progress: Progress) -> dict[str, Any]:
        raise Refusal("名单里没有人。")

    def fail(job: Job, progress: Progress) -> dict[str, Any]:
        raise ZeroDivisionError

    refused = run(job_of(refuse))
    assert refused is not None and (refused.state, refused.message) == ("failed", "名单里没有人。")
    failed = run(job_of(fail))
    assert failed is not None and failed.state == "failed"
    assert str(failed.pk)[-8:] in failed.message and "没有写入" in failed.message


@pytest.mark.django_db(transaction=True)
def test_a_waiting_job_stops_at_once_and_a_running_one_at_its_next_report(job_of, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(runner, "BEAT", 0.0)
    waiting = job_of(lambda job, progress: {})
    ask_to_stop(waiting, actor=COMMAND_LINE)
    assert state_of(waiting) == ("cancelled", 0) and run(waiting) is None

    seen: list[int] = []

    def work(job: Job, progress: Progress) -> dict[str, Any]:
        for number in range(5):
            seen.append(number)
            if number == 2:
                ask_to_stop(Job.objects.get(pk=job.pk), actor=COMMAND_LINE)
            progress.at(number, 5)
        return {}

    stopped = run(job_of(work))
    assert stopped is not None and (stopped.state, stopped.done, seen) == ("cancelled", 2, [0, 1, 2])
    with pytest.raises(Refusal, match="已经结束"):
        ask_to_stop(stopped, actor=COMMAND_LINE)


def test_a_job_whose_worker_died_is_taken_up_again_once(job_of) -> None:
    job = job_of(lambda job, progress: {"attempt": job.attempt})
    stale(job)
    assert reap() == [job.pk]
    assert state_of(job) == ("waiting", 1)
    assert reap() == []  # it waits for a worker; a second look does not revive it twice
    assert run(job) is not None
    assert state_of(job) == ("done", 2) and job.result == {"attempt": 2}


def test_a_job_that_beats_is_left_alone(job_of) -> None:
    job = job_of(lambda job, progress: {})
    stale(job, ago=LEASE / 2)
    assert reap() == [] and state_of(job) == ("running", 1)


def test_after_the_third_attempt_it_stays_down_and_says_so(job_of) -> None:
    job = job_of(lambda job, progress: {})
    stale(job, attempt=ATTEMPTS)
    assert reap() == []
    assert state_of(job) == ("failed", 3) and "三次中断" in job.message and job.ended_at is not None


def test_the_dead_are_found_in_every_district(here: Cast, job_of) -> None:
    with in_district(here.elsewhere):
        far = submit("test", "别处", {}, actor=COMMAND_LINE)
        stale(far)
    assert reap() == [far.pk]


def test_a_job_nobody_came_for_is_told_to_the_queue_again(job_of, told: list[Any]) -> None:
    job = job_of(lambda job, progress: {})
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - LEASE * 2)
    told.clear()
    assert reap() == [job.pk] == told
    assert reap() == []  # once per lease, not at every look


def test_a_worker_taken_for_dead_does_not_write_the_end(job_of) -> None:
    """A clock two hours ahead: the beat of a running job looks old, a second worker takes over, the first comes late."""

    def slow(job: Job, progress: Progress) -> dict[str, Any]:
        if job.attempt == 1:
            stale(job, attempt=1, ago=timedelta(hours=2))
            assert reap() == [job.pk]
            second = run(job)
            assert second is not None and second.result == {"by": 2}
        return {"by": job.attempt}

    job = job_of(slow)
    run(job)
    assert state_of(job) == ("done", 2) and job.result == {"by": 2}


def test_a_beat_from_a_clock_two_hours_ahead_delays_and_loses_nothing(job_of, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock was ahead when the worker died, then it was set right: the job waits out the difference, then runs."""
    job = job_of(lambda job, progress: {})
    stale(job, ago=-timedelta(hours=2))
    assert reap() == [] and state_of(job) == ("running", 1)
    later = timezone.now() + timedelta(hours=2) + LEASE * 2
    monkeypatch.setattr("yanxiu.jobs.actions.timezone.now", lambda: later)
    assert reap() == [job.pk]
