"""Addresses of 成长档案: a teacher's own pages under journal/, the unit's book of records under records/."""

from django.urls import path

from yanxiu.portfolio.views import entering, journal, listing, marking, record, writing

app_name = "portfolio"
urlpatterns = [
    path("journal/", journal.journal, name="journal"),
    path("journal/write/<slug:kind>/", writing.write, name="write"),
    path("journal/write/<slug:kind>/<uuid:key>/", writing.write, name="written"),
    path("records/", listing.records, name="records"),
    path("records/export/", listing.export, name="export"),
    path("records/mark/", marking.mark_many, name="mark"),
    path("records/enter/", entering.choose, name="enter"),
    path("records/enter/<slug:kind>/", entering.enter, name="enter_kind"),
    path("records/batch/<slug:kind>/", entering.batch, name="batch"),
    path("records/<uuid:pk>/", record.record, name="record"),
    path("records/<uuid:pk>/edit/", record.edit, name="edit"),
    path("records/<uuid:pk>/withdraw/", record.take_out, name="withdraw"),
    path("records/<uuid:pk>/print/", record.paper, name="print"),
]
