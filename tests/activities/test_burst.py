"""Many at once: one person entered by two hands ends in one row, one register imported twice at once is in once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.activities.scene import meeting, office, pasted
from tests.support.cast import Cast
from yanxiu.activities.actions import have_imported, raise_objection, record_attendance
from yanxiu.activities.models import Activity, Attendance, Objection
from yanxiu.base.errors import Refusal
from yanxiu.base.postgresql import partitions
from yanxiu.base.tenancy import in_district

HANDS = 8


@pytest.fixture
def here_for_good(transactional_db: None, cast: Cast) -> Cast:
    """The cast, committed, so that other connections see it."""
    return cast


def at_once(cast: Cast, act: Callable[[], Any]) -> Counter[str]:
    """Do the same from several connections at the same moment; how each ended."""
    barrier = Barrier(HANDS)

    def hand(_: int) -> str:
        try:
            with in_district(cast.district):
                barrier.wait()
                act()
            return "done"
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        return Counter(hands.map(hand, range(HANDS)))


@pytest.mark.postgres
def test_one_person_entered_by_eight_hands_is_one_row(here_for_good: Cast) -> None:
    cast = here_for_good
    with in_district(cast.district):
        activity, actor = meeting(cast), office(cast)
        said = {cast.people["teacher"]: {"present": True}, cast.people["leader"]: {"present": False}}
        ended = at_once(cast, lambda: record_attendance(activity, said, actor=actor))
        assert ended == {"done": HANDS} and Attendance.objects.count() == 2
        assert partitions.strays(Attendance) == 0


@pytest.mark.postgres
def test_eight_hands_that_disagree_leave_the_first_and_ask_the_others_for_a_reason(here_for_good: Cast) -> None:
    cast = here_for_good
    with in_district(cast.district):
        activity, actor, number = meeting(cast), office(cast), iter(range(HANDS))

        def act() -> None:
            here = next(number) % 2 == 0
            record_attendance(activity, {cast.people["teacher"]: {"present": here}}, actor=actor)

        ended = at_once(cast, act)
        assert ended == {"done": HANDS // 2, "Refusal": HANDS // 2}
        assert Attendance.objects.get().revision == 1


@pytest.mark.postgres
def test_one_register_imported_by_eight_hands_is_in_once(here_for_good: Cast) -> None:
    cast = here_for_good
    with in_district(cast.district):
        register, actor = pasted(cast, "姓名\t3.20\t3.27\n王一诺\t√\t×\n费乐天\t√\t√\n"), office(cast)
        pk = register.pk

        def act() -> None:
            fresh = type(register).objects.select_related("school", "group", "term__year").get(pk=pk)
            have_imported(fresh, actor=actor)

        at_once(cast, act)
        assert (Attendance.objects.count(), Activity.objects.count()) == (4, 2)


@pytest.mark.postgres
def test_one_objection_pressed_eight_times_is_one(here_for_good: Cast) -> None:
    cast = here_for_good
    with in_district(cast.district):
        record_attendance(meeting(cast), {cast.people["teacher"]: {"present": False}}, actor=office(cast))
        row = Attendance.objects.select_related("school", "person").get()
        at_once(cast, lambda: raise_objection(row, words="记错了", actor=cast.viewer("teacher").actor))
        assert Objection.objects.count() == 1


@pytest.mark.postgres
def test_two_registers_of_the_same_sheet_at_once_make_each_activity_once(here_for_good: Cast) -> None:
    cast = here_for_good
    with in_district(cast.district):
        text, actor = "姓名\t3.20\t3.27\n王一诺\t√\t×\n", office(cast)
        made = iter([pasted(cast, text) for _ in range(HANDS)])
        at_once(cast, lambda: have_imported(next(made), actor=actor))
        assert (Activity.objects.count(), Attendance.objects.count()) == (2, 2)
