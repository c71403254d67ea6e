"""Groups and posts of the people a list names: joined, changed, taken over; what the list cannot settle is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yanxiu.base.actions import Act
from yanxiu.base.tenancy import current_district
from yanxiu.kernel.text import order_key
from yanxiu.org.enums import GROUP_LEADER, Level
from yanxiu.org.models import Appointment, Group, GroupKind, GroupMembership, Person, Post, School
from yanxiu.org.queries.units import own_before_districts_of
from yanxiu.setup.actions.roster_known import Known
from yanxiu.setup.roster.columns import GROUPS
from yanxiu.setup.roster.entries import Entry


@dataclass
class Ties:
    """Collects groups, memberships and appointments of one list. `ask(name, what)` raises a question."""

    known: Known
    schools: set[UUID]
    on: date
    as_group: Callable[[str], str]
    ask: Callable[[str, Any], None]
    groups: list[Group] = field(default_factory=list)
    joined: list[GroupMembership] = field(default_factory=list)
    left: list[GroupMembership] = field(default_factory=list)
    appointed: list[Appointment] = field(default_factory=list)
    dismissed: list[Appointment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds: dict[UUID, dict[str, GroupKind]] = {
            school: {kind.code: kind for kind in kinds}
            for school, kinds in own_before_districts_of(GroupKind, self.schools).items()
        }
        self.posts: dict[UUID, dict[str, Post]] = {
            school: _by_title_and_code(posts) for school, posts in own_before_districts_of(Post, self.schools).items()
        }
        self.opened = {school for (school, _) in self.known.by_name}

    def put(self, person: Person, entry: Entry, school: School) -> bool:
        """Groups and posts of one row; whether anything is new."""
        before = len(self.joined) + len(self.left) + len(self.appointed)
        for kind, names in entry.groups.items():
            self._join(person, entry, school, kind, [name for named in names if (name := self.as_group(named))])
        for title in entry.posts:
            self._post(title, person, entry, school)
        return len(self.joined) + len(self.left) + len(self.appointed) > before

    def shares_group(self, person: Person, entry: Entry, school: School) -> bool:
        """Whether the person is already in a group the row names."""
        named = {(kind, self.as_group(name)) for kind, names in entry.groups.items() for name in names}
        groups = {group.pk for kind, name in named if (group := self.known.groups.get((school.pk, kind, name)))}
        kinds = {kind for kind, _ in named}
        return any(tie.group_id in groups for kind in kinds for tie in self.known.members[person.pk, school.pk, kind])

    def flush(self, act: Act) -> None:
        """Write everything, in the order of the keys."""
        act.change_many(self.left, ["end"])
        act.change_many(self.dismissed, ["end"])
        for rows in (self.groups, self.joined, self.appointed):
            act.create_many(rows)

    def _join(self, person: Person, entry: Entry, school: School, kind: str, names: list[str]) -> None:
        """Into the groups named. Who was in one other group of the kind changes over; who was in several keeps them."""
        ties = self.known.members[person.pk, school.pk, kind]
        groups = [self.known.groups.get((school.pk, kind, name)) or self._make(school, kind, name, entry) for name in names]  # fmt: skip
        fresh = [group for group in groups if group.pk not in {tie.group_id for tie in ties}]
        others = [tie for tie in ties if tie.group_id not in {group.pk for group in groups}]
        if fresh and len(others) == 1 == len(ties):
            others[0].end = self.on
            self.left.append(others[0])
            ties.remove(others[0])
        start = self.on if school.pk in self.opened else None
        made = [GroupMembership(person=person, group=group, start=start) for group in fresh]
        ties += made
        self.joined += made

    def _make(self, school: School, kind: str, name: str, entry: Entry) -> Group:
        bare = name.removesuffix("组")
        group = Group(
            school=school,
            kind=self.kinds[school.pk][kind],
            name=name,
            name_key=order_key(name)[:120],
            subject=bare if self.kinds[school.pk][kind].by_subject and bare in entry.subjects else "",
            grade=entry.grade if kind != "subject_group" else "",
            district_id=current_district(),
        )
        self.known.groups[school.pk, kind, name] = group
        self.groups.append(group)
        self.ask("new_groups", name)
        return group

    def _post(self, title: str, person: Person, entry: Entry, school: School) -> None:
        post, group = self._named(title, entry, school)
        if post is None:
            self.ask("unknown_posts", title)
            return
        key = (post.pk, None if group else school.pk, group.pk if group else None)
        held = self.known.held[key]
        if any(one.person_id == person.pk for one in held):
            return
        if group and group.kind.one_leader and post.code == GROUP_LEADER and not self._make_way(held):
            self.ask("two_leaders", entry.row)
            return
        start = self.on if school.pk in self.opened else None
        made = Appointment(person=person, post=post, school=None if group else school, group=group, start=start)
        held.append(made)
        self.appointed.append(made)

    def _make_way(self, held: list[Appointment]) -> bool:
        """A group with one leader (Z-43): the former ends; one appointed by this list or later than it stays."""
        if any(one in self.appointed or (one.start and one.start > self.on) for one in held):
            return False
        for one in held:
            one.end = self.on
        self.dismissed += held
        held.clear()
        return True

    def _named(self, title: str, entry: Entry, school: School) -> tuple[Post | None, Group | None]:
        """A post of the catalogue; 「教研组长」 and 「语文组长」 lead the person's own group of that kind or name."""
        posts = self.posts[school.pk]
        for code in GROUPS.values():
            for name in map(self.as_group, entry.groups.get(code, [])):
                group = self.known.groups.get((school.pk, code, name))
                if group and title in (f"{self.kinds[school.pk][code].title}长", f"{name}长"):
                    return posts.get(GROUP_LEADER), group
        post = posts.get(title)
        return (post, None) if post is not None and post.level == Level.SCHOOL else (None, None)


def _by_title_and_code(posts: list[Post]) -> dict[str, Post]:
    """Posts a school may give, by either word."""
    given = [post for post in posts if post.level in (Level.SCHOOL, Level.GROUP)]
    return {post.title: post for post in given} | {post.code: post for post in given}
