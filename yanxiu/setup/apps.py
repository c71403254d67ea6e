from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "yanxiu.setup"
    label = "setup"
    verbose_name = "开办"

    def ready(self) -> None:
        from yanxiu.setup import tasks  # noqa: F401 - registers the kinds of jobs
