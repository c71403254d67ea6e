"""期限: handed in by a day of school time, by a date, or so many days after something; lateness in days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from yanxiu.policy.calendar import ANCHORS, WEEKDAY_WORDS, NoSuchDay
from yanxiu.policy.conditions import as_date
from yanxiu.policy.context import Context
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need
from yanxiu.policy.presence import BY_RECORD, ON_ITS_DAY, elsewhere
from yanxiu.policy.words import Finding, Period, Step, Verdict

MOMENT: base.Schema = {
    "description": "校历里的一个时刻：从哪里数、第几周、星期几、几点前",
    "type": "object",
    "required": ["from"],
    "additionalProperties": False,
    "properties": {
        "from": {"enum": list(ANCHORS)},
        "week": {"type": "integer"},
        "weekday": {"enum": list(WEEKDAY_WORDS)},
        "until": base.CLOCK,
    },
}
SCHEMA = base.rule_schema(
    ["measure", "due"],
    measure=base.MEASURE,
    period=base.PERIOD,
    done=base.WORD,
    due=base.entry(moment=MOMENT, date=base.DAY, after=base.WORD, days={"type": "integer"})
    | base.one_of("moment", "date", "after"),
)
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Deadline:
    """A compiled deadline. With `after` every record is judged by its own fields, else the first one handed in."""

    frame: Frame
    need: Need
    due: tuple[Valued, ...]
    period: str

    @classmethod
    def read(cls, frame: Frame) -> Deadline:
        """Compile the body of a rule."""
        period, due = str(frame.body.get("period", "term")), frame.entries("due")
        counted = frame.need(frame.body["measure"], period)
        after = str(due[0].body.get("after", ""))
        fields = (after, str(frame.body.get("done", ""))) if after else ("at",)
        return cls(frame, replace(counted, take="values", fields=fields), due, period)

    @property
    def partly(self) -> str:
        """What is said of somebody who was there in part."""
        return BY_RECORD if any("after" in row.body for row in self.due) else ON_ITS_DAY

    def needs(self) -> tuple[Need, ...]:
        """What it looks at."""
        return (self.need,)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """One finding a period, or one a record where the day counts from the record itself."""
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: self._in(subject, context, period, day)
        )

    def _in(self, subject: Subject, context: Context, period: Period, day: date) -> list[Finding]:
        due = base.single(self.due, day)
        rows = context.measure(subject, self.need).get(period.key, ())
        if due is None:
            return [self.frame.not_in_force(subject, day)]
        if rows is None:
            return [self.frame.only_counted(subject, period)]
        if "after" in due.body:
            return [self._after(due, row, number, subject, context, period) for number, row in enumerate(rows, 1)]
        return [self._by_day(due, rows, subject, context, period)]

    def _by_day(self, due: Valued, rows: Any, subject: Subject, context: Context, period: Period) -> Finding:
        try:
            limit, note = _limit(due.body, context)
        except NoSuchDay as problem:
            return self.frame.finding(
                subject,
                Verdict.NOT_ENOUGH_FACTS,
                period=period,
                missing=(str(problem),),
                fix=f"{problem}，请在校历里补上。",
            )
        if said := self._missed(limit.date(), rows, subject):
            return self.frame.finding(subject, Verdict.NOT_APPLICABLE, period=period, notes=(said,))
        frame = {"period": period, "due": limit.date(), "notes": (note,) if note else (), "needs": (self.need,)}
        asked = Step(f"期限：{_words(limit)}", None, due.cite)
        if not rows:
            over = context.on > limit.date()
            fix = f"{'已过期限' if over else '期限'} {_words(limit)}，还没有交。"
            return self.frame.finding(
                subject, Verdict.NOT_MET, steps=(asked,), fix=fix, missing=("还没有交",), open=not over, **frame
            )
        day, at = rows[0][0], _clock(rows[0][1][0])
        if day == limit.date() and limit.time() < LAST_MINUTE and at is None:
            return self.frame.finding(
                subject,
                Verdict.NOT_ENOUGH_FACTS,
                steps=(asked,),
                missing=("交来的钟点",),
                fix="补上当天几点交的。",
                **frame,
            )
        handed = datetime.combine(day, at or LAST_MINUTE)
        on_time = handed <= limit if day == limit.date() else day < limit.date()
        return self._judged(on_time, (day - limit.date()).days, handed if at else day, subject, asked, frame)

    def _missed(self, due: date, rows: Any, subject: Subject) -> str:
        """Who was not there on the day owed nothing by it, but what was handed in before leaving stands."""
        return "" if rows and subject.left and due > subject.left else elsewhere(subject, due)

    def _after(self, due: Valued, row: Any, number: int, subject: Subject, context: Context, period: Period) -> Finding:
        _, (began, done) = row
        start, day = as_date(began), as_date(done)
        frame: dict[str, Any] = {"period": period, "item": f"{number:02d}", "needs": (self.need,)}
        title = context.pack.field_title(self.need.records, str(due.body["after"]))
        if start is None:
            return self.frame.finding(
                subject, Verdict.NOT_ENOUGH_FACTS, missing=(title,), fix=f"补上{title}。", **frame
            )
        limit = start + timedelta(days=int(due.body.get("days", 0)))
        frame["due"] = limit
        asked = Step(f"{title} {start}，期限 {limit}", None, due.cite)
        if day is None:
            over = context.on > limit
            return self.frame.finding(
                subject,
                Verdict.NOT_MET,
                steps=(asked,),
                missing=("还没有做",),
                fix=f"期限 {limit}，还没有做。",
                open=not over,
                **frame,
            )
        return self._judged(day <= limit, (day - limit).days, day, subject, asked, frame)

    def _judged(
        self, on_time: bool, late: int, done: date | datetime, subject: Subject, asked: Step, frame: Mapping[str, Any]
    ) -> Finding:
        handed = Step(f"交于 {_words(done)}")
        if on_time:
            return self.frame.finding(subject, Verdict.MET, steps=(asked, handed), **frame)
        words = f"迟 {late} 天" if late else "当天迟交"
        return self.frame.finding(
            subject, Verdict.NOT_MET, measured=late, required=0, unit="天", steps=(asked, handed, Step(words, late)), missing=(words,), **frame
        )  # fmt: skip


def _clock(written: str) -> time | None:
    """The time of day written, None where none is or it cannot be read."""
    try:
        return time.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return None


def _limit(body: Mapping[str, Any], context: Context) -> tuple[datetime, str]:
    if "date" in body:
        return datetime.combine(date.fromisoformat(str(body["date"])), LAST_MINUTE), ""
    return context.calendar.moment(body["moment"])


def _words(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f"{moment.date()}" if moment.time() == LAST_MINUTE else f"{moment:%Y-%m-%d %H:%M}"
    return str(moment)
