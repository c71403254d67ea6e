"""Telling the queue that a job waits; the task module is looked up late because it needs the runner, which needs us."""

from importlib import import_module
from uuid import UUID


def hint(district: UUID, number: UUID) -> None:
    """Put a message on the queue; losing it only costs the reaper's patience."""
    import_module("yanxiu.jobs.tasks").run_job.enqueue(str(district), str(number))
