"""Roster import."""

from django.urls import path

from yanxiu.setup.views import roster, schools

patterns = [
    path("schools/import/", schools.schools_import, name="schools_import"),
    path("people/import/", roster.new, name="roster_new"),
    path("people/import/template/", roster.template, name="roster_template"),
    path("people/import/<uuid:pk>/", roster.roster, name="roster"),
    path("people/import/<uuid:pk>/decide/", roster.decide, name="roster_decide"),
    path("people/import/<uuid:pk>/drop/", roster.drop, name="roster_drop"),
    path("people/import/<uuid:pk>/bad/", roster.bad_rows, name="roster_bad"),
    path("people/import/<uuid:pk>/gone/", roster.gone, name="roster_gone"),
    path("people/import/<uuid:pk>/withdraw/", roster.withdraw, name="roster_withdraw"),
]
