"""A run: who is judged, what is kept of it, what it comes to, and that judging it again gives the same digits."""

from __future__ import annotations

from tests.assessment.runs.conftest import Desk
from yanxiu.assessment.models import RunResult
from yanxiu.assessment.runs import replay
from yanxiu.org.models import Person


def final(run, person: Person) -> tuple[str, object, object]:
    """Grade, grading score, raw score of somebody."""
    row = RunResult.objects.get(run=run, subject_id=person.pk)
    found = next(one for one in row.findings if one["rule"] == "final-grade")
    return found.get("level", ""), found.get("amount"), found.get("measured")


def test_everybody_is_judged_and_the_grade_is_worked_out(tied: Desk, everybody: list[Person]) -> None:
    run = tied.run()
    assert (run.state, run.number, run.summary["people"]) == ("preview", 1, {"teacher": 10, "school": 1})
    assert final(run, everybody[7]) == ("优秀", 40, 50)
    assert final(run, everybody[0]) == ("", "39.6", "49.5")  # at the line: nobody chooses for the deciders
    assert final(run, everybody[9]) == ("良好", "39.2", 49)  # reached 36, no place left
    graded = run.summary["finals"][0]
    assert (graded["places"], graded["taken"], len(graded["tied"]), graded["reached"]) == (4, 2, 7, 10)
    assert graded["columns"] == [["40", "50", {"top": 2}], ["39.6", "49.5", {"tied": 7}], ["39.2", "49", {"cut": 1}]]
    assert [(one["what"], one["people"], one["left"]) for one in run.summary["open"]] == [("tie", 7, 2)]


def test_judged_again_from_what_was_stored_every_digit_is_the_same(tied: Desk) -> None:
    run = tied.run()
    found = replay(run)
    assert found.same and found.people == 11


def test_a_digit_changed_by_hand_is_found(tied: Desk, everybody: list[Person]) -> None:
    run = tied.run()
    row = RunResult.objects.get(run=run, subject_id=everybody[9].pk)
    for one in row.findings:
        if one["rule"] == "score-reviews":
            one["amount"] = 10
    RunResult.objects.filter(pk=row.pk).update(findings=row.findings)
    found = replay(run)
    assert not found.same and found.differing == [str(everybody[9].pk)]
