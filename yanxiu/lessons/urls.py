"""Addresses of 听评课."""

from django.urls import URLPattern

app_name = "lessons"
urlpatterns: list[URLPattern] = []
