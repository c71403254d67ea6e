"""School time: years, terms per 学段, corrected days, exam weeks, school months.

A term without a school holds for the whole district; a school's own one, or one for a 学段, goes before it.
"""

from django.db import models
from django.db.models import Q

from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.org.enums import DayKind


class SchoolYear(TenantModel):
    """学年度，named by the year it begins in: 2025 → 2025—2026学年度."""

    begins_in = models.PositiveSmallIntegerField("起始年")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "begins_in"], name="school_year")]
        ordering = ("begins_in",)

    def __str__(self) -> str:
        return f"{self.begins_in}—{self.begins_in + 1}学年度"


class Term(TenantModel):
    """学期：first and last day inclusive; `plan_issued_on` is the day the school plan came out (矛-35)."""

    year = TenantFK("org.SchoolYear", on_delete=models.PROTECT, related_name="terms")
    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="terms")
    stage = models.CharField("学段", max_length=20, blank=True)
    number = models.PositiveSmallIntegerField("第几学期")
    first_day = models.DateField("开学日")
    last_day = models.DateField("结束日")
    plan_issued_on = models.DateField("学校工作计划出台日", null=True, blank=True)
    revision = models.PositiveIntegerField("第几版", default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["district", "year", "number", "stage"],
                condition=Q(school__isnull=True),
                name="term_of_district",
            ),
            models.UniqueConstraint(fields=["district", "school", "year", "number", "stage"], name="term_of_school"),
        ]
        ordering = ("first_day",)

    def __str__(self) -> str:
        return f"{self.year}{'第一' if self.number == 1 else '第二'}学期"


class CalendarDay(TenantModel):
    """An administrator's correction of one day, of the district or of one school."""

    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_days")
    day = models.DateField("日期")
    kind = models.CharField("性质", max_length=16, choices=DayKind.choices)
    name = models.CharField("名称", max_length=40, blank=True)
    follows = models.DateField("按哪天的课表", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["district", "day"], condition=Q(school__isnull=True), name="day_of_district"
            ),
            models.UniqueConstraint(fields=["district", "school", "day"], name="day_of_school"),
        ]
        ordering = ("day",)


class ExamPeriod(TenantModel):
    """考试周：no task falls due in it unless a regulation fixes the day."""

    term = TenantFK("org.Term", on_delete=models.CASCADE, related_name="exam_periods")
    name = models.CharField("名称", max_length=20)
    first_day = models.DateField("起")
    last_day = models.DateField("止")


class SchoolMonth(TenantModel):
    """教学月 set by the office; without any, the calendar months of the term are the school months."""

    term = TenantFK("org.Term", on_delete=models.CASCADE, related_name="school_months")
    name = models.CharField("名称", max_length=20)
    first_day = models.DateField("起")
    last_day = models.DateField("止")
