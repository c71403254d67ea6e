"""The calendar."""

from django.urls import path

from yanxiu.setup.views import calendar

patterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/term/", calendar.term, name="term"),
    path("calendar/day/", calendar.day, name="calendar_day"),
]
