"""Worked cases of a pack: a sentence, a day, given facts, expected findings; each one a clerk could check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yanxiu.kernel.numerals import number_of
from yanxiu.policy import schemas
from yanxiu.policy.conditions import as_date
from yanxiu.policy.evaluate import evaluate, recommended
from yanxiu.policy.exact import fraction, text
from yanxiu.policy.facts import Subject
from yanxiu.policy.factsfile import calendar_of, facts_of
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack
from yanxiu.policy.problems import PackError
from yanxiu.policy.source import Tree, read_file
from yanxiu.policy.validate import check
from yanxiu.policy.words import Finding, Number, Verdict

MOST_SHOWN = 5
NUMBERS = ("measured", "required", "short", "amount")


@dataclass(frozen=True)
class Case:
    """One worked case."""

    title: str
    file: str
    line: int
    clauses: tuple[str, ...]
    scenarios: tuple[str, ...]
    data: Mapping[str, Any]
    calendar: Mapping[str, Any] | None
    tree: Tree
    place: tuple[str | int, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules it expects something of."""
        return tuple(dict.fromkeys(str(one["rule"]) for one in self.data["expect"]))


@dataclass(frozen=True)
class Outcome:
    """A case that was run; `wrong` says what was not as expected."""

    case: Case
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.wrong


def read_cases(folder: Path) -> list[Case]:
    """All cases of a pack, in order of file. Raises PackError."""
    found: list[Case] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        tree = read_file(path, str(path.relative_to(folder.parent)))
        problems = list(check(tree.data, schemas.CASES, tree))
        if problems:
            raise PackError(problems)
        for number, one in enumerate(tree.data["cases"]):
            place = ("cases", number)
            found.append(
                Case(
                    one["case"], tree.file, tree.line(place), tuple(as_list(one.get("clauses"))),
                    tuple(as_list(one.get("scenario"))), one, one.get("calendar") or tree.data.get("calendar"), tree, place,
                )
            )  # fmt: skip
    return found


def run(pack: Pack, case: Case) -> Outcome:
    """Run one case against a pack."""
    if case.calendar is None:
        return Outcome(case, ("没有校历：在文件开头或这一例里写 calendar",))
    calendar = calendar_of(case.calendar)
    try:
        facts = facts_of(case.data["given"], pack, calendar, case.tree, (*case.place, "given"))
    except PackError as error:
        return Outcome(case, tuple(str(one) for one in error.problems))
    written = case.data.get("rulings") or {}
    rulings = recommended(pack) if written == "recommended" else written
    on = as_date(case.data["on"])
    assert on is not None
    findings = list(evaluate(pack, facts, on=on, calendar=calendar, rulings=rulings))
    subjects = list(facts.subjects())
    return Outcome(case, tuple(wrong for one in case.data["expect"] for wrong in _unmet(one, findings, subjects)))


def run_all(pack: Pack, folder: Path) -> list[Outcome]:
    """Run every case of a pack."""
    return [run(pack, case) for case in read_cases(folder)]


def _unmet(expect: Mapping[str, Any], findings: list[Finding], subjects: list[Subject]) -> Iterator[str]:
    found = [one for one in findings if one.rule == expect["rule"] and _fits(expect, one)]
    whose = f"{expect['rule']}{'·' + expect['of'] if 'of' in expect else ''}{'·' + expect['period'] if 'period' in expect else ''}"
    if "count" in expect and len(found) != expect["count"]:
        yield f"{whose}：应有 {expect['count']} 个结果，有 {len(found)} 个"
        return
    if "periods" in expect or "periods_met" in expect or "not_met" in expect:
        yield from _by_period(expect, found, whose)
        return
    if not found and expect.get("count") != 0:
        yield f"{whose}：没有结果"
    if len(found) > 1 and "count" not in expect:
        yield f"{whose}：有 {len(found)} 个结果，{_apart(found)}"
        return
    for one in found:
        yield from (f"{whose}：{wrong}" for wrong in _differences(expect, one))


def _apart(found: list[Finding]) -> str:
    """By what several findings of a rule are told apart, and what could be written."""
    by = {
        "of": [one.subject for one in found],
        "period": [one.period.name if one.period else "" for one in found],
        "item": [one.item for one in found],
    }
    names = {key: list(dict.fromkeys(values)) for key, values in by.items()}
    shown = [f"{key}（{'、'.join(some[:MOST_SHOWN])}）" for key, some in names.items() if len(some) > 1]
    return f"请写明 {'和 '.join(shown)}" if shown else "请写明 of、period 或 item"


