"""在校: what is said of somebody who came or left in the middle. No regulation seen so far writes how to prorate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from yanxiu.policy.calendar import SchoolCalendar
from yanxiu.policy.facts import Subject
from yanxiu.policy.words import Finding, Period, Verdict

WHOLE = (
    "，这一段只在校一部分；原文没有写怎样折算，按整段判。"  # what a rule does with a period of which part was missed
)
BY_RECORD = "，只判已有的记录。"
ON_ITS_DAY = "；期限那天在校，照判。"
HOLIDAY = timedelta(days=60)
A_DAY = timedelta(days=1)


def noted(
    findings: Iterable[Finding], subject: Subject, calendar: SchoolCalendar, on: date, partly: str
) -> Iterator[Finding]:
    """The findings with a word on what was missed; none of a time in which the subject was not there at all."""
    term = calendar.periods("term")[0] if calendar.periods("term") else None
    for one in findings:
        period = one.period or term
        if period is None:
            yield one
        elif was_there(subject, period, on):
            said = [] if one.verdict == Verdict.NOT_APPLICABLE else notes(subject, period, calendar, partly)
            yield one.noting(*[note for note in said if note not in one.notes])


def was_there(subject: Subject, period: Period, on: date) -> bool:
    """Whether the subject was there on some day of the period up to the day judged."""
    first, last = subject.joined or date.min, subject.left or date.max
    return first <= min(period.last, on) and last >= period.first


def notes(subject: Subject, period: Period, calendar: SchoolCalendar, partly: str) -> Iterator[str]:
    """11月3日离校，只判已有的记录。 A missed weekend or holiday is not worth a word."""
    if period.kind == "once":
        return
    first, last = _school_time(period, calendar)
    if subject.joined and first < subject.joined and _school_day_in(first, subject.joined - A_DAY, calendar):
        yield f"{day(subject.joined)}到校{partly}"
    if subject.left and subject.left < last and _school_day_in(subject.left + A_DAY, last, calendar):
        yield f"{day(subject.left)}离校{partly}"


def _school_time(period: Period, calendar: SchoolCalendar) -> tuple[date, date]:
    """The period without the holidays before or after the term."""
    term, none = calendar.term, timedelta(0)
    first = term.first if none <= term.first - period.first < HOLIDAY else period.first
    last = term.last if none <= period.last - term.last < HOLIDAY else period.last
    return first, last


def _school_day_in(first: date, last: date, calendar: SchoolCalendar) -> bool:
    found = calendar.days.next_school_day(first)
    return found is not None and found <= last


def elsewhere(subject: Subject, due: date) -> str:
    """What is said of a day on which the subject was not there, or nothing."""
    if subject.joined and due < subject.joined:
        return f"{day(subject.joined)}到校，期限 {day(due)}在这以前，不判。"
    if subject.left and due > subject.left:
        return f"{day(subject.left)}离校，期限 {day(due)}在这以后，不判。"
    return ""


def nearest(subject: Subject, on: date) -> date:
    """The day itself, or the subject's first or last day where it lies outside them."""
    return max(subject.joined or date.min, min(on, subject.left or date.max))


def day(one: date) -> str:
    """11月3日."""
    return f"{one.month}月{one.day}日"


__all__ = ["BY_RECORD", "ON_ITS_DAY", "WHOLE", "elsewhere", "nearest", "noted", "notes", "was_there"]
