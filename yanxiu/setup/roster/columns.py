"""Which column is what: headers recognised by their many usual names, corrected by the user."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.reader import Row, Sheet
from yanxiu.setup.roster.sheet_xml import column_letters, column_number

# field → (its name for people, the headers it goes by)
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("姓名", ("姓名", "教师姓名", "教职工姓名", "职工姓名", "名字", "老师姓名", "员工姓名", "人员姓名")),
    "id_number": (
        "身份证",
        (
            "身份证",
            "身份证号",
            "身份证号码",
            "证件号码",
            "证件号",
            "公民身份号码",
            "身份证件号",
            "身份证件号码",
            "居民身份证号",
            "居民身份证号码",
        ),
    ),
    "gender": ("性别", ("性别", "男女")),
    "born": ("出生年月", ("出生年月", "出生日期", "出生年月日", "生日", "出生时间", "出生")),
    "school_code": (
        "学校代码",
        ("学校代码", "单位代码", "学校编码", "单位编码", "校代码", "学校编号", "单位编号", "所在学校代码"),
    ),
    "school_name": (
        "学校名称",
        ("学校名称", "单位名称", "所在学校", "工作单位", "学校", "单位", "任教学校", "所在单位", "现任教学校"),
    ),
    "work_began": (
        "参加工作年月",
        (
            "参加工作年月",
            "参加工作时间",
            "参加工作日期",
            "参加工作",
            "工作时间",
            "参工时间",
            "工作年月",
            "参加工作年份",
            "参加工作年月日",
        ),
    ),
    "hired": (
        "入职年月",
        ("入职年月", "入职时间", "入职日期", "到校时间", "到校年月", "进校时间", "进校年月", "来校时间", "调入时间"),
    ),
    "staff_no": ("工号", ("工号", "职工号", "教工号", "教职工号", "人员编号", "教师编号", "员工编号")),
    "phone": ("手机", ("手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "移动电话")),
    "subject_group": ("教研组", ("教研组", "组", "组别", "学科组", "所在组", "所在教研组", "所属教研组", "科组")),
    "prep_group": ("备课组", ("备课组", "所在备课组", "所属备课组")),
    "grade_group": ("年级组", ("年级组", "所在年级组", "所属年级组", "级组")),
    "subject": (
        "学科",
        ("学科", "任教学科", "任教科目", "科目", "所教学科", "主教学科", "教学学科", "现任教学科", "任课学科"),
    ),
    "stage": ("学段", ("学段", "任教学段")),
    "grade": ("年级", ("年级", "任教年级", "所教年级")),
    "post": ("职务", ("职务", "行政职务", "岗位", "现任职务", "担任职务", "任职")),
    "professional_title": ("职称", ("职称", "专业技术职务", "现有职称", "技术职称", "专业技术职称", "现职称")),
    "education": ("学历", ("学历", "最高学历", "现学历", "文化程度", "第一学历")),
    "backbone_level": (
        "骨干级别",
        ("骨干级别", "骨干教师", "骨干", "骨干称号", "骨干教师级别", "荣誉称号", "骨干类别"),
    ),
    "full_time": ("专任教师", ("专任教师", "是否专任教师", "是否专任")),
    "in_education": ("参加继续教育", ("参加继续教育", "是否参加继续教育", "系统中参加继续教育")),
    "note": ("备注", ("备注", "说明", "附注")),
    "serial": ("序号", ("序号", "编号", "序", "顺序号", "no", "no.")),
}
NOT_KEPT = (
    "民族",
    "政治面貌",
    "籍贯",
    "家庭住址",
    "住址",
    "户籍",
    "婚姻状况",
    "银行卡号",
    "银行账号",
    "学位",
    "班级",
    "任教班级",
    "编制",
    "是否在编",
    "在编情况",
    "毕业院校",
    "专业",
    "邮箱",
    "电子邮箱",
    "微信号",
)
GROUPS = {"subject_group": "subject_group", "prep_group": "lesson_prep_group", "grade_group": "grade_group"}
_SPOKEN = (("备课组", "lesson_prep_group"), ("年级组", "grade_group"), ("年级", "grade_group"), ("级部", "grade_group"))
_ALIASES = {alias: name for name, (_, aliases) in FIELDS.items() for alias in aliases}
_NOISE = re.compile(r"[\s\u3000\u200b-\u200f\u2060\ufeff*＊★#:：]|[（(\[【][^（）()\]】]*[）)\]】]")
# how else these columns are named; looked at only where no column has one of the usual names
_LOOSE: dict[str, re.Pattern[str]] = {
    "id_number": re.compile(r"身份证(?!明?(复印|地址|有效|到期|正面|反面|照|扫描))|公民身份"),
    "born": re.compile(r"^出生[年日时]"),
    "work_began": re.compile(r"参加工作(?!年限|年数|证明|前|地)|^首次工作时间"),
    "school_code": re.compile(r"(学校|单位|机构)(代|编)(码|号)$"),
    "name": re.compile(r"^(本人|教师本人|教职员工|在职教师|在编教师|参训教师|教工|成员|老师|学员)姓名$|^姓名及?/"),
}
SEARCHED = 40  # rows in which a header is looked for


@dataclass
class Layout:
    """Where the people are: header rows, the column of each field (0-based), what was not recognised."""

    header: tuple[int, ...]  # row numbers
    columns: dict[str, int]
    labels: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)  # further columns of names: the list is set in two panels

    @property
    def first(self) -> int:
        """Row number of the first row below the header."""
        return (self.header[-1] if self.header else 0) + 1


def plain(label: object) -> str:
    """A header without spaces, marks and remarks in brackets."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(label or ""))).lower()


