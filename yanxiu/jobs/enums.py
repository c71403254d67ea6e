"""States of a job and the moves between them."""

from django.db.models import TextChoices


class JobState(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "排队"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "没做成"
    CANCELLED = "cancelled", "已停止"


OPEN = (JobState.WAITING, JobState.RUNNING)
