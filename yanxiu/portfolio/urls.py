"""Addresses of 成长档案."""

from django.urls import URLPattern

app_name = "portfolio"
urlpatterns: list[URLPattern] = []
