"""What each reading of an open point would do to the people of a unit, judged on the facts as they are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from yanxiu.assessment.facts import SubjectFacts, as_facts
from yanxiu.assessment.judging import Bench
from yanxiu.assessment.tally import WORST, finals, is_tied
from yanxiu.jobs.registry import Reporter, Silent
from yanxiu.policy.compiled import compiled, is_population
from yanxiu.policy.evaluate import Evaluation, recommended
from yanxiu.policy.facts import RecordFacts
from yanxiu.policy.pack import Pack, Point, Rule
from yanxiu.policy.words import Finding, Verdict

KINDS = ("teacher", "group", "school")


def touched(pack: Pack, point: Point) -> list[Rule]:
    """Rules whose findings depend on a point."""
    ready = compiled(pack)
    return [rule for rule in pack.rules if rule.kind != "classify" and point.id in ready.points(rule.id)]


def effect(bench: Bench, point: Point, report: Reporter | None = None) -> dict[str, Any]:
    """For each reading: levels or verdicts, how many differ from the recommended one, ties at the line."""
    rules, told = touched(bench.pack, point), report or Silent()
    kept = [one for kind in KINDS if any(rule.subject == kind for rule in rules) for one in bench.facts(kind)]
    facts = as_facts(kept, bench.start)
    found = {}
    for number, reading in enumerate(point.readings):
        told.at(number, len(point.readings), f"正在按“{reading.label}”算")
        found[reading.key] = _outcomes(bench, facts, kept, rules, point, reading.key)
    base = found.get(point.recommended) or next(iter(found.values()), {})
    final = next((rule for rule in finals(bench.pack) if rule in rules), None)
    return {
        "people": len(kept), "rules": [rule.title for rule in rules], "final": final.title if final else "",
        "levels": _level_names(final, found), "top": str(final.body.get("level", "")) if final else "",
        "readings": [
            _told(point, key, outcomes, base, final, rules) for key, outcomes in found.items()
        ],
    }  # fmt: skip


Outcomes = dict[str, list[Finding]]


def _outcomes(
    bench: Bench, facts: RecordFacts, kept: list[SubjectFacts], rules: list[Rule], point: Point, key: str
) -> Outcomes:
    """Findings of the rules that depend on the point, by subject, with every other open point read as recommended."""
    rulings = {**recommended(bench.pack), **bench.regulation.rulings, point.id: key}
    evaluation = Evaluation(bench.pack, facts, on=bench.on, calendar=bench.judged.calendar, rulings=rulings)
    wanted = {rule.id for rule in rules}
    rested_on = {id for id in evaluation.compiled.awaited if id not in wanted}
    found: Outcomes = {}
    for one in kept:
        said = list(evaluation.of(one.subject, wanted | rested_on))
        found[one.subject.id] = [finding for finding in said if finding.rule in wanted]
    for rule in rules:
        if is_population(rule):
            for finding in evaluation.of_population(rule):
                found.setdefault(finding.subject, []).append(finding)
    return found


def _level_names(final: Rule | None, found: dict[str, Outcomes]) -> list[str]:
    """Grades in the order of the regulation, as far as anybody has them."""
    if final is None:
        return []
    seen = Counter(level for outcomes in found.values() for level in _levels(final, outcomes).elements())
    first = [str(final.body[name]) for name in ("level", "then") if name in final.body]
    return [level for level in dict.fromkeys([*first, *seen]) if seen[level]]


def _levels(final: Rule, outcomes: Outcomes) -> Counter[str]:
    return Counter(one.level for said in outcomes.values() for one in said if one.rule == final.id and one.level)


def _told(
    point: Point, key: str, outcomes: Outcomes, base: Outcomes, final: Rule | None, rules: list[Rule]
) -> dict[str, Any]:
    reading = point.reading(key)
    counted = Counter(_worst(said) for said in outcomes.values() if said)
    tied = [one for said in outcomes.values() for one in said if is_tied(one)]
    return {
        "key": key, "label": reading.label if reading else key, "recommended": key == point.recommended,
        "levels": dict(_levels(final, outcomes)) if final else {},
        "none": sum(1 for said in outcomes.values() for one in said if final and one.rule == final.id and not one.level and not is_tied(one) and one.verdict != Verdict.NOT_APPLICABLE),
        "met": counted[Verdict.MET], "short": counted[Verdict.NOT_MET],
        "untold": sum(counted[one] for one in (Verdict.UNDEFINED, Verdict.NOT_ENOUGH_FACTS, Verdict.NEEDS_RULING)),
        "differ": sum(_brief(said, final) != _brief(base.get(id, []), final) for id, said in outcomes.items()),
        "tied": len(tied), "left": _left(tied, outcomes, final) if tied and final else 0,
    }  # fmt: skip


def _left(tied: list[Finding], outcomes: Outcomes, final: Rule) -> int:
    places = [step.amount for step in tied[0].steps if step.text.startswith("名额：")]
    taken = _levels(final, outcomes)[str(final.body.get("level"))]
    return int(places[-1] or 0) - taken if places else 0


def _worst(said: list[Finding]) -> Verdict:
    return min((one.verdict for one in said), key=WORST.index)


def _brief(said: list[Finding], final: Rule | None) -> list[tuple[Any, ...]]:
    """What a person would call another result: the grade where there is one, else every figure."""
    if final:
        return [(one.level, one.verdict, is_tied(one)) for one in said if one.rule == final.id]
    return sorted(((one.key, *map(str, one.outcome())) for one in said), key=str)


def result_rows(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Readings with the figures of each grade in one order and, as bars, their shares."""
    people = max([sum(one["levels"].values()) + one["tied"] + one["none"] for one in found["readings"]] or [0])
    for letter, one in zip("ABCDEFGHIJ", found["readings"], strict=False):
        shares = [(name, one["levels"].get(name, 0)) for name in found["levels"]]
        parts, x = [], 0.0
        inserted = [(f"lv-{min(n, 3)}", name, count) for n, (name, count) in enumerate(shares)]
        if one["tied"]:
            inserted.insert(1, ("lv-tied", "议", one["tied"]))
        if not found["final"]:
            inserted = [
                ("lv-0", "达到", one["met"]),
                ("lv-late", "未达到", one["short"]),
                ("lv-none", "算不出", one["untold"]),
            ]
            people = max(people, one["met"] + one["short"] + one["untold"])
        for css, name, count in inserted:
            wide = round(400 * count / people, 1) if people else 0
            if wide:
                parts.append(
                    {
                        "css": css,
                        "x": round(x, 1),
                        "wide": wide,
                        "words": f"{name} {count}" if wide > 46 else str(count) if wide > 16 else "",
                    }
                )
            x += wide
        yield one | {"letter": letter, "bar": parts, "figures": [count for _, count in shares]}
