"""What an office decides on a previewed roster: read from the page, and shown on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from yanxiu.org.models import Group, Person, Posting
from yanxiu.org.models.units import in_force
from yanxiu.org.queries.people import everybody
from yanxiu.setup.models import RosterImport

SAID = {
    "staff_no_of_another": "工号已经是本校另一个人的，这几行不导入。核对工号，或先在“人员”里改",
    "which_person": "本校有几个同名的人，认不出这几行是哪一个，不导入。补上工号再导",
    "at_another_school": "本区别的学校已经有这个人，这里只更新资料。在两校走教还是调来，请在“人员”里登记",
    "another_district": "这些身份证号在别的区登记过，导入后请与对方核对",
    "back_again": "以前在本校、已经离开的同名的人，按又回来了办。不是同一个人，导入后撤回，补上身份证号再导",
    "two_leaders": "同一个组写了两位组长，或现任组长任得更晚，这几行先不任职",
    "unknown_posts": "这些职务在职务表里没有，先不任职",
}
WITH_ROWS = frozenset({"staff_no_of_another", "which_person", "at_another_school", "back_again", "two_leaders"})
NO_GROUP = "-"
SHOWN = 20  # remarks of one kind


def decision_of(posted: QueryDict, roster: RosterImport) -> dict[str, Any]:
    """The fields of the roster that the page sets: corrected cells, hidden rows, equal names, new groups, columns."""
    if posted.get("what") == "columns":
        return {"mapping": _mapping(posted, roster)}
    shown = roster.preview
    answers = {
        "cells": _cells(posted, shown),
        "drop": [
            row
            for one in shown["same_name"]
            if posted.get(f"same-{one['rows'][0]}") == "one"
            for row in one["rows"][1:]
        ],
        "groups": _groups(posted, shown),
    }
    hidden = [row for row in _hidden_rows(roster) if posted.get(f"hidden-{row}") == "in"]
    return {"answers": answers, "include_hidden": hidden}


def _mapping(posted: QueryDict, roster: RosterImport) -> dict[str, str]:
    chosen = {str(posted[key]): key.removeprefix("col-") for key in posted if key.startswith("col-") and posted[key]}
    return {c["field"]: "" for c in roster.preview["columns"] if c["field"] and c["field"] not in chosen} | chosen


def _cells(posted: QueryDict, shown: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Row → field → text, only where the text is another than the sheet's."""
    cells: dict[str, dict[str, str]] = {}
    for issue in shown["issues"]:
        for line in issue["lines"]:
            put = str(posted.get(f"cell-{issue['row']}-{line['field']}", "")).strip()[:60]
            if line["open"] and put and put != line["sheet"]:
                cells.setdefault(str(issue["row"]), {})[line["field"]] = put
    return cells


def _hidden_rows(roster: RosterImport) -> list[int]:
    return sorted({*roster.preview["hidden_rows"], *roster.include_hidden})


def _groups(posted: QueryDict, shown: dict[str, Any]) -> dict[str, str]:
    """New group of the list → "" for none, or the existing group it goes into; absent when it is to be made."""
    chosen: dict[str, str] = {}
    for place, name in enumerate(shown["new_groups"]):
        into = str(posted.get(f"group-{place}", ""))
        if into:
            chosen[name] = "" if into == NO_GROUP else into
    return chosen


def sums_of(roster: RosterImport) -> dict[str, Any]:
    """What the page needs to show the decisions and to add up."""
    shown, answers = roster.preview, roster.answers
    dropped = set(answers.get("drop", []))
    same = [one | {"one": any(row in dropped for row in one["rows"])} for one in shown["same_name"]]
    groups = Group.objects.filter(school_id=roster.school_id, end__isnull=True).order_by("name_key")
    into = [(name, name) for name in groups.values_list("name", flat=True)] if roster.school_id else []
    return {
        "same": same,
        "groups": [{"name": n, "into": _into(answers, n)} for n in shown["new_groups"]],
        "into": into,
        "taken_in": roster.include_hidden,
        "hidden_count": len(_hidden_rows(roster)),
        "going": shown["valid"] - len(dropped),
        "tally": _tally(shown),
        "remarks": _remarks(shown.get("warnings", {})),
    }


def _remarks(warnings: dict[str, Any]) -> list[dict[str, str]]:
    """What the list itself makes one wonder about, beside rows and columns that have a place of their own."""
    told = [
        {"what": f"第 {'、'.join(map(str, rows))} 行", "words": "手机号一样，照导。是同一个人就删去一行，抄错了就改"}
        for rows in warnings.get("same_phone", [])[:SHOWN]
    ]
    for name, words in (
        ("doubled_columns", "和前面的列重了，只读前面那一列。要读这一列，在“列怎么对”里改"),
        ("unknown_columns", "没认出是什么，不导入。要导入，在“列怎么对”里指明"),
    ):
        if columns := warnings.get(name):
            told.append({"what": "、".join(columns), "words": words})
    if warnings.get("no_header"):
        told.append({"what": "没有列名", "words": "第一列当姓名，第二列当教研组"})
    return told


def _into(answers: dict[str, Any], name: str) -> str:
    chosen = answers.get("groups", {})
    return (chosen[name] or NO_GROUP) if name in chosen else ""


def _tally(shown: dict[str, Any]) -> list[dict[str, Any]]:
    bad, hidden, skipped = shown["bad_count"], len(shown["hidden_rows"]), len(shown["skipped"])
    return [
        {"n": f"{shown['valid']} 行", "label": "可以导入", "state": "done"},
        {"n": f"{bad} 行", "label": "有问题，要改" if bad else "有问题", "state": "due" if bad else ""},
        {"n": f"{hidden} 行", "label": "在表里是隐藏的，默认不导入", "state": "wait" if hidden else ""},
        {"n": f"{skipped} 行", "label": f"跳过：{shown['skipped_kinds']}" if skipped else "跳过", "state": ""},
    ]


def asks_of(outlook: dict[str, Any], on: date) -> dict[str, Any]:
    """The questions of an import in words, and who of the school is not on the list and still there."""
    asks = outlook.get("asks", {})
    told = []
    for name, words in SAID.items():
        if rows := asks.get(name):
            what = f"第 {'、'.join(map(str, rows))} 行" if name in WITH_ROWS else "、".join(map(str, rows))
            told.append({"what": what if name != "another_district" else f"{len(rows)} 人", "words": words})
    missing = list(still_here(asks.get("missing_from_list", []), on))
    return {"told": told, "missing": missing[:50], "missing_count": outlook.get("missing", 0), "left": len(missing)}


def still_here(ids: list[str], on: date) -> QuerySet[Person]:
    """Those of these people who are at a school on the day."""
    here = Posting.objects.filter(in_force(on), person__in=ids, kind__main=True)
    return everybody().filter(pk__in=here.values("person_id"))
