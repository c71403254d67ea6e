"""Is this cell a person's name? And what else stands in a column of names: captions, dates, remarks, two people at once."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from yanxiu.setup.roster.values import HAN, SPACES, Bad, clean_name, is_formula, is_nothing

FORMULA = "姓名是公式，不是字。请复制这一列，用“选择性粘贴→数值”粘回去再传。"
LONGEST = 40  # characters; the longest names of minorities have about thirty
CAPTION = re.compile(
    r"(名单|名册|花名册|一览表|登记表|统计表|汇总表|情况表|信息表|年级|教研组|备课组|.组|教研室|教导处|办公室|小学|中学|学校|幼儿园|教学点|教育集团|以下空白)"
    r"([（(][^（）()]*[）)]|共?\d+人)?[:：]?$"
)
_FIGURES = r"\d〇零○一二三四五六七八九十"
DATE = re.compile(
    rf"^[{_FIGURES}]{{4}}\s*[年./\-]\s*[{_FIGURES}]{{1,3}}\s*[月./\-]\s*[{_FIGURES}]{{1,3}}\s*日?$|^[\s_]*年[\s_]*月[\s_]*日$"
)
COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "令狐",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "左丘",
        "第五",
        "西门",
        "拓跋",
        "完颜",
        "叶赫",
    ]
)
_SENTENCE = re.compile(r"[，,。；;：:！!？?《》“”\"…|@#￥$%&*=<>]")
_REMARK = re.compile(r"^以下为?空白|[。；;：:！!？?《》]|，.*，|^.{9,}，|，.{9,}$")
_SEVERAL = re.compile(r"[、/\\，,；;]|\r|\n")
_WORD = re.compile(rf"^[{HAN}]{{2,3}}$")
_SINGLE = re.compile(rf"^[{HAN}]{{2,4}}$|^[{HAN}]+·[{HAN}·]+$")
_BRACKETED = re.compile(r"^[（(].*[）)]$")


def name_problem(value: Any) -> Bad | None:
    """Why the cell cannot be taken for one person's name; None when it can."""
    text = clean_name(value)
    if not text or is_nothing(text):
        return Bad("name_missing", "没有姓名，认不出是谁。请补上姓名，或删去这一行。")
    if is_formula(value):
        return Bad("name_formula", FORMULA)
    if len(_people(value)) > 1:
        return Bad("name_several", f"“{text[:20]}”好像是几个人写在一格里。请一人一行。")
    if isinstance(value, bool) or not _like_a_name(text):
        return Bad("name_unreadable", f"“{text[:20]}”不像姓名。请写这个人的姓名，或删去这一行。")
    return None


def is_name(value: Any) -> bool:
    """Whether the cell can be taken for one person's name."""
    return name_problem(value) is None


def is_remark(text: str) -> bool:
    """A line that speaks about the list: a sentence, something in brackets, a date."""
    return bool(_REMARK.search(text) or DATE.match(text) or _BRACKETED.match(text) or len(text) > LONGEST)


def is_caption(text: str) -> bool:
    """「语文组（12人）」, 「教师名单」: what people put above names, in the same column."""
    return bool(CAPTION.search(text))


def joined(value: Any) -> bool:
    """Two words of two or three characters, the first no compound surname: one name with a space, or two people."""
    words = SPACES.split(value.strip()) if isinstance(value, str) else []
    return len(words) == 2 and all(_WORD.match(word) for word in words) and words[0] not in COMPOUND


def _people(value: Any) -> list[str]:
    """The names in one cell when it plainly holds several."""
    if not isinstance(value, str):
        return []
    parts = [clean_name(part) for part in _SEVERAL.split(value) if part.strip()]
    if len(parts) > 1 and all(_SINGLE.match(part) for part in parts):
        return parts
    words = SPACES.split(value.strip())
    return words if len(words) > 2 and all(_WORD.match(word) for word in words) else []


def _like_a_name(text: str) -> bool:
    letters = any(unicodedata.category(mark).startswith("L") for mark in text)
    if not letters or text[0].isdigit() or len(text) > LONGEST or DATE.match(text):
        return False
    return not (_SENTENCE.search(text) or CAPTION.search(text) or _BRACKETED.match(text) or "/" in text)
