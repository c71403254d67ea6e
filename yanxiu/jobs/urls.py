"""Addresses of jobs."""

from django.urls import path

from yanxiu.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("jobs/<uuid:pk>/part/", views.part, name="part"),
    path("jobs/<uuid:pk>/stop/", views.stop, name="stop"),
]
