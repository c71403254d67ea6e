from django.apps import AppConfig
from django_cotton.nested_tag_support import enable_nested_tag_support


class WebConfig(AppConfig):
    name = "yanxiu.web"
    label = "web"
    verbose_name = "界面"

    def ready(self) -> None:
        """Tags and line breaks in cotton attributes; cotton's simple app config, which we need, leaves it out."""
        enable_nested_tag_support()
