"""Scores given by hand: within their range, by keyboard for everybody, the latest in place of the earlier."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.assessment.runs.conftest import MEETING, Desk
from tests.support.cast import BEGAN, TODAY, Cast
from tests.support.packs import pack_ruling
from yanxiu.assessment.actions.hand import give_scores
from yanxiu.assessment.hand import HandItem, items
from yanxiu.assessment.judging import benches
from yanxiu.assessment.models import HandScore, RunResult
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.org.models import Person
from yanxiu.regulations import actions

ITEM = "score-effect"


@pytest.fixture
def scoring(here: Cast) -> Desk:
    """A regulation that gives two parts by hand, 60 and 40 points, ruled by the school."""
    adoption = actions.adopt(pack_ruling("score-effect"), here.school, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    actions.adopt_recommended(adoption, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    marks = {"effect-marks": "60", "terminal-marks": "40"}
    actions.rule(adoption, marks, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    return Desk(here, adoption)


def item(desk: Desk, rule: str = ITEM) -> HandItem:
    return items(benches(desk.cast.school, TODAY)[0], rule)[0]


def give(desk: Desk, person: Person, points: str, rule: str = ITEM) -> int:
    return give_scores(desk.cast.school, item(desk, rule), {str(person.pk): points}, actor=COMMAND_LINE)


def total(desk: Desk, person: Person) -> tuple[str, object]:
    found = next(
        one
        for one in RunResult.objects.get(run=desk.run(), subject_id=person.pk).findings
        if one["rule"] == "assessment-score"
    )
    return found["verdict"], found.get("amount")


def test_two_items_are_scored_and_the_sum_follows(scoring: Desk) -> None:
    teacher = scoring.cast.people["teacher"]
    assert [
        (one.rule.id, one.full, one.given, len(one.rows)) for one in items(benches(scoring.cast.school, TODAY)[0])
    ] == [
        ("score-effect", 60, 0, 4),
        ("score-terminal", 40, 0, 4),
    ]
    assert total(scoring, teacher) == ("not_enough_facts", None)
    give(scoring, teacher, "52.5")
    give(scoring, teacher, "33", "score-terminal")
    assert total(scoring, teacher) == ("met", "85.5")


def test_the_latest_replaces_and_an_empty_place_takes_back(scoring: Desk) -> None:
    teacher = scoring.cast.people["teacher"]
    assert [give(scoring, teacher, points) for points in ("50", "41", "41")] == [1, 1, 0]
    assert HandScore.objects.count() == 1 and item(scoring).given == 1
    give(scoring, teacher, "")
    assert item(scoring).given == 0
    give(scoring, teacher, "0")
    row = next(row for row in item(scoring).rows if row.subject.id == str(teacher.pk))
    assert (row.points, row.finding.amount) == ("0", 0)


@pytest.mark.parametrize(
    ("points", "said"), [("60.5", "在 0 到 60 之间，现在写的是 60.5"), ("-1", "在 0 到 60 之间"), ("好", "不是一个数")]
)
def test_points_out_of_the_range_are_refused_with_a_sentence(scoring: Desk, points: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        give(scoring, scoring.cast.people["teacher"], points)
    assert not HandScore.objects.exists()


def test_one_wrong_place_keeps_all_that_was_typed_and_writes_nothing(scoring: Desk, browser_of) -> None:
    where = reverse("assessment:scores", args=[scoring.adoption.pk, ITEM])
    names = {name: f"p-{scoring.cast.people[name].pk}" for name in ("teacher", "leader")}
    office = browser_of("office")
    wrong = office.post(where, {names["teacher"]: "58", names["leader"]: "66"})
    words = wrong.content.decode()
    assert wrong.status_code == 422 and 'value="58"' in words and "现在写的是 66" in words
    assert not HandScore.objects.exists()
    assert office.post(where, {names["teacher"]: "58", names["leader"]: "6"}).status_code == 302
    assert sorted(HandScore.objects.values_list("marks__points", flat=True)) == [6, 58]


def test_what_was_not_handed_in_is_scored_by_hand_where_the_school_ruled_so(adopted: Desk) -> None:
    teacher, leader = (adopted.cast.people[name] for name in ("teacher", "leader"))
    point = adopted.adoption and "not-handed-in"
    actions.rule(adopted.adoption, {point: "by_hand"}, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    actions.adopt_recommended(adopted.adoption, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    adopted.hands_in(teacher)
    adopted.hands_in(leader, without=("lesson_review",))
    found = item(adopted, "score-reviews")
    asked = {row.subject.id for row in found.rows}
    assert found.full == 10 and str(leader.pk) in asked and str(teacher.pk) not in asked
    give(adopted, leader, "4", "score-reviews")
    one = next(row for row in item(adopted, "score-reviews").rows if row.subject.id == str(leader.pk))
    assert (one.points, one.finding.amount) == ("4", 4)


def test_a_full_score_nobody_ruled_on_cannot_be_given(here: Cast, browser_of) -> None:
    adoption = actions.adopt(pack_ruling("score-effect"), here.school, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    desk = Desk(here, adoption)
    assert item(desk).full is None
    with pytest.raises(Refusal, match="满分还没有定"):
        give(desk, here.people["teacher"], "5")
    where = reverse("assessment:scores", args=[adoption.pk, ITEM])
    assert "先裁定，再评分" in browser_of("office").get(where).content.decode()


def test_only_who_answers_for_assessment_gives_scores(scoring: Desk, browser_of) -> None:
    where = reverse("assessment:scores", args=[scoring.adoption.pk, ITEM])
    values = {f"p-{scoring.cast.people['teacher'].pk}": "60"}
    for who in ("teacher", "leader", "neighbour_office", "stranger"):
        assert browser_of(who).post(where, values).status_code in (403, 404), who
    assert not HandScore.objects.exists()
