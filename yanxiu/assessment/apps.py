from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "yanxiu.assessment"
    label = "assessment"
    verbose_name = "考核"

    def ready(self) -> None:
        from yanxiu.assessment import owed, tasks  # noqa: F401 - what is owed by kind; the kinds of jobs
        from yanxiu.regulations import slots

        slots.register("effect", "assessment:effect")
