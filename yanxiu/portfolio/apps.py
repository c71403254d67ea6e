from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "yanxiu.portfolio"
    label = "portfolio"
    verbose_name = "成长档案"
