"""A whole invented district in a data folder, built as a district would: two lists imported, then acts, then a year's traces.

`build` expects Django set up on that folder. The figures of the page table rest on what is made here, so it is printed
by `counts` beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bench.lists import roster_page, schools_file, write_xlsx
from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.jobs.actions import submit
from yanxiu.jobs.models import Job
from yanxiu.jobs.runner import run
from yanxiu.ledger.actions import bring_forward
from yanxiu.org.actions import people, time, units
from yanxiu.org.models import (
    AllianceKind,
    Appointment,
    Group,
    GroupMembership,
    LeadingGroupKind,
    Person,
    Post,
    Posting,
    School,
    SpellKind,
)
from yanxiu.setup.actions import roster as rosters
from yanxiu.setup.actions.claims import claim_name
from yanxiu.setup.actions.schools import import_schools
from yanxiu.setup.actions.slips import MOST, issue_slips
from yanxiu.setup.models import Claim, Device, LoginSlip, RosterImport
from yanxiu.setup.roster.reader import read_book
from yanxiu.setup.roster.schools import read_schools
from yanxiu.tenants.models import Account, District

CODE, REGION, PASSWORD = "BENCH1", "实测市", "bench-only-1"
ACTOR = Actor(channel="cli")
WEEKS_GONE, WEEKS = 11, 20
TRACES = 8  # audit rows for each person, as a year leaves them
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How large the district is to be."""

    schools: int
    people: int


def build(folder: Path, size: Size, say: Say) -> None:
    """Everything; raises RuntimeError when the district stands there already."""
    if District.objects.filter(code=CODE).exists():
        raise RuntimeError(f"{CODE} stands already")
    region = units.found_region(REGION, institute="实测市教师发展中心", actor=ACTOR)
    district = units.found_district(CODE, "实测区", institute="实测区教师研修中心", region=region, actor=ACTOR)
    with in_district(district):
        say("导入学校和人员")
        _lists(folder, size)
        _district_people()
        say("校历、领导小组、联合体、特殊情况")
        _time()
        _leading_groups()
        _alliances()
        _spells()
        say("账号、登录条、认领、期初结转、任务、操作记录")
        _accounts(district, region)
        _waiting()
        _balances()
        _traces()
    Path(folder / "bench-size").write_text(f"{size.schools} {size.people}")


