"""齐全: for each thing of a list there must be a record. The list is the pack's own, or one the unit keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from yanxiu.policy.context import Context
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.measures import Need
from yanxiu.policy.words import Finding, Period, Step, Verdict

SCHEMA = base.rule_schema(
    ["measure", "by", "period"],
    measure=base.MEASURE,
    by=base.WORD,
    period=base.PERIOD,
    items=base.several(base.entry(["item", "title"], item=base.WORD, title=base.WORD)),
    items_from=base.entry(["list", "title"], list=base.WORD, title=base.WORD),
) | base.one_of("items", "items_from")


@dataclass(frozen=True)
class Coverage:
    """A compiled list of what must be there."""

    frame: Frame
    need: Need
    period: str

    @classmethod
    def read(cls, frame: Frame) -> Coverage:
        """Compile the body of a rule."""
        body = frame.body
        counted = frame.need(body["measure"], str(body["period"]))
        return cls(frame, replace(counted, take="distinct", field=str(body["by"])), str(body["period"]))

    def needs(self) -> tuple[Need, ...]:
        """What it counts."""
        return (self.need,)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """One finding a period: which things of the list are there, which are missing."""
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: [self._one(subject, context, period, day)]
        )

    def _one(self, subject: Subject, context: Context, period: Period, day: date) -> Finding:
        wanted = self._wanted(subject, context, day)
        if wanted is None:
            title = str(self.frame.body["items_from"]["title"])
            return self.frame.finding(
                subject, Verdict.NOT_ENOUGH_FACTS, period=period, missing=(title,), fix=f"先登记{title}。"
            )
        if not wanted:
            return self.frame.not_in_force(subject, day)
        there = context.measure(subject, self.need).get(period.key, frozenset())
        if there is None:
            return self.frame.finding(
                subject, Verdict.NOT_ENOUGH_FACTS, period=period, fix="只有合计，看不出有哪几样。"
            )
        missing = tuple(title for item, (title, _) in wanted.items() if item not in there)
        steps = [Step(f"应有 {len(wanted)} 样，有 {len(wanted) - len(missing)} 样", len(wanted) - len(missing))]
        steps += [Step(f"缺{title}", None, cite) for item, (title, cite) in wanted.items() if item not in there]
        return self.frame.finding(
            subject, Verdict.NOT_MET if missing else Verdict.MET, period=period, measured=len(wanted) - len(missing), required=len(wanted),
            missing=missing, steps=tuple(steps), fix=f"补上{'、'.join(missing)}。" if missing else "", due=None if period.kind == "once" else context.last_day(period, subject),
            open=context.is_open(period, subject), needs=(self.need,), unit=self.frame.unit or "样",
        )  # fmt: skip

    def _wanted(self, subject: Subject, context: Context, day: date) -> dict[str, tuple[str, str]] | None:
        """item → (title, cite) in force; None when the unit has not stated its list."""
        if "items" in self.frame.body:
            return {
                str(row.body["item"]): (str(row.body["title"]), row.cite)
                for row in self.frame.entries("items")
                if row.on(day)
            }
        source = base.single(self.frame.entries("items_from"), day)
        if source is None:
            return {}
        names = context.facts.items(subject.id, str(source.body["list"]))
        return None if names is None else {name: (name, source.cite) for name in names}
