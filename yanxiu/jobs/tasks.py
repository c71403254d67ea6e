"""The queue's side: a hint that a job waits."""

from uuid import UUID

from yanxiu.compat import task
from yanxiu.jobs.runner import run


@task()
def run_job(district: str, number: str) -> str:
    """Run the job if it still waits; returns its state, or "" when another worker had it."""
    job = run(UUID(district), UUID(number))
    return job.state if job else ""
