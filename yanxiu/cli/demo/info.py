"""What `yanxiu demo info` prints: invented accounts by role, and the ids of the main objects."""

from __future__ import annotations

from typing import Any

from yanxiu.base.tenancy import in_district
from yanxiu.cli.demo import plan
from yanxiu.org.enums import GROUP_LEADER
from yanxiu.org.models import Appointment, Group, Person, Posting, School, Spell, Term
from yanxiu.org.models.units import in_force
from yanxiu.tenants.models import Account, District

MAIN = "QHA001"


def info() -> dict[str, Any]:
    """Accounts by role with their shared password, schools and terms with ids; {} when there is no demonstration."""
    district = District.objects.filter(code=plan.DISTRICT).first()
    if district is None:
        return {}
    with in_district(district):
        schools = {school.code: school for school in School.objects.all()}
        return {
            "today": plan.TODAY.isoformat(),
            "password": plan.PASSWORD,
            "district": {"id": str(district.pk), "code": district.code, "name": district.name},
            "accounts": _accounts(schools),
            "schools": [_school(school) for school in schools.values()],
            "terms": [
                {
                    "id": str(t.pk),
                    "number": t.number,
                    "first_day": t.first_day.isoformat(),
                    "last_day": t.last_day.isoformat(),
                }
                for t in Term.objects.all()
            ],
        }


def _school(school: School) -> dict[str, Any]:
    people = Posting.objects.filter(in_force(plan.TODAY), school=school).values("person_id").distinct().count()
    groups = Group.objects.filter(in_force(plan.TODAY), school=school).count()
    return {"id": str(school.pk), "code": school.code, "name": school.name, "people": people, "groups": groups}


def _accounts(schools: dict[str, School]) -> list[dict[str, str]]:
    found: list[tuple[str, str, Person | None, str]] = [
        ("安装管理员", "operator", None, "anzhuang"),
        ("市级", "region", None, "shiji"),
    ]
    for code, role in (("district_admin", "区级管理员"), ("district_officer", "师训专干（区）"), ("expert", "专家")):
        found.append((role, code, _holder(post__code=code), ""))
    main = schools[MAIN]
    found += [
        ("校长", "principal", _holder(school=main, post__code="principal"), ""),
        ("教导主任", "office", _holder(school=main, post__code="teaching_director"), ""),
        ("教研组长", "leader", _holder(group__school=main, group__name="语文组", post__code=GROUP_LEADER), ""),
        ("一人四职", "four_hats", _holder(school=main, post__code="training_officer"), ""),
        ("教师", "teacher", _plain_teacher(main), ""),
        ("走教教师", "two_schools", _first(Posting.objects.filter(kind__code="part_time")), ""),
        ("产假中的教师", "on_leave", _first(Spell.objects.filter(kind__code="maternity_leave", school=main)), ""),
        ("初中教导主任", "other_office", _holder(school=schools["QHB001"], post__code="teaching_director"), ""),
        ("村小教师", "village_teacher", _plain_teacher(schools["QHA003"]), ""),
        ("园长", "kindergarten_principal", _holder(school=schools["QHC001"], post__code="principal"), ""),
    ]
    return [_account(role, code, person, username) for role, code, person, username in found]


def _account(role: str, code: str, person: Person | None, username: str) -> dict[str, str]:
    account = (
        Account.objects.get(username=username)
        if username
        else Account.objects.get(person_id=person.pk if person else None)
    )
    return {"role": role, "code": code, "username": account.username, "name": account.display_name}


def _holder(**condition: Any) -> Person | None:
    return _first(Appointment.objects.filter(in_force(plan.TODAY), **condition))


def _first(rows: Any) -> Person | None:
    row = rows.select_related("person").order_by("person__name_key", "person_id").first()
    return row.person if row else None


def _plain_teacher(school: School) -> Person | None:
    """Somebody of the school without any post and without a spell."""
    rows = Posting.objects.filter(in_force(plan.TODAY), school=school, kind__main=True)
    rows = rows.exclude(person__in=Appointment.objects.filter(in_force(plan.TODAY)).values("person"))
    return _first(rows.exclude(person__in=Spell.objects.filter(in_force(plan.TODAY)).values("person")))
