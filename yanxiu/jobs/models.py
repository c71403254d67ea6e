"""The Job row is the truth about long work; the queue's message is only a hint."""

from django.db import models

from yanxiu.base.models import TenantModel
from yanxiu.jobs.enums import JobState


class Job(TenantModel):
    """Long work: who asked, how far it is, who is at it, what came of it."""

    school_id = models.UUIDField("学校", null=True, blank=True)
    owner_id = models.UUIDField("账号", null=True)
    person_id = models.UUIDField("经办人", null=True)
    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=120)
    params = models.JSONField("参数", default=dict)
    key = models.CharField("幂等键", max_length=120)
    state = models.CharField("状态", max_length=12, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField("已做", default=0)
    total = models.PositiveIntegerField("共", default=0)
    message = models.CharField("眼下", max_length=300, blank=True)
    result = models.JSONField("结果", default=dict)
    attempt = models.PositiveSmallIntegerField("第几次", default=0)
    cancel_asked = models.BooleanField("已请求停止", default=False)
    worker = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField("提交")
    started_at = models.DateTimeField("开始", null=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True)
    ended_at = models.DateTimeField("结束", null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "kind", "key"], name="job_key")]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_by_state")]
        ordering = ("-created_at",)

    @property
    def percent(self) -> int:
        """How far, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0
