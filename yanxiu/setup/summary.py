"""What the preview page shows of a judged roster: bounded, without ID numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yanxiu.setup.actions.roster_people import Outcome
from yanxiu.setup.roster.columns import FIELDS
from yanxiu.setup.roster.entries import Entry
from yanxiu.setup.roster.preview import Preview, own_totals
from yanxiu.setup.roster.reader import Row
from yanxiu.setup.roster.sheet_xml import column_letters
from yanxiu.setup.roster.values import Bad, text_of

SHOWN = 200  # rows of each kind kept for the page; the counts are complete
SECRET = frozenset({"id_number", "phone"})
UNMENDED = frozenset({"id_number"})  # corrections are kept until the import; an ID number is never kept


Cells = Mapping[int, Mapping[str, str]]


def summary_of(found: Preview, groups: set[str], cells: Cells) -> dict[str, Any]:
    """The contract of the command line, with what a page needs besides: names, columns, samples, new groups."""
    data = found.to_json()
    by_number = {row.number: row for row in found.sheet.rows}
    named, issues = found.layout.columns["name"], _issues(found, by_number, cells)
    data |= {
        "bad": [],
        "bad_count": len(found.bad),
        "issues": issues[:SHOWN],
        "issue_count": len(issues),
        "hidden": [
            {"row": n, "name": text_of(by_number[n].values[named]), "rest": _rest(by_number[n].values, found)}
            for n in found.hidden_rows[:SHOWN]
        ],
        "sheet": found.sheet.name,
        "own_total": next(iter(own_totals(found)), 0),
        "header": list(found.layout.header),
        "columns": _columns(found),
        "good": [_good(entry) for entry in found.entries[:SHOWN]],
        "new_groups": sorted({name for e in found.entries for name in _named(e)} - groups),
        "same_name": [one | {"groups": _groups_of(found, one["rows"])} for one in found.warnings.get("same_name", [])][
            :SHOWN
        ],
        "skipped_kinds": _kinds(found),
    }
    return data


def _issues(found: Preview, rows: Mapping[int, Row], cells: Cells) -> list[dict[str, Any]]:
    """Rows to look at, in the order of the sheet: bad ones, those with a cell left empty, those already mended."""
    issues = [
        _issue(bad.row, bad.name, "bad", [*zip(bad.fields, bad.problems, strict=True), *_doubts(bad.entry)])
        for bad in found.bad
    ]
    issues += [_issue(e.row, e.name, _doubt(e.doubts), e.doubts) for e in found.entries if e.doubts]
    told = {issue["row"] for issue in issues}
    issues += [_issue(e.row, e.name, "mended", []) for e in found.entries if e.row in cells and e.row not in told]
    for issue in issues:
        _add_cells(issue, found, rows[issue["row"]], cells.get(issue["row"], {}))
    return sorted(issues, key=lambda issue: issue["row"])


def _doubt(doubts: list[tuple[str, Bad]]) -> str:
    """ "doubt" when a field is left empty, "ask" when the row goes in as read and one should look."""
    return "doubt" if any(name not in ("name", "school_code") for name, _ in doubts) else "ask"


def _doubts(entry: Entry | None) -> list[tuple[str, Bad]]:
    return entry.doubts if entry is not None else []


def _issue(row: int, name: str, state: str, problems: list[tuple[str, Bad]]) -> dict[str, Any]:
    return {
        "row": row,
        "name": name,
        "state": state,
        "lines": [{"field": f, "message": b.message} for f, b in problems],
    }


def _add_cells(issue: dict[str, Any], found: Preview, row: Row, put: Mapping[str, str]) -> None:
    """Beside each line what stands in the cell and may be put there; an ID number is mended in the sheet only."""
    told = {line["field"] for line in issue["lines"]}
    issue["lines"] += [{"field": name, "message": "已改"} for name in put if name not in told]
    for line in issue["lines"]:
        name = line["field"]
        line["title"] = FIELDS[name][0]
        line["open"] = name not in UNMENDED and name in found.layout.columns
        column = found.layout.columns.get(name, len(row.values))
        text = text_of(row.values[column]) if column < len(row.values) else ""
        line["sheet"] = "" if name in SECRET else text[:60]
        line["text"] = put.get(name, line["sheet"])[:60]


def outlook_of(outcome: Outcome) -> dict[str, Any]:
    """What an import did or would do: counts, and the questions with their rows, bounded."""
    return outcome.to_json() | {
        "asks": {name: list(dict.fromkeys(rows))[:SHOWN] for name, rows in outcome.questions.items() if rows},
        "missing": len(outcome.questions["missing_from_list"]),
    }


def _rest(values: list[Any], found: Preview) -> str:
    """The other cells of a hidden row, so that one sees who it is; never the ID number or phone."""
    aside = {found.layout.columns[name] for name in (*SECRET, "name", "serial") if name in found.layout.columns}
    return " ".join(text for c, v in enumerate(values) if c not in aside and (text := text_of(v)))[:80]


def _groups_of(found: Preview, rows: list[int]) -> str:
    """Groups of equal names, which tells them apart: 「数学组、英语组」."""
    names = [name for entry in found.entries if entry.row in rows for name in _named(entry)]
    return "、".join(dict.fromkeys(names))


def _named(entry: Entry) -> list[str]:
    """All groups of one person."""
    return [name for names in entry.groups.values() for name in names]


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
        "row": entry.row, "name": entry.name, "groups": "、".join(_named(entry)), "posts": "、".join(entry.posts),
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
