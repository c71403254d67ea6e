"""Writing a roster: who is new, who is known, what changes; one transaction, one audit row, nothing erased by an empty cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yanxiu.base import statistics
from yanxiu.base.actions import Act, Actor, acting
from yanxiu.base.tenancy import current_district
from yanxiu.kernel.text import order_key
from yanxiu.org.actions.people import with_keys
from yanxiu.org.enums import GROUP_LEADER, Level, Precision
from yanxiu.org.identity import id_hash
from yanxiu.org.models import (
    Appointment,
    Group,
    GroupKind,
    GroupMembership,
    Person,
    Post,
    Posting,
    PostingKind,
    School,
)
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.units import own_before_districts_of
from yanxiu.setup.roster.columns import GROUPS
from yanxiu.setup.roster.entries import Entry
from yanxiu.setup.roster.values import Month
from yanxiu.tenants.models import District, IdentityEntry

UPDATED = (
    "name", "gender", "born_on", "born_precision", "id_hash", "id_last4", "staff_no", "phone", "work_began", "education",
    "professional_title", "backbone_level", "stage", "subjects",
)  # fmt: skip
KEYS = ("name_key", "search_keys")
Report = Callable[[int, int, str], None]


@dataclass
class Outcome:
    """What an import did, and what it must ask. `undo` holds ids and former values, enough to take it back."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    questions: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    undo: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, int]:
        """Counts only."""
        return {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}


@dataclass
class _Known:
    """What the district holds of the people a list may be about, read once."""

    by_hash: dict[str, Person]
    by_staff_no: dict[tuple[UUID, str], Person]
    by_name: dict[tuple[UUID, str], list[Person]]
    schools_of: dict[UUID, set[UUID]]
    groups: dict[tuple[UUID, str, str], Group]
    members: set[tuple[UUID, UUID]]


def import_people(
    entries: list[Entry],
    *,
    actor: Actor,
    as_of: date,
    school: School | None = None,
    as_group: Callable[[str], str] | None = None,
    report: Report | None = None,
) -> Outcome:
    """Write the entries of one list: all of them or, when anything fails, none.

    `school` is the school of the list; without it each entry names its school by code. `as_group(name)` says
    under which name a group of the list goes in, "" for none (default: its own). Two imports into one district wait for
    each other. Raises nothing for questions: they are in the outcome.
    """
    outcome = Outcome()
    with acting(actor, "roster.import", school=school.pk if school else None) as act:
        # One import at a time; no key, so that rows written meanwhile may go on pointing at the district.
        District.objects.select_for_update(no_key=True).get(pk=current_district())
        places = _places(entries, school)
        known = _read_known(set(places.values()), [id_hash(e.id_number) for e in entries if e.id_number], as_of)
        writer = _Writer(act, known, outcome, as_of, as_group or str, {place.pk for place in places.values()})
        writer.listed.update((place.pk, e.name) for e in entries if (place := school or places.get(e.school_code)))
        for count, entry in enumerate(entries, start=1):
            place = school or places.get(entry.school_code)
            if place is not None:
                writer.put(entry, place)
            if report and count % 500 == 0:
                report(count, len(entries), f"正在写入第 {count} 人")
        writer.flush()
        _missing(outcome, writer.seen, set(places.values()), as_of)
        statistics.refresh_after_commit()
    return outcome


def _places(entries: list[Entry], school: School | None) -> dict[str, School]:
    if school is not None:
        return {"": school}
    codes = {entry.school_code for entry in entries}
    return {found.code.upper(): found for found in School.objects.all() if found.code.upper() in codes}


def _read_known(schools: set[School], hashes: list[str], as_of: date) -> _Known:
    postings = list(Posting.objects.filter(in_force(as_of)).select_related("person")) if schools else []
    wanted, inside = {s.pk for s in schools}, defaultdict(set)
    by_name: dict[tuple[UUID, str], list[Person]] = defaultdict(list)
    by_staff: dict[tuple[UUID, str], Person] = {}
    for posting in sorted(postings, key=lambda p: p.person_id):
        inside[posting.person_id].add(posting.school_id)
        if posting.school_id in wanted:
            by_name[posting.school_id, posting.person.name].append(posting.person)
            if posting.person.staff_no:
                by_staff[posting.school_id, posting.person.staff_no] = posting.person
    known_hashes = {p.id_hash: p for p in Person.objects.exclude(id_hash="")} if hashes else {}
    groups = {
        (g.school_id, g.kind.code, g.name): g
        for g in Group.objects.filter(in_force(as_of), school__in=wanted).select_related("kind")
    }
    ties = GroupMembership.objects.filter(in_force(as_of), group__in=groups.values()).values_list(
        "person_id", "group_id"
    )
    return _Known(known_hashes, by_staff, by_name, inside, groups, set(ties))


