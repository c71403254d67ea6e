"""The clause tool counts what is tagged and refuses a tag that names nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import clauses

TOOL = Path(clauses.__file__)
# The marks of the sample trees are put together here, so that the tool does not take them for marks of this file.
MARK = "pytest.mark." + "clause"


@pytest.fixture
def tree(tmp_path):
    """A repository of three clauses without tests."""
    rows = [("N-01", "组织/角色"), ("N-02", "组织/角色"), ("Z-32", "计划审核")]
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests" / "org").mkdir(parents=True)
    records = [{"id": one, "system": one[0], "source": "", "must": "", "type": kind} for one, kind in rows]
    (tmp_path / "docs" / "clauses.json").write_text(json.dumps(records), encoding="utf-8")
    return tmp_path


def write(tree, body, name="tests/org/test_units.py"):
    (tree / name).write_text(f"import pytest\n\n{body}\n", encoding="utf-8")


def run(tree, *arguments):
    """The tool as a user runs it, with no package but the standard library."""
    command = [sys.executable, "-I", "-S", str(TOOL), "--root", str(tree), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_json_is_one_line_of_three_lists(tree):
    write(tree, f'@{MARK}("N-02")\ndef test_units():\n    assert 1 + 1 == 2')
    done = run(tree, "--json")
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout) == {"proven": ["N-02"], "text_only": [], "missing": ["N-01", "Z-32"]}
    assert done.returncode == 0


@pytest.mark.parametrize(
    "body",
    [
        f'@{MARK}("N-01", "Z-32")\ndef test_both():\n    pass',
        f'class TestUnits:\n    @{MARK}("N-01")\n    @{MARK}("Z-32")\n    def test_both(self):\n        pass',
        f'pytestmark = [{MARK}("N-01"), {MARK}("Z-32")]',
        f'CASES = [pytest.param(1, marks={MARK}("N-01")), pytest.param(2, marks=[{MARK}("Z-32")])]',
    ],
)
def test_a_mark_counts_wherever_it_may_stand(tree, body):
    write(tree, body)
    assert clauses.standing(tree).proven == ["N-01", "Z-32"]


def test_an_unknown_tag_is_named_with_its_place(tree):
    write(tree, f'@{MARK}("N-99")\ndef test_units():\n    pass')
    done = run(tree)
    assert done.returncode == 1
    assert "tests/org/test_units.py:3: no clause N-99" in done.stderr


@pytest.mark.parametrize("arguments", ["CLAUSE", "", '*["N-01"]', 'id="N-01"'])
def test_a_tag_that_is_not_written_out_is_refused(tree, arguments):
    write(tree, f"@{MARK}({arguments})\ndef test_units():\n    pass")
    assert run(tree).returncode == 1


def test_text_only_clauses_are_neither_proven_nor_missing(tree):
    (tree / "docs" / "text_only.txt").write_text("# why\n\nN-01  a heading\n", encoding="utf-8")
    found = clauses.standing(tree)
    assert (found.proven, found.text_only, found.missing) == ([], ["N-01"], ["N-02", "Z-32"])
    assert found.problems == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("N-99 a heading", "no clause N-99"),
        ("N-01", "N-01 has no reason"),
        ("N-02 a heading", "N-02 is proven by a test"),
    ],
)
def test_a_wrong_line_of_the_text_only_list_is_refused(tree, line, problem):
    (tree / "docs" / "text_only.txt").write_text(line + "\n", encoding="utf-8")
    write(tree, f'@{MARK}("N-02")\ndef test_units():\n    pass')
    done = run(tree)
    assert done.returncode == 1
    assert problem in done.stderr


def test_the_printed_table_counts_by_type_and_by_system(tree):
    write(tree, f'@{MARK}("N-02")\ndef test_units():\n    pass')
    printed = run(tree).stdout
    assert "  组织/角色: 1 proven, 1 missing of 2\n    proven N-02\n    missing N-01\n" in printed
    assert "  Z: 0 proven, 1 missing of 1\n" in printed
    assert printed.endswith("1 proven, 0 text only, 2 missing of 3\n")


def test_every_tag_of_this_repository_names_a_clause():
    assert clauses.standing(clauses.ROOT).problems == []


def test_this_repository_holds_all_clauses_of_all_systems():
    found = clauses.read_clauses(clauses.ROOT)
    assert len({clause["id"] for clause in found}) == len(found)
    assert {clause["system"] for clause in found} == set("NBSYZPGDWL")
