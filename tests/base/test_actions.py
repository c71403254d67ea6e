"""Writing: one transaction, one audit row with ids only; a state moves once."""

import threading
from datetime import date

import pytest
from django.db import connections

from tests.support.cast import Cast
from tests.tenancy_models.models import Shelf
from yanxiu.base import clock
from yanxiu.base.actions import COMMAND_LINE, Actor, acting
from yanxiu.base.errors import AlreadyHandled
from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.org.actions.people import add_person, change_person


def test_an_act_leaves_one_audit_row(here: Cast) -> None:
    before = AuditEvent.objects.count()
    with acting(COMMAND_LINE, "test.act") as act:
        shelf = act.create(Shelf(name="a"))
        act.change(shelf, name="b")
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.get(verb="test.act")
    assert [change["what"] for change in event.changes] == ["new", "set"]
    assert event.changes[1]["values"] == {"name": ["a", "b"]}


def test_an_act_that_writes_nothing_leaves_none(here: Cast) -> None:
    shelf = Shelf.objects.create(name="a")
    with acting(COMMAND_LINE, "test.idle") as act:
        act.change(shelf, name="a")
    assert not AuditEvent.objects.filter(verb="test.idle").exists()


def test_an_act_that_fails_leaves_nothing(here: Cast) -> None:
    with pytest.raises(ZeroDivisionError), acting(COMMAND_LINE, "test.fail") as act:
        act.create(Shelf(name="gone"))
        raise ZeroDivisionError
    assert not Shelf.objects.filter(name="gone").exists()
    assert not AuditEvent.objects.filter(verb="test.fail").exists()


def test_private_fields_never_reach_the_audit(here: Cast) -> None:
    person = add_person("古月照", actor=COMMAND_LINE, staff_no="7788990", phone="13900001111", born_on=date(1990, 3, 4))
    change_person(person, name="古月明", phone="13900002222", actor=COMMAND_LINE)
    kept = str(list(AuditEvent.objects.values_list("changes", "note")))
    for secret in ("古月照", "古月明", "guyuezhao", "7788990", "13900001111", "13900002222", "1990-03-04"):
        assert secret not in kept
    assert "phone" in kept


def test_messages_wait_for_the_commit(here: Cast, django_capture_on_commit_callbacks: object) -> None:
    said: list[str] = []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        with acting(COMMAND_LINE, "test.tell") as act:
            act.create(Shelf(name="a"))
            act.after_commit(lambda: said.append("done"))
        assert said == []
    assert said == ["done"]


def test_a_dated_actor_dates_the_audit_row(here: Cast) -> None:
    moment = clock.at(date(2025, 8, 21), 9)
    with acting(Actor(channel="import").dated(moment), "test.dated") as act:
        act.create(Shelf(name="a"))
    event = AuditEvent.objects.get(verb="test.dated")
    assert event.at == moment
    assert event.school_year == 2025


def test_the_second_to_move_a_state_is_told_so(here: Cast) -> None:
    first = Shelf.objects.create(name="a")
    second = Shelf.get(first.pk)
    with acting(COMMAND_LINE, "test.move") as act:
        act.move(first, "state", "open", "shut")
    with pytest.raises(AlreadyHandled, match="刚才已由"), acting(COMMAND_LINE, "test.move") as act:
        act.move(second, "state", "open", "shut")
    assert AuditEvent.objects.filter(verb="test.move").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_moves_the_state() -> None:
    from tests.support.cast import make_cast

    cast = make_cast()
    with in_district(cast.district):
        shelf = Shelf.objects.create(name="a")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def move() -> None:
        try:
            with in_district(cast.district):
                mine = Shelf.get(shelf.pk)
                gate.wait(5)
                with acting(COMMAND_LINE, "test.race") as act:
                    act.move(mine, "state", "open", "shut")
                outcomes.append("moved")
        except AlreadyHandled:
            outcomes.append("late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=move) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["late", "moved"]
    with in_district(cast.district):
        assert AuditEvent.objects.filter(verb="test.race").count() == 1


def test_the_clock_of_a_demonstration_stands_on_its_day(pinned: None) -> None:
    assert clock.today() == date(2026, 5, 20)
    assert clock.now().utcoffset().total_seconds() == 8 * 3600  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2025, 7, 31), 2024), (date(2025, 8, 1), 2025), (date(2026, 7, 31), 2025)]
)
def test_the_school_year_turns_on_the_first_of_august(day: date, year: int) -> None:
    assert clock.school_year_of(day) == year