class _Writer:
    """Collects rows and writes them in bulk."""

    def __init__(
        self, act: Act, known: _Known, outcome: Outcome, as_of: date, as_group: Callable[[str], str], schools: set[UUID]
    ) -> None:
        self.act, self.known, self.outcome, self.as_of, self.as_group = act, known, outcome, as_of, as_group
        self.seen: set[UUID] = set()
        self.listed: Counter[tuple[UUID, str]] = Counter()
        self.people: list[Person] = []
        self.changed: list[Person] = []
        self.before: dict[str, dict[str, Any]] = {}
        self.postings: list[Posting] = []
        self.groups: list[Group] = []
        self.memberships: list[GroupMembership] = []
        self.appointments: list[Appointment] = []
        self.kinds: dict[UUID, dict[str, GroupKind]] = {
            school: {kind.code: kind for kind in kinds}
            for school, kinds in own_before_districts_of(GroupKind, schools).items()
        }
        self.permanent = PostingKind.objects.get(code="permanent")
        self.posts: dict[UUID, dict[str, Post]] = {
            school: _by_title_and_code(posts) for school, posts in own_before_districts_of(Post, schools).items()
        }
        self.held: set[tuple[UUID, UUID, UUID | None, UUID | None]] = set(
            Appointment.objects.filter(in_force(as_of)).values_list("person_id", "post_id", "school_id", "group_id")
        )
        self.opened = {school for (school, _) in known.by_name}

    def put(self, entry: Entry, school: School) -> None:
        """One entry: found or new, with its ties."""
        person, asks = self._find(entry, school)
        if asks:
            self.outcome.questions[asks].append(entry.row)
            return
        if person is None:
            person = self._new(entry, school)
        else:
            self._update(person, entry)
            if school.pk not in self.known.schools_of.get(person.pk, set()):
                self._elsewhere(person, entry, school)
        self.seen.add(person.pk)
        self._groups(person, entry, school)
        self._posts(person, entry, school)

    def _find(self, entry: Entry, school: School) -> tuple[Person | None, str]:
        """The person meant, or the question that must be asked."""
        if entry.id_number and (found := self.known.by_hash.get(id_hash(entry.id_number))):
            return found, ""
        if (
            entry.staff_no
            and (found := self.known.by_staff_no.get((school.pk, entry.staff_no)))
            and found.pk not in self.seen
        ):
            return (found, "") if found.name == entry.name else (None, "staff_no_of_another")
        free = [
            p
            for p in self.known.by_name.get((school.pk, entry.name), [])
            if p.pk not in self.seen and not (p.id_hash and entry.id_number)
        ]
        if len(free) <= 1:
            return (free[0] if free else None), ""
        same = [p for p in free if self._shares_group(p, entry, school)]
        return (
            (same[0], "")
            if len(same) == 1
            else (free[0], "")
            if self._all_listed(entry, school)
            else (None, "which_person")
        )

    def _shares_group(self, person: Person, entry: Entry, school: School) -> bool:
        groups = [self.known.groups.get((school.pk, kind, name)) for kind, name in entry.groups.items()]
        return any(g is not None and (person.pk, g.pk) in self.known.members for g in groups)

    def _all_listed(self, entry: Entry, school: School) -> bool:
        """Whether the list names as many people of this name as the school has: then their order settles it."""
        return self.listed[school.pk, entry.name] >= len(self.known.by_name.get((school.pk, entry.name), []))

    def _new(self, entry: Entry, school: School) -> Person:
        person = with_keys(Person(name=entry.name, district_id=current_district()))
        for name, value in _values(entry).items():
            setattr(person, name, value)
        self.people.append(person)
        self.outcome.created += 1
        start = entry.hired.first if entry.hired else (self.as_of if school.pk in self.opened else None)
        self.postings.append(
            Posting(
                person=person, school=school, kind=self.permanent, start=start, hired_on=entry.hired.first if entry.hired else None,
                is_full_time_teacher=entry.full_time is not False, in_continuing_education=entry.in_education is not False,
            )
        )  # fmt: skip
        if person.id_hash:
            self.known.by_hash[person.id_hash] = person
        return person

    def _update(self, person: Person, entry: Entry) -> None:
        new = {
            n: v
            for n, v in (_values(entry) | {"name": entry.name}).items()
            if v not in ("", None, []) and getattr(person, n) != v
        }
        if new.get("born_precision") == Precision.MONTH and person.born_precision == Precision.DAY:
            new.pop("born_precision")
            new.pop("born_on", None)  # the list knows only the month of a day we have
        if not new:
            self.outcome.unchanged += 1
            return
        self.before[str(person.pk)] = {n: _json(getattr(person, n)) for n in new}
        for name, value in new.items():
            setattr(person, name, value)
        self.changed.append(with_keys(person))
        self.outcome.updated += 1

    def _elsewhere(self, person: Person, entry: Entry, school: School) -> None:
        """Known, but at another school: 走教 or 调动 is for a person to say. Nobody anywhere gets the posting at once."""
        if self.known.schools_of.get(person.pk):
            self.outcome.questions["at_another_school"].append(entry.row)
            return
        self.postings.append(
            Posting(
                person=person,
                school=school,
                kind=self.permanent,
                start=self.as_of,
                hired_on=entry.hired.first if entry.hired else None,
            )
        )

    def _groups(self, person: Person, entry: Entry, school: School) -> None:
        for kind, named in entry.groups.items():
            if not (name := self.as_group(named)):
                continue
            group = self.known.groups.get((school.pk, kind, name)) or self._make_group(school, kind, name, entry)
            if (person.pk, group.pk) not in self.known.members:
                self.known.members.add((person.pk, group.pk))
                self.memberships.append(
                    GroupMembership(person=person, group=group, start=self.as_of if school.pk in self.opened else None)
                )

    def _make_group(self, school: School, kind: str, name: str, entry: Entry) -> Group:
        subject = (
            name.removesuffix("组")
            if self.kinds[school.pk][kind].by_subject and name.removesuffix("组") in entry.subjects
            else ""
        )
        group = Group(
            school=school,
            kind=self.kinds[school.pk][kind],
            name=name,
            name_key=order_key(name)[:120],
            subject=subject,
            grade=entry.grade if kind != "subject_group" else "",
            district_id=current_district(),
        )
        self.known.groups[school.pk, kind, name] = group
        self.groups.append(group)
        self.outcome.questions["new_groups"].append(name)
        return group

    def _posts(self, person: Person, entry: Entry, school: School) -> None:
        for title in entry.posts:
            post, group = self._post(title, entry, school)
            if post is None:
                self.outcome.questions["unknown_posts"].append(title)
                continue
            key = (person.pk, post.pk, None if group else school.pk, group.pk if group else None)
            if key not in self.held:
                self.held.add(key)
                start = self.as_of if school.pk in self.opened else None
                self.appointments.append(
                    Appointment(person=person, post=post, school=None if group else school, group=group, start=start)
                )

    def _post(self, title: str, entry: Entry, school: School) -> tuple[Post | None, Group | None]:
        """A post of the catalogue; 「教研组长」 is the leader of the person's own group of that kind."""
        posts = self.posts[school.pk]
        kinds = self.kinds[school.pk]
        for code in GROUPS.values():
            if title == f"{kinds[code].title}长":
                group = self.known.groups.get((school.pk, code, self.as_group(entry.groups.get(code, ""))))
                return (posts.get(GROUP_LEADER), group) if group else (None, None)
        post = posts.get(title)
        return (post, None) if post is not None and post.level == "school" else (None, None)

    def flush(self) -> None:
        """Write everything, in the order of the keys."""
        act = self.act
        act.create_many(self.people)
        if self.changed:
            act.change_many(self.changed, [*UPDATED, *KEYS])
        act.create_many(self.postings)
        act.create_many(self.groups)
        act.create_many(self.memberships)
        act.create_many(self.appointments)
        self._identities()
        made: dict[str, list[Any]] = {
            "people": self.people,
            "postings": self.postings,
            "groups": self.groups,
            "memberships": self.memberships,
            "appointments": self.appointments,
        }
        self.outcome.undo = {name: [str(row.pk) for row in rows] for name, rows in made.items()} | {
            "before": self.before
        }

    def _identities(self) -> None:
        """Tell the directory; a number another district knows is a question, never a silent transfer."""
        here = current_district()
        hashed = {p.id_hash: p for p in [*self.people, *self.changed] if p.id_hash}
        taken: dict[str, UUID] = {}
        for chunk in _chunks(list(hashed), 500):
            taken |= {e.id_hash: e.district_id for e in IdentityEntry.objects.filter(id_hash__in=chunk)}
        elsewhere = [h for h, district in taken.items() if district != here]
        self.outcome.questions["another_district"] += [str(hashed[h].pk) for h in elsewhere]
        fresh = [
            IdentityEntry(id_hash=h, district_id=here, person_id=p.pk) for h, p in hashed.items() if h not in taken
        ]
        IdentityEntry.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)


