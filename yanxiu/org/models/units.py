"""Units: schools, their groups, ties between schools, leading groups."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from yanxiu.base.models import TenantFK, TenantModel


def in_force(day: date, prefix: str = "") -> Q:
    """Condition: the row is in force on `day`; `prefix` names a relation ("posting__")."""
    started = Q(**{f"{prefix}start__lte": day}) | Q(**{f"{prefix}start__isnull": True})
    return started & (Q(**{f"{prefix}end__gt": day}) | Q(**{f"{prefix}end__isnull": True}))


class Dated(TenantModel):
    """A tie with a first day and, once it is over, the first day it no longer holds."""

    start = models.DateField("起", null=True, blank=True)
    end = models.DateField("止（当日不含）", null=True, blank=True)

    class Meta(TenantModel.Meta):
        abstract = True


class School(TenantModel):
    """学校（含幼儿园及其他单位）。`parent` is the central school of a 村小."""

    code = models.CharField("学校代码", max_length=40)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    unit_type = TenantFK("org.UnitType", on_delete=models.PROTECT, null=True, blank=True, related_name="schools")
    stages = models.JSONField("学段", default=list)
    parent = TenantFK("self", on_delete=models.PROTECT, null=True, blank=True, related_name="branches")
    closed_on = models.DateField("撤销日", null=True, blank=True)
    merged_into = TenantFK("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    figures_from = models.DateField("起算日", null=True, blank=True)
    regulation_from = models.DateField("制度启用日", null=True, blank=True)
    rooms_off = models.JSONField("不用的功能", default=list)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="school_code")]
        ordering = ("code",)

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def school_id(self) -> object:
        """A school's audit rows are filed under itself."""
        return self.pk

    @property
    def training_word(self) -> str:
        """校本研修, or the word of its unit type (园本研修)."""
        return self.unit_type.training_word if self.unit_type else "校本研修"

    @property
    def place(self) -> str:
        """校 or 园, for 本校 and 不在园: the first character of the unit type's own word."""
        return self.training_word[:1] if self.training_word[:1] in ("校", "园") else "校"


class Group(Dated):
    """组：教研组、备课组、年级组……；without a school it belongs to an alliance or the district."""

    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="groups")
    alliance = TenantFK("org.Alliance", on_delete=models.CASCADE, null=True, blank=True, related_name="groups")
    kind = TenantFK("org.GroupKind", on_delete=models.PROTECT, related_name="groups")
    name = models.CharField("名称", max_length=60)
    name_key = models.CharField("拼音序", max_length=120, blank=True)
    subject = models.CharField("学科", max_length=20, blank=True)
    grade = models.CharField("年级", max_length=20, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school", "kind", "name"], condition=Q(end__isnull=True), name="group_name"
            )
        ]
        ordering = ("kind__position", "name_key")

    def __str__(self) -> str:
        return self.name


class Alliance(TenantModel):
    """学区、教育集团、联片；一所学校可属几个 (B-16, Y-44)."""

    kind = TenantFK("org.AllianceKind", on_delete=models.PROTECT, related_name="alliances")
    name = models.CharField("名称", max_length=60)
    lead_school = TenantFK("org.School", on_delete=models.PROTECT, null=True, blank=True, related_name="led_alliances")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="alliance_name")]

    def __str__(self) -> str:
        return self.name


class AllianceMembership(Dated):
    """A school in an alliance, dated."""

    alliance = TenantFK("org.Alliance", on_delete=models.CASCADE, related_name="memberships")
    school = TenantFK("org.School", on_delete=models.CASCADE, related_name="alliance_memberships")


class LeadingGroup(Dated):
    """领导小组、工作小组、考核小组……，of a school or (without one) of the district."""

    kind = TenantFK("org.LeadingGroupKind", on_delete=models.PROTECT, related_name="groups")
    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="leading_groups")
    document = models.CharField("发文号", max_length=60, blank=True)

    def __str__(self) -> str:
        return self.kind.title


class Seat(Dated):
    """A person in a leading group; `code` names the seat of its kind."""

    group = TenantFK("org.LeadingGroup", on_delete=models.CASCADE, related_name="seats")
    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="seats")
    code = models.CharField("席位", max_length=40)
    division = models.CharField("分工", max_length=100, blank=True)


class CompositionBand(TenantModel):
    """年龄段等，由学校自设 (W-03)：label for lower ≤ value ≤ upper, full years."""

    school = TenantFK("org.School", on_delete=models.CASCADE, related_name="composition_bands")
    dimension = models.CharField("维度", max_length=20)
    label = models.CharField("名称", max_length=20)
    lower = models.PositiveSmallIntegerField("下限", null=True, blank=True)
    upper = models.PositiveSmallIntegerField("上限", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "school", "dimension", "label"], name="band_label")]
        ordering = (F("lower").asc(nulls_first=True),)
