"""The loader is strict: each fault of the catalogue is found, at its line, with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.packs import PACK, QUOTA, SOURCES, write
from yanxiu.policy.loader import inspect
from yanxiu.policy.problems import CATALOGUE
from yanxiu.policy.source import MOST_BYTES

POINTS = (
    "points:\n- {id: p, question: 哪一种, cite: S1, readings: {A: 甲读法, B: 乙读法}, recommended: A, reason: 合全文}\n"
)
SWITCH = QUOTA.replace("{at_least: 15, cite: S1}", "{at_least: {ruling: p, readings: {A: 15, B: 16}}, cite: S1}")
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n"

# what was done to the small pack → (code, file, line, a word of the sentence)
FAULTS = {
    "no YAML": ({"rule": "id: [a"}, "E02", "0.yaml", 2, "YAML"),
    "a key twice": ({"rule": QUOTA + "unit: 次\n"}, "E03", "0.yaml", 9, "unit"),
    "a bomb of aliases": ({"rule": BOMB}, "E04", "0.yaml", 1, "引用"),
    "a tag": ({"rule": "id: !!python/object:os.system x\n"}, "E04", "0.yaml", 1, "标签"),
    "a merge": ({"rule": QUOTA + "<<: {a: 1}\n"}, "E04", "0.yaml", 9, "<<"),
    "too large": ({"rule": "# " + "x" * MOST_BYTES}, "E05", "0.yaml", 0, "KB"),
    "too deep": ({"rule": "a: " + "[" * 60 + "]" * 60}, "E05", "0.yaml", 1, "层"),
    "an unknown key": ({"rule": QUOTA + "colour: red\n"}, "E06", "0.yaml", 9, "colour"),
    "a missing key": ({"rule": QUOTA.replace("period: term\n", "")}, "E07", "0.yaml", 2, "period"),
    "a wrong word": ({"rule": QUOTA.replace("period: term", "period: fortnights")}, "E08", "0.yaml", 6, "fortnights"),
    "a number that is none": ({"rule": QUOTA.replace("at_least: 15", "at_least: 十五")}, "E08", "0.yaml", 8, "十五"),
    "a clause nobody quoted": ({"rule": QUOTA.replace("cite: S1", "cite: S9")}, "E09", "0.yaml", 8, "S9"),
    "no cite": ({"rule": QUOTA.replace(", cite: S1", "")}, "E10", "0.yaml", 8, "出处"),
    "an unknown kind of rule": ({"rule": QUOTA.replace("kind: quota", "kind: magic")}, "E12", "0.yaml", 4, "magic"),
    "a rule that is not there": ({"rule": QUOTA.replace("{records: observation}", "{records: observation, counts_if: none-such}")}, "E12", "0.yaml", 5, "none-such"),
    "a record nobody named": ({"rule": QUOTA.replace("records: observation", "records: dance")}, "E19", "0.yaml", 5, "dance"),
    "no unit": ({"rule": QUOTA.replace("unit: 节\n", "")}, "E26", "0.yaml", 2, "单位"),
    "no date anywhere": ({"pack": PACK.replace("effective: 2025-09-01\n", "")}, "E15", "0.yaml", 8, "effective"),
    "a point nobody wrote": ({"rule": SWITCH}, "E12", "0.yaml", 8, "裁定点"),
    "a reading too few": ({"rule": SWITCH.replace(", B: 16", ""), "points": POINTS}, "E24", "0.yaml", 8, "B"),
    "a recommendation without reason": ({"points": POINTS.replace(", reason: 合全文", "")}, "E16", "points.yaml", 2, "理由"),
    "a recommendation that is no reading": ({"points": POINTS.replace("recommended: A", "recommended: C")}, "E24", "points.yaml", 2, "C"),
    "a quotation too long": ({"sources": SOURCES.replace("组长不少于20节", "长" * 61)}, "E17", "sources.yaml", 5, "60"),
    "a document nobody named": ({"sources": SOURCES.replace("document: text}\n  S2", "document: other}\n  S2")}, "E12", "sources.yaml", 4, "other"),
    "a higher pack that is not there": ({"pack": PACK + "extends: nowhere\n"}, "E27", "pack.yaml", 12, "nowhere"),
}  # fmt: skip


def made(folder: Path, done: dict[str, str]) -> Path:
    return write(
        folder / "small", done.get("rule", QUOTA), pack=done.get("pack", PACK), sources=done.get("sources", SOURCES), points=done.get("points", "")
    )  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_found_at_its_line(tmp_path: Path, what: str) -> None:
    done, code, file, line, word = FAULTS[what]
    _, problems = inspect(made(tmp_path, done))
    assert code in [one.code for one in problems], [str(one) for one in problems]
    found = next(one for one in problems if one.code == code)
    assert found.file.endswith(file) and (found.line == line or line == 0), str(found)
    assert word in str(found) and found.mend


def test_the_sound_pack_has_no_problem(tmp_path: Path) -> None:
    assert inspect(made(tmp_path, {}))[1] == []


def test_two_rules_of_one_name_and_a_circle_are_found(tmp_path: Path) -> None:
    total = "id: {id}\ntitle: 合计\nkind: total\nunit: 分\nparts: [{{rule: {rule}, cite: S1}}]\n"
    ring = write(tmp_path / "ring", total.format(id="a", rule="b"), total.format(id="b", rule="a"))
    assert [one.code for one in inspect(ring)[1]] == ["E13"]
    twice = write(tmp_path / "twice", QUOTA, QUOTA)
    assert [one.code for one in inspect(twice)[1]] == ["E14"]


def test_overlapping_dates_of_one_value_are_found(tmp_path: Path) -> None:
    score = """