def field_of(label: object) -> str | None:
    """The field a header names."""
    return _ALIASES.get(plain(label))


def recognise(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Layout | None:
    """The layout of a sheet, or None when it has no column of names. Raises RosterError for a mapping that fits nothing."""
    layout = _by_header(sheet) or (_without_header(sheet) if not mapping else _by_letters(sheet))
    if layout is None:
        return None
    for name, place in (mapping or {}).items():
        _correct(layout, name, place, sheet)
    return layout if "name" in layout.columns else None


def _by_header(sheet: Sheet) -> Layout | None:
    best: tuple[int, Layout] | None = None
    for index, row in enumerate(sheet.rows[:SEARCHED]):
        found = [field_of(value) for value in row.values]
        if "name" not in found:
            continue
        score = len({name for name in found if name})
        if best is None or score > best[0]:
            best = (score, _layout(sheet, index))
    return best[1] if best else None


def _layout(sheet: Sheet, index: int) -> Layout:
    """The header at this row, with the row above or below it where captions are spread over two."""
    rows = sheet.rows
    labels = _labels(rows[index])
    numbers = [rows[index].number]
    if index and (above := _labels(rows[index - 1])):
        fill = {c: text for c, text in above.items() if c not in labels and (field_of(text) or _is_not_kept(text))}
        labels |= fill
    if index + 1 < len(rows) and (below := _below(rows, index)):
        labels |= below
        numbers.append(rows[index + 1].number)
    return _from_labels(tuple(numbers), labels)


def _below(rows: list[Row], index: int) -> dict[int, str]:
    """Labels of a second header row: it names fields, and under 姓名 it has nothing or the same word."""
    upper, lower = _labels(rows[index]), _labels(rows[index + 1])
    named = [c for c, text in lower.items() if field_of(text)]
    place = next(c for c, text in upper.items() if field_of(text) == "name")
    same = field_of(lower.get(place, "")) == "name" or place not in lower
    fresh = [c for c in named if field_of(lower[c]) != field_of(upper.get(c, ""))]
    return lower if same and fresh and len(named) >= max(1, len(lower) // 2) else {}


def _labels(row: Row) -> dict[int, str]:
    return {c: str(value).strip() for c, value in enumerate(row.values) if isinstance(value, str) and value.strip()}


def _from_labels(numbers: tuple[int, ...], labels: dict[int, str]) -> Layout:
    layout = Layout(numbers, {}, labels)
    for column, text in sorted(labels.items()):
        name = field_of(text)
        if name is None:
            if not _is_not_kept(text):
                layout.unknown.append(f"{column_letters(column + 1)} {text}")
        elif name in layout.columns:
            layout.doubled.append(f"{column_letters(column + 1)} {text}")
            layout.beside += [column] if name == "name" else []
        else:
            layout.columns[name] = column
    return _loosely(layout)


def _loosely(layout: Layout) -> Layout:
    """Columns still missing are looked for among the headers nobody knows."""
    for name, words in _LOOSE.items():
        heads = [c for c, text in sorted(layout.labels.items()) if field_of(text) is None and words.search(plain(text))]
        if name not in layout.columns and heads:
            layout.columns[name] = heads[0]
            layout.unknown.remove(f"{column_letters(heads[0] + 1)} {layout.labels[heads[0]]}")
    return layout


def _is_not_kept(text: str) -> bool:
    return plain(text) in NOT_KEPT


def _without_header(sheet: Sheet) -> Layout | None:
    """A bare list of names, perhaps with a group beside each."""
    rows = [row for row in sheet.rows if any(str(v).strip() for v in row.values)]
    wide = max((len([v for v in row.values if str(v).strip()]) for row in rows), default=0)
    if not rows or wide > 2 or any(field_of(value) for row in rows[:3] for value in row.values):
        return None
    firsts = [str(row.values[0]).replace(" ", "").replace("\u3000", "") for row in rows if row.values]
    if not all(re.fullmatch(r"[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff·]{2,8}", text) for text in firsts):
        return None
    columns = {"name": 0} | ({"subject_group": 1} if wide == 2 else {})
    return Layout((), columns)


def _by_letters(sheet: Sheet) -> Layout | None:
    """No header we know, but the user names the columns: the first row with two filled cells is the header."""
    for row in sheet.rows[:SEARCHED]:
        if len(_labels(row)) >= 2:
            return _from_labels((row.number,), _labels(row))
    return Layout((), {})


def wanted_field(name: str) -> str | None:
    """The field a correction means: its key, its name for people, or any header it goes by."""
    if name in FIELDS:
        return name
    return next((key for key, (words, _) in FIELDS.items() if words == name.strip()), field_of(name))


def _correct(layout: Layout, name: str, place: str, sheet: Sheet) -> None:
    wanted = wanted_field(name)
    if wanted is None:
        raise RosterError(f"没有“{name}”这个项目。可用的有：{'、'.join(words for words, _ in FIELDS.values())}。")
    if not place.strip() or place.strip() in ("-", "不导入"):
        layout.columns.pop(wanted, None)
        return
    column = _column(layout, place.strip(), sheet)
    for other in [key for key, taken in layout.columns.items() if taken == column and key != wanted]:
        del layout.columns[other]
    layout.columns[wanted] = column


def _column(layout: Layout, place: str, sheet: Sheet) -> int:
    width = max((len(row.values) for row in sheet.rows), default=0)
    for column, text in layout.labels.items():
        if text == place or plain(text) == plain(place):
            return column
    number = (
        int(place) if place.isdigit() else column_number(place.upper()) if re.fullmatch(r"[A-Za-z]{1,2}", place) else 0
    )
    if not 1 <= number <= width:
        heads = "、".join(f"{column_letters(c + 1)} {text}" for c, text in sorted(layout.labels.items()))
        raise RosterError(f"表里没有“{place}”这一列。现有的列：{heads or '（没有列名）'}。")
    return number - 1


def kind_of_group(name: str, column: str = "subject_group") -> str:
    """The kind of a group: what its own name says (四年级组, 三年级语文备课组), else what its column is for."""
    said = next((kind for end, kind in _SPOKEN if name.endswith(end)), "")
    return said if said and column == "subject_group" else column
