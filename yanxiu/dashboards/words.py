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
    "account.active": "停用或恢复账号",
    "account.bind": "账号归到本人",
    "account.end_device": "退出一台设备",
    "account.end_devices": "退出其他设备",
    "account.lost_phone": "手机丢了，收回登录",
    "account.open": "开账号",
    "account.open_many": "成批开账号",
    "account.operator": "建安装管理员",
    "account.password": "设密码",
    "account.rename": "改登录名",
    "account.second_codes": "换备用码",
    "account.second_off": "关第二道验证",
    "account.second_on": "开第二道验证",
    "account.sign_in": "登录",
    "account.sign_out": "退出所有设备",
    "account.sign_out_here": "退出登录",
    "account.stop": "停用账号",
    "account.told": "读过个人信息告知",
    "balance.bring": "期初结转",
    "claims.decide": "处理认领",
    "claims.make": "认领姓名",
    "claims.redeem": "认领后登录",
    "group.membership_change": "改入组日期",
    "posting.change": "改在岗资料",
    "roster.decide": "定名单里的问题",
    "roster.drop": "放弃名单",
    "roster.go": "开始导入名单",
    "roster.import": "导入名单",
    "roster.upload": "上传名单",
    "roster.withdraw": "整批撤回导入",
    "schools.import": "导入学校名单",
    "slips.issue": "印登录条",
    "slips.use": "用登录条登录",
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
    said = [
        f"{word} {counts[what]} 条"
        for what, word in (("new", "新增"), ("set", "改动"), ("gone", "删除"))
        if counts[what]
    ]
    return "，".join([*said, event.note] if event.note else said)
