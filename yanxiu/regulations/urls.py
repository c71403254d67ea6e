"""Addresses of 制度."""

from django.urls import path

from yanxiu.regulations.views import adopting, home, library, rulings, sheets

app_name = "regulations"
urlpatterns = [
    path("regulations/", home.home, name="home"),
    path("regulations/library/", library.library, name="library"),
    path("regulations/library/<str:id>/", library.pack, name="pack"),
    path("regulations/library/<str:id>/adopt/", adopting.adopt, name="adopt"),
    path("regulations/sheets/<uuid:pk>/", sheets.sheet, name="sheet"),
    path("regulations/sheets/<uuid:pk>/print/", sheets.printed, name="sheet_print"),
    path("regulations/sheets/<uuid:pk>/signed/", sheets.signed, name="signed"),
    path("regulations/<uuid:pk>/", home.read, name="read"),
    path("regulations/<uuid:pk>/end/", adopting.end, name="end"),
    path("regulations/<uuid:pk>/recommended/", rulings.recommended, name="recommended"),
    path("regulations/<uuid:pk>/rulings/", rulings.rulings, name="rulings"),
    path("regulations/<uuid:pk>/rulings/<path:point>/", rulings.rulings, name="ruling"),
]
