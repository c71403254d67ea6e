"""Records of a school year so far, entered by their teachers, by leaders and the office, some late, some from paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from yanxiu.base.actions import Actor
from yanxiu.cli.demo import plan, prose
from yanxiu.cli.demo.filling import Scene, values
from yanxiu.cli.demo.habits import FOLLOWING, Habit, care
from yanxiu.cli.demo.stage import Stage, by_month, by_week
from yanxiu.org.models import Group, Person, Term
from yanxiu.policy.pack import RecordKind
from yanxiu.regulations.keeping import Entry, keep_many, withdraw
from yanxiu.regulations.records import KeptRecord, Origin, RecordState, house_of

FEWER = {"full": 1.1, "short": 0.88, "far": 0.3}
YOUNG_YEARS = 3
MISSED = 8  # counted from nought: the week a teacher of the first year did not get to
LATE, PAPER, DRAFT = 0.07, 0.05, 0.02  # shares entered days later, copied from paper, not handed in yet
CHUNK = 1000


@dataclass(frozen=True)
class Written:
    """An entry with who entered it and when."""

    entry: Entry
    by: Actor


def write_records(stage: Stage) -> None:
    """Everything the school's habits say, a room at a time; then the one that was entered twice is taken back."""
    kinds = stage.regulation.pack.records
    found: dict[type[KeptRecord], list[Written]] = defaultdict(list)
    for habit in FOLLOWING[stage.school.code].habits:
        if kind := kinds.get(habit.kind):
            found[house_of(kind.id)] += _of_habit(stage, habit, kind)
    for rows in found.values():
        rows.sort(key=lambda one: one.by.moment)
        for first in range(0, len(rows), CHUNK):
            some = rows[first : first + CHUNK]
            keep_many([one.entry for one in some], actor=stage.office(some[-1].entry.on), each=[one.by for one in some])
    _twice(stage)


def _of_habit(stage: Stage, habit: Habit, kind: RecordKind) -> Iterator[Written]:
    if kind.subject == "teacher":
        for place, person in enumerate(stage.people):
            yield from _of_person(stage, habit, kind, person, place)
    elif kind.subject == "group":
        for group in stage.groups:
            if group.kind.code in habit.who.split("+") and stage.members.get(group.pk):
                yield from _of_group(stage, habit, kind, group)
    else:
        for term in stage.terms:
            for on in _days(stage, habit, term, stage.days(term), "full", stage.school.pk):
                yield _written(stage, habit, kind, on, None, None)


