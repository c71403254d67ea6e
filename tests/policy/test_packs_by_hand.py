"""What an office writes by hand: counts of a last week that runs past the term; what to do about a lacking field."""

from __future__ import annotations

from pathlib import Path

from tests.policy.packs import QUOTA, judged, write
from yanxiu.policy.words import Verdict

WEEKS = "subjects: [{id: 甲}]\nmeasures: [{kind: observation, of: 甲, count: {第19周: 14, 第20周: 1}}]\n"
PARTS = "id: parts\ntitle: 写全\nkind: complete\nrecords: observation\nfields: [{field: process, cite: S1}]\n"
ONE = "subjects: [{id: 甲}]\nrecords: [{kind: observation, of: 甲, on: 2025-09-02, fields: {topic: 有}}]\n"


def test_the_last_week_counts_into_the_term_though_its_sunday_lies_after_it(tmp_path: Path) -> None:
    """The term ends on Friday 16 January, week 20 on Sunday the 18th: 14 + 1 = 15."""
    (found,) = judged(write(tmp_path, QUOTA), WEEKS)
    assert (found.verdict, found.measured) == (Verdict.MET, 15)


def test_a_rule_on_fields_says_its_own_remedy_and_else_that_the_record_is_a_draft(tmp_path: Path) -> None:
    (own,) = judged(write(tmp_path / "own", PARTS + "fix: 请补写过程。\n"), ONE)
    assert own.fix == "请补写过程。"
    (usual,) = judged(write(tmp_path / "usual", PARTS), ONE)
    assert "草稿，不计数" in usual.fix
