from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "yanxiu.reports"
    label = "reports"
    verbose_name = "报表"

    def ready(self) -> None:
        from yanxiu.reports import tasks  # noqa: F401 - registers the kinds of jobs
