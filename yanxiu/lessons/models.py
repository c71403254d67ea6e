"""听课记录: one observed lesson, by who observed it."""

from __future__ import annotations

from django.db import models

from yanxiu.base.models import TenantFK
from yanxiu.regulations.records import KeptRecord, houses


@houses("lesson_observation")
class LessonObservation(KeptRecord):
    """An observed lesson. `taught_by` is a person of the district; somebody from elsewhere is a name only.

    `memo` is the writer's alone: no list, print or export of others holds it.
    """

    shown_at, entry = "portfolio:record", "lessons:observe"
    private = KeptRecord.private | {"memo", "taught_by_name"}
    written = ("memo", "taught_by_name")

    taught_by = TenantFK(
        "org.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="执教人"
    )
    taught_by_name = models.CharField("执教人（外校）", max_length=60, blank=True)
    page = models.CharField("听课本第几页", max_length=20, blank=True)
    memo = models.TextField("本人备忘", blank=True)

    class Meta(KeptRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="observation_once")]
        indexes = [
            models.Index(fields=["district", "school", "kind", "on"], name="observation_by_school"),
            models.Index(fields=["district", "person", "kind", "on"], name="observation_by_person"),
        ]

    @property
    def teacher(self) -> str:
        """Who taught, in words; "" when nobody wrote it."""
        return str(self.taught_by) if self.taught_by else self.taught_by_name
