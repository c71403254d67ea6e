"""Names that move when Django 6 takes them in; import them from here only."""

from django_tasks import default_task_backend, task

__all__ = ["default_task_backend", "task"]
