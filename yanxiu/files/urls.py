"""Addresses of files."""

from django.urls import path

from yanxiu.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:pk>/", views.download, name="download")]
