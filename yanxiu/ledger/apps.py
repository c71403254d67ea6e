from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yanxiu.ledger"
    label = "ledger"
    verbose_name = "台账"
