"""Dates a regulation states in words: 开学第二周星期一, 学期结束前一周的周一上午, 第三周的周日例会.

`read` takes the words apart into a `Moment` (data a pack may also state directly); `compute` gives the days
for a term, in every reading the words have, from the calendar as it stands, so a shifted calendar shifts
them. A day without lessons is said, with the neighbouring school days of the term; it is never moved silently.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from yanxiu.kernel.days import WEEKDAYS, DayBook
from yanxiu.kernel.numerals import number_of
from yanxiu.kernel.terms import Span, TermTime, monday_of, short

NOON, END_OF_DAY, SUNDAY = time(12, 0), time(23, 59), 6
BY_OPENING, BY_PLAN = "以开学日所在周为第一周", "以学校工作计划出台日所在周为第一周"
LITERAL, MEETING = "字面：星期日", "本周的工作日例会"
_DAY = r"(?:星期|周|礼拜)([一二三四五六日天])"
_WEEK = re.compile(rf"第([一二三四五六七八九十]+|\d+)(?:教学)?周的?{_DAY}")
_BEFORE_END = re.compile(rf"学期结束前的?([一两二三四五六七八九]|\d)周的?{_DAY}")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_LAST_DAY = ("学期最后一日", "学期最后一天", "学期结束前", "学期结束日")
_KNOWN = "“开学第二周星期一”“第三周的周日例会”“学期结束前一周的周一上午”“学期最后一日”“每月末”"


class Anchor(StrEnum):
    """What a moment counts from."""

    OPENING = "opening"
    PLAN = "plan"
    ENDING = "ending"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    MONTH_END = "month_end"


@dataclass(frozen=True)
class Moment:
    """A moment in school time, as data.

    What it counts from, how many weeks (before the end: negative), which weekday (0 Monday), until when that day.
    `or_plan`: the words also allow counting from the week the school plan came out (矛-35).
    """

    anchor: Anchor
    week: int = 0
    weekday: int = 0
    until: time = END_OF_DAY
    or_plan: bool = False


@dataclass(frozen=True)
class Occurrence:
    """One day of a reading: the local wall time, what must be said about it, the school days that may replace it."""

    at: datetime
    note: str = ""
    school_day: bool = True
    in_term: bool = True
    before: date | None = None
    after: date | None = None


@dataclass(frozen=True)
class Reading:
    """One reading of the words for one term; most have one day, 每月末 has one a month."""

    label: str
    days: tuple[Occurrence, ...]

    @property
    def at(self) -> datetime:
        """The moment, or the first of several."""
        return self.days[0].at


@dataclass(frozen=True)
class Computed:
    """All readings of the words; the first is the literal or usual one.

    `reasons` say why somebody with the right must rule; `recommended` is what we propose until then, a proposal
    and nothing in force. `remarks` need no ruling.
    """

    words: str
    readings: tuple[Reading, ...]
    recommended: Reading
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the readings give different moments."""
        return len({tuple(day.at for day in reading.days) for reading in self.readings}) > 1

    @property
    def needs_ruling(self) -> bool:
        """Whether nobody but the school may choose."""
        return bool(self.reasons)


class UnreadableError(ValueError):
    """The words name no moment we know; the message says which forms are known."""


