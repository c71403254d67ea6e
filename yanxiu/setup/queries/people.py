"""The office's table of people, and one person's dated history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yanxiu.base.access import as_uuid
from yanxiu.org.models import Appointment, Group, GroupMembership, Person, Post, Posting, School, Spell
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import matching

TIE = ("person_id", "district_id")
SORTS = {"name": ("name_key", "pk"), "staff_no": ("staff_no", "name_key"), "work": ("work_began", "name_key")}


def table(rows: QuerySet[Person], school: School | None, on: date, choice: dict[str, str]) -> QuerySet[Person]:
    """People with groups, posts and spells of the day, filtered and sorted as the address says."""
    if choice.get("q"):
        rows = rows.filter(matching(choice["q"]))
    if group := as_uuid(choice.get("group", "")):
        rows = rows.filter(pk__in=GroupMembership.objects.filter(in_force(on), group_id=group).values("person_id"))
    if post := as_uuid(choice.get("post", "")):
        rows = rows.filter(
            pk__in=Appointment.objects.filter(
                in_force(on), post__code__in=Post.objects.filter(pk=post).values("code")
            ).values("person_id")
        )
    if choice.get("state") == "away":
        rows = rows.filter(pk__in=Spell.objects.filter(in_force(on)).values("person_id"))
    if choice.get("state") == "free":
        # Not NOT IN: PostgreSQL reads such a list anew for each person once it is long.
        rows = rows.filter(~Exists(GroupMembership.objects.filter(in_force(on), person=OuterRef("pk"))))
    return _with_words(rows, school, on).order_by(*SORTS.get(choice.get("sort", ""), SORTS["name"]))


def _with_words(rows: QuerySet[Person], school: School | None, on: date) -> QuerySet[Person]:
    """What a line of the table says of ties, with no more columns than its words need."""
    here, held = _at(school)
    groups = GroupMembership.objects.filter(here, in_force(on)).select_related("group")
    posts = Appointment.objects.filter(held, in_force(on)).select_related("post", "group")
    return rows.prefetch_related(
        Prefetch("group_memberships", groups.only(*TIE, *_of("group", "name")).order_by("group__kind__position"), "groups_now"),
        Prefetch("appointments", posts.only(*TIE, *_of("post", "title"), *_of("group", "name")).order_by("post__position"), "posts_now"),
        Prefetch("spells", Spell.objects.filter(in_force(on)).select_related("kind"), "spells_now"),
        Prefetch("postings", Posting.objects.filter(in_force(on)).only(*TIE), "postings_now"),
    )  # fmt: skip


def _of(relation: str, name: str) -> tuple[str, str]:
    return f"{relation}__{name}", f"{relation}__district_id"


def _at(school: School | None) -> tuple[Q, Q]:
    """Conditions on groups and on posts: those of the school, or all."""
    if school is None:
        return Q(), Q()
    return Q(group__school=school), Q(school=school) | Q(group__school=school)


def with_ties(rows: QuerySet[Person], school: School | None, on: date) -> QuerySet[Person]:
    """The same people with `groups_now`, `posts_now`, `spells_now`, `postings_now`: four reads for any number."""
    here, held = _at(school)
    return rows.prefetch_related(
        Prefetch(
            "group_memberships",
            GroupMembership.objects.filter(in_force(on))
            .filter(here)
            .select_related("group__kind")
            .order_by("group__kind__position"),
            "groups_now",
        ),
        Prefetch(
            "appointments",
            Appointment.objects.filter(in_force(on))
            .filter(held)
            .select_related("post", "group")
            .order_by("post__position"),
            "posts_now",
        ),
        Prefetch("spells", Spell.objects.filter(in_force(on)).select_related("kind"), "spells_now"),
        Prefetch("postings", Posting.objects.filter(in_force(on)).select_related("school", "kind"), "postings_now"),
    )


def history(person: Person) -> dict[str, list[Any]]:
    """Everything dated of one person, newest first."""
    return {
        "postings": list(Posting.objects.filter(person=person).select_related("school", "kind").order_by("-start")),
        "memberships": list(
            GroupMembership.objects.filter(person=person)
            .select_related("group__kind", "group__school")
            .order_by("end", "-start")
        ),
        "appointments": list(
            Appointment.objects.filter(person=person)
            .select_related("post", "group", "school")
            .order_by("end", "-start")
        ),
    }


def groups_to_choose(school: School, on: date) -> QuerySet[Group]:
    """Groups of the school in force."""
    return Group.objects.filter(in_force(on), school=school).select_related("kind")
