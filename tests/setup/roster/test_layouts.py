"""Lists as offices keep them: titles, merges, hidden rows and columns, several sheets, subtotals, signatures, encodings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.setup.roster.sheets import codes, judged, text, xls, xlsx

HEAD = ["序号", "姓 名", "组别", "参加工作时间"]
LIST = [
    ["柳湾小学教职工名单", "", "", ""],
    ["", "", "填表人：周以宁", ""],
    HEAD,
    ["1", "江　若谷", "语文组", "2008.9"],
    ["2", "顾言", "语文组", "2010.9"],
    ["小计", "2", "", ""],
    ["", "", "", ""],
    HEAD,
    ["3", "’孟知秋", "数学组", "２０１２年９月"],
    ["合计", "3", "", ""],
    ["制表人：周以宁", "", "审核：", ""],
]
NAMES = ["江若谷", "顾言", "孟知秋"]
SKIPPED = [
    (1, "title"), (2, "title"), (3, "header"), (6, "subtotal"), (7, "blank"), (8, "repeated_header"), (10, "total"), (11, "signature"),
]  # fmt: skip


def test_a_workbook_as_offices_keep_it(tmp_path: Path) -> None:
    found = judged(xlsx(tmp_path / "a.xlsx", LIST, merges=["A1:D1"]))
    assert [entry.name for entry in found.entries] == NAMES
    assert [entry.row for entry in found.entries] == [4, 5, 9]
    assert found.skipped == SKIPPED and found.bad == []
    assert "total_mismatch" not in found.warnings


def test_the_same_in_the_old_format(tmp_path: Path) -> None:
    found = judged(xls(tmp_path / "a.xls", LIST))
    assert [entry.name for entry in found.entries] == NAMES and found.skipped == SKIPPED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_as_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text(LIST).encode(encoding))
    found = judged(path)
    assert [entry.name for entry in found.entries] == NAMES and found.skipped == SKIPPED


def test_a_rare_character_survives_every_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        path = tmp_path / "a.csv"
        path.write_bytes(text([["姓名"], ["𬀩㵒"], ["阿依古丽•买买提"]]).encode(encoding))
        assert [entry.name for entry in judged(path).entries] == ["𬀩㵒", "阿依古丽·买买提"]


def test_a_total_that_does_not_fit_is_said(tmp_path: Path) -> None:
    rows = [["姓名"], ["江若谷"], ["顾言"], ["合计：5人"]]
    assert judged(xlsx(tmp_path / "a.xlsx", rows)).warnings["total_mismatch"] == {"said": 5, "found": 2}


def test_hidden_rows_are_a_question_and_counted_neither_way(tmp_path: Path) -> None:
    for write in (xlsx, xls):
        path = write(tmp_path / f"a.{write.__name__}", [["姓名"], ["江若谷"], ["顾言"], ["", ""]], hidden=[3])
        found = judged(path)
        assert (found.data_rows, found.hidden_rows) == (1, [3])
        assert found.to_json()["hidden_rows"] == [3]


def test_a_hidden_column_is_read_and_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "手机"], ["江若谷", "13800000001"]])
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions["B"].hidden = True
    book.save(path)
    found = judged(path)
    assert found.warnings["hidden_columns"] == ["B 手机"] and found.entries[0].phone == "13800000001"


def test_a_group_merged_over_its_people_holds_for_each(tmp_path: Path) -> None:
    rows = [["组", "姓名"], ["语文组", "江若谷"], ["", "顾言"], ["数学组", "孟知秋"]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows, merges=["A2:A3"]))
    assert [[name for names in entry.groups.values() for name in names] for entry in found.entries] == [
        ["语文组"],
        ["语文组"],
        ["数学组"],
    ]


def test_the_sheet_with_the_people_is_found_and_another_can_be_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["说明"], ["请逐栏填写"]], name="填表说明")
    book = openpyxl.load_workbook(path)
    for title, names in (("在编", ["江若谷", "顾言"]), ("临聘", ["孟知秋"])):
        page = book.create_sheet(title)
        for row in [["姓名"], *[[name] for name in names]]:
            page.append(row)
    book.save(path)
    assert judged(path).sheet.name == "在编" and judged(path).warnings["other_sheets"] == ["临聘"]
    assert [entry.name for entry in judged(path, sheet="临聘").entries] == ["孟知秋"]


@pytest.mark.parametrize("word", ["姓名", "姓  名", "教师姓名", "名字", "姓名*", "职工姓名"])
def test_the_name_column_has_many_names(tmp_path: Path, word: str) -> None:
    assert judged(xlsx(tmp_path / "a.xlsx", [[word], ["江若谷"]])).entries[0].name == "江若谷"


def test_a_column_is_corrected_by_hand(tmp_path: Path) -> None:
    rows = [["甲栏", "姓名", "乙栏"], ["2015.9", "曾用名", "江若谷"]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows), mapping={"姓名": "C", "参加工作年月": "A"})
    assert found.entries[0].name == "江若谷" and str(found.entries[0].work_began) == "2015年9月"


def test_csv_records_are_logical_and_a_quoted_break_starts_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,备注\r\n江若谷,"第一行\r\n第二行"\r\n\r\n,没有名字\r\n顾言,\r\n', encoding="utf-8")
    found = judged(path)
    assert [entry.row for entry in found.entries] == [2, 5]
    assert codes(found) == {4: ["name_missing"]} and found.skipped == [(1, "header"), (3, "blank")]


def test_dates_as_cells_as_serials_and_as_they_are_shown(tmp_path: Path) -> None:
    rows = [["姓名", "参加工作"], ["江若谷", date(2015, 9, 1)], ["顾言", 42248], ["孟知秋", 2015.1]]
    path = xlsx(tmp_path / "a.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active["B4"].number_format = "0.00"  # the sheet itself shows 2015.10
    book.save(path)
    assert [str(entry.work_began) for entry in judged(path).entries] == ["2015年9月", "2015年9月", "2015年10月"]
    old = xls(tmp_path / "a.xls", rows[:2])
    assert str(judged(old).entries[0].work_began) == "2015年9月"


def test_a_name_that_is_a_formula_is_bad(tmp_path: Path) -> None:
    rows = [["姓名"], ["=CONCATENATE(B2,C2)"], ["+cmd|' /C calc'!A0"], ["江若谷"]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows))
    assert codes(found) == {2: ["name_formula"], 3: ["name_formula"]}
    assert [entry.name for entry in found.entries] == ["江若谷"]
