"""Addresses of the ledger."""

from django.urls import path

from yanxiu.ledger import views

app_name = "ledger"
urlpatterns = [path("unit/balances/", views.balances, name="balances")]
