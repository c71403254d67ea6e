"""Beginning a run and sealing one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from yanxiu.assessment.models import Run, RunState
from yanxiu.assessment.runs import bench_for
from yanxiu.base import clock
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import AlreadyHandled, Refusal
from yanxiu.base.keys import new_id
from yanxiu.jobs.actions import submit
from yanxiu.jobs.enums import JobState
from yanxiu.jobs.models import Job
from yanxiu.org.models import School, Term
from yanxiu.regulations.actions import Meeting
from yanxiu.regulations.models import Adoption

JOB = "assess.run"
ENDED = (JobState.FAILED, JobState.CANCELLED)
TRIES = 3


def begin_run(school: School, term: Term, adoption: Adoption, *, on: date | None = None, actor: Actor) -> Run:
    """试算：judge the school for a term under one regulation, as a job.

    While one of the same regulation and term is under way that one is given back, so that two clicks make one run.
    Raises Refusal.
    """
    as_of = min(on or clock.today(), _last_day(term))
    if as_of < term.first_day:
        raise Refusal("这个学期还没有开始，没有什么可算。", field="term")
    bench_for(school, term, adoption, as_of)
    for _ in range(TRIES):
        if waiting := _under_way(school, term, adoption):
            return waiting
        try:
            return _begin(school, term, adoption, as_of, actor)
        except IntegrityError:  # somebody else took the number meanwhile
            continue
    raise Refusal("同时有人在试算，请刷新再看。")


def _last_day(term: Term) -> date:
    """Holidays after a term still belong to it: what is due then, and what is ruled then, counts."""
    later = Term.objects.filter(first_day__gt=term.last_day).order_by("first_day").values_list("first_day", flat=True)
    following = later.first()
    return following - timedelta(days=1) if following else date.max


def _under_way(school: School, term: Term, adoption: Adoption) -> Run | None:
    """A run that is being made; one whose job came to an end without it is closed."""
    rows = Run.objects.filter(school=school, term=term, adoption=adoption, state=RunState.WAITING)
    for run in rows:
        job = Job.objects.filter(pk=run.job_id).first()
        if job is None or job.state not in ENDED:
            return run
        Run.objects.filter(pk=run.pk, state=RunState.WAITING).update(state=RunState.FAILED)
    return None


def _begin(school: School, term: Term, adoption: Adoption, as_of: date, actor: Actor) -> Run:
    with transaction.atomic(), acting(actor, "run.begin", school=school.pk) as act:
        last = Run.objects.filter(school=school, term=term).aggregate(last=Max("number"))["last"] or 0
        pk = new_id()
        run = act.create(
            Run(
                pk=pk, school=school, term=term, adoption=adoption, version_id=adoption.version_id, number=last + 1,
                as_of=as_of, made_at=actor.moment, made_by=actor.person_id,
            )
        )  # fmt: skip
        job = submit(
            JOB, f"考核试算：第 {run.number} 次", {"run": str(pk)}, actor=actor, key=str(pk), school_id=school.pk
        )
        act.change(run, job_id=job.pk)
    run.refresh_from_db()
    return run


def blocking(run: Run) -> list[dict[str, Any]]:
    """What of a run's results has to be settled before it is sealed."""
    return list(run.summary.get("open", []))


def unsettled(run: Run) -> list[dict[str, Any]]:
    """What may stay as it is if whoever seals says so: people without a grade, items nobody scored."""
    return list(run.summary.get("lacking", []))


def seal_run(run: Run, *, meeting: Meeting, note: str = "", accepted: bool = False, actor: Actor) -> Run:
    """封存：this is the result. Nothing of it changes afterwards. Raises Refusal."""
    if run.is_sealed:
        raise AlreadyHandled(run)
    if not run.is_ready:
        raise Refusal("这次试算没有算完，不能封存。")
    if open_ := blocking(run):
        raise Refusal(f"还有 {len(open_)} 件事没有定，不能封存。办完以后再试算一次。")
    if unsettled(run) and not accepted:
        raise Refusal("还有人缺评分或没有等级。补齐后再试算，或在下面确认就这样封存。", field="accepted")
    _is_newest(run)
    if not meeting.by.strip():
        raise Refusal("请写由哪个会议或小组议定，例如：校本研修领导小组。", field="decided_by")
    if meeting.on > clock.today():
        raise Refusal("议定日期还没到。开过会再来封存。", field="decided_on")
    with acting(actor, "run.seal", note=f"第 {run.number} 次", school=run.school_id) as act:
        return act.move(
            run, "state", RunState.PREVIEW, RunState.SEALED, sealed_at=actor.moment, sealed_by=actor.person_id,
            sealed_note=note.strip()[:200], decided_by=meeting.by.strip()[:60], decided_on=meeting.on,
        )  # fmt: skip


def _is_newest(run: Run) -> None:
    same = Run.objects.filter(school=run.school_id, term=run.term_id, adoption__pack=run.adoption.pack)
    newer = (
        same.filter(number__gt=run.number, state__in=(RunState.PREVIEW, RunState.SEALED)).order_by("-number").first()
    )
    if newer:
        raise Refusal(f"已经有更新的第 {newer.number} 次试算，请封存那一次。")


CHECK = "assess.replay"


def check_again(run: Run, *, actor: Actor) -> Job:
    """重算核对 as a job; two clicks within a minute are one. Raises Refusal for a run without results."""
    if not run.is_ready:
        raise Refusal("这次试算没有算完，没有可核对的。")
    key = f"{run.pk}:{actor.moment:%Y%m%d%H%M}"
    return submit(
        CHECK, f"重算核对：第 {run.number} 次", {"run": str(run.pk)}, actor=actor, key=key, school_id=run.school_id
    )


def last_check(run: Run) -> Job | None:
    """The last time this run was judged again."""
    return Job.objects.filter(kind=CHECK, params__run=str(run.pk)).order_by("-created_at").first()
