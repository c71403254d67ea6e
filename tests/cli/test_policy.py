"""`yanxiu policy evaluate` and `explain` answer a slip in what was asked with what could have been written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import yanxiu

PACK = Path(__file__).parents[1] / "policy" / "strangers" / "kindergarten"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--on", "2025-12"], "--on 的日期“2025-12”不对。写成 2025-09-01 的样子。"),
        (["--ruling", "newcomers"], "--ruling 后面写“裁定点=读法”，如 newcomers=…"),
        (["--ruling", "newcomers=一篇"], "可以写：一个数"),
        (["--rule", "child-note"], "没有名为“child-note”的规则。可以写：child-note-parts、child-notes、"),
        (["--subject", "李师"], "记录文件里没有“李师”。可以写：李老师、小何。"),
        (["--on", "2025-08-01", "--rule", "child-notes"], "没有这样的结果"),
    ],
)
def test_a_slip_in_the_question_is_answered_with_what_could_be_written(
    tmp_path: Path, asked: list[str], said: str
) -> None:
    done = yanxiu(tmp_path, "policy", "explain", str(PACK), "--facts", str(PACK / "facts.yaml"), *asked)
    assert done.returncode == 1 and said in done.stderr + done.stdout


def test_a_facts_file_that_is_not_there_is_told_in_chinese(tmp_path: Path) -> None:
    done = yanxiu(tmp_path, "policy", "evaluate", str(PACK), "--facts", str(tmp_path / "none.yaml"))
    assert done.returncode == 1 and "none.yaml E01 读不了这个文件：没有这个文件" in done.stderr + done.stdout
