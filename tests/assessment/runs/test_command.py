"""`yanxiu assess`: run, judge again, seal."""

from __future__ import annotations

import json

import pytest

from tests.assessment.runs.conftest import Desk
from yanxiu.assessment.models import Run, RunResult
from yanxiu.cli.main import main


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own data is there already."""
    monkeypatch.setattr("yanxiu.cli.django.need_data", lambda: None)


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    status = main(["assess", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.django_db(transaction=True)
def test_run_and_replay_from_the_command_line(tied: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    status, made = answer(capsys, "run", "--school", "NEAR01")
    assert status == 0 and (made["number"], made["levels"]) == (1, {"final-grade": {"优秀": 2, "良好": 1}})
    assert answer(capsys, "replay", "--run", made["run"]) == (
        0,
        {"run": made["run"], "same": True, "people": 11, "differing": [], "torn": [], "findings_digest": made["findings_digest"]},
    )  # fmt: skip
    refused, said = answer(
        capsys, "seal", "--run", made["run"], "--decided-by", "领导小组", "--decided-on", "2026-05-19"
    )
    assert refused == 1 and "没有定" in said["error"]
    row = RunResult.objects.filter(run_id=made["run"]).first()
    assert row is not None
    RunResult.objects.filter(pk=row.pk).update(facts=row.facts | {"left": "2026-05-01"})
    status, found = answer(capsys, "replay", "--run", made["run"])
    assert status == 1 and found["torn"] == [str(row.subject_id)] and not found["same"]


@pytest.mark.django_db(transaction=True)
def test_what_does_not_exist_is_said(tied: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (("run", "--school", "NOWHERE"), "没有代码为"),
        (("run", "--school", "NEAR01", "--term", "2031-1"), "没有学期"),
        (("run", "--school", "NEAR01", "--pack", "none"), "没有在用的制度"),
        (("replay", "--run", "17"), "没有这个编号"),
    ):
        status, found = answer(capsys, *words)
        assert status == 1 and said in found["error"]
    assert not Run.objects.exists()
