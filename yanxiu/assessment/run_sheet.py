"""A run as a workbook: everybody with items, scores, grade and reasons; the rules; the differences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yanxiu.assessment.models import Run, RunResult
from yanxiu.assessment.run_names import names_of
from yanxiu.assessment.run_page import RunPage, changed, page_of
from yanxiu.assessment.streaming import CHUNK
from yanxiu.files.workbook import Sheet
from yanxiu.policy.exact import read
from yanxiu.policy.explain import from_json


def sheets(run: Run) -> Iterator[Sheet]:
    """All sheets."""
    page = page_of(run)
    items, final = page.items(), page.final
    heads = [
        "姓名",
        "组",
        *[rule.title for rule in items],
        *(["等级", "说明"] if final else ["达到", "还差", "还差的"]),
    ]
    yield Sheet("名单", heads, _people(page))
    yield Sheet("按条", ["条", "结果", "人数"], _rules(page))
    told = changed(page)
    yield Sheet("和上次比", ["姓名", "项目", "原来", "现在", "原因"], _changes(told))


def _people(page: RunPage) -> Iterator[list[Any]]:
    results = RunResult.objects.filter(run=page.run, subject_kind="teacher").order_by("position")
    total = results.count()
    for first in range(0, total, CHUNK):
        some = list(results[first : first + CHUNK])
        names = names_of(page.run.school, [row.subject_id for row in some], page.run.as_of)
        for result, row in zip(some, page.rows(some, names), strict=True):
            cells = [_number(cell.text) for cell in row.cells]
            more = (
                [row.grade.text, _notes(page, result)]
                if row.grade
                else [*row.counts, "、".join(c.text for c in row.unmet)]
            )
            yield [row.named.name, row.named.group, *cells, *more]


def _number(written: str) -> Any:
    number = read(written)
    return written if number is None or "/" in written else number


def _notes(page: RunPage, result: RunResult) -> str:
    said = [from_json(one) for one in result.findings if page.final and one["rule"] == page.final.id]
    return "；".join(note for one in said for note in (*one.notes, *one.missing))


def _rules(page: RunPage) -> Iterator[list[Any]]:
    for line in page.lines():
        for words, people in line.counts:
            yield [line.title, words, people]


def _changes(told: dict[str, Any]) -> Iterator[list[Any]]:
    for row in told.get("rows", ()):
        for what in row["what"]:
            yield [row["name"], what["title"], what["before"], what["after"], "；".join(row["why"])]
