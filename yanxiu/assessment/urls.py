"""Addresses of 考核."""

from django.urls import path

from yanxiu.assessment.views import effect, lacking, runs, scores, standing

app_name = "assessment"
urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path("runs/mine/", runs.my_results, name="my_results"),
    path("runs/scores/", scores.index, name="score_items"),
    path("runs/scores/<uuid:adoption>/<slug:rule>/", scores.scores, name="scores"),
    path("runs/<uuid:pk>/", runs.run, name="run"),
    path("runs/<uuid:pk>/since/", runs.since, name="run_since"),
    path("runs/<uuid:pk>/tie/", runs.tie, name="run_tie"),
    path("runs/<uuid:pk>/seal/", runs.seal, name="run_seal"),
    path("runs/<uuid:pk>/replay/", runs.replay, name="run_replay"),
    path("runs/<uuid:pk>/export/", runs.export, name="run_export"),
    path("runs/<uuid:pk>/print/", runs.paper, name="run_print"),
    path("runs/<uuid:pk>/mine/", runs.mine, name="run_mine"),
    path("standing/effect/<uuid:adoption>/<path:point>/", effect.shown, name="effect"),
    path("standing/", standing.short, name="short"),
    path("standing/lacking/", lacking.shown, name="lacking"),
    path("standing/export/", standing.short_export, name="short_export"),
    path("standing/<slug:kind>/<uuid:subject>/<slug:pack>/<slug:rule>/", standing.explain, name="explain"),
]
