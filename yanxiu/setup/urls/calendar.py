"""The calendar."""

from django.urls import path

from yanxiu.setup.views import calendar, exams

patterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/term/", calendar.term, name="term"),
    path("calendar/day/", calendar.day, name="calendar_day"),
    path("calendar/exams/", exams.exams, name="calendar_exams"),
    path("calendar/months/", exams.months, name="calendar_months"),
]
