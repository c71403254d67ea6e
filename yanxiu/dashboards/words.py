"""Audit rows in words: 「任职 · 新增」, not "appointment.make"."""

from yanxiu.base.models import AuditEvent

VERBS = {
    "region.found": "设立市级",
    "district.found": "设立区",
    "catalogue.adopt": "采用名称表",
    "school.create": "新建学校",
    "school.change": "改学校资料",
    "school.merge": "撤并学校",
    "school.age_bands": "定年龄段",
    "group.create": "新建组",
    "group.change": "改组",
    "group.end": "撤组",
    "group.join": "加入组",
    "group.leave": "退出组",
    "alliance.form": "成立联合体",
    "alliance.join": "加入联合体",
    "alliance.leave": "退出联合体",
    "leading_group.form": "成立领导小组",
    "leading_group.seat": "定小组成员",
    "leading_group.unseat": "小组成员退出",
    "person.add": "新增人员",
    "person.change": "改人员资料",
    "person.erase": "抹去人员资料",
    "posting.begin": "登记到岗",
    "posting.end": "登记离岗",
    "appointment.make": "任职",
    "appointment.end": "免职",
    "spell.begin": "登记特殊情况",
    "spell.end": "登记返岗",
    "year.open": "开学年",
    "term.set": "定学期",
    "day.correct": "更正校历",
    "day.restore": "撤销校历更正",
    "exams.set": "定考试周",
    "months.set": "定教学月",
    "job.submit": "提交任务",
    "job.stop": "停止任务",
    "file.keep": "存文件",
    "file.drop": "删文件",
}


def in_words(verb: str) -> str:
    """The Chinese words of a verb; the verb itself for one nobody named (a test finds those)."""
    return VERBS.get(verb, verb)


def effect_of(event: AuditEvent) -> str:
    """How many rows an act made, changed or removed, and its note."""
    counts = {"new": 0, "set": 0, "gone": 0}
    for change in event.changes:
        counts[change["what"]] += change.get("count", 1)
    said = [f"{word} {counts[what]} 条" for what, word in (("new", "新增"), ("set", "改动"), ("gone", "删除")) if counts[what]]
    return "，".join([*said, event.note] if event.note else said)
