"""Addresses of 研修活动."""

from django.urls import path

from yanxiu.activities.views import activities, mine, registers, rolls

app_name = "activities"
urlpatterns = [
    path("attendance/", activities.attendance, name="attendance"),
    path("attendance/new/", activities.new, name="new"),
    path("attendance/export/", activities.export, name="export"),
    path("attendance/mine/", mine.mine, name="mine"),
    path("attendance/mine/<uuid:pk>/", mine.object_to, name="object"),
    path("attendance/import/", registers.import_new, name="import"),
    path("attendance/import/<uuid:pk>/", registers.register, name="register"),
    path("attendance/import/<uuid:pk>/drop/", registers.drop, name="register_drop"),
    path("attendance/objections/<uuid:pk>/", rolls.answer, name="answer"),
    path("attendance/<uuid:pk>/", rolls.activity, name="activity"),
    path("attendance/<uuid:pk>/edit/", activities.edit, name="edit"),
    path("attendance/<uuid:pk>/withdraw/", activities.withdraw, name="withdraw"),
    path("attendance/<uuid:pk>/sheet/", activities.sheet, name="sheet"),
]
