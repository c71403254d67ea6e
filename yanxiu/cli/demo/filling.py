"""Filling in a record: values for the fields a regulation asks for, by each field's type, code and name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from yanxiu.cli.demo import plan, prose
from yanxiu.policy.pack import Field, RecordKind

CAREFUL, CARELESS = 0.03, 0.12  # how often a field stays empty


@dataclass(frozen=True)
class Scene:
    """Whose record it is and when: what the words are about."""

    on: date
    number: int
    subject: str
    grade: str
    topic: str
    leader: str
    director: str
    owner: str
    chance: Random
    careless: bool = False


def values(kind: RecordKind, scene: Scene) -> dict[str, Any]:
    """The fields of one record, as its writer would fill them in; now and then one is forgotten."""
    found = {one.id: value for one in kind.fields if (value := _value(kind, one, scene)) is not None}
    prone = [one.id for one in kind.fields if one.type == "long" and one.id in found and one.by == "self"]
    if prone and scene.chance.random() < (CARELESS if scene.careless else CAREFUL):
        del found[scene.chance.choice(prone)]
    return found


def _value(kind: RecordKind, one: Field, scene: Scene) -> Any:
    if one.type == "long":
        return prose.passage(one.title, scene.subject, scene.topic, scene.chance, kind.id)
    if one.type == "flag":
        return _flag(one, scene)
    if one.type == "number":
        low, high, step = NUMBERS.get(f"{kind.id}.{one.id}") or NUMBERS.get(one.id, (1, 3, 1))
        return scene.chance.randrange(low, high + 1, step)
    if one.type == "choice":
        return _choice(one, scene)
    if one.type == "date":
        return _date(one, scene)
    if one.type == "time":
        return TIMES.get(kind.id, "10:20")
    return TEXTS[one.id](scene) if one.id in TEXTS else _line(one, scene)


NUMBERS = {
    "hours": (3, 5, 1), "pages": (4, 6, 1), "score": (72, 97, 1), "allowed": (380, 380, 1), "spent": (320, 380, 20), "amount": (100, 300, 100),
    "training_project.hours": (10, 12, 2),
}  # fmt: skip
TIMES = {"plan_exchange": "15:40", "prep_handover": "11:10"}
FLAGS = {"approved": 0.9, "late": 0.06, "off_theme": 0.03, "off_school": 0.03, "share_wanted": 0.4, "became": 0.5}


def _flag(one: Field, scene: Scene) -> bool | None:
    """True or nothing for what is noted only when it is so; an approval is told either way."""
    share = FLAGS.get(one.id, 0.0) * (2 if scene.careless and one.id.startswith(("late", "off_")) else 1)
    if scene.chance.random() < share:
        return True
    return False if one.id == "approved" else None


def _choice(one: Field, scene: Scene) -> str | None:
    codes = list(one.choices)
    if one.id == "check":  # the office has looked at some
        return codes[0] if scene.chance.random() < 0.2 else None
    if one.id == "result":
        return codes[0] if scene.chance.random() < 0.9 else codes[-1]
    if one.id in ("mode", "origin", "source"):
        return scene.chance.choice(codes)
    if one.id.endswith("_post"):
        return next((code for code in codes if code.endswith("leader")), codes[0])
    return codes[scene.number % len(codes)]


def _date(one: Field, scene: Scene) -> date | None:
    if one.id == "exchanged" and scene.chance.random() < 0.1:
        return None
    later = {"due_on": 14, "returned_on": 10, "report_on": 2, "handed_in": 1, "shared_on": 7, "filed_on": 3}
    day = scene.on + timedelta(days=later.get(one.id, 0))
    return day if day <= plan.TODAY or one.id == "due_on" else None


def _named(scene: Scene) -> str:
    return scene.topic


TEXTS: dict[str, Callable[[Scene], str]] = {
    "time": lambda s: f"第{s.chance.choice('二三四五六')}节",
    "class_name": lambda s: f"{s.grade}（{s.chance.randint(1, 6)}）班" if s.grade else "一（1）班",
    "topic": _named,
    "lesson": _named,
    "unit": lambda s: f"第{'一二三四五六七八'[s.number % 8]}单元",
    "title": lambda s: prose.ABOUT[s.chance.randrange(len(prose.ABOUT))],
    "project": lambda s: prose.PROJECTS[s.number % len(prose.PROJECTS)],
    "training": lambda s: prose.TRAININGS[s.number % len(prose.TRAININGS)],
    "subject": lambda s: s.subject,
    "grade": lambda s: s.grade or "三年级",
    "school_year": lambda s: "2025—2026学年",
    "checker": lambda s: s.leader,
    "checked_by": lambda s: s.director,
    "recorded_by": lambda s: s.leader,
    "speaker": lambda s: s.leader,
    "lead_speaker": lambda s: s.leader,
    "organiser": lambda s: s.director,
    "source": lambda s: f"第{'一二三四五六七八'[s.number % 8]}单元共性教案",
    "common_plan": lambda s: f"第{'一二三四五六七八'[s.number % 8]}单元共性教案",
    "goal": lambda s: f"{s.subject}学科阅读课程",
    "people": lambda s: "组内全体",
    "place": lambda s: s.chance.choice(("三楼会议室", "录播教室", "教研组办公室")),
    "meeting": lambda s: "教师例会",
    "sunshine_topic": lambda s: f"{s.subject}课堂提问的有效性",
    "mentee": lambda s: s.leader,
    "document": lambda s: "校发〔2025〕9号",
    "borrower": lambda s: s.leader,
    "agreed": lambda s: s.director,
    "signed": lambda s: s.leader,
    "task": lambda s: "教材教法业务能力考核",
    "assessment": lambda s: "期末综合考核",
    "level": lambda s: "优秀",
    "event": lambda s: s.chance.choice(("区小学教学研讨会", "片区同课异构活动", "市课堂观摩")),
    "material": lambda s: "会议资料和听课笔记",
    "paper": lambda s: "纸质一份",
    "electronic": lambda s: "已存电子档",
    "photos": lambda s: "照片 4 张",
    "originals": lambda s: "签到表、讲稿",
    "content": lambda s: s.chance.choice(("时事学习", "师德规范学习", "教育法规学习")),
}


def _line(one: Field, scene: Scene) -> str | None:
    """A short text nobody thought of by code: a name says who, the rest is a title."""
    if one.title.endswith("人"):
        return scene.leader
    if "名称" in one.title:
        named = prose.PROJECTS if "项目" in one.title else prose.TRAININGS
        return named[scene.number % len(named)]
    return prose.passage(one.title, scene.subject, scene.topic, scene.chance)[:40]
