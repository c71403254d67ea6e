"""成长档案: written work and every other record no other room keeps, of a teacher, a group or the school."""

from __future__ import annotations

from django.db import models

from yanxiu.regulations.records import KeptRecord, houses


@houses("*")
class Work(KeptRecord):
    """One piece: reflection, plan, summary, reading notes, self-study, whatever kind a regulation names."""

    shown_at, entry = "portfolio:record", "portfolio:write"

    class Meta(KeptRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="work_once")]
        indexes = [
            models.Index(fields=["district", "school", "kind", "on"], name="work_by_school"),
            models.Index(fields=["district", "person", "kind", "on"], name="work_by_person"),
        ]
