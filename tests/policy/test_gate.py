"""A gate says what it opens, and whether the subject may go there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.packs import QUOTA, judged, write
from yanxiu.policy.words import Finding, Verdict

GATE = "id: gate\ntitle: 推荐资格\nkind: gate\nopens: [推荐, 评优]\nall: [{rule: observe, cite: S2}]\n"


def at_the_gate(folder: Path, gate: str, observed: str) -> Finding:
    given = f"subjects: [{{id: 甲}}]\nmeasures: [{{kind: observation, of: 甲, {observed}}}]\n"
    (found,) = [one for one in judged(write(folder, QUOTA, gate), given) if one.rule == "gate"]
    return found


@pytest.mark.parametrize(
    ("observed", "verdict", "said"),
    [
        ("count: 15", Verdict.MET, "具备资格：推荐、评优。"),
        ("count: 14", Verdict.NOT_MET, "没有资格：推荐、评优。"),
    ],
)
def test_a_gate_says_what_its_condition_opens(tmp_path: Path, observed: str, verdict: Verdict, said: str) -> None:
    found = at_the_gate(tmp_path, GATE, observed)
    assert (found.verdict, found.notes) == (verdict, (said,))


def test_what_a_rule_before_it_cannot_tell_the_gate_cannot_either(tmp_path: Path) -> None:
    """Fifteen observations of which none can be seen whole, where only whole ones count."""
    whole = "id: whole\ntitle: 写全\nkind: complete\nrecords: observation\nfields: [{field: process, cite: S1}]\n"
    quota = QUOTA.replace("{records: observation}", "{records: observation, counts_if: whole}")
    given = "subjects: [{id: 甲}]\nmeasures: [{kind: observation, of: 甲, count: 15}]\n"
    (found,) = [one for one in judged(write(tmp_path, quota, GATE, whole), given) if one.rule == "gate"]
    assert (found.verdict, found.notes) == (Verdict.NOT_ENOUGH_FACTS, ("资格未定：推荐、评优。",))


def test_a_gate_that_names_nothing_says_nothing(tmp_path: Path) -> None:
    assert at_the_gate(tmp_path, GATE.replace("opens: [推荐, 评优]\n", ""), "count: 15").notes == ()


def test_one_thing_less_is_said_when_the_rule_opens_less(tmp_path: Path) -> None:
    found = at_the_gate(tmp_path, GATE.replace("[推荐, 评优]", "推荐"), "count: 15")
    assert found.notes == ("具备资格：推荐。",)
