"""`yanxiu org import-schools`: the schools of a district from a list."""

import argparse
from pathlib import Path
from typing import Any

from yanxiu.cli.output import Problem, emit


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    schools = places.add_parser("import-schools", help="导入学校名单：学校代码、学校名称、单位类型")
    schools.add_argument("file", type=Path)
    schools.add_argument("--district", required=True, help="区代码")
    schools.add_argument("--create-district", metavar="名称", default="", help="区还没有时，用这个名称建")
    schools.add_argument("--sheet", default="")
    schools.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Read the list and write it; bad rows are reported and left out."""
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.base.errors import Refusal
    from yanxiu.base.tenancy import in_district
    from yanxiu.setup.actions.schools import import_schools
    from yanxiu.setup.roster.errors import RosterError
    from yanxiu.setup.roster.reader import read_book
    from yanxiu.setup.roster.schools import read_schools

    try:
        found = read_schools(read_book(_file(options.file)), options.sheet)
        district = _district(options)
        with in_district(district):
            outcome = import_schools(found.entries, source=options.file.name, actor=COMMAND_LINE)
    except (RosterError, Refusal) as problem:
        raise Problem(problem.message) from problem
    result: dict[str, Any] = {
        "data_rows": len(found.entries) + len(found.bad),
        "valid": len(found.entries),
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "bad": [
            {"row": row, "codes": [p.code for p in bad], "message": "".join(p.message for p in bad)}
            for row, bad in found.bad
        ],
        "hidden_rows": found.hidden_rows,
        "skipped": [{"row": row, "kind": kind} for row, kind in found.skipped],
        "warnings": {
            k: v for k, v in {"new_types": outcome.new_types, "missing_from_list": outcome.missing}.items() if v
        },
    }
    emit(
        result,
        as_json=options.json,
        words=f"新建 {outcome.created} 所，更新 {outcome.updated} 所，没有变化 {outcome.unchanged} 所，有问题 {len(found.bad)} 行。",
    )
    return 0


def _file(path: Path) -> Path:
    if not path.is_file():
        raise Problem(f"没有找到文件：{path}")
    return path


def _district(options: argparse.Namespace) -> Any:
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.org.actions.units import found_district
    from yanxiu.tenants.models import District

    found = District.objects.filter(code=options.district.strip()).first()
    if found is None and options.create_district:
        return found_district(options.district, options.create_district, actor=COMMAND_LINE)
    if found is None:
        raise Problem(f"没有代码为“{options.district}”的区。第一次导入请加 --create-district 区名。")
    return found