def _of_person(stage: Stage, habit: Habit, kind: RecordKind, person: Person, place: int) -> Iterator[Written]:
    if not _concerned(habit, person):
        return
    keeps = "full" if kind.by == "office" and kind.id != "training_hours" else care(place)
    for term in stage.terms:
        chance = stage.dice(habit.kind, term.number, place)
        days = [day for day in stage.days(term) if stage.there(person, day)]
        if not days or chance.random() >= habit.some:
            continue
        weekly = kind.id == "lesson_observation" and habit.per == "term" and _new(person, days[0])
        if weekly:
            first_year = person.work_began is not None and (plan.TODAY - person.work_began).days < 365
            on = _weekly(days, habit.times, MISSED if first_year else chance.choice((-1, -1, 4)), chance)
        elif habit.when == "ahead":
            on = _spread(days, _ahead(stage, habit, person, keeps, chance) * len(days) // len(stage.days(term)), chance)
        else:
            on = _days(stage, habit, term, days, keeps, place)
        for day in on:
            yield _written(stage, habit, kind, day, person, None, keeps != "full")


def _ahead(stage: Stage, habit: Habit, person: Person, keeps: str, chance: Any) -> int:
    """How many of a term's somebody has by now."""
    asked = habit.times * 4 // 3 if stage.leader_of.get(person.pk) == person else habit.times
    if keeps == "far":
        return asked // 4
    behind = keeps == "short" or chance.random() < 0.1
    return asked - chance.randint(1, 3) if behind else asked + chance.choice((1, 1, 2, 2, 3))


def _of_group(stage: Stage, habit: Habit, kind: RecordKind, group: Group) -> Iterator[Written]:
    for term in stage.terms:
        for on in _days(stage, habit, term, stage.days(term), "full", group.name):
            yield _written(stage, habit, kind, on, None, group)


def _concerned(habit: Habit, person: Person) -> bool:
    if habit.who == "young":
        return person.born_on is not None and plan.TODAY.year - person.born_on.year <= 40
    return habit.who != "backbone" or "区级" in person.backbone_level


def _new(person: Person, on: date) -> bool:
    return person.work_began is not None and (on - person.work_began).days < YOUNG_YEARS * 365


def _weekly(days: list[date], times: int, missed: int, chance: Any) -> list[date]:
    """A new teacher observes every week; one week may have gone by without."""
    weeks = by_week(days)
    kept = [chance.choice(week) for n, week in enumerate(weeks) if n != missed]
    days = [day for n, week in enumerate(weeks) if n != missed for day in week]
    return sorted(kept + chance.sample(days, max(0, min(len(days), times - len(kept) + 1))))


def _days(stage: Stage, habit: Habit, term: Term, days: list[date], keeps: str, owner: Any) -> list[date]:
    """On which days of a term something was done."""
    chance = stage.dice("days", habit.kind, term.number, owner)
    over = term.last_day < plan.TODAY
    if not days or (habit.when == "late" and not over):
        return []
    if habit.when == "early":
        return _spread(days[:9], habit.times, chance)
    if habit.when == "late":
        return _spread(days[-5:], habit.times, chance)
    if habit.when == "ready":
        return _spread(days, _ready(habit, keeps, over, chance), chance)
    if habit.per == "once":
        times = habit.times if keeps == "full" else habit.times // 2
        return _spread(days, times, chance) if term == stage.terms[0] else []
    parts = {"week": by_week, "month": by_month}.get(habit.per, lambda all_: [all_])(days)
    present = len(days) / len(stage.days(term)) if habit.per == "term" else 1.0
    return [day for part in parts for day in _in_part(part, habit, term, keeps, present, chance)]


def _ready(habit: Habit, keeps: str, over: bool, chance: Any) -> int:
    """All of it or, far behind, nothing; in the running term some still owe one of several."""
    if keeps == "full":
        return habit.times
    if keeps == "far":
        return 0
    return habit.times - (not over and habit.times > 1 and chance.random() < 0.6)


def _in_part(part: list[date], habit: Habit, term: Term, keeps: str, present: float, chance: Any) -> list[date]:
    wanted = habit.times * FEWER[keeps] * present * _elapsed(part[-1], habit.per, term)
    if habit.per == "month" and keeps == "short" and habit.times > 1 and part[-1] < plan.TODAY - timedelta(days=9):
        return _spread(part, habit.times - chance.choice((0, 0, 0, 1, 2)), chance)
    whole = int(wanted) + (chance.random() < wanted % 1)
    return _spread(part[:1] if habit.when == "first" else part, whole, chance)


def _elapsed(last: date, per: str, term: Term) -> float:
    """How much of a week, month or term was done by its last day so far."""
    if per == "term":
        return min(1.0, (plan.TODAY - term.first_day) / (term.last_day - term.first_day))
    running = last + timedelta(days=2 if per == "week" else 9) > plan.TODAY and term.last_day > plan.TODAY
    return 0.85 if running else 1.0


def _spread(days: list[date], times: int, chance: Any) -> list[date]:
    """That many days, evenly, each a little off."""
    return [days[min(len(days) - 1, int((n + chance.random()) * len(days) / times))] for n in range(max(0, times))]


def _written(
    stage: Stage, habit: Habit, kind: RecordKind, on: date, person: Person | None, group: Group | None,
    careless: bool = False,
) -> Written:  # fmt: skip
    owner = person or group or stage.school
    number = stage.number(owner.pk, kind.id)
    chance = stage.dice(kind.id, owner.pk if owner is stage.school else str(owner), on, number)
    colleague = _taught(stage, kind, person, chance)
    scene = _scene(stage, on, number, colleague or person, person, group, chance, careless)
    entry = Entry(stage.school, kind, on, values(kind, scene), person, group, more=_more(kind, colleague, scene))
    return _entered(stage, entry, chance)


def _taught(stage: Stage, kind: RecordKind, person: Person | None, chance: Any) -> Person | None:
    if kind.id != "lesson_observation" or person is None:
        return None
    same = [one for one in stage.people if one.subjects == person.subjects and one.pk != person.pk]
    return chance.choice(same if same and chance.random() < 0.8 else stage.people)


def _scene(
    stage: Stage, on: date, number: int, about: Person | None, owner: Person | None, group: Group | None, chance: Any,
    careless: bool,
) -> Scene:  # fmt: skip
    subject = (about.subjects[0] if about and about.subjects else group.subject if group else "") or "语文"
    leader = stage.leaders.get(group.pk) if group else stage.leader_of.get(owner.pk) if owner else None
    grades = next(one.grades for one in plan.SCHOOLS if one.code == stage.school.code)
    grade = (group.grade if group else "") or (chance.choice(grades) if grades else "")
    return Scene(
        on, number, subject, grade, prose.lesson(subject, chance), str(leader or stage.director), str(stage.director),
        str(owner or group or stage.school), chance, careless,
    )  # fmt: skip


def _more(kind: RecordKind, colleague: Person | None, scene: Scene) -> dict[str, Any]:
    """Fields of the room's own: whose lesson it was and where it stands in the book; what an activity is called."""
    if colleague is not None:
        return {"taught_by": colleague, "page": str(scene.number + 1)}
    if hasattr(house_of(kind.id), "starts_at"):
        return {"title": _called(kind, scene)}
    return {}


def _called(kind: RecordKind, scene: Scene) -> str:
    if kind.subject == "group":
        return f"{kind.title}：{scene.topic}"
    return scene.chance.choice(prose.MEETINGS) if kind.id == "school_activity" else kind.title


def _entered(stage: Stage, entry: Entry, chance: Any) -> Written:
    """Who entered it, when and how."""
    late, paper = chance.random() < LATE, chance.random() < PAPER
    days = chance.randint(2, 12) if late else 0
    day = min(plan.TODAY, entry.on + timedelta(days=days))
    if entry.kind.by == "office" or (entry.person is None and entry.group is None):
        return Written(replace(entry, origin=Origin.OFFICE), stage.office(day))
    if paper and entry.person and entry.on < plan.TODAY - timedelta(days=20):
        day = entry.on + timedelta(days=chance.randint(5, 18))
        source = f"{entry.kind.title.removesuffix('记录')}本第 {stage.number(entry.person.pk, 'page') + 3} 页"
        return Written(replace(entry, origin=Origin.PAPER, source=source), stage.office(day, 10))
    recent = entry.on > plan.TODAY - timedelta(days=9)
    if recent and entry.person and entry.kind.by == "self" and chance.random() < DRAFT * 6:
        entry = replace(entry, state=RecordState.DRAFT)
    if entry.kind.by == "leader":
        return Written(replace(entry, origin=Origin.OFFICE if entry.person else Origin.OWN), _leader(stage, entry, day))
    assert entry.person is not None
    return Written(entry, stage.acting(entry.person, day, 16, chance.randint(0, 59)))


def _leader(stage: Stage, entry: Entry, day: date) -> Actor:
    of_group = stage.leaders.get(entry.group.pk) if entry.group else None
    leader = stage.leader_of.get(entry.person.pk) if entry.person else of_group
    return stage.acting(leader or stage.director, day, 17)


def _twice(stage: Stage) -> None:
    """One record was entered twice; its writer took it back."""
    model = house_of("lesson_observation")
    rows = model.objects.filter(school=stage.school, state=RecordState.KEPT, origin=Origin.OWN)
    row = rows.filter(on__lt=plan.TODAY - timedelta(days=25)).order_by("-on", "pk").first()
    if row is not None:
        actor = stage.acting(row.person_id, row.on + timedelta(days=3))
        withdraw(row, reason="重复登记：同一节课填了两次。", actor=actor)
