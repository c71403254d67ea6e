from django.apps import AppConfig
from django_cotton.nested_tag_support import enable_nested_tag_support


class WebConfig(AppConfig):
    name = "yanxiu.web"
    label = "web"
    verbose_name = "界面"

    def ready(self) -> None:
        """Cotton's simple app config, which the two loaders need, leaves this out: tags and line breaks in attributes."""
        enable_nested_tag_support()
