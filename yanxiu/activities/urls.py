"""Addresses of 研修活动."""

from django.urls import URLPattern

app_name = "activities"
urlpatterns: list[URLPattern] = []
