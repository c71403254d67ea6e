"""Packs read out in words, and two versions compared."""

from __future__ import annotations

import pytest

from tests.regulations.shelf import Shelf
from yanxiu.policy.pack import Pack
from yanxiu.regulations import library
from yanxiu.regulations.comparing import differences
from yanxiu.regulations.phrases import Phrases
from yanxiu.regulations.reading import Reader, RuleText, read_out


def pack_on(shelf: Shelf, id: str = "sample") -> Pack:
    found = library.on_shelf(id)
    assert found and found.pack, found and found.problems
    return found.pack


def told(shelf: Shelf, body: str, **rulings: str) -> RuleText:
    """A rule, written into the pack, read out."""
    shelf.write("sample", "rules/extra.yaml", f"id: extra\ntitle: 这一条\n{body}")
    pack = pack_on(shelf)
    return Reader(pack, {name.replace("_", "-"): value for name, value in rulings.items()}).rule(pack.rule("extra"))


def test_rules_stand_by_what_they_ask_with_the_clauses_they_rest_on(shelf: Shelf) -> None:
    groups = read_out(pack_on(shelf))
    assert [(group.title, [rule.title for rule in group.rules]) for group in groups] == [
        ("要做多少", ["学期听课", "公开课"])
    ]
    observe = groups[0].rules[0]
    assert [clause.quote for clause in observe.clauses] == ["组长适当多听", "每学期听课不少于15节"]


def test_a_number_nobody_has_fixed_is_said_to_be_open_and_once_fixed_is_read(shelf: Shelf) -> None:
    pack = pack_on(shelf)
    before, after = (Reader(pack, rulings).rule(pack.rule("observe")) for rulings in ({}, {"how-many": 20}))
    assert before.lines[:2] == ("职务是组长：每学期不少于 （待定） 节", "其他人：每学期不少于 15 节")
    assert [point.id for point in before.open] == ["how-many"]
    assert after.lines[0] == "职务是组长：每学期不少于 20 节" and after.open == ()


def test_a_point_with_a_recommendation_is_read_so_and_marked_and_as_ruled_once_it_is(shelf: Shelf) -> None:
    pack = pack_on(shelf)
    before, after = (Reader(pack, rulings).rule(pack.rule("open-lesson")) for rulings in ({}, {"how-often": "year"}))
    assert before.lines[0] == "每学期不少于 1 节" and [point.id for point in before.open] == ["how-often"]
    assert after.lines[0] == "每学年不少于 1 节" and after.open == ()


def test_a_point_without_a_recommendation_is_read_under_each_reading(shelf: Shelf) -> None:
    shelf.replace("sample", "points.yaml", "  recommended: term\n  reason: 全文以学期为单位\n", "")
    pack = pack_on(shelf)
    lines = Reader(pack, {}).rule(pack.rule("open-lesson")).lines
    assert [line.partition("；")[0] for line in lines] == [
        "若“每学期”：每学期不少于 1 节",
        "若“每学年”：每学年不少于 1 节",
    ]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "kind: complete\nrecords: observation\nfields: [{field: topic, cite: A1}]\n",
            ["听课记录要写：课题"],
        ),
        (
            "kind: deadline\nmeasure: {records: observation}\ndue: {moment: {from: opening, week: 2, weekday: monday, until: \"12:00\"}, cite: A1}\n",
            ["听课记录：开学第二周星期一 12:00 以前"],
        ),
        (
            "kind: deadline\nmeasure: {records: observation}\ndue: {moment: {from: ending, week: -1}, cite: A1}\n",
            ["听课记录：结束前第一周星期一以前"],
        ),
        (
            "kind: coverage\nmeasure: {records: observation}\nby: topic\nperiod: term\nunit: 样\nitems: [{item: a, title: 方案, cite: A1}, {item: b, title: 总结, cite: A1}]\n",
            ["每学期 2 样都要有：方案、总结", "看的是：听课记录"],
        ),
        (
            "kind: quota\nmeasure: {records: observation}\nperiod: week\nunit: 次\nrequired: [{at_most: 0, cite: A1}]\n",
            ["每周一次也不能有", "数的是：听课记录"],
        ),
        (
            "kind: score\nunit: 分\nperiod: term\nfull: {value: 5, cite: A1}\nfloor: {value: 0, cite: A1}\nlines: [{title: 缺项, measure: {records: observation}, each: -0.5, per: 3, most: 2, cite: A1}]\n",
            ["每学期满分 5 分", "缺项：每 3 次扣 0.5 分，最多 2 分", "最低 0 分"],
        ),
        (
            "kind: quota\nmeasure: {records: observation}\nperiod: term\nunit: 节\nrequired: [{at_least: 3, cite: A1, until: 2026-01-31}, {at_least: 4, cite: A1, from: 2026-02-01}]\n",
            ["每学期不少于 3 节（—2026-01-31）", "每学期不少于 4 节（2026-02-01—）", "数的是：听课记录"],
        ),
    ],
    ids=["complete", "moment", "ending", "coverage", "none at all", "score", "dated"],
)  # fmt: skip
def test_each_kind_is_told_as_a_reader_reads_it(shelf: Shelf, body: str, lines: list[str]) -> None:
    assert list(told(shelf, body).lines) == lines


def test_who_a_rule_is_for_is_said_in_the_packs_words(shelf: Shelf) -> None:
    say = Phrases(pack_on(shelf))
    assert say.condition({"post": ["leader", "head"]}) == "职务是组长、主任"
    assert say.condition({"born": {"age_at_most": 40}}) == "不超过 40 岁"
    assert (
        say.condition({"any": [{"post": "leader"}, {"post": {"given": False}}]}) == "（职务是组长）或者（没有写职务）"
    )
    assert say.condition({"not": {"post": "head"}}) == "除去（职务是主任）"


def test_the_same_text_differs_in_nothing(shelf: Shelf) -> None:
    pack = pack_on(shelf)
    assert differences(pack, pack) == ()


def test_a_changed_value_clause_reading_and_version_are_each_shown_old_beside_new(shelf: Shelf) -> None:
    old = pack_on(shelf)
    shelf.put("sample", title="听课规定", version="2", least=16)
    shelf.replace("sample", "sources.yaml", "不少于15节", "不少于16节")
    shelf.replace("sample", "points.yaml", "year: {label: 每学年}", "year: {label: 每学年一次}")
    found = {(one.what, one.label): (one.before, one.after) for one in differences(old, pack_on(shelf))}
    assert found[("制度", "版本")] == ("第 1 版", "第 2 版")
    assert found[("条款", "第一条")] == ("“每学期听课不少于15节”", "“每学期听课不少于16节”")
    assert found[("裁定处", "公开课没有写多久一次")][1] == "每学期（建议）；或者每学年一次"
    before, after = found[("规定", "学期听课")]
    assert "不少于 15 节" in before and "不少于 16 节" in after
    assert len(found) == 4


def test_what_is_new_has_no_before_what_is_gone_no_after_and_what_words_cannot_show_is_said(shelf: Shelf) -> None:
    old = pack_on(shelf)
    shelf.replace("sample", "rules/open-lesson.yaml", "id: open-lesson\ntitle: 公开课", "id: public\ntitle: 公开教学")
    shelf.replace("sample", "rules/observe.yaml", "kind: quota", "kind: quota\nfix: 再听几节。")
    found = {one.label: (bool(one.before), one.after) for one in differences(old, pack_on(shelf))}
    assert found["公开教学"][0] is False and found["公开课"] == (True, "")
    assert found["学期听课"][1].endswith("（说法没有变，里面的写法变了）")
