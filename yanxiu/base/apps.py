from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "yanxiu.base"
    label = "base"
    verbose_name = "底座"

    def ready(self) -> None:
        from yanxiu.base import checks  # noqa: F401 - registers the system checks
