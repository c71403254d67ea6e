"""One person's sealed result: raw score, grade, the readings taken, reasons, clauses. Read from what was stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yanxiu.assessment import shown
from yanxiu.assessment.changes import in_brief, reading_words
from yanxiu.assessment.models import RunResult
from yanxiu.assessment.tally import finals
from yanxiu.policy.compiled import compiled
from yanxiu.policy.exact import text
from yanxiu.policy.explain import from_json
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import VERDICT_WORDS, Finding, Verdict

MANY = 3  # periods of a requirement told one by one


@dataclass(frozen=True)
class OwnItem:
    """One figure with its arithmetic and the clauses it rests on."""

    title: str
    figure: str
    steps: tuple[str, ...]
    fix: str
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Own:
    """What a person reads of a sealed run."""

    grade: str
    score: str
    raw: str
    notes: tuple[str, ...]
    items: tuple[OwnItem, ...]
    duties: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str, str], ...]


def own(result: RunResult, pack: Pack) -> Own:
    """The result of one person."""
    findings = [from_json(one) for one in result.findings if one["verdict"] != Verdict.NOT_APPLICABLE]
    last = {rule.id for rule in finals(pack)}
    graded = next((one for one in findings if one.rule in last), None)
    scores = [one for one in findings if pack.rule(one.rule).kind in ("score", "total")]
    duties = [one for one in findings if pack.rule(one.rule).kind not in ("score", "total", "bands", "cap", "classify")]
    return Own(
        graded.level if graded else "", _score(graded, scores), text(graded.measured) if graded else "",
        graded.notes if graded else (), tuple(_item(pack, one) for one in [*scores, *([graded] if graded else [])]),
        tuple(_duties(duties)), tuple(_readings(pack, result, findings)),
    )  # fmt: skip


def _score(graded: Finding | None, scores: list[Finding]) -> str:
    said = graded or (scores[-1] if scores else None)
    return f"{text(said.amount)} {said.unit}".strip() if said and said.amount is not None else ""


def _item(pack: Pack, one: Finding) -> OwnItem:
    said = shown.judged_as(one)
    of = f" / {text(said.required)}" if said.required is not None and not said.level else ""
    figure = said.level or (f"{text(said.amount)}{of} {said.unit}".strip() if said.amount is not None else "")
    cited = dict.fromkeys([*(id for step in said.steps for id in step.cite.split("、")), *one.clauses])
    quoted = tuple((pack.clauses[id].quote, pack.clauses[id].place) for id in cited if id in pack.clauses)
    return OwnItem(
        one.title, figure or VERDICT_WORDS[said.verdict], tuple(step.text for step in said.steps),
        said.fix if said.verdict != Verdict.MET else "", quoted,
    )  # fmt: skip


def _duties(findings: list[Finding]) -> Iterator[tuple[str, str, str]]:
    """A line a requirement; one that comes again often is told as a count of its periods."""
    grouped: dict[str, list[Finding]] = {}
    for one in findings:
        grouped.setdefault(one.rule, []).append(one)
    for some in grouped.values():
        met = sum(one.verdict == Verdict.MET for one in some)
        if len(some) > MANY:
            of = shown.COUNTED.get(some[0].period.kind, "次") if some[0].period else "次"
            yield some[0].title, f"{len(some)} {of}里 {met} {of}", "达到" if met == len(some) else "没有全达到"
        else:
            yield from map(_duty, some)


def _duty(one: Finding) -> tuple[str, str, str]:
    period = f"（{one.period.name}）" if one.period and one.period.name else ""
    return f"{one.title}{period}", in_brief({**_plain(one)}), VERDICT_WORDS[one.verdict]


def _plain(one: Finding) -> dict[str, Any]:
    return {
        "verdict": one.verdict, "unit": one.unit, "level": one.level, "amount": text(one.amount) or None,
        "measured": text(one.measured) or None, "required": text(one.required) or None,
    }  # fmt: skip


def _readings(pack: Pack, result: RunResult, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    """Rulings that these figures rest on, as they stood."""
    ready, rulings = compiled(pack), result.run.basis["rulings"]
    concerned = dict.fromkeys(point for one in findings for point in ready.points(one.rule))
    for name in concerned:
        if name in rulings and name in pack.points:
            yield pack.points[name].question, reading_words(pack, name, rulings[name])
