"""What changed in the records since a run was judged: the same facts gathered again and compared with its snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from yanxiu.assessment.changes import fact_changes
from yanxiu.assessment.facts import gathered
from yanxiu.assessment.models import Run, RunResult
from yanxiu.assessment.runs import pack_of_run
from yanxiu.assessment.snapshot import calendar_from_json, digest, facts_to_json

MOST = 1_000  # subjects a page compares while one waits; of more, a new run tells


@dataclass
class Later:
    """Who has other facts now, with what differs; `asked` is False where there are too many to look on a page."""

    asked: bool = True
    rows: list[tuple[str, list[str]]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)


def since(run: Run) -> Later:
    """Subjects of a run whose records, posts or dates are other ones now."""
    kept = RunResult.objects.filter(run=run).order_by("position")
    was = list(kept.values_list("subject_id", "subject_kind", "facts_digest")[: MOST + 1])
    if len(was) > MOST:
        return Later(asked=False)
    pack, found = pack_of_run(run), Later()
    known = {str(id): old for id, _, old in was}
    differing = {}
    for id, snapshot in _now(run, list(dict.fromkeys(kind for _, kind, _ in was))):
        if id not in known:
            found.joined.append(id)
        elif known[id] != digest(snapshot):
            differing[id] = snapshot
    for row in RunResult.objects.filter(run=run, subject_id__in=list(differing)).order_by("position"):
        id = str(row.subject_id)
        found.rows.append((id, list(fact_changes(pack, row.facts, differing[id]))))
    return found


def _now(run: Run, kinds: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    pack, calendar = pack_of_run(run), calendar_from_json(run.basis["calendar"])
    for kind in kinds:
        for one in gathered(run.school, pack, calendar, run.as_of, kind):
            yield one.subject.id, facts_to_json(one)
