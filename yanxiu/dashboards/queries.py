"""What the home pages show, each list read once and bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yanxiu.org.access import PersonDoor, SchoolDoor
from yanxiu.org.enums import GROUP_LEADER, Capability
from yanxiu.org.models import Appointment, CalendarDay, Group, GroupMembership, Person, Post, Posting, School, Spell
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import everybody, matching
from yanxiu.org.queries.units import schools
from yanxiu.org.viewer import Viewer
from yanxiu.setup.enums import ClaimState, ImportState
from yanxiu.setup.models import Claim, RosterImport
from yanxiu.tenants.models import Account, District

OPEN_CLAIMS = (ClaimState.WAITING, ClaimState.CONTESTED)


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, where, how many of them, and the word on the way there."""

    title: str
    why: str
    url_name: str
    count: int = 0
    unit: str = "人"
    icon: str = "users"
    act: str = ""
    query: str = ""


def waiting_count(viewer: Viewer) -> int:
    """Claims and imports that wait for the office: the number beside 待办."""
    if "waiting" not in viewer.cache:
        mine = viewer.schools_with(Capability.MANAGE_PEOPLE)
        claims = Claim.objects.filter(school_id__in=mine, state__in=OPEN_CLAIMS).count()
        viewer.cache["waiting"] = (
            claims + RosterImport.objects.filter(school_id__in=mine, state=ImportState.READY).count()
        )
    return int(str(viewer.cache["waiting"]))


def claims_waiting(viewer: Viewer) -> QuerySet[Claim]:
    """Claims on names of the viewer's schools."""
    mine = viewer.schools_with(Capability.MANAGE_PEOPLE)
    return Claim.objects.filter(school_id__in=mine, state__in=OPEN_CLAIMS).select_related("person")


def imports_waiting(viewer: Viewer) -> QuerySet[RosterImport]:
    """Roster imports that wait for decisions."""
    mine = viewer.schools_with(Capability.MANAGE_PEOPLE)
    return RosterImport.objects.filter(school_id__in=mine, state=ImportState.READY).select_related("file")


def without_group(school: School, on: date) -> QuerySet[Person]:
    """People at the school in no group."""
    grouped = GroupMembership.objects.filter(in_force(on), person=OuterRef("pk"), group__school=school)
    return _at(school, on).filter(~Exists(grouped))


def without_login(school: School, on: date) -> int:
    """How many people at the school have no account yet."""
    people = list(_at(school, on).values_list("pk", flat=True))
    return len(people) - Account.objects.filter(person_id__in=people).count()


def leaderless(school: School, on: date) -> QuerySet[Group]:
    """Groups of the school whose leader's seat is empty."""
    led = Appointment.objects.filter(in_force(on), group=OuterRef("pk"), post__code=GROUP_LEADER)
    return (
        Group.objects.filter(in_force(on), school=school, kind__one_leader=True)
        .filter(~Exists(led))
        .select_related("kind")
    )


def _at(school: School, on: date) -> QuerySet[Person]:
    here = Posting.objects.filter(in_force(on), person=OuterRef("pk"), school=school)
    return everybody().filter(Exists(here))


def away_now(school: School, on: date) -> QuerySet[Spell]:
    """Spells that keep people from the school today."""
    return (
        Spell.objects.filter(in_force(on), school=school, kind__ends_work=False)
        .select_related("person", "kind")
        .order_by("start")
    )


def corrections_ahead(school: School | None, on: date, days: int = 30) -> QuerySet[CalendarDay]:
    """Corrected days of the coming weeks."""
    own = Q(school__isnull=True) | Q(school=school)
    return CalendarDay.objects.filter(own, day__gte=on, day__lte=on + timedelta(days=days))


def school_rows(viewer: Viewer) -> list[Any]:
    """The district's schools with people, groups and whether somebody runs them, by code and never by rank.

    Four reads: joined into one, people and groups of a school would multiply before they are counted.
    """
    people, groups, kept = _people_of_schools(viewer.on), _groups_of_schools(viewer.on), _schools_with_office(viewer.on)
    rows: list[Any] = list(SchoolDoor.visible(viewer, schools(), "oversee").order_by("code"))
    for row in rows:
        row.people, row.group_count, row.has_office = people.get(row.pk, 0), groups.get(row.pk, 0), row.pk in kept
    return rows


