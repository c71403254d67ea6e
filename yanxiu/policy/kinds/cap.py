"""名额: at most so large a share of a population may have a grade; ties at the line are left to the deciders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from yanxiu.policy.context import Context
from yanxiu.policy.exact import fraction, rounded, text
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame
from yanxiu.policy.measures import Need
from yanxiu.policy.words import Finding, Number, Step, Verdict

DECISION = "tie_decision"  # the kind of record in which the deciders settle a tie: item, chosen
TIED = "名额线上同分的议定"  # what a finding lacks while the deciders have not settled a tie
BY_SHARE = "因名额"  # the note of who reached the grade and for whom no place was left
SCHEMA = base.rule_schema(
    ["of", "level", "then", "share"],
    of=base.WORD,
    level=base.WORD,
    then=base.WORD,
    share=base.value({"description": "几成，如 0.4", "type": "number", "minimum": 0, "maximum": 1}),
    round={"enum": ["floor", "ceiling", "half_up"]},
    decides=base.WORD,
)


@dataclass(frozen=True)
class Cap:
    """A compiled cap on a grade; the population is everybody the rule is for."""

    frame: Frame
    of: str
    decision: Need

    @classmethod
    def read(cls, frame: Frame) -> Cap:
        """Compile the body of a rule."""
        asked = frame.need({"records": DECISION, "where": {"item": frame.id}}, "term")
        return cls(frame, str(frame.body["of"]), replace(asked, take="values", fields=("chosen",)))

    def needs(self) -> tuple[Need, ...]:
        """The deciders' answers."""
        return (self.decision,)

    def judge_all(self, subjects: Iterable[Subject], context: Context) -> list[Finding]:
        """The final grade of everybody in the population."""
        inside = [
            (one, result)
            for one in subjects
            if context.holds(self.frame.who, one, context.on)
            for result in context.results(self.of, one)
        ]
        share = base.single(self.frame.entries("share"), context.on)
        if share is None or "undefined" in share.body:
            missing = str(share.body["undefined"]) if share else "名额"
            return [self.frame.finding(one, Verdict.UNDEFINED, missing=(missing,)) for one, _ in inside]
        places = int(
            rounded(fraction(share.body["value"]) * len(inside), 0, str(self.frame.body.get("round", "floor")))
        )
        words = Step(
            f"名额：{len(inside)} 人 × {text(share.body['value'])} ＝ {text(fraction(share.body['value']) * len(inside))}，取 {places}",
            places,
            share.cite,
        )
        reached = sorted(
            (r for _, r in inside if r.level == self.frame.body["level"]), key=lambda r: -fraction(r.amount or 0)
        )
        blocked = [r for _, r in inside if r.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE)]
        chosen, tied = self._line(reached, places)
        settled = {one.id: self._chosen(one, context) for one, r in inside if r.subject in tied}
        return [
            self._final(one, r, words, chosen, tied, settled, len(reached), places, bool(blocked)) for one, r in inside
        ]

    def _line(self, reached: list[Finding], places: int) -> tuple[set[str], set[str]]:
        """Who is in for certain, and the whole block of equal scores that the line cuts."""
        if len(reached) <= places:
            return {one.subject for one in reached}, set()
        line: Number = reached[places - 1].amount or 0 if places else 0
        over = {one.subject for one in reached if places and fraction(one.amount or 0) > fraction(line)}
        block = {one.subject for one in reached if places and fraction(one.amount or 0) == fraction(line)}
        return (over | block, set()) if len(over) + len(block) <= places else (over, block)

    def _chosen(self, subject: Subject, context: Context) -> bool | None:
        rows = context.measure(subject, self.decision).get(context.calendar.periods("term")[0].key, ())
        return None if not rows else str(rows[-1][1][0]).lower() == "true"

    def _final(
        self,
        subject: Subject,
        graded: Finding,
        words: Step,
        chosen: set[str],
        tied: set[str],
        settled: dict[str, bool | None],
        reached: int,
        places: int,
        blocked: bool,
    ) -> Finding:
        level, then = str(self.frame.body["level"]), str(self.frame.body["then"])
        same = {"amount": graded.amount, "measured": graded.measured, "unit": graded.unit, "notes": graded.notes}
        if graded.level != level:
            return self.frame.finding(
                subject,
                graded.verdict,
                level=graded.level,
                steps=graded.steps,
                missing=graded.missing,
                fix=graded.fix,
                **same,
            )
        steps = (*graded.steps, words)
        if subject.id in tied:
            answers = list(settled.values())
            if None in answers or len(chosen) + answers.count(True) > places:
                who = str(self.frame.body.get("decides", "考核小组"))
                fix = f"名额线上 {len(tied)} 人同分，只剩 {places - len(chosen)} 个名额，请{who}议定，附会议记录。"
                return self.frame.finding(
                    subject,
                    Verdict.NOT_ENOUGH_FACTS,
                    level="",
                    steps=steps,
                    missing=(TIED,),
                    fix=fix,
                    **same,
                )
            if settled[subject.id]:
                return self.frame.finding(
                    subject, Verdict.MET, level=level, steps=(*steps, Step("同分，经议定取上")), **same
                )
        elif subject.id in chosen:
            note = ("还有人没有定级，名额还会变",) if blocked and reached >= places else ()
            return self.frame.finding(
                subject, Verdict.MET, level=level, steps=steps, **(same | {"notes": (*graded.notes, *note)})
            )
        notes = {"notes": (*graded.notes, BY_SHARE)}
        return self.frame.finding(
            subject,
            Verdict.MET,
            level=then,
            steps=(*steps, Step(f"达到{level}线的 {reached} 人多于名额，记{then}")),
            **(same | notes),
        )
