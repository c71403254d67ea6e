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
from yanxiu.org.actions.people import with_keys
from yanxiu.org.enums import Precision
from yanxiu.org.identity import id_hash
from yanxiu.org.models import Person, Posting, PostingKind, School
from yanxiu.org.models.units import in_force
from yanxiu.setup.actions.roster_known import Known, contradicts, read_known
from yanxiu.setup.actions.roster_ties import Ties
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


def import_people(
    entries: list[Entry],
    *,
    actor: Actor,
    as_of: date,
    school: School | None = None,
    as_group: Callable[[str], str] | None = None,
    aside: Iterable[str] = (),
    report: Report | None = None,
) -> Outcome:
    """Write the entries of one list: all of them or, when anything fails, none.

    `school` is the school of the list; without it each entry names its school by code. `as_group(name)` says
    under which name a group of the list goes in, "" for none (default: its own); `aside` are names the list has in rows
    left out, so that nobody of them counts as missing. Two imports into one district wait for
    each other. Raises nothing for questions: they are in the outcome.
    """
    outcome = Outcome()
    with acting(actor, "roster.import", school=school.pk if school else None) as act:
        # One import at a time; no key, so that rows written meanwhile may go on pointing at the district.
        District.objects.select_for_update(no_key=True).get(pk=current_district())
        places = _places(entries, school)
        known = read_known(places.values(), by_number=any(entry.id_number for entry in entries), on=as_of)
        writer = _Writer(act, known, outcome, as_of, as_group or str, {place.pk for place in places.values()})
        writer.listed.update((place.pk, e.name) for e in entries if (place := school or places.get(e.school_code)))
        for count, entry in enumerate(entries, start=1):
            place = school or places.get(entry.school_code)
            if place is not None:
                writer.put(entry, place)
            if report and count % 500 == 0:
                report(count, len(entries), f"正在写入第 {count} 人")
        writer.flush()
        _missing(outcome, writer.seen, set(places.values()), as_of, {*aside, *writer.asked})
        statistics.refresh_after_commit()
    return outcome


def _places(entries: list[Entry], school: School | None) -> dict[str, School]:
    if school is not None:
        return {"": school}
    codes = {entry.school_code for entry in entries}
    return {found.code.upper(): found for found in School.objects.all() if found.code.upper() in codes}


