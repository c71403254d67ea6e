"""The unit's book of records: who handed in what, narrowed, marked, taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yanxiu.base import clock
from yanxiu.files.workbook import Sheet, download, workbook
from yanxiu.lessons.writing import is_office
from yanxiu.org.queries.time import calendar_of
from yanxiu.portfolio.filters import STAMPS, Filters, narrowed
from yanxiu.portfolio.lines import lines
from yanxiu.portfolio.queries import kinds_here, one_page
from yanxiu.portfolio.views.common import book_of, framed, groups_open
from yanxiu.portfolio.views.marking import to_mark
from yanxiu.regulations.forms import RecordKind
from yanxiu.regulations.taking import HEADS, line

COLUMNS = [{"label": "日期"}, {"label": "姓名"}, {"label": "种类"}, {"label": "内容"}, {"label": "来路"}]


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """The list, fifty a page."""
    viewer, school = book_of(request)
    kinds = kinds_here(school, viewer.on)
    filters = Filters.read(request.GET, kinds)
    page = one_page(narrowed(viewer, school, filters), request.GET.get("page"))
    page.object_list = lines(page.object_list, kinds)
    context = {
        "page": page,
        "filters": filters,
        "kind_items": _items(
            request, "kind", {"": "全部", **{code: kind.title for code, kind in kinds.items()}}, filters.kind
        ),
        "group_items": _items(
            request, "group", {"": "全部", **{str(g.pk): g.name for g in groups_open(viewer, school)}}, filters.group
        ),
        "month_items": _items(request, "month", {"": "全部", **_months(school, viewer.on)}, filters.month),
        "stamp_items": _items(request, "stamp", _stamps(filters), filters.stamp),
        "kept": [(name, request.GET[name]) for name in ("kind", "group", "month", "stamp") if request.GET.get(name)],
        "columns": COLUMNS,
        "marks": to_mark(kinds.get(filters.kind), viewer, school),
        "enters": is_office(viewer, school),
    }
    return render(request, "portfolio/records.html", framed(viewer, context))


def _stamps(filters: Filters) -> dict[str, str]:
    """What a record lacks depends on its kind."""
    return {code: word for code, word in STAMPS.items() if code != "lacking" or filters.kind}


def _items(request: HttpRequest, name: str, words: Mapping[str, str], chosen: str) -> dict[str, Any]:
    """Links of one condition, with the word of the present one."""
    others = {key: value for key, value in request.GET.items() if key not in (name, "page") and value}
    items = [
        {
            "label": word,
            "url": f"?{urlencode(others | ({name: code} if code else {}))}",
            "current": code == chosen,
            "count": None,
        }
        for code, word in words.items()
    ]
    return {"items": items, "value": words.get(chosen, "全部")}


def _months(school: Any, on: Any) -> dict[str, str]:
    """Months of the term up to today, the latest first; without a term, of half a year."""
    time = calendar_of(school, on).time
    first = time.first if time and time.first <= on else on
    count = (on.year - first.year) * 12 + on.month - first.month + 1 if time else 6
    found: dict[str, str] = {}
    for back in range(max(count, 1)):
        year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
        found[f"{year}-{month + 1:02d}"] = f"{year}年{month + 1}月"
    return found


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The rows of the list as a workbook, a sheet a kind, each field a column."""
    viewer, school = book_of(request)
    kinds = kinds_here(school, viewer.on)
    filters = Filters.read(request.GET, kinds)
    rows = [row for found in narrowed(viewer, school, filters) for row in found.order_by("on", "entered_at")]
    return download(workbook(sheets(rows, kinds)), f"记录_{clock.today():%Y%m%d}.xlsx")


def sheets(rows: list[Any], kinds: Mapping[str, RecordKind]) -> Iterator[Sheet]:
    """One sheet a kind that has rows, in the regulation's order; an empty one when there is nothing."""
    by_kind: dict[str, list[Any]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    if not rows:
        yield Sheet("记录", HEADS[:-1], [])
    for code in sorted(by_kind, key=lambda code: list(kinds).index(code) if code in kinds else len(kinds)):
        yield _sheet(code, kinds.get(code), by_kind[code], dict(kinds))


def _sheet(code: str, kind: RecordKind | None, rows: list[Any], kinds: dict[str, RecordKind]) -> Sheet:
    titles = [one.title for one in kind.fields] if kind else []
    taught = ["执教人"] if hasattr(rows[0], "teacher") else []
    return Sheet(
        (kind.title if kind else code).replace("/", "、"),
        [*HEADS[:-1], *taught, *titles],
        [[*line(row, kinds)[:-1], *([row.teacher] if taught else []), *_cells(row, kind)] for row in rows],
    )


def _cells(row: Any, kind: RecordKind | None) -> list[Any]:
    values = row.values
    return [one.choices.get(str(values.get(one.id)), values.get(one.id, "")) for one in kind.fields] if kind else []
