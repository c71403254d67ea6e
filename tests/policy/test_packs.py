"""Every pack of the folder loads strictly and its worked cases hold; a pack that is spoiled is noticed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from yanxiu.policy.cases import read_cases, run
from yanxiu.policy.loader import inspect, load
from yanxiu.policy.selfcheck import selfcheck

PACKS = sorted(path.parent for path in (Path(__file__).parents[2] / "packs").glob("*/pack.yaml"))
CASES = [(folder, case) for folder in PACKS for case in read_cases(folder)]


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_pack_loads_without_a_problem(folder: Path) -> None:
    pack, problems = inspect(folder)
    assert [str(one) for one in problems] == [] and pack is not None and pack.rules


@pytest.mark.parametrize(("folder", "case"), CASES, ids=lambda one: getattr(one, "title", getattr(one, "name", "")))
def test_a_worked_case_holds(folder: Path, case) -> None:
    assert run(load(folder), case).wrong == ()


@pytest.mark.clause("L-42", "L-43", "L-44")
def test_the_text_is_checked_against_itself(grading: Path) -> None:
    pack = load(grading)
    found = {(one.code, one.message) for one in selfcheck(pack, grading)}
    assert ("W01", "满分合计 50，等级只到 40") in found
    assert ("W02", "等级之间有空档：23 与 24 之间") in found
    assert ("W02", "等级之间有空档：35.9 与 36 之间") in found
    assert next(message for code, message in found if code == "W06").endswith("不在量表里")


@pytest.fixture
def grading() -> Path:
    """The pack with a scale and grades, found by what it holds."""
    return next(folder for folder in PACKS if any(rule.kind == "cap" for rule in load(folder).rules))


def yanxiu(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yanxiu.cli.main", "policy", *arguments], capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip


def test_the_command_counts_passed_and_failed_and_says_so_by_its_status(grading: Path, tmp_path: Path) -> None:
    done = yanxiu("cases", str(grading))
    passed = len(read_cases(grading))
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == f"{passed} passed, 0 failed"
    copy = shutil.copytree(grading, tmp_path / grading.name)
    share = copy / "rules" / "share.yaml"
    share.write_text(share.read_text(encoding="utf-8").replace("value: 0.4", "value: 0.5"), encoding="utf-8")
    spoiled = yanxiu("cases", str(copy), "--json")
    assert spoiled.returncode == 1
    answer = json.loads(spoiled.stdout)
    assert answer["failed"] >= 1 and answer["failures"][0]["line"] > 1


def test_a_finding_is_explained_to_its_clause(grading: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "calendar: {first: 2025-09-01, last: 2026-01-16}\n"
        "subjects: [{id: 甲}]\n"
        "measures: [{kind: lesson_observation, of: 甲, count: {9月: 7}}]\n",
        encoding="utf-8",
    )
    done = yanxiu("explain", str(grading), "--facts", str(facts), "--rule", "observe-month", "--on", "2025-10-08")
    assert done.returncode == 0, done.stderr
    assert "每月听课（9月）：甲，未达到：7／8 节" in done.stdout
    assert "L-59「每月听课八节以上」" in done.stdout and "再听 1 节。" in done.stdout
