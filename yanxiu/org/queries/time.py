"""School time of a unit: its terms and corrected days, read once, computed by the kernel.

A school's own term goes before one for its 学段, and that before the district's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from yanxiu.kernel.days import DayBook, DayMark, not_announced
from yanxiu.kernel.numerals import numeral
from yanxiu.kernel.terms import Span, TermTime, Week, label, short, weekday_word
from yanxiu.org.models import CalendarDay, ExamPeriod, School, Term

AHEAD = 30  # days looked ahead on home pages


@dataclass(frozen=True)
class NotableDay:
    """A day, or days in a row up to `last`, that are not ordinary, in words."""

    day: date
    title: str
    note: str = ""
    last: date | None = None

    @property
    def number(self) -> int:
        return self.day.day

    @property
    def month(self) -> str:
        return f"{self.day.month}月"

    @property
    def weekday(self) -> str:
        return weekday_word(self.day)

    @property
    def aside(self) -> str:
        """周五，上课: what stands under the title where the date is beside it."""
        until = f"到{short(self.last)}" if self.last and self.last != self.day else ""
        return "，".join(part for part in (f"{self.weekday}{until}", self.note) if part)

    @property
    def words(self) -> str:
        until = f"—{short(self.last)}" if self.last and self.last != self.day else ""
        return f"{short(self.day)}{until}：{self.title}{'，' + self.note if self.note else ''}"


@dataclass(frozen=True)
class CalendarWeek:
    """One week of the page: number, from Monday to Sunday, what differs, whether it is this one or over."""

    number: int
    monday: date
    sunday: date
    notable: tuple[NotableDay, ...]
    on: date

    @property
    def span(self) -> str:
        return f"{short(self.monday)}—{short(self.sunday)}"

    @property
    def dates(self) -> str:
        """3月2日—8日: short enough for a phone."""
        same = self.monday.month == self.sunday.month
        last = f"{self.sunday.day}日" if same else f"{self.sunday.month}月{self.sunday.day}日"
        return f"{self.monday.month}月{self.monday.day}日—{last}"

    @property
    def current(self) -> bool:
        return self.monday <= self.on <= self.sunday

    @property
    def past(self) -> bool:
        return self.sunday < self.on


@dataclass(frozen=True)
class WeekOfUnit:
    """The week ticks of the frame."""

    label: str
    number: int
    total: int


@dataclass(frozen=True)
class UnitCalendar:
    """A unit's school time on a day: its terms, the current or next one, and all days as the unit sees them."""

    on: date
    terms: tuple[Term, ...]
    term: Term | None
    time: TermTime | None
    book: DayBook

    @property
    def title(self) -> str:
        """2025—2026学年度第二学期."""
        return str(self.term) if self.term else "还没有校历"

    @property
    def week(self) -> int | None:
        """The teaching week of today, None in vacation."""
        return self.time.week_of(self.on) if self.time and self.time.first <= self.on <= self.time.last else None

    @property
    def label(self) -> str:
        """2026年5月20日（周三·第十二周）."""
        return label(self.on, self.time if self.week else None)

    @property
    def today_title(self) -> str:
        return self.label

    @property
    def today_kind(self) -> str:
        """What today is, alone: 上课日, 端午节，不上课, 期末考试……"""
        return self.today_note.split("。")[0]

    @property
    def today_rest(self) -> str:
        """What is to be said besides."""
        return self.today_note.partition("。")[2]

    @property
    def today_note(self) -> str:
        """What today is: a school day, a rest day, and what lies ahead of the term."""
        if self.time is None:
            return "还没有校历。填上开学第一天和周数就有了。"
        if self.on < self.time.first:
            return f"假期。{short(self.time.first)}开学。"
        if self.on > self.time.last:
            return "本学期已经结束。"
        mark = self.book.mark(self.on)
        exam = self.time.exam_on(self.on)
        if exam:
            return f"{exam.name}，不安排研修活动。"
        return (
            "上课日" + (f"，{mark.name}" if mark.name else "")
            if mark.is_school_day
            else f"{mark.name or '休息日'}，不上课"
        ) + self._left()

    def _left(self) -> str:
        assert self.time is not None
        left = len(self.time.weeks()) - (self.week or 0)
        return f"。离学期结束还有 {left} 周。" if left else "。这是本学期最后一周。"

    @property
    def summary(self) -> str:
        if self.time is None:
            return "填上开学第一天和周数，周次、节假日、考试周都会算好"
        return f"{short(self.time.first)}到{short(self.time.last)}，共 {len(self.time.weeks())} 周"

    @property
    def notices(self) -> list[str]:
        """What must be said about years not announced yet, and about exams and months a moved term left behind."""
        if self.time is None:
            return []
        text = not_announced({self.time.first.year, self.time.last.year})
        spans = (*self.time.exams, *self.time.own_months)
        left = [span for span in spans if not (self.time.holds(span.first) and self.time.holds(span.last))]
        said = [f"{s.name}（{short(s.first)}—{short(s.last)}）不全在本学期里，请重新定。" for s in left]
        return [*([text] if text else []), *said]

    @property
    def strip(self) -> list[str]:
        """One box a week: gone, now, to come."""
        if not (self.time and self.week):
            return []
        return [
            "gone" if w.number < self.week else "now" if w.number == self.week else "none" for w in self.time.weeks()
        ]

    @property
    def strip_label(self) -> str:
        return f"本学期共 {len(self.time.weeks())} 周，这是第{numeral(self.week)}周" if self.time and self.week else ""

    @property
    def ahead(self) -> list[NotableDay]:
        """Days of the next thirty that are not ordinary: holidays by their first day, 调休, corrections, exams."""
        days = [self.on + timedelta(days=n) for n in range(1, AHEAD + 1)]
        return [found for day in days if (found := self._notable(day, days[-1]))]

    @property
    def weeks_past(self) -> list[CalendarWeek]:
        """Weeks that are over."""
        return [week for week in self.weeks if week.past]

    @property
    def weeks_left(self) -> list[CalendarWeek]:
        """This week and those to come."""
        return [week for week in self.weeks if not week.past]

    @property
    def weeks(self) -> list[CalendarWeek]:
        """All weeks of the term in words."""
        return [self._week(week) for week in self.time.weeks()] if self.time else []

    def _week(self, week: Week) -> CalendarWeek:
        assert self.time is not None
        days = [week.day(n) for n in range(7)]
        notable = tuple(found for day in days if (found := self._notable(day, week.sunday, afresh=day == week.monday)))
        return CalendarWeek(week.number, week.monday, week.sunday, notable, self.on)

    def _notable(self, day: date, until: date, *, afresh: bool = False) -> NotableDay | None:
        """What begins on the day, or (`afresh`) goes on, with how far it reaches up to `until`."""
        mark = self.book.mark(day)
        exam = self.time.exam_on(day) if self.time else None
        if mark.name and (afresh or self.book.mark(day - timedelta(days=1)) != mark):
            last = day
            while last < until and self.book.mark(last + timedelta(days=1)) == mark:
                last += timedelta(days=1)
            note = "" if mark.kind == "holiday" else "上课" if mark.is_school_day else "不上课"
            return NotableDay(day, mark.name, note, last)
        if exam and not mark.name and (exam.first == day or afresh):
            return NotableDay(day, exam.name, last=min(exam.last, until))
        return None


