"""队伍构成 (W-03, W-29): how many in which age band, with which education, subject, title, level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from yanxiu.kernel.age import age_on
from yanxiu.org.enums import Precision
from yanxiu.org.models import CompositionBand, Person, Posting, School
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import at_school

FEW = 10  # under so many people shares are shown as 5/6, not as per cent


@dataclass(frozen=True)
class Share:
    """One line: label, how many, of how many."""

    label: str
    count: int
    total: int

    @property
    def percent(self) -> str:
        """40%, 16.7%; for few people 5/6."""
        if self.total < FEW:
            return f"{self.count}/{self.total}"
        exact = Decimal(self.count * 100) / Decimal(self.total)
        rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{rounded.normalize():f}%"


def composition(school: School, on: date) -> dict[str, list[Share]]:
    """Shares by age band (the school's own), education, subject, title and backbone level."""
    people = list(at_school(school, on))
    return {
        "年龄": by_age(people, list(CompositionBand.objects.filter(school=school, dimension="age")), on),
        "学历": by_value(people, lambda p: [p.education or "未填"]),
        "学科": by_value(people, lambda p: p.subjects or ["未填"]),
        "职称": by_value(people, lambda p: [p.professional_title or "未填"]),
        "骨干": by_value(people, lambda p: [p.backbone_level or "非骨干"]),
        "群体": [Share(label, len(found), len(people)) for label, found in _communities(school, people, on).items()],
    }


def communities(school: School, on: date) -> dict[str, list[Person]]:
    """老教师、年轻教师 by the school's own years, 骨干教师 by their level (W-29); one may be in several, or in none."""
    return _communities(school, list(at_school(school, on)), on)


def _communities(school: School, people: list[Person], on: date) -> dict[str, list[Person]]:
    bands = list(CompositionBand.objects.filter(school=school, dimension="community"))
    found = {band.label: [p for p in people if _within(band, p, on)] for band in bands}
    return found | {"骨干教师": [p for p in people if p.backbone_level]} if found else {}


def by_age(people: list[Person], bands: list[CompositionBand], on: date) -> list[Share]:
    """Shares by the school's bands; who has no birth date, or fits no band, has lines of their own."""
    counts: Counter[str] = Counter()
    for person in people:
        counts[_band(person, bands, on)] += 1
    order = [band.label for band in bands]
    extra = [label for label in ("不在任何一段", "出生未填") if counts[label]]
    return [Share(label, counts[label], len(people)) for label in [*order, *extra]]


def _band(person: Person, bands: list[CompositionBand], on: date) -> str:
    if person.born_on is None:
        return "出生未填"
    return next((band.label for band in bands if _within(band, person, on)), "不在任何一段")


def _within(band: CompositionBand, person: Person, on: date) -> bool:
    """Whether a person whose birth is known is of the years of a band."""
    if person.born_on is None:
        return False
    years = age_on(person.born_on, on, to_the_day=person.born_precision == Precision.DAY).years
    return (band.lower is None or years >= band.lower) and (band.upper is None or years <= band.upper)


def by_value(people: list[Person], values: Any) -> list[Share]:
    """Shares by a value; who has several counts in each, so the lines may add up to more."""
    counts: Counter[str] = Counter(value for person in people for value in dict.fromkeys(values(person)))
    return [Share(label, count, len(people)) for label, count in counts.most_common()]


@dataclass(frozen=True)
class Population:
    """Who counts in a district's figures of continuing education, step by step (N-18…N-20)."""

    teachers: int
    excluded_new: int
    volunteers: int

    @property
    def total(self) -> int:
        return self.teachers - self.excluded_new + self.volunteers

    @property
    def steps(self) -> str:
        """118 − 6 + 4 = 116."""
        return f"{self.teachers} − {self.excluded_new} + {self.volunteers} = {self.total}"


def continuing_education_population(
    school: School, on: date, *, exclude_hired_in: Iterable[tuple[int, int]], leader_posts: Iterable[str]
) -> Population:
    """Full-time teachers in the system, less those hired in the given months, plus leaders who take part of their own will.

    `exclude_hired_in` holds (year, month) and `leader_posts` the post codes of 正副校级; both come from the task that asks.
    """
    rows = Posting.objects.filter(in_force(on), school=school, kind__main=True).prefetch_related(
        "person__appointments__post"
    )
    leaders, months, codes = [], set(exclude_hired_in), set(leader_posts)
    teachers = new = 0
    for row in rows:
        if any(
            a.post.code in codes and a.school_id == school.pk and _holds(a, on) for a in row.person.appointments.all()
        ):
            leaders.append(row)
        elif row.is_full_time_teacher and row.in_continuing_education:
            teachers += 1
            new += bool(row.hired_on and (row.hired_on.year, row.hired_on.month) in months)
    return Population(teachers, new, sum(row.volunteers for row in leaders))


def _holds(tie: Any, on: date) -> bool:
    return (tie.start is None or tie.start <= on) and (tie.end is None or tie.end > on)