class _Writer:
    """Collects rows and writes them in bulk."""

    def __init__(
        self, act: Act, known: Known, outcome: Outcome, as_of: date, as_group: Callable[[str], str], schools: set[UUID]
    ) -> None:
        self.act, self.known, self.outcome, self.as_of = act, known, outcome, as_of
        self.ties = Ties(known, schools, as_of, as_group, lambda name, what: outcome.questions[name].append(what))
        self.seen: set[UUID] = set()
        self.asked: set[str] = set()
        self.listed: Counter[tuple[UUID, str]] = Counter()
        self.people: list[Person] = []
        self.changed: list[Person] = []
        self.before: dict[str, dict[str, Any]] = {}
        self.postings: list[Posting] = []
        self.changed_postings: list[Posting] = []
        self.postings_before: dict[str, dict[str, Any]] = {}
        self.permanent = PostingKind.objects.get(code="permanent")

    def put(self, entry: Entry, school: School) -> None:
        """One entry: found or new, with its ties."""
        person, asks = self._find(entry, school)
        if asks:
            self.outcome.questions[asks].append(entry.row)
            self.asked.add(entry.name)
            return
        is_new = person is None
        if person is None:
            person = self._new(entry, school)
        touched = not is_new and (self._update(person, entry) | self._posting(person, entry, school))
        self.seen.add(person.pk)
        touched |= self.ties.put(person, entry, school)
        self.outcome.created += is_new
        self.outcome.updated += touched and not is_new
        self.outcome.unchanged += not (touched or is_new)

    def _find(self, entry: Entry, school: School) -> tuple[Person | None, str]:
        """The person meant, or the question that must be asked."""
        if entry.id_number and (found := self.known.by_hash.get(id_hash(entry.id_number))):
            return found, ""
        found = self.known.by_staff_no.get((school.pk, entry.staff_no)) if entry.staff_no else None
        if found is not None and found.pk not in self.seen:
            return (found, "") if found.name == entry.name else (None, "staff_no_of_another")
        free = [person for person in self.known.by_name[school.pk, entry.name] if self._free(person, entry)]
        if len(free) > 1:
            return self._one_of(free, entry, school)
        return (free[0], "") if free else self._returning(entry, school)

    def _free(self, person: Person, entry: Entry) -> bool:
        return person.pk not in self.seen and not (person.id_hash and entry.id_number)

    def _one_of(self, free: list[Person], entry: Entry, school: School) -> tuple[Person | None, str]:
        """Of several people of one name: who is in the group named; else their order, when the list names them all."""
        same = [person for person in free if self.ties.shares_group(person, entry, school)]
        if len(same) == 1:
            return same[0], ""
        return (free[0], "") if self._all_listed(entry, school) else (None, "which_person")

    def _returning(self, entry: Entry, school: School) -> tuple[Person | None, str]:
        """Somebody who left this school and stands on its list again, when only one can be meant: never a second person."""
        gone = [
            p for p in self.known.former[school.pk, entry.name] if p.pk not in self.seen and not contradicts(p, entry)
        ]
        if len(gone) == 1:
            self.outcome.questions["back_again"].append(entry.row)
        return (gone[0] if len(gone) == 1 else None), ""

    def _all_listed(self, entry: Entry, school: School) -> bool:
        """Whether the list names as many people of this name as the school has: then their order settles it."""
        return self.listed[school.pk, entry.name] >= len(self.known.by_name[school.pk, entry.name])

    def _new(self, entry: Entry, school: School) -> Person:
        person = with_keys(Person(name=entry.name, district_id=current_district()))
        for name, value in _values(entry).items():
            setattr(person, name, value)
        self.people.append(person)
        opened = school.pk in self.ties.opened
        self._post_here(person, entry, school, start=self.as_of if opened else None)
        if person.id_hash:
            self.known.by_hash[person.id_hash] = person
        return person

    def _post_here(self, person: Person, entry: Entry, school: School, start: date | None) -> None:
        hired = entry.hired.first if entry.hired else None
        posting = Posting(
            person=person,
            school=school,
            kind=self.permanent,
            start=hired or start,
            hired_on=hired,
            is_full_time_teacher=entry.full_time is not False,
            in_continuing_education=entry.in_education is not False,
        )
        self.postings.append(posting)
        self.known.postings[person.pk, school.pk] = posting

    def _update(self, person: Person, entry: Entry) -> bool:
        """Take over what the list says and the person lacks or has otherwise; an empty cell erases nothing."""
        new = {
            n: v
            for n, v in (_values(entry) | {"name": entry.name}).items()
            if v not in ("", None, []) and getattr(person, n) != v
        }
        if new.get("born_precision") == Precision.MONTH and person.born_precision == Precision.DAY:
            new.pop("born_precision")
            if entry.born and person.born_on and (entry.born.year, entry.born.month) == (person.born_on.year, person.born_on.month):  # fmt: skip
                new.pop("born_on", None)  # the list knows only the month of a day we have
            elif "born_on" in new:
                new["born_precision"] = Precision.MONTH  # another month: the day we had was another's
        if not new:
            return False
        self.before[str(person.pk)] = {n: _json(getattr(person, n)) for n in new}
        for name, value in new.items():
            setattr(person, name, value)
        self.changed.append(with_keys(person))
        return True

    def _posting(self, person: Person, entry: Entry, school: School) -> bool:
        """What the list says of the person's work at this school; somebody of another school is a question."""
        posting = self.known.postings.get((person.pk, school.pk))
        if posting is None:
            return self._elsewhere(person, entry, school)
        said = {
            "hired_on": entry.hired.first if entry.hired else None,
            "is_full_time_teacher": entry.full_time,
            "in_continuing_education": entry.in_education,
        }
        new = {name: value for name, value in said.items() if value is not None and getattr(posting, name) != value}
        if not new:
            return False
        self.postings_before[str(posting.pk)] = {name: _json(getattr(posting, name)) for name in new}
        for name, value in new.items():
            setattr(posting, name, value)
        self.changed_postings.append(posting)
        return True

    def _elsewhere(self, person: Person, entry: Entry, school: School) -> bool:
        """Known, but not here: 走教 or 调动 is for a person to say. Nobody anywhere gets the posting at once."""
        if self.known.schools_of.get(person.pk):
            self.outcome.questions["at_another_school"].append(entry.row)
            return False
        self._post_here(person, entry, school, start=self.as_of)
        return True

    def flush(self) -> None:
        """Write everything, in the order of the keys."""
        act, ties = self.act, self.ties
        act.create_many(self.people)
        act.change_many(self.changed, [*UPDATED, *KEYS])
        act.create_many(self.postings)
        act.change_many(self.changed_postings, ["hired_on", "is_full_time_teacher", "in_continuing_education"])
        ties.flush(act)
        self._identities()
        made: dict[str, list[Any]] = {
            "people": self.people, "postings": self.postings, "groups": ties.groups, "memberships": ties.joined,
            "appointments": ties.appointed, "left": ties.left, "dismissed": ties.dismissed,
        }  # fmt: skip
        self.outcome.undo = {name: [str(row.pk) for row in rows] for name, rows in made.items()} | {
            "before": self.before,
            "postings_before": self.postings_before,
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


def _missing(outcome: Outcome, seen: set[UUID], schools: set[School], as_of: date, aside: set[str]) -> None:
    """People of these schools whom the list does not name: left, retired or forgotten, for a person to say."""
    here = Posting.objects.filter(in_force(as_of), school__in=schools, kind__main=True)
    rows = dict(here.values_list("person_id", "person__name"))
    outcome.questions["missing_from_list"] += [
        str(person) for person, name in rows.items() if person not in seen and name not in aside
    ]
