"""Dates and differences in words."""

from datetime import UTC, date, datetime

from yanxiu.web import words
from yanxiu.web.templatetags import ui


def test_a_day_is_written_as_people_here_write_it():
    day = date(2026, 3, 9)
    assert words.full_day(day) == "2026年3月9日（周一）"
    assert words.short_day(day) == "3月9日（周一）"
    assert words.weekday(date(2026, 3, 15)) == "周日"


def test_a_moment_near_midnight_belongs_to_the_shanghai_day():
    late = datetime(2026, 3, 8, 16, 30, tzinfo=UTC)
    assert ui.full_day(late) == "2026年3月9日（周一）"
    assert ui.moment(late) == "3月9日 00:30"


def test_weeks_are_counted_in_chinese():
    assert [words.week_name(number) for number in (1, 10, 12, 20, 21)] == [
        "第一周",
        "第十周",
        "第十二周",
        "第二十周",
        "第二十一周",
    ]
    assert words.week_name(0) == "第0周"


def test_a_text_difference_marks_both_sides_and_escapes_them():
    shown = words.text_difference("下次多练习", "下次先<b>互说")
    assert shown == "下次<del>多练习</del><ins>先&lt;b&gt;互说</ins>"
    assert words.text_difference("一样", "一样") == "一样"


def test_a_sign_in_sheet_puts_the_names_in_two_columns_with_places_for_guests():
    rows = ui.signature_rows(["江若谷", {"name": "蒋未晞", "note": "请假"}, "余清如"], blank=2)
    assert [(left["no"], left["name"], right["no"], right["name"]) for left, right in rows] == [
        (1, "江若谷", 4, ""),
        (2, "蒋未晞", 5, ""),
        (3, "余清如", 6, ""),
    ]
    assert rows[1][0]["note"] == "请假"


def test_a_share_is_rounded_down_so_that_a_hundred_means_all():
    assert ui.percent_of(199, 200) == 99
    assert ui.percent_of(200, 200) == 100
    assert ui.percent_of(0, 0) == 0
