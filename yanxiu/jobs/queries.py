"""Named reads of jobs."""

from django.db.models import QuerySet

from yanxiu.jobs.enums import OPEN
from yanxiu.jobs.models import Job


def jobs() -> QuerySet[Job]:
    """All jobs of the district, newest first."""
    return Job.objects.order_by("-created_at")


def unfinished() -> QuerySet[Job]:
    """Jobs that wait or run."""
    return jobs().filter(state__in=OPEN)
