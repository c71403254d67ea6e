"""A run: one regulation judged for a unit and a term, chunk by chunk; and judged again from what was stored.

A result is judged from its snapshot, not from the records, so that judging it again must give the same digits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yanxiu.assessment import subjects
from yanxiu.assessment.changes import changes
from yanxiu.assessment.facts import SubjectFacts
from yanxiu.assessment.judging import Bench
from yanxiu.assessment.models import Run, RunResult, RunState
from yanxiu.assessment.school_time import judged_in
from yanxiu.assessment.snapshot import digest, facts_from_json, facts_to_json
from yanxiu.assessment.streaming import CHUNK, Judging, chunks
from yanxiu.assessment.tally import Tally
from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.jobs.registry import Reporter, Silent
from yanxiu.org.models import School, Term
from yanxiu.policy.explain import as_json
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import Finding
from yanxiu.regulations.library import pack_of
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import in_force

KINDS = ("teacher", "group", "school")


class Superseded(Refusal):
    """Another worker has this run now; nothing more may be written to it."""

    def __init__(self) -> None:
        super().__init__("这次计算已由另一个处理程序接手。")


def bench_for(school: School, term: Term, adoption: Adoption, on: date) -> Bench:
    """The regulation ready to judge the term as of a day. Raises Refusal when it is not in force then."""
    found = next((one for one in in_force(school, on) if one.adoption.pk == adoption.pk), None)
    if found is None:
        raise Refusal(
            f"{on.month}月{on.day}日这份制度没有在用：可能已停用，或换成了别的版本。请到“制度”里看，再选一次。"
        )
    return Bench(school, found, judged_in(school, term), on)


def perform(run: Run, attempt: int, progress: Reporter, *, actor: Actor) -> dict[str, Any]:
    """Judge everybody and keep what was found. Begun anew after an interruption; done once. Raises Refusal."""
    if run.is_ready:
        return {"run": str(run.pk)}
    if not Run.objects.filter(pk=run.pk, state=RunState.WAITING, turn__lt=attempt).update(turn=attempt):
        raise Superseded
    run.turn = attempt
    RunResult.objects.filter(run=run).delete()
    _perform(run, progress, actor)
    return {"run": str(run.pk)}


def give_up(run: Run) -> None:
    """What has failed or was stopped holds no half results."""
    if Run.objects.filter(pk=run.pk, state=RunState.WAITING).update(state=RunState.FAILED):
        RunResult.objects.filter(run=run).delete()


def _perform(run: Run, progress: Reporter, actor: Actor) -> None:
    bench = bench_for(run.school, run.term, run.adoption, run.as_of)
    if bench.regulation.adoption.version_id != run.version_id:
        raise Refusal("这份制度刚换了版本，请再试算一次。")
    judging, tally, roster = (
        Judging(bench.pack, bench.basis, lambda id: _again(run, id)),
        Tally(bench.pack),
        _roster(bench),
    )
    total = sum(len(ids) for _, ids in roster)
    if not total:
        raise Refusal("这个学期本校没有要考核的人和组。先到“人员”登记在岗的人。")
    hashed, place = hashlib.sha256(), 0
    for kind, ids in roster:
        for some in chunks(ids):
            rows = [_result(run, place + n, *one, tally) for n, one in enumerate(_judged(bench, judging, kind, some))]
            for row in rows:
                hashed.update(f"{row.subject_id}:{row.facts_digest}\n".encode())
            _write(run, rows)
            place += len(rows)
            progress.at(place, total, f"已算 {place}，共 {total}")
    _add_finals(run, judging, tally)
    made = {
        "basis": bench.basis, "facts_digest": hashed.hexdigest(), "findings_digest": _all_findings(run),
        "summary": tally.summary() | {"changes": changes(run, bench.pack, bench.basis)}, "made_at": actor.moment,
    }  # fmt: skip
    with acting(actor, "run.finish", note=f"第 {run.number} 次", school=run.school_id) as act:
        if not Run.objects.filter(pk=run.pk, state=RunState.WAITING, turn=run.turn).update(**made):
            raise Superseded
        act.move(run, "state", RunState.WAITING, RunState.PREVIEW)


def _roster(bench: Bench) -> list[tuple[str, list[UUID]]]:
    """Everybody judged, fixed when the run begins; kinds of subject no rule is for are left out."""
    asked = {rule.subject for rule in bench.pack.rules if rule.kind != "classify"}
    term = bench.judged.calendar.term
    last = max(term.first, min(bench.on, term.last))
    people = subjects.teacher_ids(bench.school, term.first, last) if "teacher" in asked else []
    groups = [UUID(one.id) for one in subjects.groups(bench.school, term.first, last)] if "group" in asked else []
    here = [bench.school.pk] if "school" in asked and (people or groups) else []
    return [("teacher", people), ("group", groups), ("school", here)]


def _judged(
    bench: Bench, judging: Judging, kind: str, ids: list[UUID]
) -> Iterator[tuple[SubjectFacts, dict[str, Any], list[Finding]]]:
    """A chunk of subjects, each with its snapshot and what was found from the snapshot."""
    gathered = bench.facts(kind, ids) if kind == "teacher" else bench.facts(kind)
    wanted = {str(id) for id in ids}
    kept = [facts_to_json(one) for one in gathered if one.subject.id in wanted]
    taken = [facts_from_json(one) for one in kept]
    for snapshot, (facts, findings) in zip(kept, judging.chunk(taken), strict=True):
        yield facts, snapshot, findings


def _result(
    run: Run, position: int, facts: SubjectFacts, snapshot: dict[str, Any], findings: list[Finding], tally: Tally
) -> RunResult:
    tally.subject(facts.subject.kind, findings)
    said = [as_json(one) for one in findings]
    return RunResult(
        run=run, subject_id=UUID(facts.subject.id), subject_kind=facts.subject.kind, position=position, facts=snapshot,
        facts_digest=digest(snapshot), findings=said, findings_digest=digest(said),
    )  # fmt: skip


def _write(run: Run, rows: list[RunResult]) -> None:
    """A chunk, unless somebody else has the run by now."""
    with transaction.atomic():
        _hold(run)
        RunResult.objects.bulk_create(rows, batch_size=100)


def _hold(run: Run) -> None:
    if not Run.objects.filter(pk=run.pk, state=RunState.WAITING, turn=run.turn).update(turn=run.turn):
        raise Superseded


def _add_finals(run: Run, judging: Judging, tally: Tally) -> None:
    """Findings of rules that see everybody, added to each one's result."""
    found = judging.of_everybody()
    for some in chunks(found.items(), 100):
        rows = {
            str(row.subject_id): row for row in RunResult.objects.filter(run=run, subject_id__in=[id for id, _ in some])
        }
        with transaction.atomic():
            _hold(run)
            for id, findings in some:
                tally.add(findings)
                said = [*rows[id].findings, *[as_json(one) for one in findings]]
                RunResult.objects.filter(pk=rows[id].pk).update(findings=said, findings_digest=digest(said))