id: s
title: 计划
kind: score
unit: 分
period: term
full:
- {value: 5, cite: S1, until: 2025-12-31}
- {value: 6, cite: S2, from: 2025-12-31}
"""
    assert [one.code for one in inspect(write(tmp_path / "x", score))[1]] == ["E11"]
    apart = score.replace("from: 2025-12-31", "from: 2026-01-01")
    assert inspect(write(tmp_path / "y", apart))[1] == []


def test_a_folder_that_is_no_pack_is_said(tmp_path: Path) -> None:
    _, problems = inspect(tmp_path)
    assert {one.code for one in problems} == {"E25"}


def test_every_error_says_how_to_mend_it() -> None:
    assert all(said and mend.endswith("。") for said, mend in CATALOGUE.values())


# a whole file, or one place of it, that holds something of another sort → the code that says so
ODD = {
    "a pack that is empty": ({"pack": ""}, "E08"),
    "a pack that is a word": ({"pack": "学期听课"}, "E08"),
    "sources that are empty": ({"sources": ""}, "E08"),
    "points that are a word": ({"points": "待定"}, "E08"),
    "points that are a number": ({"points": "points: 3\n"}, "E08"),
    "readings that are a number": ({"points": POINTS.replace("{A: 甲读法, B: 乙读法}", "3")}, "E08"),
    "readings in a rule that are a number": ({"rule": SWITCH.replace("{A: 15, B: 16}", "3"), "points": POINTS}, "E08"),
    "a kind that is a list": ({"rule": QUOTA.replace("kind: quota", "kind: [quota]")}, "E12"),
    "a day that no calendar has": ({"rule": QUOTA.replace("cite: S1", "cite: S1, from: 2025-02-30")}, "E21"),
}


@pytest.mark.parametrize("what", ODD)
def test_a_file_of_another_sort_is_refused_and_nothing_breaks(tmp_path: Path, what: str) -> None:
    done, code = ODD[what]
    _, problems = inspect(made(tmp_path, done))
    assert code in {one.code for one in problems}, [str(one) for one in problems]


def test_points_with_nothing_in_them_are_no_points(tmp_path: Path) -> None:
    assert inspect(made(tmp_path, {"points": "# 还没有\n"}))[1] == []


@pytest.mark.parametrize(("until", "sound"), [("12:00", True), ("23:59", True), ("12:60", False), ("24:00", False)])
def test_a_deadline_has_a_time_a_clock_shows(tmp_path: Path, until: str, sound: bool) -> None:
    due = f'due: {{moment: {{from: opening, week: 2, weekday: monday, until: "{until}"}}, cite: S1}}\n'
    rule = "id: due\ntitle: 计划\nkind: deadline\nmeasure: {records: plan}\n" + due
    assert [one.code for one in inspect(made(tmp_path, {"rule": rule}))[1]] == ([] if sound else ["E08"])


@pytest.mark.parametrize(("share", "sound"), [("0.4", True), ("1", True), ("-1", False), ("40", False)])
def test_a_share_lies_between_nothing_and_all(tmp_path: Path, share: str, sound: bool) -> None:
    score = "id: s\ntitle: 计划\nkind: score\nunit: 分\nperiod: term\nfull: {value: 5, cite: S1}\n"
    bands = "id: b\ntitle: 等级\nkind: bands\nof: s\nbands: [{level: 优秀, at_least: 4, cite: S1}, {level: 合格, otherwise: true, cite: S1}]\n"
    cap = f"id: c\ntitle: 名额\nkind: cap\nof: b\nlevel: 优秀\nthen: 合格\nshare: {{value: {share}, cite: S1}}\n"
    found = inspect(write(tmp_path / "small", score, bands, cap))[1]
    assert [one.code for one in found] == ([] if sound else ["E08"])
