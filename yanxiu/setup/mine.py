"""What is kept of one person, for that person: on a page and to take away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yanxiu.base.models import AuditEvent
from yanxiu.base.verbs import in_words
from yanxiu.files.workbook import Sheet, workbook
from yanxiu.org.enums import Precision
from yanxiu.org.models import Appointment, GroupMembership, Person, Posting, Spell
from yanxiu.setup.models import LoginSlip
from yanxiu.tenants.models import Account

KINDS = (
    ("在岗", "学校", Posting, ("school", "kind")),
    ("组", "组", GroupMembership, ("group",)),
    ("任职", "职务", Appointment, ("post", "school", "group")),
    ("特殊情况", "情况", Spell, ("kind",)),
)

_more: list[Callable[[Person], list[Sheet]]] = []


def also(collect: Callable[[Person], list[Sheet]]) -> None:
    """Rooms above keep things of a person too: their sheets go along."""
    if collect not in _more:
        _more.append(collect)


def own_data(person: Person) -> list[tuple[str, str]]:
    """The particulars in words; what is not known is left out, what is deliberately not kept is said."""
    facts = [
        ("姓名", person.name),
        ("性别", person.gender),
        ("出生", _born(person)),
        ("工号", person.staff_no),
        ("手机", f"{person.phone[:3]}****{person.phone[-4:]}" if len(person.phone) >= 7 else person.phone),
        ("身份证号", f"号码没有存；只存校验指纹和末四位 {person.id_last4}" if person.id_last4 else "没有存"),
        ("参加工作", _month(person.work_began) if person.work_began else ""),
        ("学历", person.education),
        ("职称", person.professional_title),
        ("骨干级别", person.backbone_level),
        ("任教", "、".join(filter(None, [person.stage, *person.subjects]))),
    ]
    return [(label, value) for label, value in facts if value]


def _born(person: Person) -> str:
    if person.born_on is None:
        return ""
    return _day(person.born_on) if person.born_precision == Precision.DAY else _month(person.born_on)


def own_ties(person: Person) -> list[tuple[str, str]]:
    """Schools, groups, posts and special times in words, with their days."""
    return [(name, _line(row)) for name, _, model, parts in KINDS for row in _rows(model, person, parts)]


def _line(row: list[Any]) -> str:
    what, start, end = row
    if not (start or end):
        return str(what)
    return "，".join(filter(None, [str(what), f"{_day(start)}起" if start else "", f"到{_day(end)}前" if end else ""]))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def own_sheets(person: Person) -> list[Sheet]:
    """Everything kept of the person, one sheet a kind."""
    sheets = [Sheet("资料", ["项目", "内容"], own_data(person))]
    sheets += [
        Sheet(name, [head, "起", "止（当日不含）"], _rows(model, person, parts)) for name, head, model, parts in KINDS
    ]
    return [
        *sheets,
        *(sheet for collect in _more for sheet in collect(person)),
        Sheet("登录", ["项目", "内容"], _ways_in(person)),
        Sheet("我做过的", ["时间", "行为", "说明"], _acts(person)),
    ]


def own_workbook(person: Person) -> bytes:
    """The same as the bytes of an .xlsx."""
    return workbook(own_sheets(person))


def _rows(model: Any, person: Person, parts: tuple[str, ...]) -> list[list[Any]]:
    rows = model.objects.filter(person=person).select_related(*parts).order_by("start")
    return [
        ["·".join(str(value) for part in parts if (value := getattr(row, part)) is not None), row.start, row.end]
        for row in rows
    ]


def _ways_in(person: Person) -> list[list[Any]]:
    account = Account.objects.filter(person_id=person.pk).first()
    facts: list[list[Any]] = []
    if account is not None:
        facts = [
            ["登录名", account.username],
            ["读过告知", account.told_at],
            ["设过密码", account.has_usable_password()],
        ]
    slips = LoginSlip.objects.filter(person=person).order_by("issued_at")
    return [
        *facts,
        *(["登录条", f"{slip.issued_at:%Y-%m-%d} 印，{'用过' if slip.used_at else '没用'}"] for slip in slips),
    ]


def _acts(person: Person) -> list[list[Any]]:
    return [
        [event.at, in_words(event.verb), event.note]
        for event in AuditEvent.objects.filter(person_id=person.pk).order_by("at")
    ]
