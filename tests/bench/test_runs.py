"""The measurements run at toy size, so that they are there when somebody wants to measure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.addresses import unmeasured
from bench.lists import expected_bad, roster_page
from tests.web.conftest import dist  # noqa: F401 - the built assets

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--schools", "3", "--people", "30", "--json"]


def run(script: str, *arguments: str) -> Any:
    """The script in a process of its own, as `run.py exec` starts it; its one JSON object."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "YANXIU_DATA")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / script), *SMALL, *arguments],
        env=kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.slow
def test_every_page_is_measured_against_the_empty_one(dist: Path) -> None:  # noqa: F811
    found = run("pages.py", "--rounds", "1")
    lines = {(line["page"], line["role"]): line for line in found["pages"]}
    assert lines["空页", "office"]["times"] == 1
    assert (
        found["counts"]["org.School"] == 3 and found["counts"]["org.Person"] == 30 - 3 + 3
    )  # three rows bad, three of the district
    assert all(line["statements"] <= 30 for line in found["pages"]), [
        k for k, v in lines.items() if v["statements"] > 30
    ]
    assert lines["dashboards:home", "officer"]["size"] > lines["空页", "officer"]["size"]


@pytest.mark.slow
def test_the_roster_goes_in_by_command_and_by_page_in_every_format() -> None:
    found = run("roster.py", "--rounds", "1", "--kinds", "xlsx", "xls", "csv")
    steps = ("学校", "核对", "导入", "再导一次", "网页核对", "网页导入")
    assert set(found["steps"]) == {f"{kind} {step}" for kind in ("xlsx", "xls", "csv") for step in steps}
    assert all(one["seconds"] > 0 and 20 < one["megabytes"] < 500 for kept in found["steps"].values() for one in kept)


def test_no_page_stays_out_of_the_table() -> None:
    assert unmeasured() == []


def test_the_invented_list_has_the_mistakes_it_says() -> None:
    page = roster_page(3, 30, 3)
    assert page.people == 30 and len(page.bad) == 3
    assert [page.lines[row - 1].wrong for row in page.bad] == ["id_checksum", "id_as_number", "id_scientific"]
    assert list(expected_bad(page, "csv").values()) == ["id_checksum", "id_scientific", "id_scientific"]
