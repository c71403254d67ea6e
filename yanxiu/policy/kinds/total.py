"""合计: other rules' scores added, weighted, scaled and rounded in the stated order. Nothing missing counts as zero."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, rounded, text, tidy
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.measures import Need
from yanxiu.policy.words import Finding, Step, Verdict

HOW = ("half_up", "half_even", "floor", "ceiling")
SCHEMA = base.rule_schema(
    ["parts", "unit"],
    parts=base.several(base.entry(["rule"], rule=base.WORD, weight=base.NUMBER, undefined=base.WORD)),
    scale=base.value(),
    round=base.entry(
        ["places", "how"], places={"type": "integer", "minimum": 0, "maximum": 6}, how={"enum": list(HOW)}
    ),
)
BLOCKED = (Verdict.UNDEFINED, Verdict.NOT_ENOUGH_FACTS, Verdict.NEEDS_RULING)


@dataclass(frozen=True)
class Total:
    """A compiled total."""

    frame: Frame

    @classmethod
    def read(cls, frame: Frame) -> Total:
        """Compile the body of a rule."""
        return cls(frame)

    def needs(self) -> tuple[Need, ...]:
        """It counts nothing itself."""
        return ()

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """The sum for the term, with a step for each part."""
        day = context.on
        if found := self.frame.outside(subject, context, None, day):
            return [found]
        rows = [row for row in self.frame.entries("parts") if row.on(day)]
        if not rows:
            return [self.frame.not_in_force(subject, day)]
        open_ = [str(row.body["undefined"]) for row in rows if "undefined" in row.body]
        if open_:
            return [self.frame.finding(subject, Verdict.UNDEFINED, missing=tuple(dict.fromkeys(open_)))]
        total, top, steps, blocked = Fraction(0), Fraction(0), list[Step](), list[Finding]()
        for row in rows:
            weight = fraction(row.body.get("weight", 1))
            for part in context.results(str(row.body["rule"]), subject):
                if part.verdict in BLOCKED:
                    blocked.append(part)
                elif part.amount is not None:
                    total += weight * fraction(part.amount)
                    top += weight * fraction(part.required or 0)
                    factor = f" × {text(row.body['weight'])}" if "weight" in row.body else ""
                    steps.append(Step(f"{part.title}：{text(part.amount)}{factor}", part.amount, row.cite))
        if blocked or not steps:
            return [self._blocked(blocked, subject, steps)]
        return [self._sum(total, top, steps, subject, context)]

    def _blocked(self, blocked: list[Finding], subject: Subject, steps: list[Step]) -> Finding:
        verdict = (
            Verdict.UNDEFINED if any(one.verdict == Verdict.UNDEFINED for one in blocked) else Verdict.NOT_ENOUGH_FACTS
        )
        missing = tuple(f"{one.title}：{'、'.join(one.missing) or one.fix}" for one in blocked) or ("没有可加的分数",)
        return self.frame.finding(subject, verdict, missing=missing, steps=tuple(steps), fix="先补上缺的分项。")

    def _sum(self, total: Fraction, top: Fraction, steps: list[Step], subject: Subject, context: Context) -> Finding:
        steps.append(Step(f"合计 {text(tidy(total))}", tidy(total)))
        scale = base.single(self.frame.entries("scale"), context.on)
        if scale and "undefined" in scale.body:
            return self.frame.finding(
                subject,
                Verdict.UNDEFINED,
                measured=tidy(total),
                missing=(str(scale.body["undefined"]),),
                steps=tuple(steps),
            )
        raw = total
        if scale:
            factor = fraction(scale.body["value"])
            total, top = total * factor, top * factor
            steps.append(
                Step(f"{text(tidy(raw))} × {text(tidy(factor))} ＝ {text(tidy(total))}", tidy(total), scale.cite)
            )
        rounding = base.single(self.frame.entries("round"), context.on)
        if rounding:
            total = fraction(rounded(total, int(rounding.body["places"]), str(rounding.body["how"])))
            steps.append(
                Step(f"保留 {rounding.body['places']} 位小数：{text(tidy(total))}", tidy(total), rounding.cite)
            )
        return self.frame.finding(
            subject, Verdict.MET, measured=tidy(raw), amount=tidy(total), required=tidy(top), steps=tuple(steps)
        )
