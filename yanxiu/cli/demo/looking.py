"""What is worth a look with an account of the demonstration: one sentence, with figures as the pages show them."""

from __future__ import annotations

from yanxiu.assessment.models import Run, RunState
from yanxiu.assessment.shown import Line
from yanxiu.assessment.standing import of_person
from yanxiu.base import clock
from yanxiu.cli.demo import plan
from yanxiu.org.models import Appointment, Person, Posting, School, Spell
from yanxiu.org.models.units import in_force

NEAR = 0.8  # who has that much of what is asked is nearly there
SOME = 2  # not just one
NEW = 365  # days since somebody began
SENTENCES = {
    "office": "先看“待办”；再打开“达标”，看全校谁还差什么，把提醒的话复制到群里。",
    "principal": "打开“达标”看全校；“制度”里有待学校填的数。",
    "leader": "打开“本组”里的“谁还差什么”。",
    "middle_leader": "打开“本组”里的“谁还差什么”，点一个数，看是哪一条、哪几条记录。",
    "teacher": "打开“我的”，点每一个数；学时里有期初结转。",
    "two_schools": "打开“记录”，两所学校的听课都在这里。",
    "on_leave": "打开“我的”，看请假期间怎样显示。",
    "other_office": "打开“制度”，看还待裁定的几处，和今天起改过的一处。",
    "bare_office": "打开“制度”，看还没有采用制度的学校下一步做什么。",
    "kindergarten_principal": "打开“制度”，看制度库里有哪几份可以采用。",
    "district_admin": "看各校有多少人、有没有人管。",
    "operator": "再开办一所自己的学校。",
}


def at(code: str, school: School | None, person: Person | None) -> str:
    """One sentence for a role; the figures in it are looked up."""
    if code == "short_teacher" and school and person and (line := _short(school, person)):
        return f"打开“我的”，点“{line.name}”的 {line.n}{line.of}。"
    if code == "young_teacher" and school and person and (line := _missed(school, person)):
        return f"打开“我的”，看“{line.name}”：{line.gap}。"
    if code == "village_office" and school:
        return _runs(school)
    if code == "village_teacher":
        return "打开“我的”，看六项得分合成的等级，点开看扣在哪里。"
    return SENTENCES.get(code, "")


def _lines(school: School, person: Person) -> list[Line]:
    return [line for part in of_person(school, person.pk, clock.today()).parts for line in part.lines]


def _short(school: School, person: Person) -> Line | None:
    """A requirement of a term that is nearly met."""
    open_ = [one for one in _lines(school, person) if one.state == "due" and one.value and one.max]
    near = (one for one in open_ if NEAR <= float(one.value or 0) / float(one.max or 1) < 1)
    return next((one for one in near if float(one.max or 0) - float(one.value or 0) >= SOME), None)


def _missed(school: School, person: Person) -> Line | None:
    """A requirement of every week that one week lacks."""
    return next((one for one in _lines(school, person) if one.boxes.count("miss") == 1), None)


def _plain(school: School) -> list[Person]:
    rows = Posting.objects.filter(in_force(plan.TODAY), school=school, kind__main=True)
    rows = rows.exclude(person__in=Appointment.objects.filter(in_force(plan.TODAY)).values("person"))
    rows = rows.exclude(person__in=Spell.objects.filter(in_force(plan.TODAY)).values("person"))
    return [row.person for row in rows.select_related("person").order_by("person__name_key", "person_id")]


def somebody_short(school: School) -> Person | None:
    """The first teacher without a post, no newcomer, who lacks a little."""
    return next((one for one in _plain(school) if not _is_new(one) and _short(school, one)), None)


def somebody_new(school: School) -> Person | None:
    """The first who began within the year."""
    return next((one for one in _plain(school) if _is_new(one)), None)


def _is_new(person: Person) -> bool:
    return person.work_began is not None and (plan.TODAY - person.work_began).days <= NEW


def _runs(school: School) -> str:
    """The tie to be decided, and the run that is sealed."""
    last = Run.objects.filter(school=school, state=RunState.PREVIEW).order_by("-as_of", "-number").first()
    tie = next((one for one in last.summary.get("open", []) if one["what"] == "tie"), None) if last else None
    if tie is None:
        return SENTENCES["other_office"]
    return f"打开“考核”最上面一次：{tie['people']} 人同分，只剩 {tie['left']} 个名额，等你们议定；第一学期的已经封存。"
