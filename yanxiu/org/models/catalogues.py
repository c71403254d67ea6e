"""Catalogues: kinds of units, groups, posts … as data with a cite, because regulations differ in them."""

from typing import Any

from django.db import models
from django.db.models import Q

from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.org.enums import Level


class Catalogue(TenantModel):
    """One entry of a catalogue. A school's own entry stands beside those of the district."""

    code = models.CharField("代码", max_length=40)
    title = models.CharField("名称", max_length=60)
    cite = models.CharField("出处", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.title


class SchoolCatalogue(Catalogue):
    """A catalogue that a school may extend for itself."""

    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta(Catalogue.Meta):
        abstract = True


def _unique(name: str) -> list[Any]:
    return [
        models.UniqueConstraint(
            fields=["district", "code"], condition=Q(school__isnull=True), name=f"{name}_of_district"
        ),
        models.UniqueConstraint(fields=["district", "school", "code"], name=f"{name}_of_school"),
    ]


class UnitType(Catalogue):
    """单位类型 (N-01): decides the 学段 and the receiving group of a district notice (N-53)."""

    stages = models.JSONField("学段", default=list)
    receiving_group = models.CharField("接收分组", max_length=40, blank=True)
    training_word = models.CharField("研修称呼", max_length=20, default="校本研修")

    class Meta(Catalogue.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="unit_type_code")]


class GroupKind(SchoolCatalogue):
    """组的种类：教研组、备课组、年级组、课题组、处室……；`by` names what its members share."""

    by_subject = models.BooleanField("按学科", default=False)
    by_grade = models.BooleanField("按年级", default=False)
    one_leader = models.BooleanField("只设一名组长", default=False)

    class Meta(SchoolCatalogue.Meta):
        constraints = _unique("group_kind")


class AllianceKind(Catalogue):
    """学区、教育集团、联片：ties between schools."""

    class Meta(Catalogue.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="alliance_kind_code")]


class Post(SchoolCatalogue):
    """职务：what an appointment makes of a person, and what it lets the person do."""

    level = models.CharField("层级", max_length=12, choices=Level.choices)
    capabilities = models.JSONField("可办的事", default=list)
    duties = models.TextField("职责", blank=True)

    class Meta(SchoolCatalogue.Meta):
        constraints = _unique("post")


class LeadingGroupKind(SchoolCatalogue):
    """领导小组等按职务组成的小组；`seats`: [{"code","title","posts": [post codes], "one": bool, "cite"}]."""

    level = models.CharField("层级", max_length=12, choices=Level.choices)
    seats = models.JSONField("席位", default=list)
    capabilities = models.JSONField("可办的事", default=list)
    duties = models.TextField("职责", blank=True)

    class Meta(SchoolCatalogue.Meta):
        constraints = _unique("leading_group_kind")


class PostingKind(Catalogue):
    """在岗方式：在编、兼课（走教）、借调来、支教来、交流、临聘。"""

    main = models.BooleanField("主岗", default=True)

    class Meta(Catalogue.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="posting_kind_code")]


class SpellKind(Catalogue):
    """一段特殊情况：产假、病休、借调出、支教出、退休……；others see only `public_title`."""

    public_title = models.CharField("他人所见", max_length=20, default="请假")
    sensitive = models.BooleanField("只给办理人看", default=False)
    ends_work = models.BooleanField("到此离岗", default=False)

    class Meta(Catalogue.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="spell_kind_code")]