def _people_of_schools(on: date) -> dict[Any, int]:
    counted = Posting.objects.filter(in_force(on)).values("school_id").annotate(n=Count("person_id", distinct=True))
    return dict(counted.values_list("school_id", "n"))


def _groups_of_schools(on: date) -> dict[Any, int]:
    counted = Group.objects.filter(in_force(on)).values("school_id").annotate(n=Count("pk")).order_by()
    return dict(counted.values_list("school_id", "n"))


def _schools_with_office(on: date) -> set[Any]:
    managers = [post.pk for post in Post.objects.all() if Capability.MANAGE_PEOPLE in post.capabilities]
    return set(Appointment.objects.filter(in_force(on), post__in=managers).values_list("school_id", flat=True))


def _now(prefix: str, on: date) -> Q:
    return in_force(on, prefix) & Q(**{f"{prefix}id__isnull": False})


def my_groups(viewer: Viewer) -> list[dict[str, Any]]:
    """The viewer's groups today, each with its leaders' names and its size."""
    mine = GroupMembership.objects.filter(in_force(viewer.on), person_id=viewer.person_id).values("group_id")
    size = Count("memberships", filter=_now("memberships__", viewer.on), distinct=True)
    groups = list(
        Group.objects.filter(in_force(viewer.on))
        .filter(Q(pk__in=mine) | Q(pk__in=viewer.groups_led))
        .select_related("kind", "school")
        .annotate(size=size)
    )
    led = Appointment.objects.filter(in_force(viewer.on), group__in=groups).select_related("person", "post")
    return [
        _group_line(g, [a.person.name for a in led if a.group_id == g.pk and a.post.code == GROUP_LEADER], viewer)
        for g in groups
    ]


def _group_line(group: Any, leaders: list[str], viewer: Viewer) -> dict[str, Any]:
    led_by = f"组长 {'、'.join(leaders)}" if leaders else "还没有组长"
    return {
        "group": group,
        "sub": f"{group.kind.title} · {group.size} 人 · {led_by}",
        "mine": group.pk in viewer.groups_led,
    }


def found_people(viewer: Viewer, text: str, limit: int = 20) -> list[Person]:
    """People the viewer may see whose name, pinyin or initials match."""
    if not text.strip():
        return []
    return list(PersonDoor.visible(viewer, everybody().filter(matching(text)))[:limit])


def found_schools(viewer: Viewer, text: str, limit: int = 8) -> list[School]:
    """Schools the viewer may see by name or code."""
    if not text.strip():
        return []
    named = Q(name__icontains=text.strip()) | Q(code__startswith=text.strip())
    return list(SchoolDoor.visible(viewer, schools().filter(named))[:limit])


def districts_of(viewer: Viewer) -> list[dict[str, Any]]:
    """A city's districts with counts; an overview over all of them, named so in scale.md's allow-list."""
    rows = District.objects.filter(region=viewer.account.region).order_by("code")
    schools_by = dict(
        School.unscoped.filter(closed_on__isnull=True, district__in=rows)
        .values_list("district")
        .annotate(n=Count("pk"))
    )
    people_by = dict(
        Posting.unscoped.filter(in_force(viewer.on), district__in=rows)
        .values_list("district")
        .annotate(n=Count("person", distinct=True))
    )
    return [{"district": d, "schools": schools_by.get(d.pk, 0), "people": people_by.get(d.pk, 0)} for d in rows]


def installation_counts() -> dict[str, int]:
    """For the operator: how many districts, schools, accounts this installation holds."""
    return {
        "districts": District.objects.count(),
        "schools": School.unscoped.filter(closed_on__isnull=True).count(),
        "accounts": Account.objects.filter(is_active=True).count(),
    }


def away_words(viewer: Viewer, led: list[dict[str, Any]]) -> dict[Any, str]:
    """For members of led groups: the public word of why they are away today (请假, 借调), never the kind of leave."""
    people = [person.pk for one in led for person in one["members"]]
    rows = Spell.objects.filter(in_force(viewer.on), person_id__in=people).select_related("kind")
    return {spell.person_id: spell.kind.public_title for spell in rows}


def own_spells(viewer: Viewer) -> list[Spell]:
    """What keeps the viewer away today; one's own leave is no secret to oneself."""
    rows = Spell.objects.filter(in_force(viewer.on), person_id=viewer.person_id).select_related("kind", "school")
    return list(rows.order_by("start"))
