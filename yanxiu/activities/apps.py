from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "yanxiu.activities"
    label = "activities"
    verbose_name = "研修活动"

    def ready(self) -> None:
        from yanxiu.activities import tasks  # noqa: F401 - registers the job of a large register
