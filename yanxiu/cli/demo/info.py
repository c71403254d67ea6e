"""What `yanxiu demo info` prints: invented accounts by role, and the ids of the main objects."""

from __future__ import annotations

from typing import Any

from yanxiu.base.tenancy import in_district
from yanxiu.cli.demo import looking, plan
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
    found = [_account(*one) for one in _everywhere()]
    main, middle, village = schools[MAIN], schools["QHB001"], schools["QHA003"]
    places: list[tuple[str, str, Person | None, School]] = [
        ("校长", "principal", _holder(school=main, post__code="principal"), main),
        ("教导主任", "office", _office(main), main),
        ("教研组长", "leader", _leader(main), main),
        ("一人四职", "four_hats", _holder(school=main, post__code="training_officer"), main),
        ("教师", "teacher", _plain_teacher(main), main),
        ("走教教师", "two_schools", _first(Posting.objects.filter(kind__code="part_time")), village),
        ("产假中的教师", "on_leave", _first(Spell.objects.filter(kind__code="maternity_leave", school=main)), main),
        ("初中教导主任", "other_office", _office(middle), middle),
        ("初中教研组长", "middle_leader", _leader(middle), middle),
        ("还差几节的教师", "short_teacher", looking.somebody_short(middle), middle),
        ("入职不久的教师", "young_teacher", looking.somebody_new(middle), middle),
        ("村小教导主任", "village_office", _office(village), village),
        ("村小教师", "village_teacher", _plain_teacher(village), village),
        ("还没有采用制度的教导主任", "bare_office", _office(schools["QHA002"]), schools["QHA002"]),
        (
            "园长",
            "kindergarten_principal",
            _holder(school=schools["QHC001"], post__code="principal"),
            schools["QHC001"],
        ),
    ]
    for role, code, person, school in places:
        if person is not None:
            found.append(_account(role, code, person, "", school))
    return found


def _everywhere() -> list[tuple[str, str, Person | None, str]]:
    """Accounts of no school."""
    found: list[tuple[str, str, Person | None, str]] = [
        ("安装管理员", "operator", None, "anzhuang"),
        ("市级", "region", None, "shiji"),
    ]
    for code, role in (("district_admin", "区级管理员"), ("district_officer", "师训专干（区）"), ("expert", "专家")):
        found.append((role, code, _holder(post__code=code), ""))
    return found


def _account(
    role: str, code: str, person: Person | None, username: str, school: School | None = None
) -> dict[str, str]:
    account = Account.objects.get(username=username) if username else Account.objects.get(person_id=_key(person))
    return {
        "role": role, "code": code, "username": account.username, "name": account.display_name,
        "school": school.code if school else "", "staff_no": person.staff_no if person else "",
        "look": looking.at(code, school, person),
    }  # fmt: skip


def _key(person: Person | None) -> Any:
    return person.pk if person else None


def _office(school: School) -> Person | None:
    return _holder(school=school, post__code="teaching_director")


def _leader(school: School) -> Person | None:
    return _holder(group__school=school, group__name="语文组", post__code=GROUP_LEADER)


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
