"""定级: a score falls into the highest band whose lower bound it reaches; gaps of the printed text are named."""

from __future__ import annotations

from dataclasses import dataclass

from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, text
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need
from yanxiu.policy.words import Finding, Number, Step, Verdict

SCHEMA = base.rule_schema(
    ["of", "bands"],
    of=base.WORD,
    bands=base.several(
        base.entry(
            ["level"], level=base.WORD, at_least=base.NUMBER, otherwise=base.TRUTH,
            printed={"type": "array", "items": base.NUMBER, "minItems": 2, "maxItems": 2},
        )
        | base.one_of("at_least", "otherwise")
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Bands:
    """Compiled bands. `printed` is the range as the text prints it: lowest, highest."""

    frame: Frame
    of: str

    @classmethod
    def read(cls, frame: Frame) -> Bands:
        """Compile the body of a rule."""
        return cls(frame, str(frame.body["of"]))

    def needs(self) -> tuple[Need, ...]:
        """It counts nothing itself."""
        return ()

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """The grade of each score of the rule it grades."""
        found = [self._one(score, subject, context) for score in context.results(self.of, subject)]
        return base.collapse(found)

    def _one(self, score: Finding, subject: Subject, context: Context) -> Finding:
        if found := self.frame.outside(subject, context, score.period, context.on):
            return found
        if score.amount is None:
            verdict = score.verdict if score.verdict != Verdict.MET else Verdict.NOT_ENOUGH_FACTS
            return self.frame.finding(subject, verdict, period=score.period, missing=score.missing, fix=score.fix)
        bands = [band for band in self.frame.entries("bands") if band.on(context.on)]
        if not bands:
            return self.frame.not_in_force(subject, context.on)
        band = self._band(bands, score.amount)
        if band is None:
            return self.frame.finding(
                subject,
                Verdict.UNDEFINED,
                period=score.period,
                amount=score.amount,
                missing=(f"{text(score.amount)} 分没有等级",),
            )
        level, low = str(band.body["level"]), band.body.get("at_least")
        words = f"{text(score.amount)} {'≥ ' + text(low) if low is not None else '低于以上各档'}：{level}"
        gap = () if self._printed(bands, score.amount) else ("原文断档，按下限判",)
        return self.frame.finding(
            subject,
            Verdict.MET,
            period=score.period,
            amount=score.amount,
            measured=score.measured,
            level=level,
            unit=score.unit,
            steps=(*score.steps, Step(words, score.amount, band.cite)),
            notes=gap,
        )

    def _band(self, bands: list[Valued], amount: Number) -> Valued | None:
        reached = [
            band for band in bands if "at_least" in band.body and fraction(amount) >= fraction(band.body["at_least"])
        ]
        if reached:
            return max(reached, key=lambda band: fraction(band.body["at_least"]))
        return next((band for band in bands if band.body.get("otherwise")), None)

    def _printed(self, bands: list[Valued], amount: Number) -> bool:
        """Whether the text itself has a range that holds the score; True where it prints none."""
        ranges = [band.body["printed"] for band in bands if "printed" in band.body]
        return not ranges or any(fraction(low) <= fraction(amount) <= fraction(high) for low, high in ranges)
