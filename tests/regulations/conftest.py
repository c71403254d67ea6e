"""The shelf of small packs, one of them adopted by the first school of the cast."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.regulations.shelf import Shelf
from tests.support.cast import Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.regulations import actions

MEETING = actions.Meeting("校本研修领导小组", date(2025, 9, 8))
START, TODAY = date(2025, 9, 1), date(2026, 5, 20)


@pytest.fixture
def shelf(tmp_path: Path, settings: Any) -> Shelf:
    """A library of two: "sample" judges 听课, "rival" judges the same, "apart" something else."""
    settings.PACKS_DIR = tmp_path / "packs"
    made = Shelf(tmp_path / "packs")
    made.put("sample", title="听课规定")
    made.put("rival", title="另一份听课规定")
    made.put("apart", title="考勤规定", topics="考勤")
    return made


@pytest.fixture
def adopted(here: Cast, shelf: Shelf) -> actions.Adoption:
    """The first school follows "sample" since September."""
    return actions.adopt("sample", here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
