"""Making the demonstration world through actions with dated actors, as an office would have done it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.tenancy import in_district
from yanxiu.cli.demo import plan
from yanxiu.cli.demo.assessed import assess
from yanxiu.cli.demo.following import rule_on, stages, state
from yanxiu.cli.demo.meetings import hold_meetings
from yanxiu.cli.demo.names import names
from yanxiu.cli.demo.plan import SCHOOLS, SchoolPlan
from yanxiu.cli.demo.records import write_records
from yanxiu.cli.demo.special import special_people
from yanxiu.cli.demo.waiting import waiting
from yanxiu.jobs.enums import JobState
from yanxiu.jobs.models import Job
from yanxiu.jobs.runner import run
from yanxiu.kernel.text import name_pinyin
from yanxiu.org.actions import catalogues, people, time, units
from yanxiu.org.enums import GROUP_LEADER
from yanxiu.org.models import (
    Alliance,
    AllianceKind,
    Group,
    GroupKind,
    LeadingGroupKind,
    Person,
    Post,
    PostingKind,
    School,
    Term,
    UnitType,
)
from yanxiu.org.queries.people import members
from yanxiu.org.queries.units import posts_for
from yanxiu.tenants.models import Account, District, Region

Say = Callable[[str], None]
FOUNDED = date(2025, 8, 20)
TITLES = ("二级教师", "一级教师", "一级教师", "高级教师")
EDUCATIONS = ("本科", "本科", "本科", "专科", "研究生")


@dataclass
class World:
    """What is being built, with the catalogues at hand."""

    region: Region
    district: District
    actor: Actor
    names: Iterator[str] = field(default_factory=names)
    posts: dict[str, Post] = field(default_factory=dict)
    kinds: dict[str, Any] = field(default_factory=dict)
    schools: dict[str, School] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)
    terms: dict[int, Term] = field(default_factory=dict)
    accounts: dict[str, tuple[Person | None, str]] = field(default_factory=dict)  # role → person, school name


def build(say: Say) -> None:
    """Build the whole world in one transaction; nothing is left when it is interrupted."""
    with transaction.atomic():
        start = Actor(channel="demo", when=clock.at(FOUNDED, 9))
        region = units.found_region("禾川市", institute="禾川市教师发展中心", actor=start)
        district = units.found_district(
            plan.DISTRICT, "青禾区", institute="青禾区教师研修中心", region=region, actor=start
        )
        with in_district(district):
            world = World(region, district, start)
            _catalogues(world)
            _calendar(world)
            for number, school in enumerate(SCHOOLS):
                say(f"正在建 {school.name}（{sum(school.groups.values())} 人）")
                _school(world, school, number)
            _alliances(world)
            _district_people(world)
            special_people(world)
            say("正在开账号")
            open_accounts(world)
            waiting(world)
            _filled(world, say)
    _run_what_waits()


def _filled(world: World, say: Say) -> None:
    """The school year so far, where a regulation fits: it is adopted, ruled on, recorded by, and judged."""
    for stage in stages(world):
        say(f"正在填 {stage.school.name} 这一学年的记录")
        rule_on(stage)
        state(stage)
        write_records(stage)
        hold_meetings(stage)
        assess(stage)


def _run_what_waits() -> None:
    """Do the jobs the world submitted, so that it is finished when somebody looks."""
    for job in Job.unscoped.filter(state=JobState.WAITING):
        run(job.district_id, job.pk)


def _catalogues(world: World) -> None:
    catalogues.adopt_catalogue(
        {"unit_type": [dict(entry) for entry in plan.UNIT_TYPES]}, actor=world.actor, note="青禾区单位类型"
    )
    world.posts = {post.title: post for post in Post.objects.all()} | {post.code: post for post in Post.objects.all()}
    for model in (GroupKind, PostingKind, AllianceKind, LeadingGroupKind, UnitType):
        world.kinds |= {f"{model.__name__}:{row.code}": row for row in model.objects.all()}


def _calendar(world: World) -> None:
    year = time.open_year(plan.YEAR, actor=world.actor)
    for number, first, last, issued in plan.TERMS:
        term = time.set_term(year, number, first_day=first, last_day=last, plan_issued_on=issued, actor=world.actor)
        world.terms[number] = term
        for name, begins, ends in plan.EXAMS[number]:
            time.set_exam_period(term, name, begins, ends, actor=world.actor)
    for day, kind, name in plan.DAYS:
        time.correct_day(day, kind, name=name, actor=world.actor)


def _school(world: World, school_plan: SchoolPlan, number: int) -> None:
    actor = world.actor.dated(clock.at(date(2025, 8, 21), 9 + number))
    school = units.create_school(
        school_plan.code,
        school_plan.name,
        short_name=school_plan.short,
        unit_type=world.kinds[f"UnitType:{school_plan.unit_type}"],
        stages=[school_plan.stage],
        parent=world.schools.get(school_plan.parent),
        actor=actor,
    )
    world.schools[school.code] = school
    staff = _staff(world, school_plan, school, actor)
    world.people[school.code] = [person for group in staff.values() for person in group]
    _leaders(world, school_plan, school, actor)
    _subject_groups(world, school_plan, school, staff, actor)
    _prep_groups(world, school_plan, school, staff, actor)
    _grade_groups(world, school_plan, school, actor)
    _leading_group(world, school_plan, school, actor)


def _staff(world: World, school_plan: SchoolPlan, school: School, actor: Actor) -> dict[str, list[Person]]:
    staff: dict[str, list[Person]] = {}
    count = 0
    for group, size in school_plan.groups.items():
        subjects = (school_plan.subjects[group],) if group in school_plan.subjects else plan.MIXED[group]
        for place in range(size):
            staff.setdefault(group, []).append(
                _person(world, school, school_plan.stage, subjects[place % len(subjects)], count, actor)
            )
            count += 1
    return staff


def _person(world: World, school: School, stage: str, subject: str, count: int, actor: Actor) -> Person:
    age = 24 + (count * 17) % 36 if count else 47  # the first of a school leads it
    born = date(plan.TODAY.year - age, 1 + (count * 5) % 12, 1)
    began = date(born.year + 22, 9 if count % 3 else 7, 1)
    person = people.add_person(
        next(world.names),
        actor=actor,
        gender="男" if count % 3 == 0 else "女",
        born_on=born,
        work_began=began,
        stage=stage,
        subjects=[subject],
        staff_no=f"{school.code[-4:]}{count + 1:03d}",
        education=EDUCATIONS[count % len(EDUCATIONS)],
        professional_title=TITLES[min(3, max(0, (age - 24) // 7))],
        backbone_level=("区级骨干" if count % 11 == 4 else "校级骨干" if count % 7 == 3 else ""),
    )
    people.post_person(
        person,
        school,
        world.kinds["PostingKind:permanent"],
        start=max(began, date(2005, 8, 1)),
        hired_on=max(began, date(2005, 8, 1)),
        actor=actor,
    )
    return person


def _leaders(world: World, school_plan: SchoolPlan, school: School, actor: Actor) -> None:
    staff = world.people[school.code]
    titled = {post.title: post for post in posts_for(school)}
    for place, title in enumerate(school_plan.leaders):
        people.appoint(staff[(place * 9) % len(staff)], titled[title], school=school, start=FOUNDED, actor=actor)


def _subject_groups(
    world: World, school_plan: SchoolPlan, school: School, staff: dict[str, list[Person]], actor: Actor
) -> None:
    kind = world.kinds["GroupKind:grade_group" if school_plan.stage == "学前" else "GroupKind:subject_group"]
    for name, group_people in staff.items():
        group = units.create_group(
            school, kind, name, subject=school_plan.subjects.get(name, ""), start=FOUNDED, actor=actor
        )
        for person in group_people:
            people.join_group(person, group, start=FOUNDED, actor=actor)
        leader = group_people[min(2, len(group_people) - 1)]
        people.appoint(leader, world.posts[GROUP_LEADER], group=group, start=FOUNDED, actor=actor)


def _prep_groups(
    world: World, school_plan: SchoolPlan, school: School, staff: dict[str, list[Person]], actor: Actor
) -> None:
    kind = world.kinds["GroupKind:lesson_prep_group"]
    for subject in school_plan.prep:
        teachers = staff[f"{subject}组"]
        for place, grade in enumerate(school_plan.grades):
            group = units.create_group(
                school, kind, f"{grade}{subject}备课组", subject=subject, grade=grade, start=FOUNDED, actor=actor
            )
            inside = teachers[place :: len(school_plan.grades)]
            for person in inside:
                people.join_group(person, group, start=FOUNDED, actor=actor)
            people.appoint(inside[0], world.posts[GROUP_LEADER], group=group, start=FOUNDED, actor=actor)


def _grade_groups(world: World, school_plan: SchoolPlan, school: School, actor: Actor) -> None:
    staff = world.people[school.code]
    for place, grade in enumerate(school_plan.grades):
        group = units.create_group(
            school, world.kinds["GroupKind:grade_group"], f"{grade}组", grade=grade, start=FOUNDED, actor=actor
        )
        inside = staff[place :: len(school_plan.grades)]
        for person in inside:
            people.join_group(person, group, start=FOUNDED, actor=actor)
        people.appoint(inside[1], world.posts[GROUP_LEADER], group=group, start=FOUNDED, actor=actor)


def _leading_group(world: World, school_plan: SchoolPlan, school: School, actor: Actor) -> None:
    if len(school_plan.leaders) < 2:
        return
    staff = world.people[school.code]
    group = units.form_leading_group(
        world.kinds["LeadingGroupKind:steering_group"],
        school=school,
        start=FOUNDED,
        document=f"校发〔2025〕{len(world.schools)}号",
        actor=actor,
    )
    for place, _ in enumerate(school_plan.leaders):
        seat = "head" if place == 0 else "deputy" if place < len(school_plan.leaders) - 1 else "member"
        units.seat_person(group, staff[(place * 9) % len(staff)], seat, on=FOUNDED, actor=actor)


def _alliances(world: World) -> None:
    cluster = units.form_alliance(
        world.kinds["AllianceKind:cluster"], "青禾联片", lead=world.schools["QHA001"], start=FOUNDED, actor=world.actor
    )
    for code in ("QHA002", "QHA003"):
        units.join_alliance(cluster, world.schools[code], start=FOUNDED, actor=world.actor)
    area = units.form_alliance(
        world.kinds["AllianceKind:school_district_cluster"],
        "青禾学区",
        lead=world.schools["QHB001"],
        start=FOUNDED,
        actor=world.actor,
    )
    for code in ("QHA001", "QHC001"):
        units.join_alliance(area, world.schools[code], start=FOUNDED, actor=world.actor)
    _music_teachers_together(world, cluster)


def _music_teachers_together(world: World, cluster: Alliance) -> None:
    """The one music teacher of the village school meets colleagues in a group of the cluster."""
    alone = members(Group.objects.get(school=world.schools["QHA003"], name="音乐组"), plan.TODAY)
    others = [p for p in world.people["QHA001"] if "音乐" in p.subjects]
    group = units.create_group(
        None,
        world.kinds["GroupKind:alliance_group"],
        "联片音乐组",
        alliance=cluster,
        subject="音乐",
        start=FOUNDED,
        actor=world.actor,
    )
    for person in [*alone, *others]:
        people.join_group(person, group, start=FOUNDED, actor=world.actor)
    people.appoint(others[0], world.posts[GROUP_LEADER], group=group, start=FOUNDED, actor=world.actor)


def _district_people(world: World) -> None:
    for code, name in (("district_admin", "蒋望舒"), ("district_officer", "秦怀瑾"), ("expert", "华景行")):
        person = people.add_person(name, actor=world.actor)
        people.appoint(person, world.posts[code], start=FOUNDED, actor=world.actor)
        world.accounts[code] = (person, world.district.institute)


def open_accounts(world: World) -> None:
    """An account for everybody, one demonstration password for all; the operator and the city have theirs."""
    shared = make_password(plan.PASSWORD)
    taken: set[str] = set()
    made = [
        Account(
            username=_login_name(person, taken),
            display_name=person.name,
            district=world.district,
            person_id=person.pk,
            password=shared,
            password_set=True,
            told_at=world.actor.moment,
        )
        for person in Person.objects.order_by("name_key", "pk")
    ]
    made.append(
        Account(
            username="anzhuang",
            display_name="安装管理员",
            is_operator=True,
            password=shared,
            password_set=True,
            told_at=world.actor.moment,
        )
    )
    made.append(
        Account(
            username="shiji",
            display_name="市级查看",
            region=world.region,
            password=shared,
            password_set=True,
            told_at=world.actor.moment,
        )
    )
    with acting(world.actor, "account.open_many") as act:
        act.create_many(made)


def _login_name(person: Person, taken: set[str]) -> str:
    base = "".join(name_pinyin(person.name).full.split()) or "laoshi"
    name = next(candidate for candidate in (base, *(f"{base}{n}" for n in range(2, 99))) if candidate not in taken)
    taken.add(name)
    return name
