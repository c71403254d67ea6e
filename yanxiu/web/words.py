"""Dates and numbers as people here write them."""

from __future__ import annotations

from datetime import date, datetime
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WEEKDAYS = "一二三四五六日"
_DIGITS = "零一二三四五六七八九"


def weekday(day: date) -> str:
    """周一 … 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


def short_day(day: date) -> str:
    """3月9日（周一）."""
    return f"{day.month}月{day.day}日（{weekday(day)}）"


def full_day(day: date) -> str:
    """2026年3月9日（周一）."""
    return f"{day.year}年{short_day(day)}"


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese: 二, 十二, 二十; anything else in figures."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def week_name(number: int) -> str:
    """第十二周."""
    return f"第{chinese_number(number)}周"


def clock_time(moment: datetime) -> str:
    """15:02."""
    return f"{moment:%H:%M}"


def text_difference(before: str, after: str) -> SafeString:
    """Both texts as one, what went struck out and what came underlined; safe to put on a page."""
    parts: list[str] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(escape(before[a1:a2]))
            continue
        if a2 > a1:
            parts.append(f"<del>{escape(before[a1:a2])}</del>")
        if b2 > b1:
            parts.append(f"<ins>{escape(after[b1:b2])}</ins>")
    return mark_safe("".join(parts))  # noqa: S308 - every piece is escaped above