def read(words: str) -> Moment:
    """The moment meant by words of a regulation. Raises UnreadableError."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    try:
        found = _by_week_words(text) or _by_edge_words(text)
    except ValueError:
        found = None
    if found is None:
        raise UnreadableError(f"看不懂“{words}”。可以写{_KNOWN}。")
    return found


def _by_week_words(text: str) -> Moment | None:
    if found := _BEFORE_END.search(text):
        return Moment(Anchor.ENDING, -number_of(found[1]), _weekday(found[2]), _until(text))
    if found := _WEEK.search(text):
        opening = "计划出台" not in text or "开学" in text
        week = number_of(found[1])
        if week == 0:
            return None
        both = opening and "计划出台" in text
        return Moment(Anchor.OPENING if opening else Anchor.PLAN, week, _weekday(found[2]), _until(text), both)
    return None


def _by_edge_words(text: str) -> Moment | None:
    if "周" not in text and any(words in text for words in _LAST_DAY):
        return Moment(Anchor.LAST_DAY, until=_until(text))
    if "开学日" in text or "开学第一天" in text or "学期首日" in text:
        return Moment(Anchor.FIRST_DAY, until=_until(text))
    if "月末" in text or "每月底" in text:
        return Moment(Anchor.MONTH_END, until=_until(text))
    return None


def _until(text: str) -> time:
    if clock := _CLOCK.search(text):
        return time(int(clock[1]), int(clock[2]))
    return NOON if "上午" in text else END_OF_DAY


def _weekday(character: str) -> int:
    return WEEKDAYS.index("日" if character == "天" else character)


def compute(words: str | Moment, term: TermTime, days: DayBook, *, meeting: int | None = None) -> Computed:
    """The days of the words (or of a moment read before) in a term, in every reading.

    `meeting` is the weekday of the school's regular meeting (0 Monday) if it has set one; it serves where the
    words say Sunday (矛-36). Raises UnreadableError.
    """
    moment, said = (words, "") if isinstance(words, Moment) else (read(words), words)
    if moment.anchor == Anchor.MONTH_END:
        return _month_ends(said, moment, term, days)
    if moment.weekday == SUNDAY:
        return _sunday(said, moment, term, days, meeting)
    return _single(said, moment, term, days)


def _single(said: str, moment: Moment, term: TermTime, days: DayBook) -> Computed:
    """Words with one day; 开学第二周星期一 with the school plan beside it has two readings (矛-35)."""
    readings = [_reading(BY_OPENING if moment.anchor == Anchor.OPENING else "", _day(moment, term), moment, term, days)]
    reasons = []
    if moment.or_plan and term.plan_issued:
        readings.append(_reading(BY_PLAN, _in_week(term.plan_issued, moment), moment, term, days))
        if readings[0].at != readings[1].at:
            reasons.append("两种读法算出的日子不同，请教导处确认用哪一个。")
    reasons += [day.note for reading in readings for day in reading.days if day.note]
    unknown = moment.or_plan and term.plan_issued is None
    remarks = ("还没有填学校工作计划出台日，括注的读法算不出。",) if unknown else ()
    return Computed(said, tuple(readings), readings[0], tuple(dict.fromkeys(reasons)), remarks)


def _sunday(said: str, moment: Moment, term: TermTime, days: DayBook, meeting: int | None) -> Computed:
    """周日 may be meant, or 周例会 misprinted; a school day of that week is recommended, never the Sunday (矛-36)."""
    sunday = _day(moment, term)
    literal = _reading(LITERAL, sunday, moment, term, days)
    week = [day for day in (monday_of(sunday) + timedelta(days=n) for n in range(SUNDAY)) if days.is_school_day(day)]
    if meeting is not None:
        chosen = monday_of(sunday) + timedelta(days=meeting)
    else:
        chosen = week[-1] if week else monday_of(sunday)
    instead = _reading(MEETING, chosen, moment, term, days)
    reasons = ["字面是星期日，也可能是“周例会”之误；建议改在本周上课日，请学校裁定。"]
    if meeting is None:
        reasons.append("例会在星期几还没有设，先列本周最后一个上课日。")
    reasons += [day.note for day in instead.days if day.note]
    return Computed(said, (literal, instead), instead, tuple(reasons))


def _month_ends(said: str, moment: Moment, term: TermTime, days: DayBook) -> Computed:
    """每月末: the last school day of the calendar month, and of the school's own months where it has them (矛-49)."""
    readings = [_last_school_days("自然月最后一个上课日", term.calendar_months(), moment, term, days)]
    if term.own_months:
        readings.append(_last_school_days("教学月最后一个上课日", term.own_months, moment, term, days))
    computed = Computed(said, tuple(readings), readings[0])
    if not computed.differs:
        return computed
    return Computed(said, computed.readings, readings[0], ("自然月和本校教学月的月末不同，请教导处确认用哪一个。",))


def _last_school_days(label: str, months: tuple[Span, ...], moment: Moment, term: TermTime, days: DayBook) -> Reading:
    found = [(month.first, days.previous_school_day(month.last)) for month in months]
    ends = [end for first, end in found if end and end >= first]
    return Reading(label, tuple(_occurrence(end, moment, term, days) for end in ends))


def _day(moment: Moment, term: TermTime) -> date:
    if moment.anchor == Anchor.FIRST_DAY:
        return term.first
    if moment.anchor == Anchor.LAST_DAY:
        return term.last
    if moment.anchor == Anchor.ENDING:
        return monday_of(term.last) + timedelta(weeks=moment.week, days=moment.weekday)
    if moment.anchor == Anchor.OPENING:
        return _in_week(term.first, moment)
    if term.plan_issued is None:
        raise UnreadableError("还没有填学校工作计划出台日，算不出这一天。请在校历里填上。")
    return _in_week(term.plan_issued, moment)


def _in_week(start: date, moment: Moment) -> date:
    return monday_of(start) + timedelta(weeks=moment.week - 1, days=moment.weekday)


def _reading(label: str, day: date, moment: Moment, term: TermTime, days: DayBook) -> Reading:
    return Reading(label, (_occurrence(day, moment, term, days),))


def _occurrence(day: date, moment: Moment, term: TermTime, days: DayBook) -> Occurrence:
    at = datetime.combine(day, moment.until)  # a local wall time; the kernel knows no zone
    mark = days.mark(day)
    if not term.holds(day):
        return Occurrence(at, f"{short(day)}不在本学期之内。", mark.is_school_day, in_term=False)
    if mark.is_school_day:
        return Occurrence(at)
    before, after = (_within(term, found) for found in (days.previous_school_day(day), days.next_school_day(day)))
    near = [f"{word}一个上课日是{short(found)}" for word, found in (("前", before), ("后", after)) if found]
    note = f"{short(day)}是{mark.name or '休息日'}，不上课。{'，'.join(near)}{'。' if near else ''}"
    return Occurrence(at, note, False, True, before, after)


def _within(term: TermTime, day: date | None) -> date | None:
    return day if day and term.holds(day) else None
