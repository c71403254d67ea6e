"""要件: which fields a record must have before it counts. Other rules refer to it by `counts_if`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yanxiu.policy.context import Context
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need, as_list
from yanxiu.policy.presence import BY_RECORD
from yanxiu.policy.words import Finding, Period, Step, Verdict

SCHEMA = base.rule_schema(
    ["records", "fields"],
    records=base.WORDS,
    where=base.WHO,
    period=base.PERIOD,
    fields=base.several(base.entry(["field"], field=base.WORDS)),
)
DRAFT = "补上缺的栏目；没有补全以前是草稿，不计数。"  # a rule that counts nothing says its own `fix`


def groups(body: object) -> tuple[tuple[str, ...], ...]:
    """For `counts_if`: of each group one field must be filled in."""
    return tuple(tuple(as_list(row["field"])) for row in body)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Complete:
    """A compiled completeness rule."""

    frame: Frame
    whole: Need
    parts: tuple[tuple[Valued, tuple[str, ...], Need], ...]
    whole_if: Need
    period: str

    partly: ClassVar[str] = BY_RECORD

    @classmethod
    def read(cls, frame: Frame) -> Complete:
        """Compile the body of a rule."""
        body, period = frame.body, str(frame.body.get("period", "term"))
        asked = {"records": body["records"], "where": body.get("where") or {}}
        parts = []
        for row in frame.entries("fields"):
            names = tuple(as_list(row.body["field"]))
            lacking = {
                "records": body["records"],
                "where": {**asked["where"], **{name: {"given": False} for name in names}},
            }
            parts.append((row, names, frame.need(lacking, period)))
        return cls(
            frame,
            frame.need(asked, period),
            tuple(parts),
            frame.need({**asked, "counts_if": [frame.id]}, period),
            period,
        )

    def needs(self) -> tuple[Need, ...]:
        """What it counts."""
        return (self.whole, self.whole_if, *[part[2] for part in self.parts])

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """One finding a period in which there are such records: how many of them are complete."""
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: [self._one(subject, context, period, day)]
        )

    def _one(self, subject: Subject, context: Context, period: Period, day: date) -> Finding | None:
        if not any(row.on(day) for row, _, _ in self.parts):
            return self.frame.not_in_force(subject, day)
        total = context.measure(subject, self.whole).get(period.key, 0)
        if not total:
            return None
        whole = context.measure(subject, self.whole_if).get(period.key, 0)
        if whole is None:
            return self.frame.finding(
                subject,
                Verdict.NOT_ENOUGH_FACTS,
                period=period,
                required=total,
                fix="只有合计，没有逐条记录，看不出是否写全。",
            )
        lacking = [
            (row, names, context.measure(subject, need).get(period.key, 0))
            for row, names, need in self.parts
            if row.on(day)
        ]
        missing = tuple(f"{self._title(context, names)}（{count} 条缺）" for _, names, count in lacking if count)
        steps = [Step(f"{period.name}共 {total} 条，写全的 {whole} 条", whole)]
        steps += [
            Step(f"缺{self._title(context, names)}：{count} 条", count, row.cite)
            for row, names, count in lacking
            if count
        ]
        fix = (self.frame.fix or DRAFT) if missing else ""
        return self.frame.finding(
            subject, Verdict.NOT_MET if missing else Verdict.MET, period=period, measured=whole, required=total, missing=missing,
            steps=tuple(steps), fix=fix, needs=(self.whole_if,),
        )  # fmt: skip

    def _title(self, context: Context, names: tuple[str, ...]) -> str:
        return "或".join(context.pack.field_title(self.whole.records, name) for name in names)