def _by_title_and_code(posts: list[Post]) -> dict[str, Post]:
    """Posts a school may give, by either word."""
    given = [post for post in posts if post.level in (Level.SCHOOL, Level.GROUP)]
    return {post.title: post for post in given} | {post.code: post for post in given}


def _chunks(values: list[str], size: int) -> Iterable[list[str]]:
    return (values[n : n + size] for n in range(0, len(values), size))


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "gender": entry.gender,
        "born_on": entry.born.first if entry.born else None,
        "born_precision": Precision.DAY if entry.born and entry.born.day else Precision.MONTH,
        "id_hash": id_hash(entry.id_number),
        "id_last4": entry.id_number[-4:],
        "staff_no": entry.staff_no,
        "phone": entry.phone,
        "work_began": Month(entry.work_began.year, entry.work_began.month).first if entry.work_began else None,
        "education": entry.education,
        "professional_title": entry.professional_title,
        "backbone_level": entry.backbone_level,
        "stage": entry.stage,
        "subjects": entry.subjects,
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _missing(outcome: Outcome, seen: set[UUID], schools: set[School], as_of: date) -> None:
    """People of these schools whom the list does not name: left, retired or forgotten, for a person to say."""
    rows = Posting.objects.filter(in_force(as_of), school__in=schools, kind__main=True).values_list(
        "person_id", flat=True
    )
    outcome.questions["missing_from_list"] += [str(person) for person in dict.fromkeys(rows) if person not in seen]
