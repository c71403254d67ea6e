from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "yanxiu.jobs"
    label = "jobs"
    verbose_name = "任务"
