"""Lists as district offices really send them: what stands in the column of names, below the list, and beside it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.setup.roster.sheets import codes, judged, text, xls, xlsx
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.values import Bad, Month, read_month


def names(tmp_path: Path, rows: list[list[Any]], **more: Any) -> list[str]:
    """The people found in a workbook of these rows."""
    return [entry.name for entry in judged(xlsx(tmp_path / "a.xlsx", rows, **more)).entries]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("王  芳", "王芳"),
        ("王　芳", "王芳"),
        ("'王芳", "王芳"),
        ("\u200b王芳\u00a0", "王芳"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽˙买买提", "阿依古丽·买买提"),
        ("欧阳 若谷", "欧阳若谷"),
        ("李静（大）", "李静（大）"),
        ("李静1", "李静1"),
        ("Anna  Berg", "Anna Berg"),
    ],
)
def test_a_name_is_read_however_it_is_spaced(tmp_path: Path, written: str, read: str) -> None:
    assert names(tmp_path, [["姓名", "组"], [written, "语文组"]]) == [read]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("—", "name_missing"),
        ("无", "name_missing"),
        ("/", "name_missing"),
        (123, "name_unreadable"),
        ("0912-1234567", "name_unreadable"),
        (True, "name_unreadable"),
        ("□□", "name_unreadable"),
        ("语文组", "name_unreadable"),
        ("江若谷、顾言", "name_several"),
        ("江若谷\n顾言", "name_several"),
        ("江若谷 顾言 孟知秋", "name_several"),
    ],
)
def test_what_is_no_name_is_bad_and_never_a_person(tmp_path: Path, written: Any, said: str) -> None:
    found = judged(xlsx(tmp_path / "a.xlsx", [["姓名", "组"], [written, "语文组"]]))
    assert codes(found) == {2: [said]} and found.entries == []


def test_two_words_of_two_characters_are_one_person_with_a_question(tmp_path: Path) -> None:
    found = judged(xlsx(tmp_path / "a.xlsx", [["姓名"], ["江谷 顾言"]]))
    assert [entry.name for entry in found.entries] == ["江谷顾言"]
    assert [doubt["code"] for doubt in found.warnings["doubts"]] == ["name_joined"]


def test_where_there_is_nothing_people_write_none_or_a_dash(tmp_path: Path) -> None:
    rows = [
        ["姓名", "教研组", "工号", "骨干级别", "学历", "职称", "学科", "职务"],
        ["江若谷", "无", "无", "—", "/", "暂无", "-", "无"],
        ["顾言", "无", "无", "——", "\\", "无", "—", "—"],
    ]
    for entry in judged(xlsx(tmp_path / "a.xlsx", rows)).entries:
        kept = (entry.groups, entry.staff_no, entry.backbone_level, entry.education, entry.professional_title, entry.subjects, entry.posts)  # fmt: skip
        assert kept == ({}, "", "", "", "", [], [])


def test_as_above_is_the_cell_above(tmp_path: Path) -> None:
    rows = [["姓名", "教研组", "工号"], ["江若谷", "语文组", "7"], ["顾言", "同上", ""], ["孟知秋", "〃", ""], ["温言", "", ""]]  # fmt: skip
    found = judged(xlsx(tmp_path / "a.xlsx", rows))
    assert [[name for names in entry.groups.values() for name in names] for entry in found.entries] == [
        ["语文组"],
        ["语文组"],
        ["语文组"],
        [],
    ]


def test_a_person_whose_post_is_a_word_of_signatures_is_a_person(tmp_path: Path) -> None:
    rows = [["职务", "姓名", "组别"], ["负责人", "江若谷", "语文组"], ["审核员", "顾言", "数学组"], ["联系人", "孟知秋", ""]]  # fmt: skip
    assert names(tmp_path, rows) == ["江若谷", "顾言", "孟知秋"]


def test_a_group_of_computing_is_no_subtotal(tmp_path: Path) -> None:
    rows = [["组别", "姓名"], ["高小计算机组", "江若谷"], ["综合计算机组", "顾言"], ["审计组", "孟知秋"], ["小计", "3"]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows))
    assert [entry.name for entry in found.entries] == ["江若谷", "顾言", "孟知秋"]
    assert found.skipped == [(1, "header"), (5, "subtotal")]


def test_sums_however_they_are_worded(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["组别", "姓名", "人数"], ["语文组", "江若谷", ""]]
    rows += [["语文组小计", "", 1], ["语文组合计", "", 1], ["本页小计", "", 1], ["累计", "", 1], ["", "合计", 1], ["总人数", "1人", ""]]  # fmt: skip
    rows += [["以上共1人", "", ""], ["人数合计：1", "", ""]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows))
    assert codes(found) == {} and len(found.entries) == 1
    assert [kind for _, kind in found.skipped[1:]] == ["subtotal", "total", "subtotal", *["total"] * 5]


def test_what_stands_below_a_list_is_nobody(tmp_path: Path) -> None:
    below = [
        "本表一式两份，学校留存一份。", "（此表由学校填写）", "截止日期：2026年5月", "校长签字：", "2026年5月20日", "二〇二六年五月二十日",
        "填报时间：2026.5.20", "柳湾小学（公章）", "以下空白", "年   月   日", "制表：周以宁　审核：顾言",
    ]  # fmt: skip
    for place in range(2):
        rows = [["姓名", "组别"], ["江若谷", "语文组"], *[[""] * place + [line] for line in below]]
        found = judged(xlsx(tmp_path / "a.xlsx", rows))
        assert ([entry.name for entry in found.entries], codes(found)) == (["江若谷"], {})
        assert {kind for _, kind in found.skipped[1:]} == {"note", "signature"}


def test_a_caption_between_people_is_nobody(tmp_path: Path) -> None:
    rows = [["姓名"], ["语文组（2人）"], ["江若谷"], ["顾言"], ["数学组"], ["孟知秋"], ["柳湾小学教职工名单（续）"]]
    assert names(tmp_path, rows) == ["江若谷", "顾言", "孟知秋"]


def test_a_bare_list_under_its_title(tmp_path: Path) -> None:
    found = judged(xlsx(tmp_path / "a.xlsx", [["教师名单"], ["江若谷"], ["顾言"]]))
    assert [entry.name for entry in found.entries] == ["江若谷", "顾言"]
    assert found.skipped == [(1, "note")] and found.warnings["no_header"]


def test_a_header_of_two_rows_merged_both_ways(tmp_path: Path) -> None:
    rows = [
        ["柳湾小学教职工名单", "", "", "", "", ""],
        ["序号", "姓名", "基本信息", "", "", "任教"],
        ["", "", "性别", "身份证号", "参加工作时间", "学科"],
        [1, "江若谷", "男", "", "2015.9", "小语"],
    ]
    path = xlsx(tmp_path / "a.xlsx", rows, merges=["A1:F1", "A2:A3", "B2:B3", "C2:E2"])
    for found in (judged(path), judged(xls(tmp_path / "a.xls", rows))):
        entry = found.entries[0]
        assert (entry.row, entry.gender, str(entry.work_began), entry.subjects) == (4, "男", "2015年9月", ["语文"])
    assert judged(path).layout.header == (2, 3) or judged(path).layout.header == (3,)


def test_notes_stand_above_the_header(tmp_path: Path) -> None:
    rows = [["填表说明"], ["1. 姓名按身份证填写"], ["姓名：必填"], [""], ["姓名", "参加工作时间"], ["江若谷", "2015.9"]]
    found = judged(xlsx(tmp_path / "a.xlsx", rows))
    assert [entry.row for entry in found.entries] == [6]
    assert [kind for _, kind in found.skipped] == ["title", "title", "title", "blank", "header"]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("人员姓名", "name"),
        ("姓 名（必填）", "name"),
        ("\u200b姓名", "name"),
        ("教职员工姓名", "name"),
        ("身份证号码（18位）", "id_number"),
        ("居民身份证编号", "id_number"),
        ("出生年月\n（如1985.09）", "born"),
        ("首次参加工作时间", "work_began"),
        ("所属学校代码", "school_code"),
        ("身份证复印件", None),
        ("参加工作年限", None),
        ("出生地", None),
    ],
)
def test_headers_are_recognised_by_what_they_say(tmp_path: Path, label: str, field: str | None) -> None:
    heads = [label] if field == "name" else ["姓名", label]
    found = judged(xlsx(tmp_path / "a.xlsx", [heads, ["江若谷", ""]]))
    assert (field in found.layout.columns) if field else ("unknown_columns" in found.warnings)


def test_two_panels_side_by_side_are_refused_because_half_the_people_would_be_lost(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "组别", "序号", "姓名", "组别"], [1, "江若谷", "语文组", 2, "顾言", "数学组"]]
    path = xlsx(tmp_path / "a.xlsx", rows)
    with pytest.raises(RosterError, match="左右排了几栏（B、E 列都是姓名）"):
        judged(path)
    assert [entry.name for entry in judged(path, mapping={"姓名": "B"}).entries] == ["江若谷"]
    empty = xlsx(tmp_path / "b.xlsx", [["姓名", "组别", "姓名"], ["江若谷", "语文组", ""]])
    assert len(judged(empty).entries) == 1


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2015-09-01 00:00:00", (2015, 9, 1)),
        ("2015/9/1 0:00", (2015, 9, 1)),
        ("2015/9/1 0:00:00", (2015, 9, 1)),
        ("2015-09-01T08:30:00", (2015, 9, 1)),
        (datetime(2015, 9, 1, 8, 30), (2015, 9, 1)),
        ("2015年9月份", (2015, 9, None)),
        ("2015 年 9 月", (2015, 9, None)),
        ("2015 9", (2015, 9, None)),
        ("2015 9 1", (2015, 9, 1)),
        ("２０１５．９", (2015, 9, None)),
        ("2015。9", (2015, 9, None)),
        ("2015·9", (2015, 9, None)),
        ("2015—9", (2015, 9, None)),
        ("201509.0", (2015, 9, None)),
        ("42248.0", (2015, 9, 1)),
        (42248.75, (2015, 9, 1)),
        (2015.09, (2015, 9, None)),
        (2015.12, (2015, 12, None)),
    ],
)
def test_a_month_as_it_is_written(written: Any, month: tuple[int, int, int | None]) -> None:
    assert read_month(written) == Month(*month)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("20159", "month_ambiguous"),  # the day 20159 is in 1955; with a point forgotten it is September 2015
        (20159, "month_ambiguous"),
        ("2015.0", "month_absent"),
        ("2015年九月", "month_in_words"),
        ("201513", "month_impossible"),
        ("2015-2-30", "day_impossible"),
        ("9/1/2015", "month_unreadable"),
        ("Sep-15", "month_unreadable"),
        (datetime(1905, 7, 7, 21, 36), "year_impossible"),  # 2015.9 in a cell shown as a date
        (float("inf"), "month_unreadable"),
        (float("nan"), "month_unreadable"),
    ],
)
def test_a_month_nobody_can_be_sure_of(written: Any, code: str) -> None:
    found = read_month(written)
    assert isinstance(found, Bad) and found.code == code


def test_days_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["姓名", "参加工作"], ["江若谷", 42248 - 1462], ["顾言", date(2015, 9, 1)]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert [str(entry.work_began) for entry in judged(tmp_path / "a.xlsx").entries] == ["2015年9月", "2015年9月"]


def test_a_row_pulled_down_to_nothing_is_hidden_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["姓名", "手机"], ["江若谷", "13800000001"], ["顾言", ""]):
        book.active.append(row)
    book.active.row_dimensions[3].height, book.active.column_dimensions["B"].width = 99, 99
    book.save(tmp_path / "b.xlsx")
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(tmp_path / "b.xlsx") as made, zipfile.ZipFile(path, "w") as flat:
        for name in made.namelist():
            flat.writestr(name, made.read(name).replace(b'ht="99"', b'ht="0"').replace(b'width="99"', b'width="0"'))
    found = judged(path)
    assert found.hidden_rows == [3] and found.warnings["hidden_columns"] == ["B 手机"]


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", "\ufeff".encode("gb18030")])
def test_a_csv_with_a_mark_of_its_encoding_or_two(tmp_path: Path, start: bytes) -> None:
    encoding = "gb18030" if start[0] == 0x84 else "utf-8"
    (tmp_path / "a.csv").write_bytes(start + text([["姓名", "组"], ["江若谷", "语文组"]]).encode(encoding))
    assert [entry.name for entry in judged(tmp_path / "a.csv").entries] == ["江若谷"]


def test_digits_a_program_protected_from_excel(tmp_path: Path) -> None:
    rows = '姓名,工号,学校代码\r\n江若谷,"=""0071""","=""010101"""\r\n'
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    entry = judged(tmp_path / "a.csv").entries[0]
    assert (entry.staff_no, entry.school_code) == ("0071", "010101")
