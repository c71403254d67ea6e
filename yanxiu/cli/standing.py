"""`yanxiu assess standing`: where one person or everybody of a school stands, the same figures as on 我的."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from yanxiu.cli.arguments import day
from yanxiu.cli.output import Problem, emit

if TYPE_CHECKING:
    from yanxiu.assessment.shown import Line
    from yanxiu.assessment.standing import Part
    from yanxiu.org.models import Person, School


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--person", default="", metavar="工号", help="一位教师")
    parser.add_argument(
        "--school", default="", metavar="代码", help="学校代码：一所学校的每一位教师，或写明这位教师在哪所学校"
    )
    parser.add_argument("--district", default="", metavar="代码", help="区代码，几个区有同样的代码时写")
    parser.add_argument("--on", type=day, default=None, metavar="日期", help="截至哪一天，默认今天")


def stand(options: argparse.Namespace) -> int:
    """Tell the figures."""
    from yanxiu.base import clock
    from yanxiu.base.tenancy import in_district

    if not options.person and not options.school:
        raise Problem("请写 --person 工号，或 --school 学校代码。")
    on = options.on or clock.today()
    person = (
        _person(options.person.strip(), options.school.strip(), options.district.strip()) if options.person else None
    )
    school = _school(person, options.school.strip(), options.district.strip(), on)
    with in_district(school.district_id):
        result = standing_at(school, person, on)
        emit(result, as_json=options.json, words=_words(result))
    return 0


def standing_at(school: School, person: Person | None, on: date) -> dict[str, Any]:
    """The figures of one person, or of everybody at the school on a day; the district is bound."""
    from yanxiu.assessment.judging import benches
    from yanxiu.assessment.standing import Part
    from yanxiu.org.queries.people import at_school

    people = [person] if person else list(at_school(school, on))
    parts: dict[str, list[Part]] = {}
    for bench in benches(school, on):
        for facts, findings in bench.findings(bench.facts("teacher", [one.pk for one in people])):
            parts.setdefault(facts.subject.id, []).append(Part(bench, facts, findings))
    told = [_told(one, parts.get(str(one.pk), [])) for one in people]
    return {"school": school.code, "on": on.isoformat(), "people": told}


def _told(person: Person, parts: list[Part]) -> dict[str, Any]:
    figures = [
        _figure(part.bench.pack.id, line) for part in parts for line in (*part.lines, *part.results, *part.untold)
    ]
    return {"staff_no": person.staff_no, "name": person.name, "figures": figures}


def _figure(pack: str, line: Line) -> dict[str, Any]:
    return {
        "pack": pack, "rule": line.rule, "title": line.name, "figure": line.n, "of": line.of.strip(), "gap": line.gap,
        "state": line.state,
    }  # fmt: skip


def _person(staff_no: str, school: str, district: str) -> Person:
    from yanxiu.org.models import Person

    rows = Person.unscoped.filter(staff_no=staff_no, erased_at__isnull=True)
    rows = rows.filter(district__code=district) if district else rows
    if school:
        from yanxiu.org.models import Posting

        here = Posting.unscoped.filter(school__code__iexact=school).values("person_id")
        rows = rows.filter(pk__in=here)
    known = list(rows[:2])
    if not known:
        raise Problem(f"没有工号为“{staff_no}”的人。工号在“人员”里看。")
    if len(known) > 1:
        raise Problem(f"不止一人的工号是“{staff_no}”。请加上 --school 学校代码，或 --district 区代码。")
    return known[0]


def _school(person: Person | None, code: str, district: str, on: date) -> School:
    from yanxiu.org.models import Posting, School
    from yanxiu.org.models.units import in_force

    if person is None or code:
        rows = School.unscoped.filter(code__iexact=code)
        known = list((rows.filter(district__code=district) if district else rows)[:2])
        if person is not None:
            known = [one for one in known if one.district_id == person.district_id]
        if not known:
            raise Problem(f"没有代码为“{code}”的学校。先导入学校名单，或检查代码。")
        if len(known) > 1:
            raise Problem(f"不止一个区有代码为“{code}”的学校。请加上 --district 区代码。")
        return known[0]
    held = Posting.unscoped.filter(in_force(on), district_id=person.district_id, person_id=person.pk, kind__main=True)
    found = held.select_related("school").first()
    if found is None:
        raise Problem(f"{person.name}在 {on} 不在任何学校。请用 --on 写在岗的一天。")
    return found.school


def _words(result: dict[str, Any]) -> str:
    lines = []
    for one in result["people"]:
        said = [f"  {f['title']} {f['figure']}{f['of']} {f['gap']}".rstrip() for f in one["figures"]]
        lines += [f"{one['name']}（{one['staff_no']}）", *(said or ["  还没有采用制度。"])]
    return "\n".join(lines)