def _fits(expect: Mapping[str, Any], one: Finding) -> bool:
    period = one.period.name if one.period else ""
    wanted = str(expect.get("period", ""))
    same = (
        not wanted or wanted in (period, one.period.key if one.period else "") or _numbered(wanted) == _numbered(period)
    )
    return same and expect.get("of", one.subject) == one.subject and expect.get("item", one.item) == one.item


def _numbered(name: str) -> str:
    inner = name.removeprefix("第").removesuffix("周")
    try:
        return f"第{number_of(inner)}周" if name.startswith("第") and name.endswith("周") else name
    except ValueError:
        return name


def _by_period(expect: Mapping[str, Any], found: list[Finding], whose: str) -> Iterator[str]:
    met = [one for one in found if one.verdict == Verdict.MET]
    if "periods" in expect and len(found) != expect["periods"]:
        yield f"{whose}：应判 {expect['periods']} 段，判了 {len(found)} 段"
    if "periods_met" in expect and len(met) != expect["periods_met"]:
        yield f"{whose}：应有 {expect['periods_met']} 段达到，有 {len(met)} 段"
    if "not_met" in expect:
        wanted = {_numbered(name) for name in as_list(expect["not_met"])}
        lacking = {_numbered(one.period.name) for one in found if one.verdict == Verdict.NOT_MET and one.period}
        if wanted != lacking:
            yield f"{whose}：未达到的应是 {'、'.join(sorted(wanted)) or '无'}，是 {'、'.join(sorted(lacking)) or '无'}"


def _differences(expect: Mapping[str, Any], one: Finding) -> Iterator[str]:
    if "verdict" in expect and expect["verdict"] != one.verdict:
        yield f"应为 {expect['verdict']}，是 {one.verdict}（{'；'.join(one.missing) or one.fix or '；'.join(one.notes)}）"
    for name in NUMBERS:
        if name in expect and not _same(expect[name], getattr(one, name)):
            yield f"{name} 应为 {text(expect[name])}，是 {text(getattr(one, name)) or '无'}"
    if "level" in expect and expect["level"] != one.level:
        yield f"level 应为 {expect['level']}，是 {one.level or '无'}"
    if "missing" in expect and set(as_list(expect["missing"])) != set(one.missing):
        yield f"missing 应为 {'、'.join(as_list(expect['missing'])) or '无'}，是 {'、'.join(one.missing) or '无'}"
    if "note" in expect and not any(expect["note"] in note for note in one.notes):
        yield f"note 里没有“{expect['note']}”"
    if "due" in expect and as_date(expect["due"]) != one.due:
        yield f"due 应为 {expect['due']}，是 {one.due or '无'}"
    if "open" in expect and expect["open"] != one.open:
        yield f"open 应为 {str(expect['open']).lower()}"
    if "provisional" in expect:
        inner = one.provisional
        yield from (
            [f"暂列：{wrong}" for wrong in _differences(expect["provisional"], inner)] if inner else ["没有暂列的结果"]
        )
    yield from _readings(expect.get("readings", {}), one)


def _readings(expect: Mapping[str, Any], one: Finding) -> Iterator[str]:
    for name, wanted in expect.items():
        chosen = [alternative for alternative in one.alternatives if _named(name, alternative.readings)]
        if not chosen:
            yield f"没有读法 {name}"
        for alternative in chosen[:1]:
            if wanted == "none" or alternative.finding is None:
                if (wanted == "none") != (alternative.finding is None):
                    yield f"读法 {name}：应{'没有' if wanted == 'none' else '有'}结果"
            else:
                yield from (f"读法 {name}：{wrong}" for wrong in _differences(wanted, alternative.finding))


def _named(name: str, readings: tuple[tuple[str, str], ...]) -> bool:
    """Whether these are the readings meant: `A` where one point touches, `point=A,other=B` in any order else."""
    said = {f"{point}={key}" for point, key in readings}
    return set(name.split(",")) == said or (len(readings) == 1 and name == readings[0][1])


def _same(wanted: Number, found: Number | None) -> bool:
    return found is not None and fraction(wanted) == fraction(found)
