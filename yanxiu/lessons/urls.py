"""Addresses of 听评课."""

from django.urls import path

from yanxiu.lessons import views

app_name = "lessons"
urlpatterns = [
    path("journal/observe/", views.observe, name="observe"),
    path("journal/observe/<uuid:key>/", views.observe, name="observation"),
]
