"""`yanxiu people import`: a roster, judged and written, all of it or nothing."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yanxiu.cli.arguments import day
from yanxiu.cli.output import Problem, emit, say

if TYPE_CHECKING:
    from yanxiu.org.models import School
    from yanxiu.setup.roster.preview import Preview


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    people = places.add_parser("import", help="导入教职工名单")
    people.add_argument("file", type=Path)
    where = people.add_mutually_exclusive_group(required=True)
    where.add_argument("--district", help="区代码：按每行的学校代码分到各校")
    where.add_argument("--school", help="学校代码：整张表都是这所学校的")
    people.add_argument("--profile", default="", help="school（只要姓名）或 district（区里要的）")
    people.add_argument("--map", action="append", default=[], metavar="项目=列", help="例如 姓名=B，可重复")
    people.add_argument("--sheet", default="", help="工作表名")
    people.add_argument("--as-of", type=day, default=None, metavar="日期", help="按哪一天算，默认今天")
    people.add_argument("--hidden", default="", metavar="行号", help="要导入的隐藏行，例如 14,22")
    people.add_argument("--good-rows", action="store_true", help="有问题的行留下，先导入没问题的")
    people.add_argument("--mend", type=Path, metavar="文件", help="把有问题的行写成一个 .xlsx，改好再导")
    people.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    people.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Judge the file; write it unless something is bad and --good-rows was not given."""
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.base.errors import Refusal
    from yanxiu.base.tenancy import in_district
    from yanxiu.setup.roster.errors import RosterError

    district, school = _place(options)
    try:
        with in_district(district):
            result, words = _import(options, school)
    except (RosterError, Refusal) as problem:
        raise Problem(problem.message) from problem
    emit(result, as_json=options.json, words=words)
    return 0


def _import(options: argparse.Namespace, school: School | None) -> tuple[dict[str, Any], str]:
    from yanxiu.base import clock

    as_of = options.as_of or clock.today()
    found = _preview(options, school, as_of)
    result, words = found.to_json(), f"{found.data_rows} 人，没有问题 {len(found.entries)}，有问题 {len(found.bad)}。"
    if options.mend and found.bad:
        from yanxiu.setup.roster.mend import mend_workbook

        options.mend.write_bytes(mend_workbook(found))
    if options.dry_run:
        return result, words
    if found.bad and not options.good_rows:
        reason = "有问题的行没有改好，一行也没有写入。改好再导，或加 --good-rows 先导入没问题的。"
        result["warnings"] = result["warnings"] | {"not_imported": reason}
        return result, f"{words}{reason}"
    return _write(found, result, words, school, as_of)


def _preview(options: argparse.Namespace, school: School | None, as_of: date) -> Preview:
    from yanxiu.setup.judging import known_codes
    from yanxiu.setup.roster.preview import preview
    from yanxiu.setup.roster.reader import read_book

    if not options.file.is_file():
        raise Problem(f"没有找到文件：{options.file}")
    profile = options.profile or ("school" if school else "district")
    book = read_book(options.file)
    return preview(
        book, profile=profile, sheet=options.sheet, mapping=_mapping(options.map), as_of=as_of,
        schools=known_codes(school), one_school=school is not None,
        include_hidden=[int(n) for n in re.findall(r"\d+", options.hidden)], progress=lambda n, of: say(f"核对 {n}/{of}"),
    )  # fmt: skip


def _write(
    found: Preview, result: dict[str, Any], words: str, school: School | None, as_of: date
) -> tuple[dict[str, Any], str]:
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.setup.actions.roster_people import import_people
    from yanxiu.setup.roster.preview import left_out

    outcome = import_people(
        found.entries,
        actor=COMMAND_LINE,
        as_of=as_of,
        school=school,
        aside=left_out(found),
        report=lambda n, of, text: say(f"{text}，共 {of} 人"),
    )
    asked = {name: sorted(set(rows)) for name, rows in outcome.questions.items() if rows}
    result["warnings"] = result["warnings"] | asked | {"imported": outcome.to_json()}
    return result, f"{words}新建 {outcome.created} 人，更新 {outcome.updated} 人，没有变化 {outcome.unchanged} 人。"


def _mapping(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, mark, column = pair.partition("=")
        if not mark:
            raise Problem(f"--map 要写成 项目=列，例如 姓名=B；这里是“{pair}”。")
        found[name.strip()] = column.strip()
    return found


def _place(options: argparse.Namespace) -> tuple[Any, School | None]:
    """The district, and the school when the whole list is of one."""
    from yanxiu.org.models import School as Schools
    from yanxiu.tenants.models import District

    if options.district:
        district = District.objects.filter(code=options.district.strip()).first()
        if district is None:
            raise Problem(
                f"没有代码为“{options.district}”的区。先导入学校名单：yanxiu org import-schools 文件 --district {options.district} --create-district 区名"
            )
        return district, None
    found = list(Schools.unscoped.filter(code__iexact=options.school.strip()).select_related("district")[:2])
    if not found:
        raise Problem(f"没有代码为“{options.school}”的学校。先导入学校名单，或检查代码。")
    if len(found) > 1:
        raise Problem(f"不止一个区有代码为“{options.school}”的学校。请改用 --district 区代码，并在表里写学校代码。")
    return found[0].district, found[0]
