"""The demonstration world: who has what is asked and who lacks it, told alike by every way of asking."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import answer, yanxiu
from yanxiu.cli.check import kind_of
from yanxiu.cli.demo.following import _fitting
from yanxiu.cli.demo.habits import FOLLOWING, care

ID = "01a21345-7c68-728f-a7b3-e9fd4b2e5008"


def test_of_sixty_people_most_keep_up_and_one_or_two_are_far_behind() -> None:
    assert Counter(care(place) for place in range(60)) == {"full": 48, "short": 10, "far": 2}


def test_each_school_finds_a_regulation_of_its_matter_and_no_two_the_same() -> None:
    taken: set[str] = set()
    for following in FOLLOWING.values():
        found = _fitting(following, taken)
        assert found is not None and following.topic in found.topics
        taken.add(found.id)
    assert len(taken) == 3


def test_with_no_packs_on_the_shelf_no_school_follows_one(settings: Any, tmp_path: Path) -> None:
    settings.PACKS_DIR = tmp_path
    assert [_fitting(following, set()) for following in FOLLOWING.values()] == [None, None, None]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/standing/teacher/{ID}/a/b/?p=2025-2", "/standing/teacher/*/*/"),
        (f"/journal/write/notes/{ID}/", "/journal/write/*/*/"),
        ("/records/enter/", "/records/enter/"),
        ("/records/enter/notes/", "/records/enter/*/"),
        (f"/regulations/{ID}/rulings/a/b/", "/regulations/*/rulings/*/"),
    ],
)
def test_pages_are_of_one_kind_whatever_rule_or_record_they_are_about(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "demo"
    answer(yanxiu(folder, "demo", "create", "--json"))
    return folder


@pytest.fixture(scope="module")
def accounts(demo: Path) -> dict[str, dict[str, str]]:
    found = answer(yanxiu(demo, "demo", "info", "--json"))
    return {one["code"]: one for one in found["accounts"]}


def figures(demo: Path, *where: str) -> list[dict[str, Any]]:
    people: list[dict[str, Any]] = answer(yanxiu(demo, "assess", "standing", *where, "--json"))["people"]
    return people


@pytest.mark.slow
def test_the_sentence_of_who_lacks_a_little_bears_the_figure_of_the_command_line(
    demo: Path, accounts: dict[str, dict[str, str]]
) -> None:
    account = accounts["short_teacher"]
    said = re.fullmatch(r"打开“我的”，点“(.+)”的 (\d+)/(\d+) .+。", account["look"])
    assert said is not None and 2 <= int(said[3]) - int(said[2]) <= 3
    (person,) = figures(demo, "--person", account["staff_no"])
    (line,) = [one for one in person["figures"] if one["title"] == said[1]]
    assert (line["figure"], line["state"]) == (said[2], "due") and line["of"].startswith(f"/{said[3]}")


@pytest.mark.slow
def test_a_teacher_of_the_first_year_lacks_one_week(demo: Path, accounts: dict[str, dict[str, str]]) -> None:
    (person,) = figures(demo, "--person", accounts["young_teacher"]["staff_no"])
    missed = [one["gap"] for one in person["figures"] if one["state"] == "late"]
    assert any(re.fullmatch(r"第.+周缺", gap) for gap in missed)


@pytest.mark.slow
def test_most_of_the_middle_school_have_their_observed_lessons_and_few_are_far_behind(demo: Path) -> None:
    people = figures(demo, "--school", "QHB001")
    of = {one["staff_no"]: line for one in people for line in one["figures"] if re.match(r"/(15|20) ", line["of"])}
    done = [one for one in of.values() if one["state"] == "done"]
    far = [one for one in of.values() if int(one["figure"]) < int(one["of"][1:3]) / 2]
    assert len(people) == 95 and len(of) > 80
    assert len(done) > len(of) / 2 and 1 <= len(far) <= 6


@pytest.mark.slow
def test_a_school_without_a_regulation_has_no_figures(demo: Path, accounts: dict[str, dict[str, str]]) -> None:
    assert all(one["figures"] == [] for one in figures(demo, "--school", "QHA002"))
    assert "没有采用" in accounts["bare_office"]["look"]
    assert "15 人同分" in accounts["village_office"]["look"]
