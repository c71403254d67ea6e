"""`yanxiu regulation adopt`, `list`: which regulation a unit follows, through the same acts as on the pages."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from yanxiu.cli.arguments import day
from yanxiu.cli.output import Problem, emit

if TYPE_CHECKING:
    from uuid import UUID

    from yanxiu.org.models import School
    from yanxiu.regulations.models import Adoption

DECIDED_BY = "安装管理员"  # whoever types a command is no meeting; the page shows just that


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the commands."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    adopt = places.add_parser("adopt", help="让一个单位从一天起采用制度库里的一份制度")
    _where(adopt)
    adopt.add_argument("--pack", required=True, help="制度包的编号")
    adopt.add_argument(
        "--from", dest="start", type=day, required=True, metavar="日期", help="从哪天起，例如 2026-03-02"
    )
    adopt.add_argument("--decided-by", default=DECIDED_BY, metavar="名称", help="由哪个会议或小组议定")
    adopt.add_argument("--decided-on", type=day, default=None, metavar="日期", help="哪天议定，默认今天")
    adopt.add_argument("--document", default="", metavar="文号", help="文号，没有就不写")
    adopt.add_argument("--replacing", action="store_true", help="管同样事情的另一份，到这一天为止")
    adopt.add_argument("--recommended", action="store_true", help="有建议的裁定点，全部照建议裁定")
    adopt.add_argument("--json", action="store_true")
    listed = places.add_parser("list", help="一个单位采用过的制度")
    _where(listed)
    listed.add_argument("--json", action="store_true")


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", default="", help="学校代码")
    parser.add_argument("--district", default="", help="区代码。不写学校时，是区里自己的制度")


def run(options: argparse.Namespace) -> int:
    """Do it in the district of the unit."""
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.base.errors import Refusal
    from yanxiu.base.tenancy import in_district

    district, school = _place(options.school.strip(), options.district.strip())
    try:
        with in_district(district):
            return _adopt(options, school) if options.what == "adopt" else _list(options, school)
    except Refusal as problem:
        raise Problem(problem.message) from problem


def _place(school: str, district: str) -> tuple[UUID, School | None]:
    """The unit: a school by its code, the district narrowing it down, or the district itself."""
    from yanxiu.org.models import School as Schools
    from yanxiu.tenants.models import District

    if not school and not district:
        raise Problem("请写 --school 学校代码，或 --district 区代码。")
    found = District.objects.filter(code=district).first() if district else None
    if district and found is None:
        raise Problem(f"没有代码为“{district}”的区。")
    if not school:
        assert found is not None
        return found.pk, None
    rows = Schools.unscoped.filter(code__iexact=school)
    known = list((rows.filter(district_id=found.pk) if found else rows)[:2])
    if not known:
        raise Problem(f"没有代码为“{school}”的学校。先导入学校名单，或检查代码。")
    if len(known) > 1:
        raise Problem(f"不止一个区有代码为“{school}”的学校。请加上 --district 区代码。")
    return known[0].district_id, known[0]


def _adopt(options: argparse.Namespace, school: School | None) -> int:
    from yanxiu.base import clock
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.regulations import actions

    meeting = actions.Meeting(options.decided_by, options.decided_on or clock.today(), options.document)
    adoption = actions.adopt(
        options.pack, school, start=options.start, meeting=meeting, replacing=options.replacing, actor=COMMAND_LINE
    )
    ruled = 0
    if options.recommended and (points := actions.recommended(adoption)):
        ruled = len(points)
        actions.adopt_recommended(adoption, start=options.start, meeting=meeting, actor=COMMAND_LINE)
    result = _told(adoption) | {"ruled": ruled}
    words = f"自 {options.start} 起采用《{result['title']}》，裁定 {ruled} 处，还有 {result['open']} 处待裁定。"
    emit(result, as_json=options.json, words=words)
    return 0


def _list(options: argparse.Namespace, school: School | None) -> int:
    from yanxiu.regulations.queries import adoptions

    rows = [_told(one) for one in adoptions(school)]
    words = "\n".join(_line(row) for row in rows) or "还没有采用制度。"
    emit({"adoptions": rows}, as_json=options.json, words=words)
    return 0


def _line(row: dict[str, Any]) -> str:
    until = f"，到 {row['until']} 前" if row["until"] else ""
    return f"{row['from']} 起{until}：{row['title']}，{row['open']} 处待裁定"


def _told(adoption: Adoption) -> dict[str, Any]:
    from yanxiu.regulations.library import pack_of
    from yanxiu.regulations.queries import latest_rulings

    pack = pack_of(adoption.version)
    made = latest_rulings(adoption.school, pack)
    return {
        "id": str(adoption.pk),
        "pack": pack.id,
        "title": pack.title,
        "version": pack.version,
        "hash": adoption.version_id,
        "from": str(adoption.start) if adoption.start else None,
        "until": str(adoption.end) if adoption.end else None,
        "open": sum(not point.noted and point.id not in made for point in pack.points.values()),
    }
