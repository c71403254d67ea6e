"""People and groups."""

from django.urls import path

from yanxiu.setup.views import groups, people

patterns = [
    path("people/", people.people, name="people"),
    path("people/export/", people.export, name="people_export"),
    path("people/new/", people.add, name="person_add"),
    path("people/composition/", people.composition, name="composition"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/edit/", people.edit, name="person_edit"),
    path("people/<uuid:pk>/appoint/", people.appoint, name="person_appoint"),
    path("people/<uuid:pk>/join/", people.join, name="person_join"),
    path("people/<uuid:pk>/spell/", people.spell, name="person_spell"),
    path("people/<uuid:pk>/end/<str:kind>/<uuid:row>/", people.end, name="person_end"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.add, name="group_add"),
    path("groups/<uuid:pk>/", groups.group, name="group"),
]
