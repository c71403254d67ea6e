"""School years, terms, corrected days. Dates computed from a term follow it when it moves."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.base.postgresql import partitions
from yanxiu.org.models import CalendarDay, ExamPeriod, School, SchoolMonth, SchoolYear, Term

LONGEST = 30  # weeks; a longer term is a mistyped date


def open_year(begins_in: int, *, actor: Actor) -> SchoolYear:
    """The school year that begins in `begins_in`; opening it twice gives the same row.

    Tables split by school year have their part for it before anything is entered.
    """
    for model in partitions.partitioned():
        partitions.ensure(model, (begins_in,))
    with acting(actor, "year.open") as act:
        found = SchoolYear.objects.filter(begins_in=begins_in).first()
        return found or act.create(SchoolYear(begins_in=begins_in))


def last_day_of(first_day: date, weeks: int) -> date:
    """The Friday of the last of `weeks` teaching weeks; the week of the first day is week 1."""
    monday = first_day - timedelta(days=first_day.weekday())
    return monday + timedelta(weeks=weeks - 1, days=4)


def set_term(
    year: SchoolYear,
    number: int,
    *,
    first_day: date,
    actor: Actor,
    last_day: date | None = None,
    weeks: int | None = None,
    school: School | None = None,
    stage: str = "",
    plan_issued_on: date | None = None,
) -> Term:
    """Set or move a term; give its last day or its number of weeks. Everything computed from it follows."""
    end = last_day or (last_day_of(first_day, weeks) if weeks else None)
    _check_term(first_day, end)
    _check_year(year, number, first_day, end, Term.objects.filter(school=school, stage=stage))
    values: dict[str, Any] = {"first_day": first_day, "last_day": end, "plan_issued_on": plan_issued_on}
    with acting(actor, "term.set", school=school.pk if school else None) as act:
        found = Term.objects.filter(year=year, number=number, school=school, stage=stage).first()
        if found is None:
            return act.create(Term(year=year, number=number, school=school, stage=stage, **values))
        if any(getattr(found, name) != value for name, value in values.items()):
            values["revision"] = found.revision + 1
        return act.change(found, **values)


def _check_term(first_day: date, last_day: date | None) -> None:
    if last_day is None:
        raise Refusal("请填结束日期，或填共几周。", field="last_day")
    if last_day <= first_day:
        raise Refusal("结束日期要晚于开学日期。", field="last_day")
    if (last_day - first_day).days > LONGEST * 7:
        raise Refusal(f"这个学期超过 {LONGEST} 周，请检查年份。", field="last_day")


def _check_year(year: SchoolYear, number: int, first_day: date, last_day: date | None, own: QuerySet[Term]) -> None:
    """A term lies in its school year and in no other term of the same unit."""
    if not date(year.begins_in, 7, 1) <= first_day <= date(year.begins_in + 1, 7, 31):
        raise Refusal(f"{first_day:%Y年%m月%d日}不在{year}里，请检查开学日期和学年。", field="first_day")
    others = own.filter(first_day__lte=last_day, last_day__gte=first_day).exclude(year=year, number=number)
    if other := others.select_related("year").first():
        raise Refusal(
            f"和{other}（{other.first_day:%m月%d日}—{other.last_day:%m月%d日}）有重叠，请检查日期。", field="first_day"
        )


def correct_day(
    day: date, kind: str, *, actor: Actor, school: School | None = None, name: str = "", follows: date | None = None
) -> CalendarDay:
    """Correct one day for the district or one school; it goes before every public calendar."""
    with acting(actor, "day.correct", school=school.pk if school else None) as act:
        values = {"kind": kind, "name": name.strip(), "follows": follows}
        found = CalendarDay.objects.filter(day=day, school=school).first()
        return act.change(found, **values) if found else act.create(CalendarDay(day=day, school=school, **values))


def withdraw_correction(correction: CalendarDay, *, actor: Actor) -> None:
    """Go back to the public calendar for that day."""
    with acting(actor, "day.restore", school=correction.school_id) as act:
        act.delete(correction)


def set_exam_period(term: Term, name: str, first_day: date, last_day: date, *, actor: Actor) -> ExamPeriod:
    """考试周 within the term."""
    if last_day < first_day or first_day < term.first_day or last_day > term.last_day:
        raise Refusal("考试周要在本学期之内，结束不早于开始。", field="first_day")
    with acting(actor, "exams.set", school=term.school_id) as act:
        found = ExamPeriod.objects.filter(term=term, name=name).first()
        values = {"first_day": first_day, "last_day": last_day}
        return act.change(found, **values) if found else act.create(ExamPeriod(term=term, name=name, **values))


def drop_exam_period(exam: ExamPeriod, *, actor: Actor) -> None:
    """There is no such 考试周."""
    with acting(actor, "exams.drop", school=exam.term.school_id) as act:
        act.delete(exam)


def set_school_months(term: Term, months: list[tuple[str, date, date]], *, actor: Actor) -> list[SchoolMonth]:
    """教学月 set by the office, in order and without overlap; an empty list returns to calendar months."""
    for name, began, ended in months:
        if ended < began or began < term.first_day or ended > term.last_day:
            raise Refusal(f"“{name}”要在本学期之内，结束不早于开始。", field="months")
    for (_, _, ended), (name, began, _) in pairwise(months):
        if began <= ended:
            raise Refusal(f"“{name}”和前一个教学月有重叠。", field="months")
    with acting(actor, "months.set", about=term, school=term.school_id) as act:
        for old in SchoolMonth.objects.filter(term=term):
            act.delete(old)
        return [act.create(SchoolMonth(term=term, name=n, first_day=a, last_day=b)) for n, a, b in months]