def calendar_of(school: School | None, on: date) -> UnitCalendar:
    """School time of a school (or of the district, for None) on a day: four reads, whatever it holds."""
    terms = _terms(school)
    term = _term_on(terms, on)
    return UnitCalendar(on, terms, term, term_time(term) if term else None, day_book(school))


def week_of_unit(school: School | None, on: date, read: UnitCalendar | None = None) -> WeekOfUnit:
    """Today in the frame of a page: label, week, how many weeks; one read, none where the calendar is read already."""
    term = read.term if read else _term_on(_terms(school), on)
    time = TermTime(term.first_day, term.last_day) if term else None
    number = time.week_of(on) if time and time.first <= on <= time.last else None
    return WeekOfUnit(label(on, time if number else None), number or 0, len(time.weeks()) if time and number else 0)


def _terms(school: School | None) -> tuple[Term, ...]:
    """The terms that hold for a unit: per year and number the most particular one."""
    stages = list(school.stages) if school else []
    rows = Term.objects.filter(Q(school__isnull=True) | Q(school=school) if school else Q(school__isnull=True))
    rows = rows.filter(Q(stage="") | Q(stage__in=stages) | (Q(school=school) if school else Q(pk__in=[])))
    chosen: dict[tuple[object, int], Term] = {}
    for term in sorted(rows.select_related("year"), key=lambda t: (t.school_id is not None, t.stage != "")):
        chosen[term.year_id, term.number] = term
    return tuple(sorted(chosen.values(), key=lambda t: t.first_day))


def _term_on(terms: tuple[Term, ...], on: date) -> Term | None:
    """The term a day lies in, else the next to come, else the last one."""
    running = [t for t in terms if t.first_day <= on <= t.last_day]
    coming = [t for t in terms if t.first_day > on]
    found: list[Term] = running or coming or list(terms[-1:])
    return found[0] if found else None


def exams_of(calendar: UnitCalendar) -> list[ExamPeriod]:
    """The exam periods of the term shown."""
    return list(calendar.term.exam_periods.order_by("first_day")) if calendar.term else []


def stage_terms(on: date) -> QuerySet[Term]:
    """The district's terms for one 学段 that are not over."""
    rows = Term.objects.filter(school__isnull=True, last_day__gte=on).exclude(stage="")
    return rows.select_related("year").order_by("stage", "first_day")


def term_time(term: Term) -> TermTime:
    """The kernel's form of a term, with its exam weeks and school months."""
    exams = tuple(Span(e.name, e.first_day, e.last_day) for e in term.exam_periods.all())
    months = tuple(Span(m.name, m.first_day, m.last_day) for m in term.school_months.order_by("first_day"))
    return TermTime(term.first_day, term.last_day, term.plan_issued_on, exams, months)


def day_book(school: School | None) -> DayBook:
    """All days as a unit sees them: the school's corrections over the district's over the public calendars."""
    rows = CalendarDay.objects.filter(Q(school__isnull=True) | Q(school=school) if school else Q(school__isnull=True))
    ordered = sorted(rows, key=lambda row: row.school_id is not None)
    return DayBook({row.day: DayMark(row.kind, row.name, "更正") for row in ordered})
