from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "yanxiu.dashboards"
    label = "dashboards"
    verbose_name = "总览"
