"""Addresses of the room."""

from django.urls import URLPattern

app_name = "setup"
urlpatterns: list[URLPattern] = []
