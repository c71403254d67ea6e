"""The scenarios that are judged from facts alone are worked cases of the packs, each with its figures in its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yanxiu.policy.cases import Case, read_cases

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "packs").glob("*/pack.yaml"))
CASES = [case for folder in FOLDERS for case in read_cases(folder)]

# scenario → amounts its text gives, which stand among those the cases expect
FIGURES = {
    "SC-Z1": "14 15 20 29 30", "SC-Z2": "13 15 2", "SC-Z3": "22 15 19 20", "SC-Z6": "40 35 1",
    "SC-P1": "60 57 3", "SC-P2": "1 4", "SC-P3": "4 5", "SC-P4": "1 800 920 120", "SC-P5": "2", "SC-P6": "18 20 1", "SC-P7": "2",
    "SC-L1": "3 0", "SC-L2": "2.5 4", "SC-L3": "8", "SC-L4": "32.8 35 41", "SC-L5": "36 35.6 24 23.6 22.8", "SC-L6": "", "SC-L7": "1 4", "SC-L8": "1",
    "SC-X1": "22 15 1 3 5 4 2", "SC-X2": "42 18", "SC-X3": "32.8 41",
}  # fmt: skip


def of(scenario: str) -> list[Case]:
    return [case for case in CASES if scenario in case.scenarios]


def amounts(node: object) -> set[str]:
    """Every amount below what a case expects."""
    if isinstance(node, dict):
        return set[str]().union(*map(amounts, node.values()))
    if isinstance(node, list):
        return set[str]().union(*map(amounts, node))
    return {str(node)} if re.fullmatch(r"-?\d+(\.\d+)?", str(node)) else set()


@pytest.mark.parametrize("scenario", FIGURES)
def test_a_scenario_is_worked_and_expects_its_figures(scenario: str) -> None:
    expected = amounts([list(case.data["expect"]) for case in of(scenario)])
    assert of(scenario) and set(FIGURES[scenario].split()) <= expected, expected


def test_one_persons_lessons_are_judged_by_every_regulation_that_counts_them() -> None:
    """The same 5, 3, 4, 6, 4 in each; a regulation that does not count lessons has no such case."""
    assert len({Path(case.file).parts[0] for case in of("SC-X1")}) == len(of("SC-X1")) >= 3


def test_what_is_expected_of_a_scenario_names_its_clauses() -> None:
    assert [case.title for case in CASES if case.scenarios and not case.clauses] == []
