"""Words people use for the same subject, stage, education: folded to one, unknown ones kept as written."""

from __future__ import annotations

import re

SUBJECTS = {
    "小学语文": "语文", "小语": "语文", "中文": "语文", "初中语文": "语文", "小学数学": "数学", "小数": "数学", "初中数学": "数学",
    "外语": "英语", "小英": "英语", "英文": "英语", "体育与健康": "体育", "体健": "体育", "道法": "道德与法治", "政治": "道德与法治",
    "思品": "道德与法治", "品德": "道德与法治", "思想品德": "道德与法治", "信息技术": "信息科技", "信息": "信息科技", "计算机": "信息科技",
    "微机": "信息科技", "小学科学": "科学", "自然": "科学", "心理": "心理健康", "心理健康教育": "心理健康", "劳技": "劳动", "劳动教育": "劳动",
    "生物学": "生物", "五大领域": "五大领域",
}  # fmt: skip
STAGES = {
    "幼儿园": "学前",
    "幼儿": "学前",
    "学前教育": "学前",
    "小学部": "小学",
    "初级中学": "初中",
    "初中部": "初中",
    "高级中学": "高中",
    "高中部": "高中",
    "中职": "职业",
}
EDUCATIONS = {
    "大学本科": "本科", "大学": "本科", "学士": "本科", "大本": "本科", "大学专科": "专科", "大专": "专科", "中师": "中专", "中等师范": "中专",
    "硕士": "研究生", "硕士研究生": "研究生", "博士": "研究生", "博士研究生": "研究生",
}  # fmt: skip
TITLES = {
    "小学高级教师": "一级教师", "中学一级教师": "一级教师", "中一": "一级教师", "小高": "一级教师", "中学高级教师": "高级教师", "中高": "高级教师",
    "高级": "高级教师", "一级": "一级教师", "二级": "二级教师", "三级": "三级教师", "正高级": "正高级教师", "正高": "正高级教师", "无": "",
}  # fmt: skip
_SPLIT = re.compile(r"[、,，;；/和及+ ]+")


def subjects(text: str) -> list[str]:
    """Subjects of one cell: 「小语、道法」 → 语文, 道德与法治."""
    return list(dict.fromkeys(SUBJECTS.get(part, part) for part in _SPLIT.split(text) if part))


def fold(words: dict[str, str], text: str) -> str:
    """The usual word for a text, or the text itself."""
    return words.get(text, text)
