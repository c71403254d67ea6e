"""Two who decide for one unit at the same moment: one after the other, never both."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tests.regulations.conftest import MEETING, START
from tests.regulations.shelf import Shelf
from tests.support.cast import Cast, make_cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import in_district
from yanxiu.regulations import actions
from yanxiu.regulations.models import Adoption, Ruling, RulingSheet


def at_once(cast: Cast, *acts: Callable[[], object]) -> list[str]:
    """What became of acts begun at the same moment: done, or the words of the refusal."""
    outcomes: list[str] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            with in_district(cast.district):
                gate.wait(5)
                act()
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes, key=len)


def adopt(cast: Cast, id: str) -> Adoption:
    return actions.adopt(id, cast.school, start=START, meeting=MEETING, actor=COMMAND_LINE)


@pytest.mark.django_db(transaction=True)
def test_of_two_texts_on_one_matter_adopted_at_once_one_is_refused(pinned: None, shelf: Shelf) -> None:
    cast = make_cast()
    first, second = at_once(cast, lambda: adopt(cast, "sample"), lambda: adopt(cast, "rival"))
    assert first == "done" and "同一件事不能有两份制度一起判" in second
    with in_district(cast.district):
        assert Adoption.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_text_adopted_twice_at_once_is_adopted_once(pinned: None, shelf: Shelf) -> None:
    cast = make_cast()
    assert at_once(cast, lambda: adopt(cast, "sample"), lambda: adopt(cast, "sample")) == ["done", "done"]
    with in_district(cast.district):
        assert Adoption.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_rulings_on_one_point_at_once_the_second_is_told(pinned: None, shelf: Shelf) -> None:
    cast = make_cast()
    with in_district(cast.district):
        adoption = adopt(cast, "sample")

    def rule(reading: str) -> RulingSheet:
        return actions.rule(
            adoption, {"how-often": reading}, start=START, meeting=MEETING, seen={"how-often": None}, actor=COMMAND_LINE
        )

    first, second = at_once(cast, lambda: rule("term"), lambda: rule("year"))
    assert first == "done" and second.startswith("这一处刚才已由别人裁定为")
    with in_district(cast.district):
        assert (Ruling.objects.count(), RulingSheet.objects.count()) == (1, 1)
