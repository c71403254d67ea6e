"""`yanxiu policy …`: check a pack, run its cases, judge a facts file, explain one finding. Needs no database."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from yanxiu.cli.output import Problem, emit


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    for name, words in (("check", "严格读入并自查"), ("cases", "跑样例")):
        place = places.add_parser(name, help=words, description=words)
        place.add_argument("folder", nargs="+", type=Path, metavar="DIR")
        place.add_argument("--json", action="store_true")
    for name, words in (("evaluate", "按制度判一份事实文件"), ("explain", "用文员的话说清一个结果")):
        place = places.add_parser(name, help=words, description=words)
        place.add_argument("folder", type=Path, metavar="DIR")
        place.add_argument("--facts", type=Path, required=True)
        place.add_argument("--on", help="截至哪一天，如 2026-01-16")
        place.add_argument("--ruling", action="append", default=[], metavar="裁定点=读法")
        place.add_argument("--recommended", action="store_true", help="全部采用建议读法")
        place.add_argument("--calendar", type=Path)
        place.add_argument("--rule")
        place.add_argument("--subject")
        place.add_argument("--json", action="store_true")
    place = places.add_parser("schemas", help="写出各种文件的 JSON Schema", description="写出各种文件的 JSON Schema")
    place.add_argument("folder", type=Path, metavar="DIR")


def run(options: argparse.Namespace) -> int:
    """Run one of the sub-commands."""
    return {"check": check, "cases": cases, "evaluate": judge, "explain": judge, "schemas": write_schemas}[
        options.what
    ](options)


def check(options: argparse.Namespace) -> int:
    """Load strictly and check the text against itself: exit 1 on an error, 0 with warnings."""
    from yanxiu.policy.loader import inspect
    from yanxiu.policy.problems import PackError
    from yanxiu.policy.selfcheck import selfcheck

    found: list[Any] = []
    for folder in options.folder:
        pack, problems = inspect(folder)
        found += problems
        if pack is not None and not problems:
            try:
                found += selfcheck(pack, folder)
            except PackError as error:
                found += error.problems
    errors = [one for one in found if one.severity == "error"]
    shown = [
        {"code": p.code, "severity": p.severity, "file": p.file, "line": p.line, "message": p.message, "mend": p.mend}
        for p in found
    ]
    words = "\n".join([*map(str, found), f"{len(errors)} 处错误，{len(found) - len(errors)} 处提醒"])
    emit(
        {"errors": len(errors), "warnings": len(found) - len(errors), "problems": shown},
        as_json=options.json,
        words=words,
    )
    return 1 if errors else 0


def cases(options: argparse.Namespace) -> int:
    """Run worked cases: exit 1 when one fails or a pack cannot be read; the last line gives the totals."""
    from yanxiu.policy.cases import run_all
    from yanxiu.policy.loader import load
    from yanxiu.policy.problems import PackError

    outcomes, broken = [], list[str]()
    for folder in options.folder:
        try:
            outcomes += run_all(load(folder), folder)
        except PackError as error:
            broken += [str(one) for one in error.problems]
    failed = [one for one in outcomes if not one.passed]
    lines = [f"{one.case.file}:{one.case.line} {one.case.title}\n  " + "\n  ".join(one.wrong) for one in failed]
    totals = f"{len(outcomes) - len(failed)} passed, {len(failed) + len(broken)} failed"
    result = {
        "passed": len(outcomes) - len(failed),
        "failed": len(failed) + len(broken),
        "problems": broken,
        "failures": [
            {"file": one.case.file, "line": one.case.line, "case": one.case.title, "wrong": list(one.wrong)}
            for one in failed
        ],
    }
    emit(result, as_json=options.json, words="\n".join([*broken, *lines, totals]))
    return 1 if failed or broken else 0


def judge(options: argparse.Namespace) -> int:
    """Judge a facts file: all findings as JSON or in words; `--rule` and `--subject` pick some."""
    from yanxiu.policy.evaluate import evaluate, recommended
    from yanxiu.policy.explain import as_json, in_words
    from yanxiu.policy.factsfile import read_facts
    from yanxiu.policy.loader import load
    from yanxiu.policy.problems import PackError

    try:
        pack = load(options.folder)
        given = read_facts(options.facts, pack, options.calendar)
    except PackError as error:
        raise Problem("\n".join(map(str, error.problems))) from error
    on = _day(options.on) or given.on or given.calendar.term.last
    rulings = (recommended(pack) if options.recommended else {}) | _rulings(options.ruling, pack)
    found = [
        one
        for one in evaluate(pack, given.facts, on=on, calendar=given.calendar, rulings=rulings)
        if options.rule in (None, one.rule) and options.subject in (None, one.subject)
    ]
    if options.what == "explain" and not found:
        raise Problem(_nothing(options, pack, [one.id for one in given.facts.subjects()]))
    result = {
        "pack": pack.id,
        "version": pack.version,
        "hash": pack.hash,
        "on": str(on),
        "rulings": {name: str(value) for name, value in rulings.items()},
        "findings": [as_json(one) for one in found],
    }
    emit(result, as_json=options.json, words="\n".join(line for one in found for line in in_words(one, pack)))
    return 0


def _nothing(options: argparse.Namespace, pack: Any, subjects: list[str]) -> str:
    """Why there is nothing to explain: a rule or a subject nobody wrote, or none of these together."""
    rules = [one.id for one in pack.rules]
    if options.rule and options.rule not in rules:
        return f"没有名为“{options.rule}”的规则。可以写：{'、'.join(rules)}。"
    if options.subject and options.subject not in subjects:
        return f"记录文件里没有“{options.subject}”。可以写：{'、'.join(subjects)}。"
    return "没有这样的结果：这条规则不判这个人，或还没有开始的一段。不写 --rule、--subject 就全部列出。"


def _day(written: str | None) -> date | None:
    from yanxiu.policy.conditions import as_date

    if written and as_date(written) is None:
        raise Problem(f"--on 的日期“{written}”不对。写成 2025-09-01 的样子。")
    return as_date(written)


def _rulings(written: list[str], pack: Any) -> dict[str, Any]:
    from yanxiu.policy.exact import read

    found: dict[str, Any] = {}
    for one in written:
        id, equals, reading = one.partition("=")
        if not equals:
            raise Problem(f"--ruling 后面写“裁定点=读法”，如 {one}=…，等号两边不空格。")
        point = pack.points.get(id)
        if point is None:
            raise Problem(f"没有名为“{id}”的裁定点。可以写：{'、'.join(pack.points) or '（没有）'}。")
        number = read(reading) if point.asks else None
        if (point.asks and number is None) or (not point.asks and point.reading(reading) is None):
            raise Problem(
                f"裁定“{id}”没有读法“{reading}”。可以写：{'、'.join(r.key for r in point.readings) or '一个数'}。"
            )
        found[id] = number if point.asks else reading
    return found


def write_schemas(options: argparse.Namespace) -> int:
    """Write every published schema into a folder."""
    from yanxiu.policy.schemas import all_schemas

    options.folder.mkdir(parents=True, exist_ok=True)
    for name, schema in all_schemas().items():
        (options.folder / f"{name}.json").write_text(
            json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    emit({"written": len(all_schemas())}, as_json=False, words=f"写好 {len(all_schemas())} 个。")
    return 0
