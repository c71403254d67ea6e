"""Kinds of jobs: each room registers a function; the worker calls it with a Progress.

A job function is idempotent: run twice it ends in the same state. It reports through `progress.at`, which
also keeps the heartbeat and raises Cancelled when the owner asked to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from yanxiu.jobs.models import Job


class Reporter(Protocol):
    """Who is told how far some work is."""

    def at(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the work is. Raises Cancelled when it is to stop."""
        ...


class Progress(Reporter, Protocol):
    """How a job function reports; see jobs.runner."""

    job: Job


class Silent:
    """A reporter that tells nobody: work within a request, or within what is taken back."""

    def at(self, done: int, total: int = 0, message: str = "") -> None:
        """Tells nobody."""


Work = Callable[[Job, Progress], dict[str, Any]]
Undo = Callable[[Job], None]
_kinds: dict[str, Work] = {}
_undone: dict[str, Undo] = {}


class Cancelled(Exception):
    """The owner asked this job to stop; everything of the current transaction is undone."""


def job_kind(kind: str) -> Callable[[Work], Work]:
    """Register the function for a kind of job."""

    def keep(work: Work) -> Work:
        _kinds[kind] = work
        return work

    return keep


def when_not_done(kind: str) -> Callable[[Undo], Undo]:
    """Register what a room does when a job of a kind ended without being done: failed, stopped, given up for dead."""

    def keep(undo: Undo) -> Undo:
        _undone[kind] = undo
        return undo

    return keep


def tell_not_done(job: Job) -> None:
    """Let the room of a job know that it will not be done; its district is bound."""
    if undo := _undone.get(job.kind):
        undo(job)


def work_of(kind: str) -> Work:
    """The function of a kind; raises KeyError for one nobody registered."""
    return _kinds[kind]
