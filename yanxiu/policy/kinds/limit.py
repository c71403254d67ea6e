"""核定额: what was spent against what was approved, record by record; the excess is not made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, read, text, tidy
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.measures import Need
from yanxiu.policy.presence import BY_RECORD
from yanxiu.policy.words import Finding, Period, Step, Verdict

SCHEMA = base.rule_schema(
    ["measure", "spent", "approved", "share", "unit"],
    measure=base.MEASURE,
    spent=base.WORD,
    approved=base.WORD,
    share=base.value(),
    period=base.PERIOD,
)


@dataclass(frozen=True)
class Limit:
    """A compiled limit: `share` of the approved sum is the most that is paid (1 = all of it)."""

    frame: Frame
    need: Need
    period: str

    partly: ClassVar[str] = BY_RECORD

    @classmethod
    def read(cls, frame: Frame) -> Limit:
        """Compile the body of a rule."""
        period = str(frame.body.get("period", "term"))
        fields = (str(frame.body["spent"]), str(frame.body["approved"]))
        return cls(frame, replace(frame.need(frame.body["measure"], period), take="values", fields=fields), period)

    def needs(self) -> tuple[Need, ...]:
        """The sums, record by record."""
        return (self.need,)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """One finding a record."""
        rows = context.measure(subject, self.need)
        return self.frame.each_period(
            self.period,
            subject,
            context,
            lambda period, day: self._in(rows.get(period.key, ()), subject, context, period),
        )

    def _in(self, rows: Any, subject: Subject, context: Context, period: Period) -> list[Finding]:
        if rows is None:
            return [self.frame.only_counted(subject, period)]
        return [self._one(row, number, subject, context, period) for number, row in enumerate(rows, 1)]

    def _one(self, row: Any, number: int, subject: Subject, context: Context, period: Period) -> Finding:
        day, (written, allowed) = row
        spent, approved, share = read(written), read(allowed), base.single(self.frame.entries("share"), day)
        frame: dict[str, Any] = {"period": period, "item": f"{number:02d}", "needs": (self.need,)}
        if share is None:
            return self.frame.not_in_force(subject, day)
        if "undefined" in share.body:
            return self.frame.unwritten(subject, share, period)
        names = (self.frame.body["spent"], self.frame.body["approved"])
        missing = tuple(
            context.pack.field_title(self.need.records, str(name))
            for name, amount in zip(names, (spent, approved), strict=True)
            if amount is None
        )
        if spent is None or approved is None:
            return self.frame.finding(
                subject, Verdict.NOT_ENOUGH_FACTS, missing=missing, fix=f"补上{'、'.join(missing)}。", **frame
            )
        most = fraction(approved) * fraction(share.body["value"])
        paid, over = min(fraction(spent), most), max(fraction(spent) - most, fraction(0))
        steps = [
            Step(f"核定 {text(tidy(most))} {self.frame.unit}，实际 {text(spent)} {self.frame.unit}", spent, share.cite),
            Step(f"计 {text(tidy(paid))} {self.frame.unit}", tidy(paid)),
        ]
        steps += [Step(f"超出 {text(tidy(over))} {self.frame.unit}，不补", tidy(over), share.cite)] if over else []
        return self.frame.finding(
            subject, Verdict.NOT_MET if over else Verdict.MET, measured=spent, required=tidy(most), amount=tidy(paid), steps=tuple(steps), **frame
        )  # fmt: skip
