"""The kinds of rules: each a module with the schema of its body and a compiled form that judges.

A kind is pure: the same rule, facts and calendar give the same findings. `KINDS` is the whole list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from yanxiu.policy.context import Context
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import (
    attempts,
    bands,
    cap,
    classify,
    complete,
    coverage,
    deadline,
    gate,
    limit,
    quota,
    score,
    total,
)
from yanxiu.policy.kinds.base import Frame, Schema
from yanxiu.policy.measures import Need
from yanxiu.policy.words import Finding


class Judge(Protocol):
    """A compiled rule. `partly` may say what it does with a period the subject was there for in part (`presence`)."""

    frame: Frame

    def needs(self) -> tuple[Need, ...]:
        """What it counts."""

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """Its findings for one subject."""


class PopulationJudge(Protocol):
    """A compiled rule that must see everybody at once."""

    frame: Frame

    def judge_all(self, subjects: Iterable[Subject], context: Context) -> list[Finding]:
        """Its findings for all subjects."""


# kind → (compiled form, schema of its body)
KINDS: dict[str, tuple[Any, Schema]] = {
    "quota": (quota.Quota, quota.SCHEMA),
    "complete": (complete.Complete, complete.SCHEMA),
    "coverage": (coverage.Coverage, coverage.SCHEMA),
    "deadline": (deadline.Deadline, deadline.SCHEMA),
    "classify": (classify.Classify, classify.SCHEMA),
    "score": (score.Score, score.SCHEMA),
    "total": (total.Total, total.SCHEMA),
    "bands": (bands.Bands, bands.SCHEMA),
    "cap": (cap.Cap, cap.SCHEMA),
    "attempts": (attempts.Attempts, attempts.SCHEMA),
    "gate": (gate.Gate, gate.SCHEMA),
    "limit": (limit.Limit, limit.SCHEMA),
}
