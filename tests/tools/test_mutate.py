"""A nudged value that a worked case catches is noticed, one that none catches is named with its line and clause."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.packs import PACK, QUOTA, SOURCES, write
from tools import clauses, mutate


def pack(root: Path, cases: str, rule: str = QUOTA) -> Path:
    folder = write(root / "packs" / "small", rule, pack=PACK.replace("effective: 2025-09-01\n", ""), sources=SOURCES)
    path = folder / "rules" / "0.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("cite: S1", "from: 2025-09-01, cite: S1"), encoding="utf-8"
    )
    (folder / "cases").mkdir()
    (folder / "cases" / "all.yaml").write_text(cases, encoding="utf-8")
    return folder


def case(count: int, verdict: str, *, on: str = "2026-01-16", first: str = "2025-09-01") -> str:
    return (
        f"- case: {count} 节，{on}\n  clauses: S1\n  on: {on}\n  calendar: {{first: {first}, last: 2026-01-16}}\n"
        f"  given: {{subjects: [{{id: 甲}}], measures: [{{kind: observation, of: 甲, count: {count}}}]}}\n"
        f"  expect: [{{rule: observe, verdict: {verdict}}}]\n"
    )


BELOW, AT = case(14, "not_met"), case(15, "met")
BEFORE = case(15, "not_applicable", on="2025-08-31", first="2025-08-25")
FIRST_DAY = case(15, "met", on="2025-09-01", first="2025-08-25")


def run(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(Path(clauses.__file__)), "--root", str(root), "--mutate"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_cases_below_at_before_and_on_the_first_day_notice_every_nudge(tmp_path: Path) -> None:
    pack(tmp_path, "cases:\n" + BELOW + AT + BEFORE + FIRST_DAY)
    done = run(tmp_path)
    # 15 to 16, to 14, at_least to above; the first day a day later, a day earlier
    assert (done.stdout, done.returncode) == ("5 nudged, 5 noticed\n", 0), done.stderr


def test_a_nudge_no_case_notices_is_named_with_its_line_and_clause(tmp_path: Path) -> None:
    pack(tmp_path, "cases:\n" + AT + BEFORE + FIRST_DAY)
    done = run(tmp_path)
    assert done.stdout.splitlines() == [
        "packs/small/rules/0.yaml:8 S1 at_least 15 → 14",
        "5 nudged, 4 noticed",
    ]
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("value", "key", "others"),
    [("2025-09-30", "until", ["2025-10-01", "2025-09-29"]), ("12:00", "until", ["12:01", "11:59"]), ("sunday", "weekday", ["monday", "saturday"]), ("floor", "round", ["ceiling"]), ("half_up", "how", ["floor"]), (8, "at_least", [9, 7]), ("leader", "post", []), (True, "late", [])],
)  # fmt: skip
def test_what_a_value_is_nudged_to(value: object, key: str, others: list[object]) -> None:
    assert list(mutate._others(value, key)) == others


def test_of_a_list_each_entry_is_left_out_once(tmp_path: Path) -> None:
    posts = QUOTA.replace("{at_least: 15, cite: S1}", "{who: {post: [leader, head]}, at_least: 15, cite: S1}")
    folder = pack(tmp_path, "cases:\n" + AT, posts)
    left = [str(one) for one in mutate.nudges_of(folder) if one.value is None]
    assert left == [
        "packs/small/rules/0.yaml:8 S1 post: leader left out",
        "packs/small/rules/0.yaml:8 S1 post: head left out",
    ]


def test_a_nudge_the_loader_refuses_is_none(tmp_path: Path) -> None:
    exam = (
        "id: observe\ntitle: 考核\nkind: attempts\nmeasure: {records: exam}\nresult: result\npasses: 合格\n"
        "attempts: {value: 1, cite: S1}\nperiod: term\n"
    )
    pack(tmp_path, "cases:\n" + AT, exam)
    (none,) = [one for one in mutate.nudges_of(tmp_path / "packs" / "small") if one.value == 0]
    assert mutate.noticed(tmp_path / "packs", none) is None
