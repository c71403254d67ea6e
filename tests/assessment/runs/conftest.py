"""A school under a regulation with six items of 50 points, read at 40: who lacks what is known by name.

Fifteen teachers beside the cast's four; each hands in everything unless said otherwise. Full: 50 × 0.8 = 40.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from tests.support.cast import BEGAN, TODAY, Cast
from tests.support.packs import pack_ruling
from yanxiu.assessment.actions.runs import begin_run
from yanxiu.assessment.models import Run
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.jobs import runner
from yanxiu.org.actions import people
from yanxiu.org.models import Person, PostingKind
from yanxiu.regulations import actions
from yanxiu.regulations.keeping import Entry, keep
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.queries import in_force

MEETING = actions.Meeting("校本研修领导小组", date(2025, 9, 8))
DAY = date(2026, 4, 15)
FULL = {
    "study_plan": [{"goal": "有", "theme": "有", "method": "有", "process": "有", "safeguard": "有"}],
    "takeaway": [{"overview": "有", "gain": "有", "next": "有"}] * 2,
    "lesson_review": [{"strengths": "有", "weaknesses": "有", "measures": "有"}],
    "lesson_reflection": [{"lesson": "一课", "body": "有"}],
    "term_summary": [{"situation": "有", "achievements": "有", "shortcomings": "有", "next": "有"}],
}


@dataclass
class Desk:
    """The school with its regulation, and what one does there."""

    cast: Cast
    adoption: Adoption
    teachers: list[Person] = field(default_factory=list)

    def kind(self, code: str):
        return in_force(self.cast.school, TODAY)[0].pack.records[code]

    def enter(self, person: Person, code: str, values: dict[str, object], on: date = DAY):
        return keep(Entry(self.cast.school, self.kind(code), on, values, person=person), actor=COMMAND_LINE)

    def hands_in(self, person: Person, *, without: tuple[str, ...] = (), late: bool = False) -> None:
        """Everything asked for; `without` names fields left empty ("measures": one point of 50) or kinds not handed
        in; `late` says that the plan came late (half a point)."""
        for code, rows in FULL.items():
            for values in rows if code not in without else ():
                kept = {name: value for name, value in values.items() if name not in without}
                self.enter(person, code, kept | ({"late": True} if late and code == "study_plan" else {}))

    def teacher(self, number: int) -> Person:
        person = people.add_person(f"教师{number:02d}", staff_no=f"T{number}", actor=COMMAND_LINE)
        kind = PostingKind.objects.get(code="permanent")
        people.post_person(person, self.cast.school, kind, start=BEGAN, actor=COMMAND_LINE)
        self.teachers.append(person)
        return person

    def begin(self) -> Run:
        return begin_run(
            self.cast.school, self.cast.term, self.adoption, on=TODAY, actor=self.cast.viewer("office").actor
        )

    def run(self) -> Run:
        """Begun, and judged by a worker."""
        begun = self.begin()
        runner.run(begun.district_id, begun.job_id)
        begun.refresh_from_db()
        return begun


@pytest.fixture(autouse=True)
def quiet_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is told nothing: a test says itself when a worker comes."""
    monkeypatch.setattr("yanxiu.jobs.actions.hint", lambda district, number: None)


@pytest.fixture
def adopted(here: Cast) -> Desk:
    """The regulation in force, nothing ruled, only the cast at the school."""
    return Desk(
        here, actions.adopt(pack_ruling("grading-score"), here.school, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    )


@pytest.fixture
def desk(adopted: Desk) -> Desk:
    """All recommendations adopted; the cast and six teachers hand in everything: ten people, four places."""
    actions.adopt_recommended(adopted.adoption, start=BEGAN, meeting=MEETING, actor=COMMAND_LINE)
    for number in range(1, 7):
        adopted.teacher(number)
    return adopted


@pytest.fixture
def tied(desk: Desk, everybody: list[Person]) -> Desk:
    """Four places: two have 50 → 40; seven have 49.5 → 39.6, two places left for them; one has 49 → 39.2."""
    for place, person in enumerate(everybody):
        desk.hands_in(person, without=("measures",) if place == 9 else (), late=place < 7)
    return desk


@pytest.fixture
def everybody(desk: Desk) -> list[Person]:
    """The ten of the school in the order of the roster."""
    return [desk.cast.people[name] for name in ("office", "principal", "leader", "teacher")] + desk.teachers
