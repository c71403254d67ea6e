from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "yanxiu.dashboards"
    label = "dashboards"
    verbose_name = "总览"

    def ready(self) -> None:
        from yanxiu.dashboards import nav  # noqa: F401 - registers the frame of every page
