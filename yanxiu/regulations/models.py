"""制度 in use: pack versions as they stood when adopted, adoptions from a day, rulings on open points.

A version is kept whole, under its digest: a pack folder that changes or goes away changes nothing for who uses it.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.org.models.units import Dated


class PackVersion(models.Model):
    """A pack as text, by digest; the same for every unit that uses it. Never changed, never deleted."""

    hash = models.CharField(max_length=64, primary_key=True)
    pack = models.CharField("制度包", max_length=60)
    title = models.CharField("名称", max_length=120)
    version = models.CharField("版本", max_length=20)
    texts: Any = models.JSONField("文件", default=dict)
    kept_at = models.DateTimeField("存入")

    class Meta:
        ordering = ("pack", "kept_at")

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"


class Adoption(Dated):
    """采用：this version governs the unit from `start` (until `end`, exclusive). No school = the district's own.

    `decided_by` and `decided_on` say which meeting decided; `document` its number, if any.
    """

    school = TenantFK("org.School", on_delete=models.PROTECT, null=True, blank=True, related_name="adoptions")
    version = models.ForeignKey("regulations.PackVersion", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField("制度包", max_length=60)
    decided_by = models.CharField("议定", max_length=60, blank=True)
    decided_on = models.DateField("议定日期", null=True, blank=True)
    document = models.CharField("文号", max_length=60, blank=True)
    made_at = models.DateTimeField("登记时间")

    class Meta(Dated.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "school", "version", "start"], name="adoption_from_day"),
        ]
        ordering = ("start", "made_at")


class RulingSheet(TenantModel):
    """裁定意见：one act of ruling, of one point or of many, printed on one page for the leading group to sign."""

    school = TenantFK("org.School", on_delete=models.PROTECT, null=True, blank=True, related_name="ruling_sheets")
    pack = models.CharField("制度包", max_length=60)
    number = models.PositiveIntegerField("第几份")
    decided_by = models.CharField("议定", max_length=60)
    decided_on = models.DateField("议定日期")
    made_at = models.DateTimeField("登记时间")
    made_by = models.UUIDField("登记人", null=True, blank=True)
    signed_file = TenantFK("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "school", "pack", "number"], name="ruling_sheet_number"),
        ]
        ordering = ("number",)


class Ruling(TenantModel):
    """裁定：how the unit reads an open point from `start` on. Of those begun, the one made last holds; none is changed."""

    sheet = TenantFK("regulations.RulingSheet", on_delete=models.PROTECT, related_name="rulings")
    school = TenantFK("org.School", on_delete=models.PROTECT, null=True, blank=True, related_name="rulings")
    pack = models.CharField("制度包", max_length=60)
    point = models.CharField("裁定点", max_length=80)
    reading = models.CharField("读法或数", max_length=80)
    start = models.DateField("自")
    reason = models.CharField("理由", max_length=300, blank=True)
    made_at = models.DateTimeField("登记时间")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "sheet", "point"], name="ruling_once_a_sheet")]
        indexes = [models.Index(fields=["district", "school", "pack"], name="ruling_by_unit")]
        ordering = ("start", "made_at")
