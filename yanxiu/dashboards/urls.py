"""Addresses of the home pages."""

from django.urls import path

from yanxiu.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.choose_desk, name="choose_desk"),
    path("mine/", views.mine, name="mine"),
    path("schedule/", views.schedule, name="schedule"),
    path("group/", views.group, name="group"),
    path("search/", views.search, name="search"),
    path("audit/", views.audit, name="audit"),
    path("jobs/", views.jobs, name="jobs"),
    path("export/", views.export, name="export"),
]