def _lists(folder: Path, size: Size) -> None:
    """The schools, then the roster as the web would take it; a second, undecided copy of it stays to be looked at."""
    named = schools_file(folder / "schools.xlsx", size.schools, size.people)
    import_schools(read_schools(read_book(named)).entries, source="schools.xlsx", actor=ACTOR)
    path = write_xlsx(roster_page(size.schools, size.people, max(3, size.people // 50)), folder / "roster.xlsx")
    for written in (True, False):
        with path.open("rb") as handle:
            roster = rosters.upload_roster(
                handle, path.name, profile="district", as_of=clock.today(), actor=ACTOR, school=None
            )
        _work(roster.job)
        if written:
            _work(rosters.have_written(RosterImport.objects.get(pk=roster.pk), actor=ACTOR).job)


def _work(job: Job | None) -> None:
    assert job is not None
    done = run(job.district_id, job.pk)
    assert done is not None and done.state == "done", done and done.message


def _district_people() -> None:
    for code, name in (("district_admin", "蒋望舒"), ("district_officer", "秦怀瑾"), ("expert", "华景行")):
        person = people.add_person(name, actor=ACTOR)
        people.appoint(person, Post.objects.get(code=code), start=date(2025, 9, 1), actor=ACTOR)


def _time() -> None:
    """Today lies in the twelfth of twenty weeks, whichever day the measurement is made on."""
    today = clock.today()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS_GONE)
    year = time.open_year(clock.school_year_of(today), actor=ACTOR)
    term = time.set_term(year, 1, first_day=first, weeks=WEEKS, actor=ACTOR)
    last = first + timedelta(weeks=WEEKS - 1)
    time.set_exam_period(term, "期末考试", last, last + timedelta(days=4), actor=ACTOR)
    for number in range(10):
        time.correct_day(first + timedelta(days=9 * number), "rest", name=f"全区停课{number + 1}", actor=ACTOR)
        time.correct_day(first + timedelta(days=9 * number + 4), "rest", school=largest(), name="运动会", actor=ACTOR)


def largest() -> School:
    """The first school of the list, the large one."""
    found: School = School.objects.order_by("pk")[0]
    return found


def _leading_groups() -> None:
    kind = LeadingGroupKind.objects.get(code="steering_group", school__isnull=True)
    for school in School.objects.all():
        group = units.form_leading_group(kind, school=school, start=clock.today(), actor=ACTOR)
        for person in Person.objects.filter(postings__school=school)[:4]:
            units.seat_person(group, person, "member", on=clock.today(), actor=ACTOR)


def _alliances() -> None:
    kind, members = AllianceKind.objects.get(code="cluster"), list(School.objects.order_by("pk"))
    for number in range(0, len(members), 10):
        lead, *others = members[number : number + 10]
        alliance = units.form_alliance(kind, f"第{number // 10 + 1}联片", lead=lead, actor=ACTOR)
        for school in others:
            units.join_alliance(alliance, school, actor=ACTOR)


def _spells() -> None:
    """Two in a hundred are away."""
    kinds = list(SpellKind.objects.filter(ends_work=False))
    rows = Posting.objects.select_related("person", "school").order_by("pk")
    for number, posting in enumerate(rows[::50]):
        people.begin_spell(
            posting.person, kinds[number % len(kinds)], start=clock.today(), school=posting.school, actor=ACTOR
        )


def _accounts(district: District, region: Any) -> None:
    """One for everybody but every tenth, each with a device; the city's and the operator's besides."""
    common: dict[str, Any] = {"password": make_password(PASSWORD), "password_set": True, "told_at": timezone.now()}
    staff = list(Person.objects.order_by("pk"))
    named = [p for n, p in enumerate(staff) if n % 10 or n < 20 or n >= len(staff) - 3]
    made = [Account(username=f"u{p.pk.hex}", display_name=p.name, district=district, person_id=p.pk, **common) for p in named]  # fmt: skip
    made.append(Account(username="bench-city", display_name="市级查看", region=region, **common))
    made.append(Account(username="bench-operator", display_name="安装管理员", is_operator=True, **common))
    with acting(ACTOR, "account.open_many") as act:
        act.create_many(made)
    until = timezone.now() + timedelta(days=180)
    Device.objects.bulk_create(
        [Device(account=a, session_key=a.pk.hex, label="手机", signed_in_at=timezone.now(), until=until) for a in made[:-2]],
        batch_size=500,
    )  # fmt: skip


def _waiting() -> None:
    """In every school: slips for all, three claims, a list of jobs."""
    for school in School.objects.all():
        staff = list(Person.objects.filter(postings__school=school).order_by("pk"))
        for first in range(0, len(staff), MOST):
            issue_slips(school, staff[first : first + MOST], actor=ACTOR)
        for person in staff[:3]:
            claim_name(school, person, actor=ACTOR, device="手机")
        for number in range(2):
            submit("export.all", f"导出全部：{school}（{number + 1}）", {"school": str(school.pk)}, actor=ACTOR, school_id=school.pk)  # fmt: skip


def _balances() -> None:
    school = largest()
    for person in Person.objects.filter(postings__school=school):
        bring_forward(school, person, item="学时", amount=Decimal(12), unit="学时", as_of=clock.today(), source="纸质台账", actor=ACTOR)  # fmt: skip


def _traces() -> None:
    """What a year of use leaves: rows of the audit trail, spread over people, schools and days."""
    now, rows = timezone.now(), []
    accounts = dict(Account.objects.exclude(person_id=None).values_list("person_id", "pk"))
    for number, posting in enumerate(Posting.objects.order_by("pk")):
        for step in range(TRACES):
            at = now - timedelta(days=45 * step, seconds=number)
            rows.append(AuditEvent(
                at=at, school_year=clock.school_year_of(at.date()), school_id=posting.school_id, actor_id=accounts.get(posting.person_id),
                person_id=posting.person_id, channel="web", verb="group.change", target_type="org.Group", target_id=posting.pk,
            ))  # fmt: skip
    AuditEvent.objects.bulk_create(rows, batch_size=500)


def counts() -> dict[str, int]:
    """Rows of what pages list."""
    kinds = (School, Person, Posting, Group, GroupMembership, Appointment, LoginSlip, Claim, Job, AuditEvent)
    return {model._meta.label: model.objects.count() for model in kinds} | {"tenants.Account": Account.objects.count()}
