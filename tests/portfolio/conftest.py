"""A school that follows a regulation, with the fields its pack names, read from the pack and never typed here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.packs.known import OBSERVING
from tests.support.cast import TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.keys import new_id
from yanxiu.regulations import actions
from yanxiu.regulations.queries import kinds_asked

OBSERVED = "lesson_observation"
MEETING = actions.Meeting("校本研修领导小组", date(2025, 9, 8))


@pytest.fixture
def school(here: Cast) -> Cast:
    """The cast's school under the regulation whose observed lessons have a mark of the office and binding fields."""
    actions.adopt(OBSERVING, here.school, start=date(2025, 9, 1), meeting=MEETING, actor=COMMAND_LINE)
    return here


@pytest.fixture
def kinds(school: Cast) -> dict[str, Any]:
    """Kinds of record in force there."""
    return kinds_asked(school.school, TODAY)


@pytest.fixture
def observed() -> Callable[..., dict[str, Any]]:
    """What the page of an observed lesson sends."""

    def values(**more: Any) -> dict[str, Any]:
        return {
            "key": str(new_id()),
            "on": "2026-05-20",
            "taught_name": "外校的老师",
            "f_topic": "《草船借箭》",
            **more,
        }

    return values
