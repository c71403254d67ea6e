from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "yanxiu.regulations"
    label = "regulations"
    verbose_name = "制度"
