"""计分: one item of a scale: begins with its full score (or nothing) and takes away or adds by counted facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, read, text, tidy
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need, as_number
from yanxiu.policy.words import Finding, Number, Period, Step, Verdict

MANUAL = "manual_score"  # the kind of record in which somebody gives the points of an item by hand
SCHEMA = base.rule_schema(
    ["full", "period", "unit"],
    full=base.value(),
    begins=base.value(),
    floor=base.value(),
    period=base.PERIOD,
    lines=base.several(
        base.entry(
            ["measure", "title"], measure=base.MEASURE, title=base.WORD, each=base.NUMBER, once=base.NUMBER,
            per={"type": "integer", "minimum": 1}, most=base.NUMBER, quality=base.TRUTH, undefined=base.WORD,
        )
        | base.one_of("each", "once", "undefined")
    ),
    demands=base.several(
        base.entry(
            ["measure", "title", "at_least"], measure=base.MEASURE, title=base.WORD, at_least=base.NUMBER, gives=base.NUMBER,
            by_hand=base.TRUTH,
        )
    ),
    given=base.entry(by=base.WORD),
)  # fmt: skip


@dataclass(frozen=True)
class Score:
    """A compiled item. `demands` come first: too little handed in gives a fixed score, or is judged by hand."""

    frame: Frame
    period: str
    lines: tuple[tuple[Valued, Need], ...]
    demands: tuple[tuple[Valued, Need], ...]
    manual: Need

    @classmethod
    def read(cls, frame: Frame) -> Score:
        """Compile the body of a rule."""
        period = str(frame.body["period"])

        def measured(name: str) -> tuple[tuple[Valued, Need], ...]:
            return tuple((row, frame.need(row.body["measure"], period)) for row in frame.entries(name))

        by_hand = frame.need({"records": MANUAL, "where": {"item": frame.id}}, period)
        return cls(
            frame, period, measured("lines"), measured("demands"), replace(by_hand, take="values", fields=("points",))
        )

    def needs(self) -> tuple[Need, ...]:
        """What it counts."""
        return (*[need for _, need in (*self.lines, *self.demands)], self.manual)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """The item's score, a period."""
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: [self._one(subject, context, period, day)]
        )

    def _one(self, subject: Subject, context: Context, period: Period, day: date) -> Finding:
        full = base.single(self.frame.entries("full"), day)
        if full is None:
            return self.frame.not_in_force(subject, day)
        if "undefined" in full.body:
            return self.frame.unwritten(subject, full, period)
        given = context.measure(subject, self.manual).get(period.key, ())
        if given or "given" in self.frame.body:
            return self._by_hand(given, full, subject, period, context)
        for row, need in self.demands:
            count = context.measure(subject, need).get(period.key, 0)
            if row.on(day) and count is not None and fraction(as_number(count)) < fraction(row.body["at_least"]):
                return self._lacking(row, as_number(count), full, subject, period, context)
        return self._counted(full, subject, period, context, day)

    def _by_hand(
        self, given: tuple[object, ...], full: Valued, subject: Subject, period: Period, context: Context
    ) -> Finding:
        top = fraction(full.body["value"])
        if not given:
            who = str(self.frame.body.get("given", {}).get("by", "考核小组"))
            return self.frame.finding(
                subject,
                Verdict.NOT_ENOUGH_FACTS,
                period=period,
                required=tidy(top),
                missing=(f"{who}的评分",),
                fix=f"请{who}评分。",
                needs=(self.manual,),
            )
        points = read(given[-1][1][0])  # type: ignore[index]  # the latest replaces, never adds
        if points is None or not 0 <= fraction(points) <= top:
            return self.frame.finding(
                subject,
                Verdict.NOT_ENOUGH_FACTS,
                period=period,
                required=tidy(top),
                missing=(f"0 到 {text(tidy(top))} 之间的评分",),
                fix="评分不在范围里，请改正。",
                needs=(self.manual,),
            )
        steps = (Step(f"人工评分 {text(points)}（满分 {text(tidy(top))}）", points, full.cite),)
        return self.frame.finding(
            subject,
            Verdict.MET,
            period=period,
            amount=points,
            required=tidy(top),
            steps=steps,
            quality=True,
            needs=(self.manual,),
        )

    def _lacking(
        self, row: Valued, count: Number, full: Valued, subject: Subject, period: Period, context: Context
    ) -> Finding:
        title, wanted = str(row.body["title"]), row.body["at_least"]
        step = Step(f"{title}：有 {text(count)}，应有 {text(wanted)}", count, row.cite)
        frame = {
            "period": period,
            "required": full.body["value"],
            "open": context.is_open(period, subject),
            "needs": self.needs(),
        }
        if "gives" in row.body:
            points = row.body["gives"]
            steps = (step, Step(f"这一项记 {text(points)} 分", points, row.cite))
            return self.frame.finding(
                subject, Verdict.NOT_MET, amount=points, steps=steps, missing=(title,), fix=f"补交{title}。", **frame
            )
        return self.frame.finding(
            subject,
            Verdict.NOT_ENOUGH_FACTS,
            steps=(step,),
            missing=(title,),
            fix=f"{title}不够，原文没有写怎样扣，请考核小组评分。",
            **frame,
        )

    def _counted(self, full: Valued, subject: Subject, period: Period, context: Context, day: date) -> Finding:
        top = fraction(full.body["value"])
        begins = base.single(self.frame.entries("begins"), day)
        if begins and "undefined" in begins.body:
            return self.frame.unwritten(subject, begins, period)
        points = fraction(begins.body["value"]) if begins else top
        steps = [Step(f"{'从' if begins else '满分'} {text(tidy(points))} 分", tidy(points), (begins or full).cite)]
        lost: list[str] = []
        for row, need in self.lines:
            if not row.on(day):
                continue
            count = context.measure(subject, need).get(period.key, 0)
            if count is None or "undefined" in row.body:
                return self._cannot(row, count, subject, period)
            change = _change(row, as_number(count))
            if change:
                points += change
                steps.append(
                    Step(
                        f"{row.body['title']}：{_words(row, as_number(count))} {text(tidy(change))} 分",
                        tidy(change),
                        row.cite,
                    )
                )
                lost.append(str(row.body["title"]))
        return self._within(points, top, steps, lost, subject, period, context, day)

    def _cannot(self, row: Valued, count: object, subject: Subject, period: Period) -> Finding:
        if "undefined" in row.body:
            return self.frame.unwritten(subject, row, period)
        fix = f"{row.body['title']}只有合计，补上逐条记录。"
        return self.frame.finding(
            subject, Verdict.NOT_ENOUGH_FACTS, period=period, missing=(str(row.body["title"]),), fix=fix
        )

    def _within(
        self,
        points: Fraction,
        top: Fraction,
        steps: list[Step],
        lost: list[str],
        subject: Subject,
        period: Period,
        context: Context,
        day: date,
    ) -> Finding:
        floor = base.single(self.frame.entries("floor"), day)
        low = fraction(floor.body["value"]) if floor and "value" in floor.body else None
        if low is not None and points < low:
            steps.append(
                Step(f"低于 {text(tidy(low))}，按 {text(tidy(low))} 记", tidy(low), floor.cite if floor else "")
            )
            points = low
        if points > top:
            steps.append(Step(f"高于满分，按 {text(tidy(top))} 记", tidy(top)))
            points = top
        verdict = Verdict.MET if points >= top else Verdict.NOT_MET
        return self.frame.finding(
            subject, verdict, period=period, amount=tidy(points), required=tidy(top), steps=tuple(steps), missing=tuple(lost),
            fix=f"扣分处：{'、'.join(lost)}。" if lost else "", open=context.is_open(period, subject), needs=self.needs(),
        )  # fmt: skip


def _change(row: Valued, count: Number) -> Fraction:
    """Points of one line: once if there is anything, else for each (or each full `per`), at most `most`."""
    if "once" in row.body:
        return fraction(row.body["once"]) if count else Fraction(0)
    times = fraction(count) // int(row.body.get("per", 1)) if "per" in row.body else fraction(count)
    change = fraction(row.body["each"]) * times
    if "most" in row.body:
        most = abs(fraction(row.body["most"]))
        change = max(-most, min(most, change))
    return change


def _words(row: Valued, count: Number) -> str:
    if "once" in row.body:
        return f"{text(count)} 处，一次性"
    per = f"每 {row.body['per']} 次" if "per" in row.body else "每次"
    return f"{text(count)} × {per} {text(row.body['each'])}，共"
