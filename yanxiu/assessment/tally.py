"""What a run comes to: counts by rule and verdict, grades, the scores they rest on, ties, what is still open.

Counted as people are judged, never afterwards, so that nothing grows with them but the ids of those concerned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yanxiu.policy.compiled import is_population
from yanxiu.policy.exact import fraction, read, text
from yanxiu.policy.kinds.cap import BY_SHARE, TIED
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.words import Finding, Verdict

OPEN = "open"  # short, and there is still time
WORST: tuple[str, ...] = (
    Verdict.NEEDS_RULING, Verdict.UNDEFINED, Verdict.NOT_ENOUGH_FACTS, Verdict.NOT_MET, OPEN, Verdict.MET, Verdict.NOT_APPLICABLE,
)  # fmt: skip
SUMS = ("total", "bands", "cap")  # rules that rest on others' figures
TOP, CUT, RULING, NONE = "top", "cut", "ruling", "none"


def finals(pack: Pack) -> list[Rule]:
    """The rules that say the last word on somebody's grade: caps, and bands no cap rests on."""
    graded = [rule for rule in pack.rules if rule.kind in ("bands", "cap")]
    rested_on = {str(rule.body.get("of")) for rule in graded if is_population(rule)}
    return [rule for rule in graded if rule.id not in rested_on]


def worst(findings: Iterable[Finding]) -> dict[str, str]:
    """Of each rule the verdict that asks for most; what is short while there is still time is OPEN."""
    found: dict[str, str] = {}
    for one in findings:
        said, known = said_of(one), found.get(one.rule)
        if known is None or WORST.index(said) < WORST.index(known):
            found[one.rule] = said
    return found


def said_of(found: Finding) -> str:
    """The verdict as it is counted."""
    return OPEN if found.verdict == Verdict.NOT_MET and found.open else str(found.verdict)


def is_tied(found: Finding) -> bool:
    """Whether the deciders still have to settle a tie."""
    said = found.provisional or found
    return said.verdict == Verdict.NOT_ENOUGH_FACTS and TIED in said.missing


def place(found: Finding, rule: Rule) -> str:
    """Where somebody stands at a grade: TOP, tied, CUT, RULING, NONE, or the grade itself.

    Under an open point it is the place under the readings recommended, if there is one.
    """
    if found.verdict == Verdict.NEEDS_RULING and found.provisional is None:
        return RULING
    found = found.provisional or found
    if is_tied(found):
        return "tied"
    if found.verdict != Verdict.MET or not found.level:
        return NONE
    if rule.kind == "cap" and found.level == rule.body["level"]:
        return TOP
    return CUT if BY_SHARE in found.notes else found.level


@dataclass
class Graded:
    """One rule that grades, counted."""

    levels: Counter[str] = field(default_factory=Counter)
    columns: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tied: list[str] = field(default_factory=list)
    places: str = ""
    taken: int = 0
    reached: int = 0
    waiting: int = 0


class Tally:
    """The counts of one run."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.people: Counter[str] = Counter()
        self.rules: dict[str, Counter[str]] = defaultdict(Counter)
        self.points: dict[str, set[str]] = defaultdict(set)
        self.numbers: dict[str, set[str]] = defaultdict(set)
        self.blocked: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        self.lacking: dict[str, set[str]] = defaultdict(set)
        self.graded: dict[str, Graded] = {rule.id: Graded() for rule in finals(pack)}

    def subject(self, kind: str, findings: list[Finding]) -> None:
        """Count somebody, rules that see everybody left out."""
        self.people[kind] += 1
        self.add(findings)

    def add(self, findings: list[Finding]) -> None:
        """Count findings of one subject."""
        for id, verdict in worst(findings).items():
            self.rules[id][verdict] += 1
        for one in findings:
            self._open(one)
            if one.rule in self.graded and one.verdict != Verdict.NOT_APPLICABLE:
                self._grade(one, self.pack.rule(one.rule), self.graded[one.rule])

    def _open(self, one: Finding) -> None:
        kind = self.pack.rule(one.rule).kind
        if one.verdict == Verdict.NEEDS_RULING:
            for point in one.points:
                self.points[point].add(one.subject)
        elif one.verdict == Verdict.UNDEFINED:
            for point in one.points:
                self.numbers[point].add(one.subject)
            if not one.points and kind in SUMS:
                people, missing = self.blocked[one.rule]
                people.add(one.subject)
                missing.update(one.missing[:1])
        elif (
            one.verdict == Verdict.NOT_ENOUGH_FACTS
            and not is_tied(one)
            and (kind == "score" or one.rule in self.graded)
        ):
            self.lacking[one.rule].add(one.subject)

    def _grade(self, one: Finding, rule: Rule, into: Graded) -> None:
        said = one.provisional or one
        where = place(one, rule)
        into.waiting += one.verdict == Verdict.NEEDS_RULING
        if said.verdict == Verdict.MET and said.level:
            into.levels[said.level] += 1
        into.columns[text(said.amount), text(said.measured)][where] += 1
        into.taken += where == TOP
        into.reached += where in (TOP, CUT, "tied")
        if is_tied(one):
            into.tied.append(one.subject)
        if rule.kind == "cap" and (where in (CUT, TOP) or is_tied(one)):
            shares = [step for step in said.steps if step.text.startswith("名额：")]
            into.places = text(shares[-1].amount) if shares else into.places

    def summary(self) -> dict[str, Any]:
        """As stored with the run."""
        return {
            "people": dict(self.people),
            "rules": {id: dict(self.rules[id]) for id in (rule.id for rule in self.pack.rules) if id in self.rules},
            "finals": [_graded(id, one, self.pack.rule(id)) for id, one in self.graded.items()],
            "open": list(self._waiting()),
            "lacking": [{"rule": id, "people": len(who)} for id, who in self.lacking.items()],
        }

    def _waiting(self) -> Iterable[dict[str, Any]]:
        """What has to be settled before anything is sealed."""
        for point, who in self.points.items():
            yield {"what": "ruling", "point": point, "people": len(who)}
        for point, who in self.numbers.items():
            yield {"what": "number", "point": point, "people": len(who)}
        for id, (who, missing) in self.blocked.items():
            yield {"what": "undefined", "rule": id, "people": len(who), "missing": sorted(missing)}
        for id, one in self.graded.items():
            if one.tied:
                left = int(one.places or 0) - one.taken
                yield {"what": "tie", "rule": id, "people": len(one.tied), "left": left, "waiting": one.waiting}


def _graded(id: str, one: Graded, rule: Rule) -> dict[str, Any]:
    columns = [[amount, raw, dict(counts)] for (amount, raw), counts in one.columns.items()]
    columns.sort(key=lambda row: (row[0] == "", -fraction(read(row[0]) or 0), row[1]))
    return {
        "rule": id, "levels": _ordered(one.levels, rule), "columns": columns, "tied": one.tied, "taken": one.taken,
        "reached": one.reached, "waiting": one.waiting, "places": int(one.places) if one.places else None,
        "top": str(rule.body.get("level", "")), "then": str(rule.body.get("then", "")),
    }  # fmt: skip


def _ordered(levels: Counter[str], rule: Rule) -> dict[str, int]:
    """Grades as the regulation orders them, the highest first."""
    named = [str(band["level"]) for band in rule.body.get("bands", ()) if isinstance(band, dict) and "level" in band]
    first = [str(rule.body[name]) for name in ("level", "then") if name in rule.body] + named
    return {level: levels[level] for level in dict.fromkeys([*first, *sorted(levels)]) if levels[level]}
