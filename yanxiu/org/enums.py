"""Words the program itself must know. What a regulation or an office may vary is a catalogue row instead."""

from django.db.models import TextChoices

GROUP_LEADER = "group_leader"  # code of the post that leads a group, in the standard catalogue


class Level(TextChoices):
    """Where a post or a leading group sits."""

    REGION = "region", "市"
    DISTRICT = "district", "区"
    SCHOOL = "school", "学校"
    GROUP = "group", "组"


class Capability(TextChoices):
    """What a post lets its holder do, within the unit the appointment names."""

    MANAGE_UNIT = "manage_unit", "改单位、组、校历"
    MANAGE_PEOPLE = "manage_people", "管人员、任职、登录"
    SEE_PEOPLE = "see_people", "看人员名册"
    SEE_AUDIT = "see_audit", "看操作记录"
    EXPORT_ALL = "export_all", "导出全部"
    LEAD_GROUP = "lead_group", "带组"
    LEAD_UNIT = "lead_unit", "领导本单位"
    OVERSEE = "oversee", "看下属单位"
    SCORE = "score", "评审"
    KEEP_RECORDS = "keep_records", "登记和代录研修记录"
    ASSESS = "assess", "采用制度、裁定、考核"


class Desk(TextChoices):
    """The home page a person opens with."""

    OPERATOR = "operator", "安装管理"
    REGION = "region", "市级"
    DISTRICT = "district", "区级"
    PRINCIPAL = "principal", "校长"
    OFFICE = "office", "教导处"
    LEADER = "leader", "组长"
    TEACHER = "teacher", "教师"
    EXPERT = "expert", "专家"


class DayKind(TextChoices):
    """What a calendar day is."""

    WORKDAY = "workday", "上课日"
    REST = "rest", "休息日"
    HOLIDAY = "holiday", "法定节假日"
    MAKEUP = "makeup_workday", "调休上班"


class Precision(TextChoices):
    """How exactly a date is known."""

    MONTH = "month", "到月"
    DAY = "day", "到日"
