"""What the demonstration district consists of: schools, groups with their sizes, posts. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

DISTRICT = "HC-DEMO"
TODAY = date(2026, 5, 20)  # Wednesday of week 12 of the second term
LAST_MEETING = date(2026, 5, 18)
YEAR = 2025
TERMS = (
    (1, date(2025, 9, 1), date(2026, 1, 16), date(2025, 9, 1)),
    (2, date(2026, 3, 2), date(2026, 7, 10), date(2026, 3, 2)),
)
PASSWORD = "qinghe-2026"  # noqa: S105 - printed by `yanxiu demo info`; a demonstration serves loopback only


@dataclass(frozen=True)
class SchoolPlan:
    """One school: its subject groups with their sizes, grades taught, and how its people are spread."""

    code: str
    name: str
    short: str
    unit_type: str
    stage: str
    groups: dict[str, int]
    subjects: dict[str, str] = field(default_factory=dict)  # group → subject where it is one
    grades: tuple[str, ...] = ()
    prep: tuple[str, ...] = ()  # subjects large enough for a lesson preparation group per grade
    parent: str = ""
    leaders: tuple[str, ...] = ("校长", "副校长", "副校长", "教导主任")


SCHOOLS = (
    SchoolPlan(
        "QHA001", "青禾镇中心小学", "中心小学", "primary", "小学",
        {"语文组": 26, "数学组": 14, "英语组": 7, "综合组": 15},
        {"语文组": "语文", "数学组": "数学", "英语组": "英语"},
        ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级"), ("语文", "数学"),
    ),
    SchoolPlan(
        "QHA002", "青禾镇柳湾小学", "柳湾小学", "primary", "小学", {"文科组": 5, "理科组": 4}, {}, parent="QHA001", leaders=("教导主任",),
    ),
    SchoolPlan(
        "QHB001", "青禾初级中学", "青禾初中", "secondary", "初中",
        {"语文组": 15, "数学组": 15, "英语组": 14, "理化生组": 18, "政史地组": 16, "音体美信组": 18},
        {"语文组": "语文", "数学组": "数学", "英语组": "英语"},
        ("七年级", "八年级", "九年级"), ("语文", "数学", "英语"),
    ),
    SchoolPlan(
        "QHA003", "石桥乡小学", "石桥小学", "primary", "小学", {"语文组": 10, "数学组": 8, "综合组": 5, "音乐组": 1}, {"语文组": "语文", "数学组": "数学", "音乐组": "音乐"},
        leaders=("校长", "教导主任"),
    ),
    SchoolPlan(
        "QHC001", "青禾镇中心幼儿园", "中心幼儿园", "kindergarten", "学前", {"小班组": 10, "中班组": 10, "大班组": 10}, {},
        leaders=("园长", "副园长", "保教主任"),
    ),
)  # fmt: skip

MIXED = {
    "综合组": ("科学", "道德与法治", "体育", "音乐", "美术", "信息科技"),
    "文科组": ("语文", "英语"),
    "理科组": ("数学", "科学"),
    "理化生组": ("物理", "化学", "生物"),
    "政史地组": ("道德与法治", "历史", "地理"),
    "音体美信组": ("体育", "音乐", "美术", "信息科技"),
    "小班组": ("五大领域",),
    "中班组": ("五大领域",),
    "大班组": ("五大领域",),
}
UNIT_TYPES = (
    {"code": "primary", "title": "小学", "stages": ["小学"], "receiving_group": "小学组"},
    {"code": "secondary", "title": "中学", "stages": ["初中"], "receiving_group": "中学组"},
    {
        "code": "kindergarten",
        "title": "幼儿园",
        "stages": ["学前"],
        "receiving_group": "学前组",
        "training_word": "园本研修",
    },
)
DAYS = (
    (date(2025, 10, 30), "rest", "秋季运动会"),
    (date(2025, 10, 31), "rest", "秋季运动会"),
    (date(2026, 4, 23), "rest", "春季运动会"),
    (date(2026, 4, 24), "rest", "春季运动会"),
    (date(2026, 6, 5), "workday", "全区视导日"),
)
EXAMS = {
    1: (("期中考试", date(2025, 11, 5), date(2025, 11, 7)), ("期末考试", date(2026, 1, 12), date(2026, 1, 16))),
    2: (("期中考试", date(2026, 5, 6), date(2026, 5, 8)), ("期末考试", date(2026, 7, 6), date(2026, 7, 10))),
}
