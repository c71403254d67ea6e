"""Profile `district`, rule by rule: what is bad, and what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.setup.roster.sheets import DISTRICT_HEAD, codes, id_number, judged, person, text, xlsx

BORN = date(1985, 9, 2)
GOOD = id_number(BORN)


def row_codes(tmp_path: Path, row: list[Any]) -> list[str]:
    """What is wrong with a single row of a workbook."""
    return codes(judged(xlsx(tmp_path / "a.xlsx", [DISTRICT_HEAD, row]), profile="district")).get(2, [])


def in_csv(tmp_path: Path, row: list[Any]) -> list[str]:
    """What is wrong with a single row of a CSV."""
    path = tmp_path / "a.csv"
    path.write_text(text([DISTRICT_HEAD, row]), encoding="utf-8")
    return codes(judged(path, profile="district")).get(2, [])


def test_the_check_character_is_computed_as_the_standard_says() -> None:
    assert id_number(date(1949, 12, 31), 2, "110105") == "11010519491231002X"  # the example of GB 11643


def test_a_right_row_is_right(tmp_path: Path) -> None:
    assert row_codes(tmp_path, person()) == []
    assert in_csv(tmp_path, person()) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (GOOD.lower(), []),
        (f" {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]} ", []),
        (f"'{GOOD}", []),
        ("".join(chr(ord(c) + 0xFEE0) for c in GOOD), []),  # full-width digits
        ("", ["id_missing"]),
        (GOOD[:17], ["id_length"]),
        (GOOD[:17] + str((int(GOOD[17]) + 1) % 10 if GOOD[17] != "X" else 1), ["id_checksum"]),
        ("11010119850932001X", ["id_date"]),
        ("110101850902001", ["id_fifteen"]),
        ("1.10101E+17", ["id_scientific"]),
        ("11010119850902ABCD", ["id_characters"]),
        (110101198509020010, ["id_as_number"]),
    ],
)
def test_an_id_number(tmp_path: Path, number: Any, said: list[str]) -> None:
    assert row_codes(tmp_path, person(id=number)) == said


def test_the_second_row_with_the_same_number_is_bad_and_names_the_first(tmp_path: Path) -> None:
    rows = [DISTRICT_HEAD, person(), person(name="顾言"), person(name="孟知秋")]
    found = judged(xlsx(tmp_path / "a.xlsx", rows), profile="district")
    assert codes(found) == {3: ["id_duplicate"], 4: ["id_duplicate"]}
    assert "第 2 行" in found.bad[0].problems[0].message and "第 2 行" in found.bad[1].problems[0].message


@pytest.mark.parametrize(("gender", "said"), [("", []), ("男", []), ("男性", []), ("女", ["gender_conflict"]), ("M", ["gender_unreadable"])])  # fmt: skip
def test_gender_is_derived_and_may_not_contradict(tmp_path: Path, gender: str, said: list[str]) -> None:
    assert row_codes(tmp_path, person(gender=gender)) == said


def test_an_empty_gender_is_taken_from_the_number(tmp_path: Path) -> None:
    rows = [DISTRICT_HEAD, person(gender="", id=id_number(BORN, 2))]
    assert judged(xlsx(tmp_path / "a.xlsx", rows), profile="district").entries[0].gender == "女"


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("1985.9", []),
        ("1985-09", []),
        ("198509", []),
        (date(1985, 9, 2), []),
        ("1985年9月2日", []),
        ("1985年10月", ["born_conflict"]),
        (date(1985, 9, 3), ["born_conflict"]),
        ("", ["born_missing"]),
        ("85.9", ["born_year_two_digits"]),
        ("一九八五年九月", ["born_month_in_words"]),
    ],
)
def test_a_month_of_birth_agrees_with_the_number(tmp_path: Path, born: Any, said: list[str]) -> None:
    assert row_codes(tmp_path, person(born=born)) == said


def test_the_number_settles_a_month_of_birth_that_could_be_two(tmp_path: Path) -> None:
    october = person(id=id_number(date(1985, 10, 2)), born=1985.1)
    assert row_codes(tmp_path, october) == []
    assert in_csv(tmp_path, person(id=id_number(date(1985, 1, 2)), born="1985.1")) == []
    assert row_codes(tmp_path, person(born=1985.1)) == ["born_month_ambiguous"]


@pytest.mark.parametrize(
    ("school", "said"),
    [("010101", []), ("a20001", []), (10101, []), ("", ["school_missing"]), ("999999", ["school_unknown"]), ("0101", ["school_code_length"])],
)  # fmt: skip
def test_a_school_code(tmp_path: Path, school: Any, said: list[str]) -> None:
    assert row_codes(tmp_path, person(school=school)) == said


def test_a_csv_has_lost_the_zeros_too(tmp_path: Path) -> None:
    assert in_csv(tmp_path, person(school="10101")) == []


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (2015.9, []),
        ("2015.9", []),
        ("2015年9月", []),
        ("2015/9/1", []),
        ("2015-09", []),
        (201509, []),
        ("201509", []),
        ("２０１５．９", []),
        (date(2015, 9, 1), []),
        (42248, []),  # 2015-09-01 as Excel counts days
        ("2015.10", []),
        ("2015.1", []),  # in a text cell the zero would have stayed
        (2015.1, ["work_month_ambiguous"]),
        ("", ["work_missing"]),
        ("15.9", ["work_year_two_digits"]),
        ("二〇一五年九月", ["work_month_in_words"]),
        ("2015.13", ["work_month_impossible"]),
        ("2015年", ["work_month_absent"]),
        ("毕业就来", ["work_month_unreadable"]),
        ("2026年5月", []),
        ("2026年6月", ["work_in_future"]),
        ("2001年9月", []),  # the sixteenth birthday's year
        ("2000年12月", ["work_too_young"]),
    ],
)
def test_when_work_began(tmp_path: Path, work: Any, said: list[str]) -> None:
    assert row_codes(tmp_path, person(work=work)) == said


@pytest.mark.parametrize(("work", "said"), [("2015.1", ["work_month_ambiguous"]), ("2015.10", []), ("2015.01", []), ("2015.9", [])])  # fmt: skip
def test_text_in_a_csv_is_as_ambiguous_as_a_number(tmp_path: Path, work: str, said: list[str]) -> None:
    assert in_csv(tmp_path, person(work=work)) == said


def test_all_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    wrong = person(name="", gender="女", school="999999", work="15.9")
    assert row_codes(tmp_path, wrong) == [
        "name_missing",
        "gender_conflict",
        "school_unknown",
        "work_year_two_digits",
    ]


def test_no_sentence_and_no_contract_shows_an_id_number(tmp_path: Path) -> None:
    rows = [DISTRICT_HEAD, person(), person(name="顾言"), person(id=GOOD[:17])]
    found = judged(xlsx(tmp_path / "a.xlsx", rows), profile="district")
    assert GOOD[:14] not in str(found.to_json())


def test_the_school_profile_asks_only_for_a_name(tmp_path: Path) -> None:
    rows = [["姓名", "参加工作"], ["江若谷", ""], ["顾言", "15.9"], ["", "2015.9"]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows))
    assert [entry.name for entry in found.entries] == ["江若谷", "顾言"]
    assert codes(found) == {4: ["name_missing"]}
    assert found.warnings["doubts"][0]["row"] == 3


def test_equal_names_are_a_question_for_a_school_and_none_for_a_district(tmp_path: Path) -> None:
    found = judged(xlsx(tmp_path / "a.xlsx", [["姓名", "组"], ["李静", "语文"], ["李静", "数学"]]))
    assert found.warnings["same_name"] == [{"name": "李静", "rows": [2, 3]}]
    assert len(found.entries) == 2
    two = [DISTRICT_HEAD, person(), person(id=id_number(BORN, 3))]
    assert "same_name" not in judged(xlsx(tmp_path / "b.xlsx", two), profile="district").warnings
