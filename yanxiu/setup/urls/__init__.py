"""Addresses of setting up, by subject."""

from yanxiu.setup.urls.calendar import patterns as calendar
from yanxiu.setup.urls.login import patterns as login
from yanxiu.setup.urls.people import patterns as people
from yanxiu.setup.urls.roster import patterns as roster
from yanxiu.setup.urls.unit import patterns as unit

app_name = "setup"
urlpatterns = [*login, *unit, *roster, *people, *calendar]
