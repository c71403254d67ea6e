"""导出全部: what the office takes away if it stops using us, as one archive of a workbook and the files."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from yanxiu.base.models import AuditEvent
from yanxiu.files.models import StoredFile
from yanxiu.files.workbook import Sheet, workbook
from yanxiu.ledger.models import OpeningBalance
from yanxiu.org.models import (
    Appointment,
    CalendarDay,
    Group,
    GroupMembership,
    Posting,
    School,
    Seat,
    Spell,
    Term,
)
from yanxiu.regulations.taking import unit_sheet

README = """这是{school}在“研修”里的全部资料，导出于{day}。
全部资料.xlsx：每张工作表是一类资料；人用“人员编号”对应，重名的人也不会弄混。
文件/：上传过的文件，名字照原样，前面加了次序。
身份证号码系统里没有保存，只有末四位。
"""


def archive(school: School, on: date, report: Callable[[int, int, str], None]) -> bytes:
    """The bytes of the .zip for one school; `report(done, total, message)` tells how far it is."""
    files = list(StoredFile.objects.filter(school_id=school.pk).exclude(purpose__startswith="export:"))
    total, buffer = len(files) + 1, io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("先看这里.txt", README.format(school=school.name, day=on.isoformat()))
        out.writestr("全部资料.xlsx", workbook(sheets(school)))
        for number, stored in enumerate(files, start=1):
            report(number, total, f"正在收文件：{stored.name}")
            if default_storage.exists(stored.key):
                with default_storage.open(stored.key) as handle:
                    out.writestr(f"文件/{number:04d}_{stored.name}", handle.read())
    report(total, total, "收齐了")
    return buffer.getvalue()


def sheets(school: School) -> Iterator[Sheet]:
    """All sheets of the workbook, in the order an office thinks of them."""
    yield Sheet("学校", ["代码", "全称", "类型", "起算日", "制度启用日"], [_school(school)])
    yield Sheet("人员", PEOPLE_HEADS, _people(school))
    yield Sheet("组", ["种类", "组名", "学科", "年级", "起", "止"], _groups(school))
    yield Sheet("组员", ["组名", "人员编号", "姓名", "起", "止"], _memberships(school))
    yield Sheet("任职", ["人员编号", "姓名", "职务", "组", "起", "止", "文号"], _appointments(school))
    yield Sheet("领导小组", ["小组", "席位", "人员编号", "姓名", "分工", "起", "止"], _seats(school))
    yield Sheet("特殊情况", ["人员编号", "姓名", "情况", "起", "止", "说明"], _spells(school))
    yield Sheet("学期", ["学年", "学期", "学段", "开学", "结束", "计划出台日"], _terms(school))
    yield Sheet("校历更正", ["日期", "性质", "名称", "按哪天的课表"], _days(school))
    yield Sheet("期初结转", ["人员编号", "姓名", "学年", "项目", "数量", "单位", "截至", "来源"], _balances(school))
    yield unit_sheet(school)
    yield Sheet("操作记录", ["时间", "经办人编号", "行为", "对象", "对象编号", "来路", "说明"], _audit(school))


PEOPLE_HEADS = [
    "人员编号", "姓名", "性别", "出生", "证件末四位", "工号", "手机", "参加工作", "学历", "职称", "骨干级别", "学段",
    "学科", "在岗方式", "到校", "起", "止", "专任教师", "参加继续教育",
]  # fmt: skip


def _school(school: School) -> list[Any]:
    return [
        school.code,
        school.name,
        school.unit_type.title if school.unit_type else "",
        school.figures_from,
        school.regulation_from,
    ]


def _people(school: School) -> Iterator[list[Any]]:
    rows = (
        Posting.objects.filter(school=school)
        .select_related("person", "kind")
        .order_by("person__name_key", "person_id", "start")
    )
    for posting in rows.iterator(chunk_size=500):
        p = posting.person
        yield [
            str(p.pk), p.name, p.gender, _born(p.born_on, p.born_precision), p.id_last4, p.staff_no, p.phone, _month(p.work_began),
            p.education, p.professional_title, p.backbone_level, p.stage, "、".join(p.subjects), posting.kind.title,
            _month(posting.hired_on), posting.start, posting.end, posting.is_full_time_teacher, posting.in_continuing_education,
        ]  # fmt: skip


def _born(day: date | None, precision: str) -> str:
    return "" if day is None else day.isoformat() if precision == "day" else _month(day)


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _groups(school: School) -> Iterator[list[Any]]:
    for group in Group.objects.filter(school=school).select_related("kind"):
        yield [group.kind.title, group.name, group.subject, group.grade, group.start, group.end]


def _memberships(school: School) -> Iterator[list[Any]]:
    rows = (
        GroupMembership.objects.filter(group__school=school)
        .select_related("group", "person")
        .order_by("group__name_key", "person__name_key")
    )
    for row in rows.iterator(chunk_size=500):
        yield [row.group.name, str(row.person_id), row.person.name, row.start, row.end]


def _appointments(school: School) -> Iterator[list[Any]]:
    mine = Q(school=school) | Q(group__school=school)
    for row in Appointment.objects.filter(mine).select_related("person", "post", "group"):
        yield [
            str(row.person_id),
            row.person.name,
            row.post.title,
            row.group.name if row.group else "",
            row.start,
            row.end,
            row.document,
        ]


def _seats(school: School) -> Iterator[list[Any]]:
    for seat in Seat.objects.filter(group__school=school).select_related("group__kind", "person"):
        title = next((s["title"] for s in seat.group.kind.seats if s["code"] == seat.code), seat.code)
        yield [seat.group.kind.title, title, str(seat.person_id), seat.person.name, seat.division, seat.start, seat.end]


def _spells(school: School) -> Iterator[list[Any]]:
    for spell in Spell.objects.filter(school=school).select_related("person", "kind"):
        yield [str(spell.person_id), spell.person.name, spell.kind.title, spell.start, spell.end, spell.note]


def _own_or_shared(rows: QuerySet[Any], school: School) -> Iterable[Any]:
    return rows.filter(Q(school=school) | Q(school__isnull=True))


def _terms(school: School) -> Iterator[list[Any]]:
    for term in _own_or_shared(Term.objects.select_related("year"), school):
        yield [str(term.year), term.number, term.stage, term.first_day, term.last_day, term.plan_issued_on]


def _days(school: School) -> Iterator[list[Any]]:
    for row in _own_or_shared(CalendarDay.objects.all(), school):
        yield [row.day, row.get_kind_display(), row.name, row.follows]


def _balances(school: School) -> Iterator[list[Any]]:
    for row in OpeningBalance.objects.filter(school=school).select_related("person"):
        yield [
            str(row.person_id),
            row.person.name,
            row.school_year,
            row.item,
            row.amount,
            row.unit,
            row.as_of,
            row.source,
        ]


def _audit(school: School) -> Iterator[list[Any]]:
    for event in AuditEvent.objects.filter(school_id=school.pk).order_by("at").iterator(chunk_size=500):
        yield [
            event.at,
            str(event.person_id or ""),
            event.verb,
            event.target_type,
            str(event.target_id or ""),
            event.channel,
            event.note,
        ]
