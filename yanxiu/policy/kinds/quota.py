"""定额: at least (at most, exactly) so many of something in each period; every period is judged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yanxiu.policy.conditions import BOUNDS as MEETS
from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, text, tidy
from yanxiu.policy.facts import Opening, Subject, opening_sum
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need, as_number
from yanxiu.policy.words import Finding, Number, Period, Step, Verdict

BOUNDS = {"at_least": "不少于", "at_most": "不超过", "exactly": "正好", "above": "多于", "below": "少于"}
SCHEMA = base.rule_schema(
    ["measure", "period", "required", "unit"],
    measure=base.MEASURE,
    period=base.PERIOD,
    several={"description": "一人符合几行时取哪一行", "enum": ["highest", "lowest"]},
    required=base.several(
        base.entry(who=base.WHO, otherwise=base.TRUTH, undefined=base.WORD, **dict.fromkeys(BOUNDS, base.NUMBER))
        | base.one_of(*BOUNDS, "undefined")
    ),
)


@dataclass(frozen=True)
class Quota:
    """A compiled quota."""

    frame: Frame
    need: Need
    period: str
    required: tuple[Valued, ...]
    several: str

    @classmethod
    def read(cls, frame: Frame) -> Quota:
        """Compile the body of a rule."""
        period = str(frame.body["period"])
        return cls(
            frame, frame.need(frame.body["measure"], period), period, frame.entries("required"), str(frame.body.get("several", ""))
        )  # fmt: skip

    def needs(self) -> tuple[Need, ...]:
        """What it counts."""
        return (self.need,)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """One finding for each period judged."""
        amounts = context.measure(subject, self.need)
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: [self._one(subject, context, period, day, amounts)]
        )

    def _one(self, subject: Subject, context: Context, period: Period, day: date, amounts: Any) -> Finding:
        rows, unsure = self._rows(subject, context, day)
        if unsure:
            fix = f"先补上{'、'.join(unsure)}，才知道适用哪一行。"
            return self.frame.finding(subject, Verdict.NOT_ENOUGH_FACTS, period=period, missing=tuple(unsure), fix=fix)
        if not rows:
            in_force = any(row.on(day) for row in self.required)
            return (
                self.frame.finding(subject, Verdict.NOT_APPLICABLE, period=period)
                if in_force
                else self.frame.not_in_force(subject, day)
            )
        row = self._choose(rows)
        if row is None:
            words = "、".join(f"{_bound(one)[1]}（{one.cite}）" for one in rows)
            return self.frame.finding(
                subject,
                Verdict.UNDEFINED,
                period=period,
                missing=("同时符合几行时取哪一行",),
                steps=(Step(f"符合：{words}"),),
            )
        if "undefined" in row.body:
            return self.frame.unwritten(subject, row, period)
        return self._against(row, subject, context, period, amounts.get(period.key, 0))

    def _rows(self, subject: Subject, context: Context, day: date) -> tuple[list[Valued], list[str]]:
        """Rows for this person on that day; the 其他 rows only when no other is. Second: attributes not known."""
        named = [row for row in self.required if row.on(day) and not row.body.get("otherwise")]
        answers = [(row, context.holds(row.who, subject, day)) for row in named]
        unsure = [name for row, answer in answers if answer is None for name in context.unknown(row.who, subject, day)]
        rows = [row for row, answer in answers if answer]
        if unsure or rows:
            return rows, list(dict.fromkeys(unsure))
        return [row for row in self.required if row.on(day) and row.body.get("otherwise")], []

    def _choose(self, rows: list[Valued]) -> Valued | None:
        if len(rows) == 1 or len({_bound(row) for row in rows}) == 1 or any("undefined" in row.body for row in rows):
            return rows[0]
        if not self.several or len({_bound(row)[0] for row in rows}) > 1:
            return None
        pick = max if self.several == "highest" else min
        return pick(rows, key=lambda row: fraction(_number(row)))

    def _against(self, row: Valued, subject: Subject, context: Context, period: Period, counted: Any) -> Finding:
        bound, words = _bound(row)
        required = _number(row)
        if counted is None:
            fix = f"{period.name}的记录只有合计，分不到这一段；把逐条记录补上。"
            return self.frame.finding(subject, Verdict.NOT_ENOUGH_FACTS, period=period, required=required, fix=fix)
        openings = self._carried_over(subject, context, period)
        records = as_number(counted)
        measured = tidy(fraction(records) + fraction(opening_sum(openings))) if openings else records
        met = MEETS[bound](measured, required)
        steps = [
            Step(f"{period.name}记录：{text(records)} {self.frame.unit}", records),
            *[Step(f"期初结转：{text(one.amount)} {self.frame.unit}（{one.source}）", one.amount) for one in openings],
            Step(f"要求{words} {self.frame.unit}", required, row.cite),
        ]
        short = 0 if met else tidy(abs(fraction(required) - fraction(measured)))
        if not met:
            steps.append(Step(f"{'差' if measured < required else '超'} {text(short)} {self.frame.unit}", short))
        return self.frame.finding(
            subject,
            Verdict.MET if met else Verdict.NOT_MET,
            period=period,
            measured=measured,
            required=required,
            steps=tuple(steps),
            fix="" if met else self._fix(short, measured < required),
            due=context.last_day(period, subject),
            open=context.is_open(period, subject),
            needs=(self.need,),
        )

    def _carried_over(self, subject: Subject, context: Context, period: Period) -> tuple[Opening, ...]:
        """期初结转 of this period: the day it was counted to lies within; without a day it is of the period judged."""
        if period.kind in ("week", "fortnight", "month"):
            return ()
        found = context.facts.openings(subject.id, self.frame.id)
        return tuple(one for one in found if one.as_of is None or period.holds(one.as_of))

    def _fix(self, short: Number, under: bool) -> str:
        if self.frame.fix:
            return self.frame.fix.replace("{short}", text(short)).replace("{unit}", self.frame.unit)
        return f"还差 {text(short)} {self.frame.unit}。" if under else f"超出 {text(short)} {self.frame.unit}。"


def _bound(row: Valued) -> tuple[str, str]:
    """The kind of bound and its words: ("at_least", "不少于 15")."""
    for name, words in BOUNDS.items():
        if name in row.body:
            return name, f"{words} {text(row.body[name])}"
    return "undefined", str(row.body.get("undefined", ""))


def _number(row: Valued) -> Number:
    number: Number = row.body[_bound(row)[0]]
    return number
