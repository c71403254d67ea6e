"""`yanxiu assess`: where people stand, run a school for a term, judge a stored run again, seal one."""

from __future__ import annotations

import argparse
import time
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

from yanxiu.cli import standing
from yanxiu.cli.arguments import day
from yanxiu.cli.output import Problem, emit, say

if TYPE_CHECKING:
    from yanxiu.assessment.models import Run
    from yanxiu.org.models import School, Term
    from yanxiu.regulations.models import Adoption

WAIT = 0.5  # seconds between two looks at a run another worker has taken


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    stands = places.add_parser("standing", help="一位教师或全校现在到哪一步", description="一位教师或全校现在到哪一步")
    standing.arguments(stands)
    make = places.add_parser("run", help="试算一所学校的一个学期", description="试算一所学校的一个学期")
    make.add_argument("--school", required=True, metavar="代码", help="学校代码")
    make.add_argument("--district", default="", metavar="代码", help="区代码，几个区有同样的学校代码时写")
    make.add_argument("--term", default="", metavar="学期", help="如 2025-2；默认今天所在或刚结束的学期")
    make.add_argument("--pack", default="", metavar="制度", help="在用的制度不止一份时写制度包编号")
    make.add_argument("--on", type=day, default=None, metavar="日期", help="截至哪一天，默认今天")
    for name, words in (("replay", "用存下的制度、裁定、校历和记录再算一遍，逐位核对"), ("seal", "封存一次试算")):
        place = places.add_parser(name, help=words, description=words)
        place.add_argument("--run", required=True, metavar="编号", dest="run_id", help="试算的编号")
    seal = places.choices["seal"]
    seal.add_argument("--decided-by", required=True, metavar="小组", help="由哪个会议或小组议定")
    seal.add_argument("--decided-on", required=True, type=day, metavar="日期", help="议定日期")
    seal.add_argument("--note", default="", help="说明")
    seal.add_argument("--accept-lacking", action="store_true", help="还有人缺评分或没有等级，就这样封存")
    for place in places.choices.values():
        place.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Run one of the sub-commands."""
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.base.errors import Refusal

    try:
        return {"standing": standing.stand, "run": make, "replay": again, "seal": seal}[options.what](options)
    except Refusal as problem:
        raise Problem(problem.message) from problem


def make(options: argparse.Namespace) -> int:
    """Begin a run and see it through."""
    from yanxiu.assessment.actions.runs import begin_run
    from yanxiu.base import clock
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.jobs.runner import run as work

    school = _school(options.school.strip(), options.district.strip())
    on = options.on or clock.today()
    with _bound(school.district_id):
        term = _term(school, options.term, on)
        made = begin_run(school, term, _adoption(school, term, options.pack, on), on=on, actor=COMMAND_LINE)
        if made.job_id:
            work(made.district_id, made.job_id)
        _wait(made)
        result = _told(made)
        emit(result, as_json=options.json, words=_words(made, result))
        return 0


def _wait(made: Run) -> None:
    """Another worker may have taken the job."""
    from yanxiu.jobs.enums import OPEN
    from yanxiu.jobs.models import Job

    while True:
        made.refresh_from_db()
        job = Job.objects.get(pk=made.job_id)
        if made.is_ready:
            return
        if job.state not in OPEN:
            raise Problem(job.message or "这次试算没有算完。")
        say(f"{job.message or '排队'} {job.percent}%")
        time.sleep(WAIT)


def again(options: argparse.Namespace) -> int:
    """Judge a stored run again; exit 1 when a digit differs."""
    from yanxiu.assessment.runs import replay

    found = _run(options.run_id)
    with _bound(found.district_id):
        if not found.is_ready:
            raise Problem("这次试算没有算完，没有可核对的。")
        compared = replay(found)
        result = {
            "run": str(found.pk), "same": compared.same, "people": compared.people, "differing": compared.differing,
            "torn": compared.torn, "findings_digest": found.findings_digest,
        }  # fmt: skip
        words = f"{compared.people} 份结果逐位一致。" if compared.same else f"{len(compared.differing)} 份结果不一样。"
        emit(result, as_json=options.json, words=words)
        return 0 if compared.same else 1


def seal(options: argparse.Namespace) -> int:
    """Seal a run."""
    from yanxiu.assessment.actions.runs import seal_run
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.regulations.actions import Meeting

    found = _run(options.run_id)
    with _bound(found.district_id):
        meeting = Meeting(options.decided_by, options.decided_on)
        seal_run(found, meeting=meeting, note=options.note, accepted=options.accept_lacking, actor=COMMAND_LINE)
        emit(_told(found), as_json=options.json, words=f"第 {found.number} 次考核已封存。")
        return 0


def _school(code: str, district: str) -> School:
    from yanxiu.org.models import School

    rows = School.unscoped.filter(code__iexact=code)
    known = list((rows.filter(district__code=district) if district else rows)[:2])
    if not known:
        raise Problem(f"没有代码为“{code}”的学校。先导入学校名单，或检查代码。")
    if len(known) > 1:
        raise Problem(f"不止一个区有代码为“{code}”的学校。请加上 --district 区代码。")
    return known[0]


def _run(written: str) -> Run:
    from yanxiu.assessment.models import Run
    from yanxiu.base.access import as_uuid

    pk = as_uuid(written)
    found = (
        Run.unscoped.select_related("school", "term__year", "adoption", "version").filter(pk=pk).first() if pk else None
    )
    if found is None:
        raise Problem("没有这个编号的试算。编号是 yanxiu assess run 给出的，也在试算页的地址里。")
    return found


def _bound(district: Any) -> AbstractContextManager[Any]:
    from yanxiu.base.tenancy import in_district

    return in_district(district)


def _term(school: School, written: str, on: date) -> Term:
    from yanxiu.assessment.school_time import key_of
    from yanxiu.org.queries.time import calendar_of

    terms = [term for term in calendar_of(school, on).terms if term.first_day <= on]
    found = [term for term in terms if not written or key_of(term) == written]
    if not found:
        known = "、".join(key_of(term) for term in terms) or "还没有定学期"
        raise Problem(f"没有学期“{written or on}”。已开始的学期：{known}。")
    return found[-1]


def _adoption(school: School, term: Term, pack: str, on: date) -> Adoption:
    from yanxiu.regulations.queries import in_force

    found = [one for one in in_force(school, on) if not pack or one.pack.id == pack]
    if len(found) == 1:
        return found[0].adoption
    known = "、".join(f"{one.pack.id}（{one.pack.title}）" for one in in_force(school, on))
    if not found:
        raise Problem(
            f"{on} 没有在用的制度{f'“{pack}”' if pack else ''}。{f'在用的：{known}。' if known else '先在“制度”里采用一份。'}"
        )
    raise Problem(f"在用的制度不止一份，请加 --pack：{known}。")


def _told(made: Run) -> dict[str, Any]:
    summary = made.summary
    return {
        "run": str(made.pk), "number": made.number, "state": made.state, "as_of": made.as_of.isoformat(),
        "pack": made.version_id, "people": summary.get("people", {}),
        "levels": {one["rule"]: one["levels"] for one in summary.get("finals", [])}, "open": summary.get("open", []),
        "changed": summary.get("changes", {}).get("people", 0), "facts_digest": made.facts_digest,
        "findings_digest": made.findings_digest,
    }  # fmt: skip


def _words(made: Run, result: dict[str, Any]) -> str:
    levels = "；".join(
        "，".join(f"{level} {n}" for level, n in one.items()) for one in result["levels"].values() if one
    )
    waiting = f"，封存前还有 {len(result['open'])} 件事要定" if result["open"] else "，可以封存"
    return f"第 {made.number} 次试算，教师 {result['people'].get('teacher', 0)} 人{f'：{levels}' if levels else ''}{waiting}。编号 {made.pk}"
