"""Records as rows of a workbook: for who takes away the own data, and for a unit that takes away everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from yanxiu.files.workbook import Sheet
from yanxiu.org.models import Person, School
from yanxiu.policy.pack import RecordKind
from yanxiu.regulations.forms import shown
from yanxiu.regulations.queries import kinds_asked
from yanxiu.regulations.records import KeptRecord, tables

HEADS = ["种类", "姓名", "组", "日期", "状态", "来路", "凭据", "登记时间", "补录", "栏目"]


def own_sheets(person: Person) -> list[Sheet]:
    """All records about a person, with the notes nobody else ever sees."""
    rows = [row for model in tables() for row in _rows(model, {"person": person})]
    if not rows:
        return []
    kinds = _kinds(rows)
    return [Sheet("研修记录", [*HEADS, "本人备忘"], [[*line(row, kinds), getattr(row, "memo", "")] for row in rows])]


def unit_sheet(school: School) -> Sheet:
    """All records of a unit, without anybody's private notes."""
    return Sheet("研修记录", ["人员编号", *HEADS], _lines(school))


def _lines(school: School) -> Iterator[list[Any]]:
    for model in tables():
        rows = _rows(model, {"school": school})
        kinds = kinds_asked(school, timezone.localdate())
        for row in rows.iterator(chunk_size=500):
            yield [str(row.person_id or ""), *line(row, kinds)]


def _rows(model: type[KeptRecord], where: dict[str, Any]) -> Any:
    return model.objects.filter(**where).select_related("person", "group", "school").order_by("on", "entered_at")


def _kinds(rows: list[KeptRecord]) -> dict[str, RecordKind]:
    found: dict[str, RecordKind] = {}
    for school in {row.school_id: row.school for row in rows}.values():
        found = kinds_asked(school, timezone.localdate()) | found
    return found


def line(row: KeptRecord, kinds: dict[str, RecordKind]) -> list[Any]:
    """One record in the order of HEADS; fields in the regulation's words, "教学过程：……"."""
    kind = kinds.get(row.kind)
    said = [(one.title, value) for one, value in shown(kind, row.values) if value] if kind else []
    known = {one.id for one in kind.fields} if kind else set()
    said += [(name, str(value)) for name, value in row.values.items() if name not in known]
    return [
        kind.title if kind else row.kind, row.person.name if row.person else "", row.group.name if row.group else "", row.on,
        row.get_state_display(), row.get_origin_display(), row.source, timezone.localtime(row.entered_at), row.backdated,
        "\n".join(f"{title}：{value}" for title, value in said),
    ]  # fmt: skip
