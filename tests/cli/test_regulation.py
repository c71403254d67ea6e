"""`yanxiu regulation`: adopted and listed from the command line, through the same acts as on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import answer, yanxiu
from yanxiu.regulations.library import shelf

DATES = ("--from", "2026-03-02", "--decided-on", "2026-03-02")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real installation with one district of one school."""
    folder = tmp_path_factory.mktemp("regulation") / "data"
    listed = folder.parent / "schools.csv"
    listed.write_text("学校代码,学校名称,单位类型\nQH0001,近处小学,小学\n", encoding="utf-8")
    done = yanxiu(folder, "org", "import-schools", str(listed), "--district", "QINGHE", "--create-district", "青禾区")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def packs() -> tuple[str, str]:
    """Two of the library that judge a matter in common."""
    found = [one.pack for one in shelf() if one.pack]
    return next((a.id, b.id) for a in found for b in found if a.id != b.id and set(a.topics) & set(b.topics))


def test_a_school_adopts_and_rules_as_recommended_and_the_list_says_so(data: Path, packs: tuple[str, str]) -> None:
    first, second = packs
    adopt = ("regulation", "adopt", "--school", "QH0001", *DATES, "--json", "--pack")
    done = answer(yanxiu(data, *adopt, first, "--recommended"))
    assert (done["pack"], done["from"], done["until"]) == (first, "2026-03-02", None) and done["ruled"] > 0
    again = answer(yanxiu(data, *adopt, first, "--recommended"))
    assert (again["id"], again["ruled"]) == (done["id"], 0)
    refused = yanxiu(data, *adopt, second)
    assert refused.returncode == 1 and "同一件事" in answer(refused)["error"]
    assert yanxiu(data, *adopt, second, "--replacing").returncode == 0
    listed = answer(yanxiu(data, "regulation", "list", "--school", "QH0001", "--json"))["adoptions"]
    assert sorted((row["pack"], row["until"]) for row in listed) == sorted([(first, "2026-03-02"), (second, None)])


def test_the_district_has_its_own(data: Path, packs: tuple[str, str]) -> None:
    done = yanxiu(data, "regulation", "adopt", "--district", "QINGHE", *DATES, "--pack", packs[0])
    assert done.returncode == 0 and "起采用《" in done.stdout
    assert "2026-03-02 起：" in yanxiu(data, "regulation", "list", "--district", "QINGHE").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--school", "NOPE"), "没有代码为“NOPE”的学校"),
        (("--district", "NOPE"), "没有代码为“NOPE”的区"),
        (("--school", "QH0001", "--district", "NOPE"), "没有代码为“NOPE”的区"),
        ((), "请写 --school"),
    ],
)
def test_a_place_that_is_not_there_is_an_error_in_words(data: Path, arguments: tuple[str, ...], said: str) -> None:
    done = yanxiu(data, "regulation", "list", *arguments, "--json")
    assert done.returncode == 1 and said in answer(done)["error"]


def test_a_pack_that_is_not_there_and_a_day_that_is_none_are_errors_in_words(data: Path) -> None:
    for arguments, said in ((("--pack", "nowhere", *DATES), "没有这份制度"), (("--pack", "nowhere", "--from", "3月2日"), "日期要写成")):  # fmt: skip
        done = yanxiu(data, "regulation", "adopt", "--school", "QH0001", *arguments, "--json")
        assert done.returncode == 1 and said in answer(done)["error"]
