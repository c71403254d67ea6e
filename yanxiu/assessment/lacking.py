"""What must be known of people before a rule can be judged: who lacks which attribute, and where it is stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from yanxiu.assessment.judging import Bench
from yanxiu.policy.conditions import UNKNOWN
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.references import walk
from yanxiu.policy.words import Finding, Verdict

OF_PERSON = ("born", "hired", "teaching_since", "backbone")  # the page of the person states these


@dataclass(frozen=True)
class Lacking:
    """One attribute of one person: its code and word, the rules that wait for it."""

    person: UUID
    name: str
    word: str
    rules: tuple[str, ...]

    @property
    def of_person(self) -> bool:
        """Whether the person's own page states it."""
        return self.name in OF_PERSON

    @property
    def key(self) -> str:
        """Name of its input."""
        return f"{self.person}:{self.name}"


def lacking(benches: Iterable[Bench]) -> list[Lacking]:
    """Every attribute somebody lacks, in roster order; each once, with all rules that wait for it."""
    found: dict[tuple[str, str], Lacking] = {}
    for bench in benches:
        for facts, findings in bench.findings(bench.facts("teacher")):
            for finding in findings:
                for name in _asked_for(bench.pack, finding):
                    if facts.subject.get(name, bench.on) is UNKNOWN:
                        _add(found, bench.pack, facts.subject.id, name, finding.title)
    return list(found.values())


def _add(found: dict[tuple[str, str], Lacking], pack: Pack, person: str, name: str, rule: str) -> None:
    before = found.get((person, name))
    rules = (*before.rules, rule) if before else (rule,)
    word = pack.word("attributes", name)
    found[person, name] = Lacking(UUID(person), name, word, tuple(dict.fromkeys(rules)))


def _asked_for(pack: Pack, finding: Finding) -> list[str]:
    """Attributes the finding says are missing, by their codes; under an open point those of any reading."""
    if finding.verdict == Verdict.NEEDS_RULING:
        inside = [one.finding for one in finding.alternatives if one.finding]
        return list(dict.fromkeys(name for one in inside for name in _asked_for(pack, one)))
    if finding.verdict != Verdict.NOT_ENOUGH_FACTS:
        return []
    codes = {word: code for code, word in pack.words.get("attributes", {}).items()}
    return [codes[word] for word in finding.missing if word in codes]


def is_yes_or_no(packs: Iterable[Pack], name: str) -> bool:
    """Whether rules only ask if it is so."""
    values = [value for pack in packs for rule in pack.rules for value in _values(rule, name)]
    return all(isinstance(value, bool) for value in values)


def _values(rule: Rule, name: str) -> list[object]:
    found: list[object] = []
    for _, key, child in walk(rule.body):
        if key == name:
            found += child if isinstance(child, list) else [child]
    return found
