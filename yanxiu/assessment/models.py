"""Assessment: what the unit states of people, scores given by hand, runs and their results."""

from __future__ import annotations

from typing import Any

from django.db import models

from yanxiu.base.errors import Refusal
from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.org.models.units import Dated
from yanxiu.regulations.records import KeptRecord, houses


class Trait(Dated):
    """What a rule asks of a person and no other row tells (是否管教学): stated by the office, dated.

    `name` is the attribute's code in the pack, `value` a text or truth value.
    """

    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="+")
    person = TenantFK("org.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("属性", max_length=60)
    value: Any = models.JSONField("值")

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["district", "school", "person"], name="trait_by_school")]


@houses("manual_score", "tie_decision")
class HandScore(KeptRecord):
    """评分: points of one item given by hand, or the deciders' answer on a tie. The latest replaces, never adds.

    `item` is the rule; marks hold what the engine reads: item and points, or item and chosen. Texts hold the reason.
    """

    item = models.CharField("项目", max_length=80)
    file = TenantFK("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(KeptRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="hand_score_once")]
        indexes = [models.Index(fields=["district", "school", "kind", "on"], name="hand_score_by_school")]


class RunState(models.TextChoices):
    """试算 until sealed; a sealed run is never changed, a newer one stands beside it."""

    WAITING = "waiting", "计算中"
    PREVIEW = "preview", "试算"
    SEALED = "sealed", "已封存"
    FAILED = "failed", "没算完"


class Run(TenantModel):
    """考核: one regulation judged for a unit and a term as of a day, with everything needed to judge it again.

    `basis` holds rulings, calendar, start date and lists; `version` the pack; `facts_digest` covers what every
    result was judged from, `findings_digest` what came out. `turn` is the attempt of the job that may write results:
    a worker that was given up for dead and wakes again writes nothing.
    """

    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="runs")
    term = TenantFK("org.Term", on_delete=models.PROTECT, related_name="+")
    adoption = TenantFK("regulations.Adoption", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("regulations.PackVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("第几次")
    as_of = models.DateField("截至")
    state = models.CharField("状态", max_length=12, choices=RunState.choices, default=RunState.WAITING)
    basis: Any = models.JSONField("依据", default=dict)
    facts_digest = models.CharField(max_length=64, blank=True)
    findings_digest = models.CharField(max_length=64, blank=True)
    summary: Any = models.JSONField("汇总", default=dict)
    made_at = models.DateTimeField("算于")
    made_by = models.UUIDField("经办人", null=True, blank=True)
    sealed_at = models.DateTimeField("封存于", null=True, blank=True)
    sealed_by = models.UUIDField("封存人", null=True, blank=True)
    sealed_note = models.CharField("说明", max_length=200, blank=True)
    decided_by = models.CharField("议定", max_length=60, blank=True)
    decided_on = models.DateField("议定日期", null=True, blank=True)
    job_id = models.UUIDField("任务", null=True, blank=True)
    turn = models.PositiveSmallIntegerField("第几次计算", default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "school", "term", "number"], name="run_number"),
        ]
        ordering = ("-made_at",)

    @property
    def is_sealed(self) -> bool:
        """Whether it stands for good."""
        return self.state == RunState.SEALED

    @property
    def is_ready(self) -> bool:
        """Whether it has results."""
        return self.state in (RunState.PREVIEW, RunState.SEALED)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Gone for good, unless it is sealed. Raises Refusal."""
        if Run.objects.filter(pk=self.pk, state=RunState.SEALED).exists():
            raise Refusal("这次考核已经封存，不能删除。要改，请另做一次试算。")
        return super().delete(*args, **kwargs)


class RunResult(TenantModel):
    """What a run says of one subject: the facts it was judged from and all findings. Holds ids, never names."""

    run = TenantFK("assessment.Run", on_delete=models.CASCADE, related_name="results")
    subject_id = models.UUIDField("对象")
    subject_kind = models.CharField("对象种类", max_length=12)
    position = models.PositiveIntegerField("次序")
    facts: Any = models.JSONField("事实", default=dict)
    facts_digest = models.CharField(max_length=64)
    findings: Any = models.JSONField("结果", default=list)
    findings_digest = models.CharField(max_length=64, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "run", "subject_id"], name="result_once")]
        ordering = ("position",)
