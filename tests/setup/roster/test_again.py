"""The list again: it updates and never makes a second person; what it cannot settle is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.setup.roster.sheets import id_number
from tests.support.cast import TODAY, Cast
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import people, units
from yanxiu.org.models import Appointment, Group, GroupKind, GroupMembership, Person, Post, Posting, SpellKind
from yanxiu.setup.actions.roster_people import Outcome, import_people
from yanxiu.setup.roster.entries import Entry
from yanxiu.setup.roster.values import Month

BEFORE, AFTER = date(2026, 4, 1), date(2026, 6, 1)
Listed = Callable[..., Outcome]


def row(name: str, group: str = "", **more: Any) -> Entry:
    """A good row."""
    return Entry(1, name, groups={"subject_group": group.split("、")} if group else {}, **more)


@pytest.fixture
def listed(here: Cast) -> Listed:
    """Imports rows into the first school as of a day."""

    def run(*entries: Entry, on: date = TODAY, aside: tuple[str, ...] = ()) -> Outcome:
        return import_people(list(entries), actor=COMMAND_LINE, as_of=on, school=here.school, aside=aside)

    return run


def groups_of(name: str, on: date = TODAY) -> list[str]:
    """The groups a person is in."""
    ties = GroupMembership.objects.filter(person__name=name, end__isnull=True)
    return sorted(ties.values_list("group__name", flat=True))


def test_a_list_as_of_an_earlier_day_finds_those_a_later_one_brought(listed: Listed) -> None:
    rows = [row("江若谷", "语文组"), row("顾言", "数学组", id_number=id_number(date(1985, 9, 2)))]
    listed(*rows)
    again = listed(*rows, on=BEFORE)
    assert again.to_json() == {"created": 0, "updated": 0, "unchanged": 2}
    assert Person.objects.filter(name__in=["江若谷", "顾言"]).count() == 2
    assert Posting.objects.filter(person__name="顾言").count() == 1
    assert Group.objects.filter(name="数学组").count() == 1


def test_who_changed_groups_is_in_the_new_one_alone(listed: Listed) -> None:
    listed(row("江若谷", "语文组"))
    moved = listed(row("江若谷", "数学组"), on=AFTER)
    assert moved.to_json() == {"created": 0, "updated": 1, "unchanged": 0}
    assert groups_of("江若谷") == ["数学组"]
    assert GroupMembership.objects.get(person__name="江若谷", group__name="语文组").end == AFTER


def test_who_is_in_two_groups_keeps_both_and_a_list_may_name_both(listed: Listed) -> None:
    listed(row("江若谷", "语文组、综合组"))
    assert groups_of("江若谷") == ["综合组", "语文组"]
    assert listed(row("江若谷", "语文组"), on=AFTER).unchanged == 1
    listed(row("江若谷", "数学组"), on=AFTER)
    assert groups_of("江若谷") == ["数学组", "综合组", "语文组"]


def test_a_group_of_a_former_year_may_be_made_again(here: Cast, listed: Listed) -> None:
    old = units.create_group(here.school, GroupKind.objects.get(code="subject_group"), "科学组", start=BEFORE, actor=COMMAND_LINE)  # fmt: skip
    units.end_group(old, on=BEFORE, actor=COMMAND_LINE)
    listed(row("江若谷", "科学组"))
    assert Group.objects.filter(name="科学组").count() == 2 and groups_of("江若谷") == ["科学组"]


def test_what_the_second_list_knows_of_the_work_here_is_taken_over(listed: Listed) -> None:
    """N-20 counts by 入职年月 and N-18 by 专任教师: a first list of names alone must not decide it for good."""
    listed(row("江若谷"))
    said = {"hired": Month(2025, 7), "full_time": False, "in_education": False}
    assert listed(row("江若谷", **said)).updated == 1
    posting = Posting.objects.get(person__name="江若谷")
    assert (posting.hired_on, posting.is_full_time_teacher, posting.in_continuing_education) == (date(2025, 7, 1), False, False)  # fmt: skip
    assert listed(row("江若谷")).unchanged == 1


def test_a_month_never_erases_a_day_and_another_month_corrects_it(listed: Listed) -> None:
    listed(row("江若谷", born=Month(1985, 9, 2)))
    assert listed(row("江若谷", born=Month(1985, 9))).unchanged == 1
    assert Person.objects.get(name="江若谷").born_on == date(1985, 9, 2)
    assert listed(row("江若谷", born=Month(1985, 10))).updated == 1
    found = Person.objects.get(name="江若谷")
    assert (found.born_on, found.born_precision) == (date(1985, 10, 1), "month")


def test_who_retired_and_is_listed_again_is_the_same_person_and_a_question(here: Cast, listed: Listed) -> None:
    listed(row("江若谷", born=Month(1966, 3)))
    person = Person.objects.get(name="江若谷")
    people.begin_spell(person, SpellKind.objects.get(code="retired"), start=TODAY, school=here.school, actor=COMMAND_LINE)  # fmt: skip
    again = listed(row("江若谷"), on=AFTER)
    assert (again.created, again.questions["back_again"]) == (0, [1])
    assert Posting.objects.filter(person=person, end__isnull=True).count() == 1
    newcomer = listed(row("江若谷"), row("江若谷", born=Month(1999, 5)), on=AFTER)
    assert newcomer.created == 1  # born in another year: somebody else


def test_a_new_leader_takes_over_and_two_leaders_are_a_question(here: Cast, listed: Listed) -> None:
    """Z-43: one leader. The first of the list takes over from 王一诺; the second is asked about."""
    outcome = listed(row("江若谷", "语文组", posts=["教研组长"]), row("顾言", "语文组", posts=["语文组长"]))
    assert outcome.questions["two_leaders"] == [1]
    leads = Appointment.objects.filter(group=here.group, post__code="group_leader", end__isnull=True)
    assert [held.person.name for held in leads] == ["江若谷"]
    assert Appointment.objects.get(person=here.people["leader"]).end == TODAY
    earlier = listed(row("费乐天", "语文组", posts=["教研组长"]), on=BEFORE)
    assert earlier.questions["two_leaders"] == [1]  # an old list does not undo what came later


def test_who_stands_in_a_row_left_out_is_not_missing(listed: Listed) -> None:
    assert len(listed(row("江若谷")).questions["missing_from_list"]) == 4
    out = listed(row("江若谷"), aside=("费乐天", "王一诺"))
    assert len(out.questions["missing_from_list"]) == 2


def test_the_list_leaves_one_person_in_every_identity(listed: Listed) -> None:
    number = id_number(date(1985, 9, 2))
    listed(row("江若谷"))
    assert listed(row("江若谷", id_number=number)).to_json() == {"created": 0, "updated": 1, "unchanged": 0}
    assert listed(row("江若穀", id_number=number)).updated == 1  # the number says who it is, the list how one writes it
    assert Person.objects.filter(name="江若穀").count() == 1 and not Person.objects.filter(name="江若谷").exists()
    assert listed(row("江若穀")).unchanged == 1
    other = listed(row("江若穀", id_number=id_number(date(1990, 1, 1))))
    assert other.created == 1  # another number is another person


def test_posts_of_a_list_are_given_once(here: Cast, listed: Listed) -> None:
    for _ in range(2):
        listed(row("江若谷", posts=["副校长", "护花使者"]))
    assert Appointment.objects.filter(person__name="江若谷", post=Post.objects.get(code="vice_principal")).count() == 1
