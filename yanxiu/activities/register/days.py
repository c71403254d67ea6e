"""Dates as people write them over a column: 9.12, 9月12日（周五）, 2025-09-12, 第3周周五, 45912, with or without a title."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu.kernel.days import WEEKDAYS
from yanxiu.kernel.numerals import number_of
from yanxiu.kernel.terms import TermTime, label, short

EPOCH = date(1899, 12, 30)  # Excel counts days from here
UNSURE = "≈"  # before a number that lost its zeros: 9.1 may have been 9.10
_WEEKDAY = rf"[{WEEKDAYS}天]"
_NUMERAL = r"[一二三四五六七八九十]{1,3}"
_FULL = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)(?:\s*日)?(?:\s+0{1,2}:00(?::00)?)?"
)
_PACKED = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?")
_SHORT = re.compile(r"(?<![\d:.])(\d{1,2})[./-](\d{1,2})(?![\d:.])")
_WEEK = re.compile(rf"(?<![\d./月-])第?\s*(\d{{1,2}}|{_NUMERAL})\s*周\s*(?:的)?\s*(?:周|星期|礼拜)?\s*({_WEEKDAY})")
_SAID = re.compile(rf"[（(\[]?\s*(?:周|星期|礼拜)({_WEEKDAY})\s*[）)\]]?")
_OWN = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\S.*)")  # as our own workbooks write it: the title stays as it is
_EDGE = " \t\n　，,、;；:：-—_/|()（）[]【】."


@dataclass(frozen=True)
class Head:
    """What stands over a column: a day and a title, or why no day can be told. `readings` are days it may mean."""

    day: date | None = None
    title: str = ""
    problem: str = ""
    readings: tuple[date, ...] = ()


@dataclass(frozen=True)
class SchoolTime:
    """The term a register is of; a date without a year lies in its school year."""

    begins_in: int
    term: TermTime

    def on(self, month: int, day: int) -> date | None:
        """The day of the school year, None when there is none such."""
        try:
            return date(self.begins_in if month >= 8 else self.begins_in + 1, month, day)
        except ValueError:
            return None

    def holds(self, day: date) -> bool:
        """Whether a day lies in the school year."""
        return date(self.begins_in, 8, 1) <= day < date(self.begins_in + 1, 8, 1)


def read_head(text: str, time: SchoolTime) -> Head | None:
    """The head of a column; None when it says nothing of a day."""
    plain = unicodedata.normalize("NFKC", text.removeprefix(UNSURE)).strip()
    if (own := _OWN.match(text)) and (day := _full((own[1], own[2], own[3]), time)) and time.holds(day):
        return Head(day, own[4])
    found = _found(plain, time)
    if found is None:
        return None
    day, rest = found
    if day is None:
        return Head(problem=f"“{text[:20]}”不是真有的日子。请核对月和日。")
    if not time.holds(day):
        return Head(problem=f"{label(day, None)}不在这个学年里。请核对年份，或换一个学期再导。")
    if text.startswith(UNSURE) and (later := _with_zero(plain, time)):
        words = f"{short(day)}，也可能是{short(later)}"
        return Head(problem=f"“{plain}”可能是{words}：表格会吃掉末尾的 0。请选一个。", readings=(day, later))
    return _titled(day, rest)


def _found(text: str, time: SchoolTime) -> tuple[date | None, str] | None:
    """The first date and what stands round it."""
    for pattern, made in _FORMS:
        if match := pattern.search(text):
            return made(match.groups(), time), f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _titled(day: date, rest: str) -> Head:
    if said := _SAID.search(rest):
        if WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
            return Head(problem=f"{short(day)}，表上却写周{said[1]}。请核对是哪一天。", readings=(day,))
        rest = f"{rest[: said.start()]} {rest[said.end() :]}"
    if any(pattern.search(rest) for pattern in (_FULL, _PACKED, _MONTH, _SHORT)):
        return Head(problem="一列写了两个日子。一列只能是一天，请拆成两列。")
    return Head(day, " ".join(rest.split()).strip(_EDGE))


def _with_zero(text: str, time: SchoolTime) -> date | None:
    month, mark, day = text.partition(".")
    return time.on(int(month), int(day) * 10) if mark and len(day) == 1 and day in "123" else None


def _full(parts: tuple[str, ...], time: SchoolTime) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _in_year(parts: tuple[str, ...], time: SchoolTime) -> date | None:
    return time.on(*map(int, parts))


def _in_week(parts: tuple[str, ...], time: SchoolTime) -> date | None:
    number = number_of(parts[0])
    weeks = time.term.weeks()
    if not 1 <= number <= len(weeks):
        return None
    return weeks[number - 1].day(WEEKDAYS.index(parts[1].replace("天", "日")))


def _by_serial(parts: tuple[str, ...], time: SchoolTime) -> date | None:
    return EPOCH + timedelta(days=int(parts[0]))


_FORMS = (
    (_FULL, _full),
    (_PACKED, _full),
    (_MONTH, _in_year),
    (re.compile(r"^(3[6-9]\d{3}|[4-6]\d{4}|7[0-2]\d{3})$"), _by_serial),
    (_WEEK, _in_week),
    (_SHORT, _in_year),
)
