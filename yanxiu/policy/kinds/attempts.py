"""考试与重考: so many attempts; a later one replaces an earlier one, and after the last nothing more counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from yanxiu.policy.context import Context
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.measures import Need, as_list
from yanxiu.policy.words import Finding, Period, Step, Verdict

SCHEMA = base.rule_schema(
    ["measure", "result", "passes", "attempts", "period"],
    measure=base.MEASURE,
    result=base.WORD,
    passes=base.WORDS,
    attempts=base.value({"type": "integer", "minimum": 1}),
    period=base.PERIOD,
)


@dataclass(frozen=True)
class Attempts:
    """A compiled examination."""

    frame: Frame
    need: Need
    passes: tuple[str, ...]
    period: str

    @classmethod
    def read(cls, frame: Frame) -> Attempts:
        """Compile the body of a rule."""
        period = str(frame.body["period"])
        counted = replace(frame.need(frame.body["measure"], period), take="values", fields=(str(frame.body["result"]),))
        return cls(frame, counted, tuple(map(str, as_list(frame.body["passes"]))), period)

    def needs(self) -> tuple[Need, ...]:
        """The results in order."""
        return (self.need,)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """Passed at which attempt, may try again, or failed for good."""
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: [self._one(subject, context, period, day)]
        )

    def _one(self, subject: Subject, context: Context, period: Period, day: date) -> Finding:
        most = base.single(self.frame.entries("attempts"), day)
        if most is None:
            return self.frame.not_in_force(subject, day)
        if "undefined" in most.body:
            return self.frame.unwritten(subject, most, period)
        taken = context.measure(subject, self.need).get(period.key, ())
        if taken is None:
            return self.frame.only_counted(subject, period)
        allowed = int(most.body["value"])
        counted = taken[:allowed]
        steps = tuple(
            Step(f"第 {number} 次（{when}）：{result}", None, most.cite)
            for number, (when, (result,)) in enumerate(counted, 1)
        )
        frame = {
            "period": period,
            "steps": steps,
            "measured": len(counted),
            "required": allowed,
            "unit": "次",
            "needs": (self.need,),
        }
        notes = (f"最多 {allowed} 次，之后的 {len(taken) - allowed} 次不算",) if len(taken) > allowed else ()
        passed = next((number for number, (_, (result,)) in enumerate(counted, 1) if result in self.passes), 0)
        if passed:
            return self.frame.finding(subject, Verdict.MET, level="合格", notes=notes, **frame)
        if len(counted) >= allowed:
            return self.frame.finding(
                subject, Verdict.NOT_MET, level="考核不合格", fix="次数用完，不能再考。", notes=notes, **frame
            )
        if not counted:
            return self.frame.finding(
                subject,
                Verdict.NOT_MET,
                missing=("还没有考",),
                fix="参加考核。",
                open=True,
                **{**frame, "required": None},
            )
        return self.frame.finding(
            subject, Verdict.NOT_MET, level="不合格", fix=f"还可重考 {allowed - len(counted)} 次。", open=True, **frame
        )
