"""定性: a table of cases, read from the top, that says what a record counts as (迟到, 公假, 无故缺席).

The answer is a field of the record for all other rules. A record no row fits is `undefined`: the text says nothing of
it, and it counts as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from yanxiu.policy.conditions import UNKNOWN, Condition, condition
from yanxiu.policy.context import Context
from yanxiu.policy.facts import Subject
from yanxiu.policy.kinds import base
from yanxiu.policy.kinds.base import Frame, Valued
from yanxiu.policy.measures import Need, as_list
from yanxiu.policy.presence import BY_RECORD
from yanxiu.policy.words import Finding, Period, Step, Verdict

SAYS = ("met", "not_met", "not_applicable", "not_enough_facts")
UNFIT = "undefined"
SCHEMA = base.rule_schema(
    ["records", "field", "rows"],
    records=base.WORDS,
    where=base.WHO,
    field=base.WORD,
    period=base.PERIOD,
    rows=base.several(
        base.entry(
            ["when", "then"],
            when=base.WHO,
            then=base.WORD,
            says={"enum": list(SAYS)},
            fix=base.WORD,
            creates=base.WORDS,
        )
    ),
)


@dataclass(frozen=True)
class Classify:
    """A compiled table of cases."""

    frame: Frame
    records: tuple[str, ...]
    where: Condition
    field: str
    rows: tuple[tuple[Valued, Condition], ...]
    period: str
    counts: Mapping[str, Need]

    partly: ClassVar[str] = BY_RECORD

    @classmethod
    def read(cls, frame: Frame) -> Classify:
        """Compile the body of a rule."""
        body, period = frame.body, str(frame.body.get("period", "term"))
        records, field = tuple(as_list(body["records"])), str(body["field"])
        rows = tuple((row, condition(dict(row.body["when"]))) for row in frame.entries("rows"))
        codes = dict.fromkeys([*(str(row.body["then"]) for row, _ in rows), UNFIT])
        counts = {code: frame.need({"records": list(records), "where": {field: code}}, period) for code in codes}
        return cls(frame, records, condition(body.get("where")), field, rows, period, counts)

    def needs(self) -> tuple[Need, ...]:
        """One count for each outcome."""
        return tuple(self.counts.values())

    def of(self, record: Any, get: Callable[[str], Any]) -> Any:
        """The outcome of one record; UNKNOWN for a record this table is not about or that is older."""
        if record.kind not in self.records or self.where.holds(get, lambda word: record.on) is not True:
            return UNKNOWN
        for row, when in self.rows:
            if row.on(record.on) and when.holds(get, lambda word: record.on) is True:
                return row.body["then"]
        return UNFIT if any(row.on(record.on) for row, _ in self.rows) else UNKNOWN

    def judge(self, subject: Subject, context: Context) -> list[Finding]:
        """How often each outcome occurred, a period; what the text does not cover is named."""
        return self.frame.each_period(
            self.period, subject, context, lambda period, day: self._outcomes(subject, context, period)
        )

    def _outcomes(self, subject: Subject, context: Context, period: Period) -> Iterator[Finding]:
        for code, need in self.counts.items():
            count = context.measure(subject, need).get(period.key, 0)
            if count:
                yield self._one(code, count, subject, context, period)

    def _one(self, code: str, count: int, subject: Subject, context: Context, period: Period) -> Finding:
        if code == UNFIT:
            missing = (f"{count} 条记录原文没有写算什么",)
            return self.frame.finding(
                subject,
                Verdict.UNDEFINED,
                period=period,
                item=code,
                measured=count,
                missing=missing,
                fix="看记录是否填全；原文没有写的，请单位裁定。",
            )
        row = next(row for row, _ in self.rows if row.body["then"] == code)
        title = context.pack.word("outcomes", code)
        creates = tuple(context.pack.word("creates", str(what)) for what in as_list(row.body.get("creates")))
        return self.frame.finding(
            subject, Verdict(str(row.body.get("says", "met"))), period=period, item=code, level=title, measured=count, unit=self.frame.unit or "次",
            steps=(Step(f"{title} {count} 次", count, row.cite),), fix=str(row.body.get("fix", "")),
            notes=tuple(f"生成{what}" for what in creates), needs=(self.counts[code],),
        )  # fmt: skip
