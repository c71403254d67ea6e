"""A paper register comes in whole or not at all; the same sheet changes nothing, a corrected one corrects."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.activities.scene import adopted, colleague, meeting, office, pasted
from tests.support.cast import Cast
from yanxiu.activities.actions import decide, drop_register, have_imported, record_attendance, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.judging import judge
from yanxiu.activities.models import Activity, Attendance, RegisterSymbol
from yanxiu.base.errors import Refusal
from yanxiu.regulations.records import Origin

SHEET = "姓名\t3.20\t3月27日\t第6周周五\t合计\n王一诺\t√\t△\t公\t2\n费乐天\t√\t\t×\t1\n说明：√到会 △迟到\n"


@pytest.fixture
def scene(here: Cast) -> Cast:
    adopted(here)
    return here


def rows(cast: Cast) -> list[tuple[str, date, dict[str, Any]]]:
    kept = Attendance.objects.select_related("person").order_by("on", "person__name_key")
    return [(row.person.name, row.on, row.marks) for row in kept]


def test_a_register_is_read_as_it_stands(scene: Cast) -> None:
    found = judge(pasted(scene, SHEET))
    assert [(event.day, event.title) for event in found.events] == [
        (date(2026, 3, 20), "集体备课"),
        (date(2026, 3, 27), "集体备课"),
        (date(2026, 4, 10), "集体备课"),
    ]
    assert found.troubles == [] and dict(found.table.symbols) == {"√": 2, "△": 1, "公": 1, "×": 1}
    assert dict(found.counts) == {"events": 3, "new_events": 3, "new": 5, "corrected": 0, "same": 0, "kept": 0}
    assert [(sum_["here"], sum_["other"], sum_["own"], sum_["differs"]) for sum_ in found.sums()] == [
        (2, 1, "2", False),
        (1, 1, "1", False),
    ]


def test_what_is_imported_is_what_stood_on_paper(scene: Cast) -> None:
    register = have_imported(pasted(scene, SHEET), actor=office(scene))
    assert register.result == {"events": 3, "new_events": 3, "new": 5, "corrected": 0, "same": 0}
    assert rows(scene) == [
        ("费乐天", date(2026, 3, 20), {"present": True}),
        ("王一诺", date(2026, 3, 20), {"present": True}),
        ("王一诺", date(2026, 3, 27), {"present": True, "after_second_call": True}),
        ("费乐天", date(2026, 4, 10), {"present": False}),
        ("王一诺", date(2026, 4, 10), {"present": False, "leave": "official"}),
    ]
    assert {(row.origin, row.source) for row in Attendance.objects.all()} == {(Origin.PAPER, "签到表 粘贴的签到表")}
    assert (register.grid, register.answers) == ({}, {})


def test_the_same_sheet_twice_changes_nothing(scene: Cast) -> None:
    have_imported(pasted(scene, SHEET), actor=office(scene))
    before = list(Attendance.objects.order_by("pk").values())
    again = have_imported(pasted(scene, SHEET), actor=office(scene))
    assert again.result == {"events": 3, "new_events": 0, "new": 0, "corrected": 0, "same": 5}
    assert (list(Attendance.objects.order_by("pk").values()), Activity.objects.count()) == (before, 3)


def test_a_corrected_sheet_corrects_and_a_cell_left_blank_leaves_what_is_known(scene: Cast) -> None:
    have_imported(pasted(scene, SHEET), actor=office(scene))
    found = pasted(scene, SHEET.replace("△", "√").replace("费乐天\t√", "费乐天\t"))
    assert judge(found).counts["kept"] == 1
    assert have_imported(found, actor=office(scene)).result["corrected"] == 1
    assert rows(scene)[0] == ("费乐天", date(2026, 3, 20), {"present": True})
    row = Attendance.objects.get(person=scene.people["leader"], on=date(2026, 3, 27))
    assert (row.marks, len(row.history)) == ({"present": True}, 1)


def test_an_activity_of_that_day_is_used_again_whatever_it_is_called(scene: Cast) -> None:
    there = meeting(scene, date(2026, 3, 20), "三上习作单元备课")
    have_imported(pasted(scene, SHEET), actor=office(scene))
    assert Activity.objects.filter(on=date(2026, 3, 20)).get().pk == there.pk


def test_one_unknown_name_stops_the_whole_sheet_and_says_where(scene: Cast) -> None:
    register = pasted(scene, SHEET.replace("费乐天", "费乐夭"))
    trouble = judge(register).troubles[0]
    assert (trouble.where, trouble.what) == ("第 3 行，姓名", "本校这一学年没有“费乐夭”。")
    with pytest.raises(Refusal, match="还有 1 处"):
        have_imported(register, actor=office(scene))
    assert (Attendance.objects.count(), Activity.objects.count()) == (0, 0)
    decide(register, {"people": {"3": "skip"}}, actor=office(scene))
    assert have_imported(register, actor=office(scene)).result["new"] == 3


def test_of_two_people_of_one_name_it_is_asked_which_unless_the_sheet_gives_the_number(scene: Cast) -> None:
    first, second = colleague(scene, "李静", "A1"), colleague(scene, "李静", "A2")
    register = pasted(scene, "姓名\t3.20\n李静\t√\n")
    trouble = judge(register).troubles[0]
    assert trouble.what == "有 2 位“李静”。" and {value for value, _ in trouble.options} == {
        "skip",
        str(first.pk),
        str(second.pk),
    }
    decide(register, {"people": {"2": str(second.pk)}}, actor=office(scene))
    assert judge(register).people == {2: second}
    assert judge(pasted(scene, "姓名\t工号\t3.20\n李静\tA1\t√\n李静\tA2\t×\n")).people == {2: first, 3: second}


def test_somebody_of_another_school_is_not_found_by_name_nor_by_a_forged_answer(scene: Cast) -> None:
    register = pasted(scene, "姓名\t3.20\n邻小满\t√\n")
    decide(register, {"people": {"2": str(scene.people["neighbour_office"].pk)}}, actor=office(scene))
    assert len(judge(register).troubles) == 1


def test_one_person_on_two_rows_is_refused(scene: Cast) -> None:
    trouble = judge(pasted(scene, "姓名\t3.20\n王一诺\t√\n王一诺\t×\n")).troubles[0]
    assert (trouble.where, trouble.what) == ("第 3 行", "“王一诺”和第 2 行是同一个人。")


def test_a_mark_nobody_explained_is_asked_once_for_the_unit(scene: Cast) -> None:
    register = pasted(scene, "姓名\t3.20\n王一诺\t○\n费乐天\t√\n")
    trouble = judge(register).troubles[0]
    assert (trouble.where, trouble.what) == ("B2", "不知道“○”是什么。")
    decide(register, {"symbols": {"○": "事假"}}, actor=office(scene))
    have_imported(register, actor=office(scene))
    assert RegisterSymbol.objects.get(symbol="○").fields == {"present": False, "leave": "personal"}
    assert judge(pasted(scene, "姓名\t3.27\n王一诺\t○\n")).troubles == []


def test_a_mark_may_say_nothing(scene: Cast) -> None:
    register = pasted(scene, "姓名\t3.20\n王一诺\t/\n费乐天\t√\n")
    decide(register, {"symbols": {"/": "-"}}, actor=office(scene))
    assert have_imported(register, actor=office(scene)).result["new"] == 1


def test_all_kinds_of_ticks_and_crosses_are_one(scene: Cast) -> None:
    found = judge(pasted(scene, "姓名\t3.20\t3.27\t4.3\n王一诺\t✓\t✔\tx\n费乐天\tV\t✗\t✘\n"))
    assert dict(found.table.symbols) == {"√": 3, "×": 3}


def test_a_total_that_does_not_agree_is_shown(scene: Cast) -> None:
    assert [sum_["differs"] for sum_ in judge(pasted(scene, SHEET.replace("公\t2", "公\t3"))).sums()] == [True, False]


def test_a_day_to_come_and_two_columns_of_one_name_and_day_are_refused(scene: Cast) -> None:
    troubles = judge(pasted(scene, "姓名\t5.22\t3.20\t3.20\n王一诺\t√\t√\t√\n")).troubles
    assert [(one.where, one.what) for one in troubles] == [
        ("B 列表头", "2026年5月22日（周五）还没到。"),
        ("D 列表头", "和 C 列同一天、同一个名称（3月20日（周五）“集体备课”）。"),
    ]


def test_a_column_without_a_day_is_asked_about_and_may_be_given_or_left_out(scene: Cast) -> None:
    register = pasted(scene, "姓名\t第三周\n王一诺\t√\n")
    assert judge(register).troubles[0].what == "表头“第三周”看不出是哪一天。请填这一列的日期。"
    decide(register, {"days": {"1": "2026-03-18"}}, actor=office(scene))
    assert judge(register).events[0].day == date(2026, 3, 18)


def test_spaces_of_a_chat_are_taken_only_when_every_row_is_full(scene: Cast) -> None:
    assert judge(pasted(scene, "姓名 3.20 3.27\n王一诺 √ ×\n")).troubles == []
    with pytest.raises(Refusal, match="第 2 行有 2 格"):
        pasted(scene, "姓名 3.20 3.27\n王一诺 √\n")


def workbook(*lines: list[Any]) -> io.BytesIO:
    book, made = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(made)
    return made


def uploaded(cast: Cast, data: io.BytesIO, name: str = "签到.xlsx") -> Any:
    of = SheetOf(cast.term, "集体备课", cast.group)
    return upload_register(cast.school, of, file=data, name=name, actor=office(cast))


def test_a_workbook_with_a_title_two_rows_of_heads_dates_and_serials(scene: Cast) -> None:
    made = workbook(
        ["2026年春语文组签到表"],
        ["序号", "姓名", date(2026, 3, 20), 46108, 4.17, 4.1],
        ["", "", "习作备课", "识字教学", "读书沙龙", "听评课"],
        [1, "王一诺", "√", "√", "√", "√"],
        [2, "费乐天", "√", "事", "√", "√"],
        ["合计", "", 2, 1, 2, 2],
    )
    register = uploaded(scene, made)
    found = judge(register)
    assert [(event.day, event.title) for event in found.events] == [
        (date(2026, 3, 20), "习作备课"),
        (date(2026, 3, 27), "识字教学"),
        (date(2026, 4, 17), "读书沙龙"),
    ]
    assert [one.where for one in found.troubles] == ["F 列表头"] and "4月10日" in found.troubles[0].what
    decide(register, {"days": {"5": "2026-04-10"}}, actor=office(scene))
    assert have_imported(register, actor=office(scene)).result["new"] == 8


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 broken", "坏了"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"<html><table>", "网页"),
        ('姓名,3.20\n王一诺,"√\n'.encode(), "引号"),
        (b"a" * (5 * 1024 * 1024 + 1), "5 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(scene: Cast, data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words) as caught:
        uploaded(scene, io.BytesIO(data))
    assert "名单" not in caught.value.message


def test_a_formula_in_a_cell_is_only_a_mark_nobody_knows(scene: Cast) -> None:
    found = judge(pasted(scene, "姓名\t3.20\n王一诺\t=cmd|'/c calc'!A0\n"))
    assert [one.where for one in found.troubles] == ["B2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "什么也没有"),
        ("日期\t3.20\n张三\t√\n", "没有找到“姓名”"),
        ("姓名\t职务\n王一诺\t教师\n", "没有找到带日期的列"),
        ("姓名\t3.20\n合计\t3\n", "没有人"),
    ],
)
def test_a_sheet_that_is_no_register_says_what_is_missing(scene: Cast, text: str, words: str) -> None:
    from yanxiu.activities.register.grid import GridProblem

    with pytest.raises((Refusal, GridProblem), match=words):
        judge(pasted(scene, text))


def test_a_register_without_the_word_name_is_known_by_its_names(scene: Cast) -> None:
    assert judge(pasted(scene, "\t3.20\n王一诺\t√\n费乐天\t×\n")).troubles == []


def test_what_was_given_up_is_not_imported_and_its_cells_are_gone(scene: Cast) -> None:
    register = drop_register(pasted(scene, SHEET), actor=office(scene))
    assert register.grid == {}
    with pytest.raises(Refusal):
        have_imported(register, actor=office(scene))


def test_a_row_entered_by_hand_before_is_put_right_by_the_sheet(scene: Cast) -> None:
    activity = meeting(scene, date(2026, 3, 20))
    record_attendance(activity, {scene.people["teacher"]: {"present": False}}, actor=office(scene))
    result = have_imported(pasted(scene, SHEET), actor=office(scene)).result
    assert (result["new"], result["corrected"]) == (4, 1)
