"""Dates over a column, as people write them. The term begins on Monday 2 March 2026."""

from __future__ import annotations

from datetime import date

import pytest

from yanxiu.activities.register.days import Head, SchoolTime, read_head
from yanxiu.kernel.terms import TermTime

TIME = SchoolTime(2025, TermTime(date(2026, 3, 2), date(2026, 7, 10)))


@pytest.mark.parametrize(
    ("text", "day", "title"),
    [
        ("2026-03-20", date(2026, 3, 20), ""),
        ("2026/3/20 00:00", date(2026, 3, 20), ""),
        ("2026年3月20日（周五）", date(2026, 3, 20), ""),
        ("20260320", date(2026, 3, 20), ""),
        ("3月20日", date(2026, 3, 20), ""),
        ("３．２０", date(2026, 3, 20), ""),
        ("9.12", date(2025, 9, 12), ""),
        ("12-5 集体备课", date(2025, 12, 5), "集体备课"),
        ("第3周周五", date(2026, 3, 20), ""),
        ("第三周星期五 集体备课", date(2026, 3, 20), "集体备课"),
        ("第3周五", date(2026, 3, 20), ""),
        ("46101", date(2026, 3, 20), ""),
        ("教师例会(3.20)", date(2026, 3, 20), "教师例会"),
        ("3.20周五15:40例会", date(2026, 3, 20), "15:40例会"),
    ],
)
def test_a_day_is_read_in_any_form(text: str, day: date, title: str) -> None:
    assert read_head(text, TIME) == Head(day, title)


@pytest.mark.parametrize("text", ["", "姓名", "合计", "第三周", "15:40", "1", "12", "备注"])
def test_what_names_no_day_is_left_alone(text: str) -> None:
    assert read_head(text, TIME) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.30", "不是真有的日子"),
        ("第40周周五", "不是真有的日子"),
        ("2024-03-20", "不在这个学年里"),
        ("3月20日（周四）", "表上却写周四"),
        ("3.20、3.21", "两个日子"),
    ],
)
def test_a_day_that_cannot_be_is_asked_about(text: str, words: str) -> None:
    found = read_head(text, TIME)
    assert found is not None and found.day is None and words in found.problem


def test_a_number_that_lost_its_zero_is_asked_about_with_both_days() -> None:
    found = read_head("≈9.1", TIME)
    assert found is not None and found.day is None
    assert found.readings == (date(2025, 9, 1), date(2025, 9, 10))
    assert read_head("≈9.5", TIME) == Head(date(2025, 9, 5))
