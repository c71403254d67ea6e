"""研修活动 and who came to it.

An activity is itself evidence for what a regulation asks of a group or the school. Attendance is one row a person an
activity, in the partition of the activity's school year.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from yanxiu.activities.enums import ObjectionState, SheetState
from yanxiu.base import clock
from yanxiu.base.models import TenantFK, TenantId, TenantModel
from yanxiu.regulations.records import KeptRecord, houses

# Codes agreed with the packs. An activity may also count as none of them: its `kind` is empty.
KINDS = ("activity", "school_activity", "lesson_prep", "topic_meeting", "skill_training", "political_study")


@houses(*KINDS)
class Activity(KeptRecord):
    """One meeting, of a group or (without one) of the whole school; `kind` is what it counts as."""

    title = models.CharField("活动", max_length=120, blank=True)
    school_year = models.SmallIntegerField("学年（起始年）")
    starts_at = models.TimeField("开始", null=True, blank=True)
    ends_at = models.TimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    speaker = models.CharField("主讲人", max_length=60, blank=True)

    class Meta(KeptRecord.Meta):
        indexes = [
            models.Index(fields=["district", "school", "on"], name="activity_by_day"),
            models.Index(fields=["district", "group", "on"], name="activity_by_group"),
        ]
        ordering = ("-on", "-starts_at", "-id")

    def __str__(self) -> str:
        return self.title or "研修活动"

    @property
    def hours(self) -> str:
        """15:40—16:40, or as much of it as is known."""
        return "—".join(f"{moment:%H:%M}" for moment in (self.starts_at, self.ends_at) if moment)

    def settle_district(self) -> None:
        super().settle_district()
        self.school_year = clock.school_year_of(self.on)


@houses("attendance")
class Attendance(KeptRecord):
    """到会情况 of one person. `symbol` is the mark as it stood in the register, `history` what stood here before.

    The fields and the mark may tell a kind of leave, so no audit row repeats them.
    """

    private = frozenset({"texts", "marks", "symbol", "history"})

    id = TenantId(key_with=("district_id", "school_year"), partition_by="school_year")
    activity = TenantFK("activities.Activity", on_delete=models.PROTECT, related_name="attendances")
    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="+")
    school_year = models.SmallIntegerField("学年（起始年）")
    symbol = models.CharField("符号", max_length=60, blank=True)
    history: Any = models.JSONField("更正", default=list)

    class Meta(KeptRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "activity", "person"], name="attendance_once_a_person"
            )
        ]
        indexes = [models.Index(fields=["district", "person", "on"], name="attendance_by_person")]

    def settle_district(self) -> None:
        super().settle_district()
        self.school_year = clock.school_year_of(self.on)


class Objection(TenantModel):
    """记错了：what a person says about the own row, kept beside it with the answer; open once at a time."""

    private = frozenset({"words", "answer"})

    attendance = TenantFK("activities.Attendance", on_delete=models.PROTECT, related_name="objections")
    school_year = models.SmallIntegerField("学年（起始年）")
    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="+")
    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="+")
    words = models.CharField("哪里记错了", max_length=300)
    state = models.CharField("状态", max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    made_at = models.DateTimeField("提出")
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.UUIDField("答复人", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_year", "attendance"], condition=Q(state="open"), name="objection_open_once"
            )
        ]
        ordering = ("-made_at",)


class RegisterSymbol(TenantModel):
    """A mark of the unit's paper register and what it says; asked once. Empty fields: the cell says nothing."""

    school = TenantFK("org.School", on_delete=models.CASCADE, related_name="register_symbols")
    symbol = models.CharField("符号", max_length=60)
    title = models.CharField("意思", max_length=120)
    fields: Any = models.JSONField("栏目", default=dict)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "school", "symbol"], name="register_symbol")]
        ordering = ("symbol",)


class RegisterImport(TenantModel):
    """A paper register on its way in. `grid` holds its cells until it is imported or given up; then only counts stay."""

    private = frozenset({"grid", "answers"})

    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="+")
    group = TenantFK("org.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    term = TenantFK("org.Term", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("计入", max_length=60, blank=True)
    title = models.CharField("活动名称", max_length=120)
    name = models.CharField("文件名", max_length=200)
    paper = models.BooleanField("据纸质", default=True)
    grid: Any = models.JSONField("表格", default=dict)
    answers: Any = models.JSONField("已定", default=dict)
    state = models.CharField("状态", max_length=10, choices=SheetState.choices, default=SheetState.READY)
    result: Any = models.JSONField("结果", default=dict)
    job = TenantFK("jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("上传时间")

    class Meta(TenantModel.Meta):
        ordering = ("-created_at",)
