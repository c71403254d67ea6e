"""Doors to runs: who answers for assessment makes, reads and seals them; a person reads the own sealed result."""

from __future__ import annotations

from django.db.models import Q

from yanxiu.assessment.models import Run, RunResult, RunState
from yanxiu.base.access import Door
from yanxiu.org.access import in_schools
from yanxiu.org.enums import Capability
from yanxiu.org.viewer import Viewer


def _assessors(viewer: Viewer) -> Q:
    return in_schools(viewer, Capability.ASSESS)


class RunDoor(Door[Run]):
    """考核."""

    model = Run
    purposes = {"see": _assessors, "decide": _assessors}
    refusals = {"decide": "试算、议定和封存由校长或教导处办。"}


def _own(viewer: Viewer) -> Q:
    return Q(run__state=RunState.SEALED, subject_kind="teacher", subject_id=viewer.person_id)


class ResultDoor(Door[RunResult]):
    """本人的结果, once it is sealed: 建议值 is shown to nobody but who answers for it."""

    model = RunResult
    purposes = {"see": _own}
