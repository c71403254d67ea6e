"""A nudged value that a worked case catches is noticed, one that none catches is named with its line and clause."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.packs import PACK, QUOTA, SOURCES, write
from tools import clauses, mutate, tagged


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
    # 15 to 16, to 14, at_least to above; the term to a month; the first day a day later, a day earlier
    assert (done.stdout, done.returncode) == ("6 nudged, 6 noticed\n", 0), done.stderr


def test_a_nudge_no_case_notices_is_named_with_its_line_and_clause(tmp_path: Path) -> None:
    pack(tmp_path, "cases:\n" + AT + BEFORE + FIRST_DAY)
    done = run(tmp_path)
    assert done.stdout.splitlines() == [
        "packs/small/rules/0.yaml:8 S1 at_least 15 → 14",
        "6 nudged, 5 noticed",
    ]
    assert done.returncode == 1


def test_a_case_of_another_clause_proves_nothing(tmp_path: Path) -> None:
    pack(tmp_path, ("cases:\n" + BELOW + AT + BEFORE + FIRST_DAY).replace("clauses: S1", "clauses: S2"))
    done = run(tmp_path)
    assert done.stdout.splitlines()[-1] == "6 nudged, 0 noticed" and done.returncode == 1


def test_a_value_that_rests_on_an_open_point_is_proven_by_the_clauses_of_the_point(tmp_path: Path) -> None:
    folder = pack(tmp_path, "cases:\n" + AT)
    (folder / "points.yaml").write_text(
        "points:\n- {id: p, question: 几节, cite: [S1, S2], readings: {A: 甲, B: 乙}}\n", encoding="utf-8"
    )
    rule = folder / "rules" / "0.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("cite: S1", "cite: [p]"), encoding="utf-8")
    assert {one.clauses for one in mutate.nudges_of(folder)} == {("S1", "S2")}


TAGGED = """
from pathlib import Path
import pytest
from yanxiu.policy.loader import load

HERE = Path(__file__).parents[1] / "packs" / "small"

@pytest.mark.clause("S1")
def test_fifteen_lessons() -> None:
    assert load(HERE).rule("observe").body["required"][0]["at_least"] == {number}

@pytest.mark.clause("S2")
def test_of_another_clause() -> None:
    assert False
"""


def write_tagged(root: Path, number: int) -> None:
    (root / "tests").mkdir()
    (root / "tests" / "test_small.py").write_text(TAGGED.replace("{number}", str(number)), encoding="utf-8")


def test_what_no_case_notices_a_test_of_the_clause_may(tmp_path: Path) -> None:
    pack(tmp_path, "cases:\n" + AT + BEFORE + FIRST_DAY)
    write_tagged(tmp_path, 15)
    done = run(tmp_path)
    assert (done.stdout, done.returncode) == ("6 nudged, 6 noticed\n", 0), done.stderr
    assert "at_least: 15" in (tmp_path / "packs" / "small" / "rules" / "0.yaml").read_text(encoding="utf-8")


def test_a_test_that_fails_anyway_notices_nothing(tmp_path: Path) -> None:
    pack(tmp_path, "cases:\n" + AT + BEFORE + FIRST_DAY)
    write_tagged(tmp_path, 16)
    done = run(tmp_path)
    assert done.stdout.splitlines()[-1] == "6 nudged, 5 noticed" and done.returncode == 1
    assert "do not pass as they are: tests/test_small.py::test_fifteen_lessons" in done.stderr


def test_a_tag_names_its_test_its_class_or_its_file(tmp_path: Path) -> None:
    file = tmp_path / "tests" / "a" / "test_a.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "import pytest\n\nclass TestA:\n    @pytest.mark.clause('S1')\n    def test_b(self): ...\n\n"
        "@pytest.mark.clause('S1', 'S2')\nclass TestC:\n    def test_d(self): ...\n\n"
        "@pytest.mark.parametrize('n', [pytest.param(1, marks=pytest.mark.clause('S3'))])\ndef test_e(n): ...\n",
        encoding="utf-8",
    )
    whole = file.with_name("test_whole.py")
    whole.write_text("import pytest\npytestmark = pytest.mark.clause('S4')\ndef test_f(): ...\n", encoding="utf-8")
    a = "tests/a/test_a.py"
    assert tagged.tests_of(tmp_path, ("S1",)) == (f"{a}::TestA::test_b", f"{a}::TestC")
    assert tagged.tests_of(tmp_path, ("S2", "S3")) == (f"{a}::TestC", f"{a}::test_e")
    assert tagged.tests_of(tmp_path, ("S4", "S9")) == ("tests/a/test_whole.py",)


@pytest.mark.parametrize(
    ("value", "key", "others"),
    [("2025-09-30", "until", ["2025-10-01", "2025-09-29"]), ("12:00", "until", ["12:01", "11:59"]), ("sunday", "weekday", ["monday", "saturday"]), ("floor", "round", ["ceiling"]), ("half_up", "how", ["floor"]), ("week", "period", ["fortnight"]), ("week", "title", []), (8, "at_least", [9, 7]), ("leader", "post", []), (True, "late", [False])],
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
