from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "yanxiu.lessons"
    label = "lessons"
    verbose_name = "听评课"
