"""Schools take up a regulation and rule on it, dated as an office would have done it.

Which one is found on the shelf by what it is about; no pack is known by name. A school that finds none goes without.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yanxiu.assessment.actions.traits import state_traits
from yanxiu.base import clock
from yanxiu.base.actions import Actor
from yanxiu.cli.demo import plan
from yanxiu.cli.demo.habits import FOLLOWING, Following
from yanxiu.cli.demo.stage import Stage
from yanxiu.org.actions import units
from yanxiu.org.models import Appointment, School
from yanxiu.policy.pack import Pack, Point
from yanxiu.regulations.actions import Meeting, adopt, adopt_recommended, recommended, rule
from yanxiu.regulations.library import shelf

if TYPE_CHECKING:
    from yanxiu.cli.demo.build import World

NUMBERS = ("60", "30", "15", "3")  # what a leading group fills in where the text leaves a number to it
CHANGED = "40"
TEACHING = "in_charge_of_teaching"


def stages(world: World) -> list[Stage]:
    """Schools that follow a regulation, each with the one adopted for it."""
    found, taken = [], set[str]()
    for code, following in FOLLOWING.items():
        pack = _fitting(following, taken)
        if pack is not None:
            taken.add(pack.id)
            found.append(_adopted(world, world.schools[code], following, pack))
    return found


def _fitting(following: Following, taken: Iterable[str]) -> Pack | None:
    """The regulation about the matter that knows most of what the school writes down."""
    usable = [one.pack for one in shelf() if one.pack is not None and one.id not in taken]
    about = [pack for pack in usable if following.topic in pack.topics and pack.level == "school"]
    return max(about, key=lambda pack: sum(h.kind in pack.records for h in following.habits), default=None)


def _adopted(world: World, school: School, following: Following, pack: Pack) -> Stage:
    actor = _director(school).dated(clock.at(following.decided_on, 16, 10))
    meeting = Meeting(following.by, following.decided_on, following.document)
    adoption = adopt(pack.id, school, start=following.start, meeting=meeting, actor=actor)
    stage = Stage(world, school, adoption, following.begins)
    if following.begins > following.start:
        settings = {"name": school.name, "figures_from": following.begins}
        units.change_school(school, **settings, actor=actor.dated(clock.at(following.begins, 9)))
    return stage


def _director(school: School) -> Actor:
    row = Appointment.objects.filter(school=school, post__code="teaching_director").first()
    return Actor(person_id=row.person_id if row else None, school_id=school.pk, channel="web")


def rule_on(stage: Stage) -> None:
    """Rulings of the year's beginning; what only a case brings up is ruled when it comes (see `assessed`)."""
    following = FOLLOWING[stage.school.code]
    actor = stage.office(following.decided_on, 17)
    if following.ruling == "all" and recommended(stage.adoption):
        adopt_recommended(
            stage.adoption, start=following.start, meeting=Meeting(following.by, following.decided_on), actor=actor
        )
    if following.ruling == "half":
        _half(stage, following, actor)


def state(stage: Stage) -> None:
    """Who of the heads is in charge of teaching, where the regulation asks: two are answered, the rest still lack it."""
    if TEACHING not in stage.regulation.pack.words.get("attributes", {}):
        return
    heads = Appointment.objects.filter(school=stage.school, post__code__in=("principal", "vice_principal"))
    people = [row.person for row in heads.select_related("person").order_by("post__code", "pk")[:2]]
    start = FOLLOWING[stage.school.code].start
    answers = {(person, TEACHING): number > 0 for number, person in enumerate(people)}
    state_traits(stage.school, answers, start=start, actor=stage.office(start, 10))


def _half(stage: Stage, following: Following, actor: Actor) -> None:
    points = recommended(stage.adoption)[::2]
    decide(stage, points, following, actor)
    asked = [one for one in stage.regulation.pack.points.values() if one.asks == "number" and not one.noted]
    if not asked:
        return
    meeting = Meeting(following.by, following.decided_on)
    numbers = dict(zip((one.id for one in asked), NUMBERS, strict=False))
    why = dict.fromkeys(numbers, "领导小组到会 7 人议定，分值先试行一学年。")
    rule(stage.adoption, numbers, start=following.start, meeting=meeting, reasons=why, actor=actor)
    last = asked[min(len(asked), len(NUMBERS)) - 1]
    changed = stage.office(plan.TODAY, 8)
    rule(
        stage.adoption, {last.id: CHANGED}, start=plan.TODAY, meeting=Meeting(following.by, plan.LAST_MEETING),
        reasons={last.id: "试行一学期以后，课堂上的变化分量偏轻，领导小组议定加到 40 分，从今天起用。"}, actor=changed,
    )  # fmt: skip


def decide(stage: Stage, points: list[Point], following: Following, actor: Actor) -> None:
    """Rule as recommended on these points."""
    if points:
        readings = {one.id: one.recommended for one in points}
        reasons = {one.id: one.reason for one in points}
        meeting = Meeting(following.by, actor.moment.date())
        rule(stage.adoption, readings, start=following.start, meeting=meeting, reasons=reasons, actor=actor)
