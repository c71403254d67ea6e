"""What the preview page shows of a judged roster: bounded, without ID numbers."""

from __future__ import annotations

from typing import Any

from yanxiu.setup.roster.columns import FIELDS
from yanxiu.setup.roster.entries import Entry
from yanxiu.setup.roster.preview import Preview
from yanxiu.setup.roster.sheet_xml import column_letters
from yanxiu.setup.roster.values import text_of

SHOWN = 200  # rows of each kind kept for the page; the counts are complete
SECRET = frozenset({"id_number", "phone"})


def summary_of(found: Preview, groups: set[str]) -> dict[str, Any]:
    """The contract of the command line, with what a page needs besides: names, columns, samples, new groups."""
    data = found.to_json()
    by_number = {row.number: row for row in found.sheet.rows}
    named = found.layout.columns["name"]
    data |= {
        "bad": [bad.to_json() | {"name": bad.name} for bad in found.bad[:SHOWN]],
        "bad_count": len(found.bad),
        "hidden": [
            {"row": n, "name": text_of(by_number[n].values[named]), "rest": _rest(by_number[n].values, found)}
            for n in found.hidden_rows[:SHOWN]
        ],
        "sheet": found.sheet.name,
        "header": list(found.layout.header),
        "columns": _columns(found),
        "good": [_good(entry) for entry in found.entries[:SHOWN]],
        "new_groups": sorted({name for e in found.entries for name in e.groups.values()} - groups),
        "same_name": found.warnings.get("same_name", [])[:SHOWN],
        "doubts": found.warnings.get("doubts", [])[:SHOWN],
        "skipped_kinds": _kinds(found),
    }
    return data


def _rest(values: list[Any], found: Preview) -> str:
    """The other cells of a hidden row, so that one sees who it is; never the ID number or phone."""
    secret = {found.layout.columns[name] for name in SECRET if name in found.layout.columns} | {
        found.layout.columns["name"]
    }
    return " ".join(text for c, v in enumerate(values) if c not in secret and (text := text_of(v)))[:80]


def _columns(found: Preview) -> list[dict[str, Any]]:
    width = max((len(row.values) for row in found.sheet.rows), default=0)
    fields = {column: name for name, column in found.layout.columns.items()}
    samples = [row for row in found.sheet.rows if row.number >= found.layout.first][:20]
    rows = []
    for column in range(min(width, 40)):
        label, name = found.layout.labels.get(column, ""), fields.get(column, "")
        sample = (
            ""
            if name in SECRET
            else next(
                (
                    text_of(r.values[column])[:12]
                    for r in samples
                    if column < len(r.values) and text_of(r.values[column])
                ),
                "",
            )
        )
        if label or name or sample:
            rows.append(
                {
                    "letter": column_letters(column + 1),
                    "label": label,
                    "field": name,
                    "title": FIELDS[name][0] if name else "",
                    "sample": "不显示" if name in SECRET else sample,
                }
            )
    return rows


def _good(entry: Entry) -> dict[str, Any]:
    return {
        "row": entry.row, "name": entry.name, "groups": "、".join(entry.groups.values()), "posts": "、".join(entry.posts),
        "subjects": "、".join(entry.subjects), "work": str(entry.work_began or ""), "school": entry.school_code,
    }  # fmt: skip


def _kinds(found: Preview) -> str:
    words = {
        "title": "标题",
        "header": "列名",
        "blank": "空行",
        "total": "合计",
        "subtotal": "小计",
        "repeated_header": "重复的列名",
        "signature": "落款",
        "note": "说明",
    }
    return "、".join(dict.fromkeys(words[kind] for _, kind in found.skipped))
