"""A school in the last days of the first term of 2025-2026 (20 weeks from 1 September), its regulation adopted on the screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.journeys.figures.screens import Screen, read
from tests.support.cast import BEGAN, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.config.installation import Installation
from yanxiu.org.actions import people, time
from yanxiu.org.models import Person, Post, PostingKind, SchoolYear
from yanxiu.regulations.keeping import Entry, keep_many
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import in_force
from yanxiu.tenants.actions import account_for_person

LAST_DAY = date(2026, 1, 16)
MET = {"decided_by": "校本研修领导小组", "decided_on": "2025-09-08"}


@pytest.fixture
def pinned(settings: Any) -> None:
    """The clock stands on the last day of the term."""
    settings.INSTALLATION = Installation("demo", LAST_DAY, None)


@dataclass
class School:
    """The cast's school and the regulation it follows."""

    cast: Cast

    def at(self, who: str) -> Screen:
        """A person of the cast at a screen."""
        client = Client()
        client.force_login(self.cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        return Screen(client)

    @property
    def adoption(self) -> Adoption:
        """The regulation in force."""
        return Adoption.objects.get()

    def follows(self, pack: str) -> School:
        """The office adopts it and rules as recommended."""
        self.adopts(pack)
        self.at("office").send(f"/regulations/{self.adoption.pk}/recommended/", start="2025-09-01", **MET)
        return self

    def adopts(self, pack: str) -> None:
        """The office adopts it, page by page."""
        office = self.at("office")
        url = f"/regulations/library/{pack}/adopt/"
        sure = next(one for one in read(office.send(url, start="2025-09-01", **MET)).sheets if "text" in one.names)
        assert office.client.post(sure.action, sure.values).status_code == 302

    def rules(self, point: str, reading: str, start: date = LAST_DAY) -> None:
        """The office rules on one point."""
        url = f"/regulations/{self.adoption.pk}/rulings/{point}/"
        self.at("office").send(url, reading=reading, start=start.isoformat(), **MET)

    def colleague(self, name: str, post: str = "", **posting: Any) -> Person:
        """One more teacher of the group, who can sign in by that name."""
        person = people.add_person(name, actor=COMMAND_LINE)
        kind = PostingKind.objects.get(code="permanent")
        people.post_person(person, self.cast.school, kind, start=BEGAN, actor=COMMAND_LINE, **posting)
        people.join_group(person, self.cast.group, start=BEGAN, actor=COMMAND_LINE)
        if post:
            held = Post.objects.get(code=post)
            people.appoint(person, held, school=self.cast.school, start=BEGAN, actor=COMMAND_LINE)
        account = account_for_person(person.pk, name, actor=COMMAND_LINE)
        account.told_at = COMMAND_LINE.moment
        account.save()
        self.cast.people[name], self.cast.accounts[name] = person, account
        return person

    def keeps(self, who: str, kind: str, days: Iterable[date], **values: Any) -> None:
        """A pile of records alike: kept by the same action the pages call."""
        asked = in_force(self.cast.school, LAST_DAY)[0].pack.records[kind]
        keep_many(
            [Entry(self.cast.school, asked, day, values, self.cast.people[who]) for day in days], actor=COMMAND_LINE
        )


@pytest.fixture
def school(here: Cast) -> School:
    """The school before it adopts anything."""
    time.set_term(SchoolYear.objects.get(), 1, first_day=BEGAN, last_day=LAST_DAY, actor=COMMAND_LINE)
    return School(here)
