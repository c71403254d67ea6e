"""Addresses of the room: the living page of the components, for administrators."""

from django.urls import path

from yanxiu.web import views

app_name = "web"
urlpatterns = [
    path("design/", views.design, name="design"),
    path("design/explain/", views.design_explain, name="design_explain"),
    path("design/<str:layout>/", views.design, name="design_layout"),
]
