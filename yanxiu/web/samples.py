"""Invented content for the living page: believable words, so that a component is judged as it will be read."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.urls import reverse

from yanxiu.web.older import Stretch

STATES = [
    ("done", "已完成"),
    ("due", "还差 2 节"),
    ("late", "退回"),
    ("wait", "等教导处"),
    ("ruling", "待裁定"),
    ("info", "你是中心发言人"),
]

COLUMNS = [
    {"label": "姓名", "sort_url": "?sort=-name", "sorted": "ascending"},
    {"label": "教研组", "sort_url": "?sort=group"},
    {"label": "职务"},
    {"label": "听课", "n": True, "sort_url": "?sort=lessons"},
    {"label": "状态"},
]
PEOPLE = [
    {"name": "江若谷", "group": "语文组", "post": "副校长", "n": 24, "of": 30, "state": "due", "word": "差 6"},
    {"name": "沈砚秋", "group": "语文组", "post": "教导主任", "n": 15, "of": 15, "state": "done", "word": "够"},
    {"name": "丁䶮", "group": "数学组", "post": "", "n": 13, "of": 15, "state": "ruling", "word": "待裁定"},
    {"name": "蒋未晞", "group": "英语组", "post": "", "n": 0, "of": 15, "state": "wait", "word": "产假，不判"},
]

MATRIX_COLUMNS = [
    {"label": "听课", "unit": "节"},
    {"label": "教后反思", "unit": "篇"},
    {"label": "教案", "unit": "本周查签"},
    {"label": "中心发言", "unit": "次"},
]
_MATRIX_ROWS: list[dict[str, Any]] = [
    {"group": "数学组", "note": "9 人，4 人有缺"},
    {
        "name": "顾明川",
        "cells": [
            {"text": "20", "of": "20", "state": "done", "url": "explain"},
            {"text": "3", "of": "3", "state": "done", "url": "explain"},
            {"text": "待查", "state": "wait", "mark": "◐"},
            {"text": "2"},
        ],
    },
    {
        "name": "何书瑶",
        "sub": "代课",
        "cells": [
            {"text": "13", "of": "15", "state": "ruling", "url": "explain", "label": "听课 13/15 节，待裁定"},
            {"text": "1", "of": "3", "state": "due", "url": "explain"},
            {"text": "未查", "state": "late", "mark": "○"},
            {"text": "✓", "state": "done", "label": "已发言"},
        ],
    },
    {"name": "陆知微", "quiet": "产假中，各项不判，不提醒"},
]

TIMELINE = [
    {"state": "done", "title": "你交了书面申请", "when": "11月14日 07:12"},
    {"state": "done", "title": "教导处收到", "note": "当天名单已标“请假”", "when": "11月14日 07:40 · 孟知秋"},
    {"state": "due", "title": "等你补医院证明", "note": "11月21日（周五）前", "when": "带给孟知秋看一眼，或拍照上传"},
    {"state": "wait", "title": "宋怀远（校长）同意", "when": "证明看过后送到他那里"},
]

ARITHMETIC = [
    {"label": "听课记录", "value": "15 张"},
    {"label": "缺“教学过程”，暂不计", "value": "−1"},
    {"label": "缺“简要评语”，暂不计", "value": "−1"},
    {"label": "期初结转（纸质台账）", "value": "0", "kind": "off"},
    {"label": "有效", "value": "13 节", "kind": "sum"},
]

TALLY = [
    {"n": "56 行", "label": "没有问题", "state": "done"},
    {"n": "6 行", "label": "有出入，5 行已定，1 行要你定", "state": "due"},
    {"n": "3 行", "label": "在表里是隐藏的，默认不导入", "state": "wait"},
    {"n": "4 行", "label": "跳过：标题、列名、空行、合计行", "state": ""},
]

SEGMENTS = [
    {"label": "全部", "url": "?", "current": True, "count": 62},
    {"label": "语文组", "url": "?group=chinese", "count": 26},
    {"label": "数学组", "url": "?group=maths", "count": 14},
    {"label": "英语组", "url": "?group=english", "count": 7},
    {"label": "综合组", "url": "?group=general", "count": 15},
]
MONTHS = [{"label": "9—11月", "url": "?", "current": True}, {"label": "只看 11 月", "url": "?month=11"}]
TABS = [
    {"label": "本周", "url": "?", "current": True},
    {"label": "组员", "url": "?tab=members", "count": 9},
    {"label": "计划", "url": "?tab=plan"},
    {"label": "交接", "url": "?tab=handover"},
]
STEPS = [
    {"label": "准备", "url": "?step=1", "done": True},
    {"label": "点名", "url": "?step=2", "current": True},
    {"label": "记录"},
]
CADENCE = ["done"] * 6 + ["miss"] + ["done"] * 3 + ["skip", "done"] + ["none"] * 8

DIFFERENCES = [
    {"label": "职务", "before": "教研组长", "after": "教导主任"},
    {"label": "手机", "before": "", "after": "138…0123"},
    {"label": "备注", "before": "产假至1月9日", "after": ""},
]
TEXT_DIFFERENCE = [
    {
        "label": "改进方法",
        "before": "下次多练习，让学生多说。",
        "after": "下次在例题后先让同桌互说一遍，再让学生多说。",
    }
]

SHEET_META = [
    {"label": "主　　题", "value": "观察怎么写下来：习作单元与探究记录单", "wide": True},
    {"label": "时　　间", "value": "2025年11月20日（周四）15:40—16:50"},
    {"label": "地　　点", "value": "综合楼三楼录播教室"},
    {"label": "主 讲 人", "value": "周知遥、陶安"},
    {"label": "应　　到", "value": "40 人（语文组、综合组）"},
]
_SIGNING = (
    "江若谷 沈砚秋 周知遥 林晓棠 何书简 梁月初 罗衡 郑婉清 李静 宋一苇 邓春和 韩素问 冯子衿 彭溪 "
    "曾若水 田禾 董其欣 潘予怀 袁小满 蒋未晞 余清如 杜若兰 夏至言 谢听雨 方令仪 孟庭 程立 梅长青 "
    "陶安 严松 段鸿 侯一鸣 卢照 莫语 乔木 任飞扬 邵文博 万里 向晚 白露 关山"
)
_ON_LEAVE = "蒋未晞"
SHEET_NAMES: list[Any] = [
    {"name": name, "note": "请假，不计应到" if name == _ON_LEAVE else ""} for name in _SIGNING.split()
]

MESSAGE = "数学组各位老师：\n今天 15:40 在三楼东备课组长办公室，集体备课《一次函数》。\n教案请带来，会上查签。"

GROUPS = [("", "请选择"), *((name, name) for name in ("语文组", "数学组", "英语组", "综合组"))]
TEACHERS = [("", "请选择"), *((str(number), f"教师{number:02d}") for number in range(1, 31))]


class SampleForm(forms.Form):
    """One field of every kind, for the living page."""

    name = forms.CharField(label="姓名", help_text="与身份证上一致；生僻字打不出来可先写拼音。")
    group = forms.ChoiceField(label="教研组", choices=GROUPS, required=False)
    mentor = forms.ChoiceField(label="指导教师", choices=TEACHERS, required=False, help_text="名单长，可打字查找。")
    since = forms.DateField(label="到校日期", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    leave = forms.ChoiceField(
        label="假别",
        choices=[("official", "公假"), ("personal", "事假"), ("sick", "病假")],
        widget=forms.RadioSelect,
    )
    posts = forms.MultipleChoiceField(
        label="还担任",
        choices=[("head", "教研组长"), ("prep", "备课组长"), ("grade", "年级组长"), ("class", "班主任")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label="事由",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只有批假的人看得到，别人只看到“请假”。",
        error_messages={"required": "请假条要有事由，一句话就行，例如“家里有事，15:30 离校”。"},
    )
    proof = forms.FileField(
        label="证明",
        required=False,
        help_text="照片或 PDF，最大 10 MB。",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf", "max_bytes": 10 * 1024 * 1024}),
    )
    agree = forms.BooleanField(label="下学期沿用这份课表", required=False)


def sample_form() -> SampleForm:
    """A form that came back: two fields right, one refused."""
    data = {"name": "周以宁", "group": "数学组", "leave": "personal", "posts": ["prep"], "reason": "", "agree": "on"}
    form = SampleForm(data)
    form.is_valid()
    return form


def matrix_rows() -> list[dict[str, Any]]:
    """The matrix, its doors leading to the sample explanation."""
    door = reverse("web:design_explain")
    rows = deepcopy(_MATRIX_ROWS)
    for cell in (cell for row in rows for cell in row.get("cells", []) if "url" in cell):
        cell["url"] = door
    return rows


def sample_page() -> Page[int]:
    """The second of seven pages."""
    return Paginator(range(1, 127), 20).page(2)


def sample_stretch() -> Stretch:
    """A stretch in the middle of a long list."""
    return Stretch([], "20260520T010203000004-0", latest=False)


def sample_context() -> dict[str, Any]:
    """Everything the living page shows."""
    return {
        "states": STATES,
        "columns": COLUMNS,
        "people": PEOPLE,
        "matrix_columns": MATRIX_COLUMNS,
        "matrix_rows": matrix_rows(),
        "timeline": TIMELINE,
        "arithmetic": ARITHMETIC,
        "tally": TALLY,
        "segments": SEGMENTS,
        "months": MONTHS,
        "tabs": TABS,
        "steps": STEPS,
        "cadence": CADENCE,
        "differences": DIFFERENCES,
        "text_difference": TEXT_DIFFERENCE,
        "facts": [
            ("要什么", "请假条。下面写好就是，可打印"),
            ("谁同意", "宋怀远（校长，领导小组组长）"),
            ("怎么记", "事假 1 次"),
        ],
        "keys": [("j k", "上下"), ("x", "选中"), ("Enter", "打开"), ("?", "全部按键")],
        "yes_no": [("yes", "导入"), ("no", "不导入")],
        "form": sample_form(),
        "page": sample_page(),
        "stretch": sample_stretch(),
        "message": MESSAGE,
        "sheet_meta": SHEET_META,
        "sheet_names": SHEET_NAMES,
        "signs": ["登记人", "组长", "教导处"],
    }