def _all_findings(run: Run) -> str:
    hashed = hashlib.sha256()
    rows = RunResult.objects.filter(run=run).order_by("position").values_list("subject_id", "findings_digest")
    for id, one in rows.iterator(chunk_size=2_000):
        hashed.update(f"{id}:{one}\n".encode())
    return hashed.hexdigest()


def _again(run: Run, id: str) -> list[SubjectFacts]:
    """The chunk a subject was in, from what was stored of it."""
    at = RunResult.objects.filter(run=run, subject_id=id).values_list("position", flat=True).get()
    return [facts_from_json(row.facts) for row in _window(run, at - at % CHUNK)]


def _window(run: Run, first: int) -> list[RunResult]:
    return list(RunResult.objects.filter(run=run, position__gte=first, position__lt=first + CHUNK).order_by("position"))


@dataclass
class Replay:
    """What judging again gave. `differing` are subjects whose digits are other ones; `torn` those whose stored facts do
    not have the digest stored with them."""

    people: int = 0
    differing: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    sealed_alike: bool = True

    @property
    def same(self) -> bool:
        """Whether every digit is the same."""
        return self.sealed_alike and not self.differing and not self.torn


def replay(run: Run, progress: Reporter | None = None) -> Replay:
    """Judge a run again from the stored version, rulings, calendar and facts, and compare. Changes nothing."""
    pack, report = pack_of(run.version), progress or Silent()
    judging = Judging(pack, run.basis, lambda id: _again(run, id))
    seeing_all = {rule.id for rule in judging.evaluation.compiled.populations}
    found, hashed = Replay(), hashlib.sha256()
    total = RunResult.objects.filter(run=run).count()
    for first in range(0, total, CHUNK):
        rows = _window(run, first)
        for row in rows:
            hashed.update(f"{row.subject_id}:{row.facts_digest}\n".encode())
        for row, (_, findings) in zip(rows, judging.chunk([facts_from_json(row.facts) for row in rows]), strict=True):
            stored = [one for one in row.findings if one["rule"] not in seeing_all]
            _compare(found, row, [as_json(one) for one in findings], stored)
        found.people += len(rows)
        report.at(found.people, total, f"已核对 {found.people}，共 {total}")
    _compare_finals(found, run, judging, seeing_all)
    found.sealed_alike = (hashed.hexdigest(), _all_findings(run)) == (run.facts_digest, run.findings_digest)
    return found


def _compare(found: Replay, row: RunResult, now: list[Any], stored: list[Any]) -> None:
    if digest(row.facts) != row.facts_digest:
        found.torn.append(str(row.subject_id))
    if digest(now) != digest(stored) or digest(row.findings) != row.findings_digest:
        found.differing.append(str(row.subject_id))


def _compare_finals(found: Replay, run: Run, judging: Judging, seeing_all: set[str]) -> None:
    now = judging.of_everybody()
    known = set(found.differing)
    total = RunResult.objects.filter(run=run).count() if seeing_all else 0
    for first in range(0, total, CHUNK):
        for row in _window(run, first):
            id, stored = str(row.subject_id), [one for one in row.findings if one["rule"] in seeing_all]
            if id not in known and digest([as_json(one) for one in now.get(id, [])]) != digest(stored):
                found.differing.append(id)


def pack_of_run(run: Run) -> Pack:
    """The pack as it stood when the run was made."""
    return pack_of(run.version)


__all__ = ["Replay", "Superseded", "bench_for", "pack_of_run", "perform", "replay"]
