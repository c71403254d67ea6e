"""People and their dated ties. Names, months of birth and numbers stand here and nowhere else."""

from django.db import models
from django.db.models import Q

from yanxiu.base.models import TenantFK, TenantModel
from yanxiu.org.enums import Precision
from yanxiu.org.models.units import Dated


class Person(TenantModel):
    """A person of the district. The ID number is kept as a keyed hash and its last four characters."""

    private = frozenset(
        {"name", "name_key", "search_keys", "id_hash", "id_last4", "staff_no", "phone", "born_on", "gender"}
    )

    name = models.CharField("姓名", max_length=60)
    name_key = models.CharField("拼音序", max_length=120, blank=True)
    search_keys = models.CharField("检索", max_length=300, blank=True)
    gender = models.CharField("性别", max_length=1, blank=True)
    born_on = models.DateField("出生", null=True, blank=True)
    born_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.MONTH)
    id_hash = models.CharField(max_length=64, blank=True)
    id_last4 = models.CharField("证件号末四位", max_length=4, blank=True)
    staff_no = models.CharField("工号", max_length=40, blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    work_began = models.DateField("参加工作年月", null=True, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    professional_title = models.CharField("职称", max_length=30, blank=True)
    backbone_level = models.CharField("骨干级别", max_length=30, blank=True)
    stage = models.CharField("任教学段", max_length=20, blank=True)
    subjects = models.JSONField("任教学科", default=list)
    erased_at = models.DateTimeField("已抹去", null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "id_hash"], condition=~Q(id_hash=""), name="person_id_hash"),
        ]
        indexes = [models.Index(fields=["district", "name_key"], name="person_by_name")]
        ordering = ("name_key", "id")

    def __str__(self) -> str:
        return self.name


class Posting(Dated):
    """在岗：a person at a school, dated; part-time people have several."""

    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="postings")
    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="postings")
    kind = TenantFK("org.PostingKind", on_delete=models.PROTECT, related_name="postings")
    hired_on = models.DateField("到校年月", null=True, blank=True)
    is_full_time_teacher = models.BooleanField("专任教师", default=True)
    in_continuing_education = models.BooleanField("参加继续教育", default=True)
    volunteers = models.BooleanField("自愿参加专任教师继续教育", default=False)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["district", "school", "person"], name="posting_by_school")]


class GroupMembership(Dated):
    """A person in a group, dated."""

    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="group_memberships")
    group = TenantFK("org.Group", on_delete=models.CASCADE, related_name="memberships")

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["district", "group", "person"], name="membership_by_group")]


class Appointment(Dated):
    """任职：roles come from appointments only. Names the school or the group it is for; neither = the district."""

    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="appointments")
    post = TenantFK("org.Post", on_delete=models.PROTECT, related_name="appointments")
    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="appointments")
    group = TenantFK("org.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="appointments")
    document = models.CharField("任命文号", max_length=60, blank=True)

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["district", "person"], name="appointment_by_person"),
            models.Index(fields=["district", "school"], name="appointment_by_school"),
        ]


class Spell(Dated):
    """一段特殊情况：借调、支教、产假、病休、退休；`school` is where the person is missed."""

    person = TenantFK("org.Person", on_delete=models.PROTECT, related_name="spells")
    school = TenantFK("org.School", on_delete=models.CASCADE, null=True, blank=True, related_name="spells")
    kind = TenantFK("org.SpellKind", on_delete=models.PROTECT, related_name="spells")
    note = models.CharField("说明", max_length=200, blank=True)
