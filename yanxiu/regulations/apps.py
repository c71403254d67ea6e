from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "yanxiu.regulations"
    label = "regulations"
    verbose_name = "制度"

    def ready(self) -> None:
        from yanxiu.org.signals import person_erased
        from yanxiu.regulations.erasing import blank_records
        from yanxiu.regulations.taking import own_sheets
        from yanxiu.setup.mine import also

        person_erased.connect(lambda sender, **said: blank_records(**said), weak=False, dispatch_uid="records.blank")
        also(own_sheets)
