"""First run and the unit itself."""

from django.urls import path

from yanxiu.setup.views import alliances, first_run, merging, organisation, unit

patterns = [
    path("start/", first_run.start, name="start"),
    path("start/school/", first_run.school, name="start_school"),
    path("start/district/", first_run.district, name="start_district"),
    path("start/reach/", first_run.reach, name="reach"),
    path("unit/", unit.unit, name="unit"),
    path("unit/rooms/", unit.rooms, name="rooms"),
    path("unit/styles/", organisation.styles, name="styles"),
    path("unit/leading/<uuid:pk>/", organisation.leading, name="leading"),
    path("schools/new/", unit.add, name="school_add"),
    path("schools/<uuid:pk>/", unit.unit_of, name="unit_of"),
    path("schools/<uuid:pk>/merge/", merging.merge, name="school_merge"),
    path("alliances/", alliances.alliances, name="alliances"),
]
