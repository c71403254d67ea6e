"""Addresses of 制度."""

from django.urls import URLPattern

app_name = "regulations"
urlpatterns: list[URLPattern] = []
