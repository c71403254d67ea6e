"""The measurement of the policy engine runs, and judges something under every pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.engine import main


def test_it_says_one_line_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--records", "5", "--rounds", "1", "--json"])  # how long it took says nothing beside other tests
    (line,) = capsys.readouterr().out.splitlines()
    measured = json.loads(line)
    assert set(measured) == {path.parent.name for path in (Path(__file__).parents[2] / "packs").glob("*/pack.yaml")}
    for one in measured.values():
        assert one["findings"] > 0 and set(one["one_teacher_ms"]) == {"open", "ruled", "grouped", "first"}
