from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "yanxiu.tenants"
    label = "tenants"
    verbose_name = "租户"
