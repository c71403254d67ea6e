from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "yanxiu.setup"
    label = "setup"
    verbose_name = "开办"
