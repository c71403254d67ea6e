"""The record of acts as people read it: who did it, about whom, how often a day; names are looked up, never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from yanxiu.base import clock
from yanxiu.base.access import as_uuid
from yanxiu.base.models import AuditEvent
from yanxiu.base.verbs import BY_THE_WAY, in_words
from yanxiu.org.access import AuditDoor
from yanxiu.org.models import Group, Person
from yanxiu.org.viewer import Viewer
from yanxiu.tenants.models import Account

LOOKED_AT = 60  # acts read for what was done lately
RECENT = timedelta(days=30)
NOBODY = "系统"
SAID = 2  # names said of several


@dataclass
class Lately:
    """What one person did of one kind on one day."""

    by: str
    verb: str
    day: date
    times: int = 0
    about: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return in_words(self.verb)

    @property
    def title_with_name(self) -> str:
        """任文博 · 上传名单; what nobody signed in did stands alone."""
        return self.title if self.by == NOBODY else f"{self.by} · {self.title}"

    @property
    def sub(self) -> str:
        """王立新、费霁等 5 次; the notes of acts that name nobody."""
        names = "、".join(self.about[:SAID])
        if self.times <= len(self.about[:SAID]):
            return names
        return f"{names}等 {self.times} 次" if names else (f"{self.times} 次" if self.times > 1 else "")


def acts() -> QuerySet[AuditEvent]:
    """Audit rows, newest first."""
    return AuditEvent.objects.order_by("-at", "-id")


def lately(viewer: Viewer, scope: str, most: int = 6) -> list[Lately]:
    """The viewer's own acts ("own"), or the unit's ("see"), of the last days, alike ones together."""
    recent = acts().filter(at__gt=clock.now() - RECENT).exclude(verb__in=BY_THE_WAY)
    rows = list(AuditDoor.visible(viewer, recent, scope)[:LOOKED_AT])
    names, about = who_did(rows), about_whom(rows)
    found: dict[Any, Lately] = {}
    for event in rows:
        day = timezone.localtime(event.at).date()
        line = found.setdefault((day, event.actor_id, event.verb), Lately(names[event.pk], event.verb, day))
        line.times += 1
        said = about[event.pk] or event.note
        if said and said not in line.about:
            line.about.append(said)
    return list(found.values())[:most]


def who_did(rows: Iterable[AuditEvent]) -> dict[UUID, str]:
    """Who did each act: the person, else the account's own name, else the system itself."""
    kept = list(rows)
    people = _names({event.person_id for event in kept if event.person_id})
    lone = {event.actor_id for event in kept if event.actor_id and not event.person_id}
    accounts = _account_names(lone)
    return {
        event.pk: people.get(event.person_id or "", "") or accounts.get(event.actor_id or "", "") or NOBODY
        for event in kept
    }


def _account_names(ids: Iterable[Any]) -> dict[Any, str]:
    """Names of accounts: who founded a unit and then works in it has a person's name by now."""
    accounts = list(Account.objects.filter(pk__in=set(ids)))
    people = _names({account.person_id for account in accounts if account.person_id})
    return {account.pk: people.get(account.person_id, "") or account.get_full_name() for account in accounts}


def about_whom(rows: Iterable[AuditEvent]) -> dict[UUID, str]:
    """The person or group each act is about, "" where it names none."""
    kept = list(rows)
    wanted = {event.pk: _subjects(event) for event in kept}
    people = _names({person for person, _ in wanted.values() if person})
    groups = dict(
        Group.objects.filter(pk__in={group for _, group in wanted.values() if group}).values_list("pk", "name")
    )
    return {
        key: " · ".join(part for part in (people.get(person or "", ""), groups.get(group or "", "")) if part)
        for key, (person, group) in wanted.items()
    }


def _subjects(event: AuditEvent) -> tuple[UUID | None, UUID | None]:
    """(person, group) of an act: its target, or what the first row it made belongs to."""
    values = event.changes[0].get("values", {}) if event.changes else {}
    targets = {event.target_type: event.target_id}
    person, group = targets.get("org.Person") or values.get("person"), targets.get("org.Group") or values.get("group")
    return _uuid(person), _uuid(group)


def _uuid(value: Any) -> UUID | None:
    return as_uuid(str(value)) if value and not isinstance(value, list) else None


def _names(ids: Iterable[Any]) -> dict[Any, str]:
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
