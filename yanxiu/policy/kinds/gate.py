"""资格: what must hold, and what must not, before somebody may be proposed for something."""

from __future__ import annotations

from dataclasses import dataclass

from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, text, tidy
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need, as_list, as_number
from yanxiu.policy.words import Finding, Step, Verdict

SCHEMA = base.rule_schema(
    [],
    all=base.several(base.entry(["rule"], rule=base.WORD, level=base.WORDS)),
    none=base.several(base.entry(["measure", "title"], measure=base.MEASURE, title=base.WORD)),
    period=base.PERIOD,
    opens=base.WORDS,
) | {"anyOf": [{"required": ["all"]}, {"required": ["none"]}]}
BLOCKED = (Verdict.UNDEFINED, Verdict.NOT_ENOUGH_FACTS, Verdict.NEEDS_RULING)
SAYS = {Verdict.MET: "具备资格", Verdict.NOT_MET: "没有资格", Verdict.NOT_ENOUGH_FACTS: "资格未定"}


@dataclass(frozen=True)
class Gate:
    """A compiled gate."""

    frame: Frame
    vetoes: tuple[tuple[Valued, Need], ...]

    @classmethod
    def read(cls, frame: Frame) -> Gate:
        """Compile the body of a rule."""
        period = str(frame.body.get("period", "term"))
        return cls(frame, tuple((row, frame.need(row.body["measure"], period)) for row in frame.entries("none")))

    def needs(self) -> tuple[Need, ...]:
        """Records that close the gate."""
        return tuple(need for _, need in self.vetoes)

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """Whether the gate is open for the subject, and what closes it."""
        if found := self.frame.outside(subject, context, None, context.on):
            return [found]
        if not any(row.on(context.on) for name in ("all", "none") for row in self.frame.entries(name)):
            return [self.frame.not_in_force(subject, context.on)]
        steps, missing, blocked = list[Step](), list[str](), False
        for row in self.frame.entries("all"):
            for other in context.results(str(row.body["rule"]), subject) if row.on(context.on) else ():
                levels = row.body.get("level")
                met = other.verdict == Verdict.MET and (levels is None or other.level in as_list(levels))
                blocked |= other.verdict in BLOCKED
                if other.verdict != Verdict.NOT_APPLICABLE and not met:
                    missing.append(f"{other.title}：{'、'.join(other.missing) or other.fix or other.level or '未达到'}")
                steps.append(Step(f"{other.title}：{'达到' if met else '未达到'}", None, row.cite))
        for row, need in self.vetoes:
            counted = list(context.measure(subject, need).values()) if row.on(context.on) else []
            count = sum(fraction(as_number(one)) for one in counted if one is not None)
            if count:
                missing.append(str(row.body["title"]))
                steps.append(Step(f"{row.body['title']}：{text(tidy(count))} 条", tidy(count), row.cite))
            elif None in counted:
                blocked = True
                missing.append(f"{row.body['title']}：只有合计，看不出有没有")
        verdict = Verdict.MET if not missing else Verdict.NOT_ENOUGH_FACTS if blocked else Verdict.NOT_MET
        return [
            self.frame.finding(
                subject,
                verdict,
                steps=tuple(steps),
                missing=tuple(missing),
                notes=self._opens(verdict),
                fix=f"先解决：{'；'.join(missing)}。" if missing else "",
                needs=self.needs(),
            )
        ]

    def _opens(self, verdict: Verdict) -> tuple[str, ...]:
        """What the gate leads to, and whether the subject may go there."""
        names = "、".join(as_list(self.frame.body.get("opens")))
        return (f"{SAYS[verdict]}：{names}。",) if names else ()
