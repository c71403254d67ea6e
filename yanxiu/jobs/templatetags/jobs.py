"""Jobs in templates."""

from django import template

from yanxiu.jobs.enums import JobState
from yanxiu.jobs.models import Job

register = template.Library()


@register.filter
def job_state(job: Job) -> str:
    """The state as the job component names it."""
    return "queued" if job.state == JobState.WAITING else str(job.state)
