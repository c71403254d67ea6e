"""What the pages of a run show: the table of everybody, what is left to settle, what changed, ties by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from yanxiu.assessment import shown
from yanxiu.assessment.changes import reading_words
from yanxiu.assessment.histogram import Histogram, drawn
from yanxiu.assessment.models import Run, RunResult
from yanxiu.assessment.run_names import Named, Names, names_of
from yanxiu.assessment.runs import pack_of_run
from yanxiu.assessment.tally import OPEN, WORST, finals, is_tied, said_of
from yanxiu.policy.compiled import compiled
from yanxiu.policy.exact import text
from yanxiu.policy.explain import from_json
from yanxiu.policy.pack import Pack, Rule
from yanxiu.policy.words import VERDICT_WORDS, Finding, Verdict

WORDS: dict[str, str] = {**{str(verdict): words for verdict, words in VERDICT_WORDS.items()}, OPEN: "还差，没到期"}
SUBJECTS = {"group": "组", "school": "学校"}
SHOWN = 10  # changes told on the page; the workbook has more
MOST_UNMET = 6  # requirements named in one line of the table


@dataclass(frozen=True)
class Cell:
    """One figure of one person, a door to its explanation."""

    text: str
    href: str = ""
    state: str = ""
    label: str = ""


@dataclass(frozen=True)
class Row:
    """One person."""

    id: str
    named: Named
    cells: tuple[Cell, ...]
    grade: Cell | None = None
    unmet: tuple[Cell, ...] = ()
    counts: tuple[int, int] = (0, 0)
    raw: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settle:
    """One thing to settle before sealing, with the way there."""

    state: str
    icon: str
    title: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class RuleLine:
    """A rule and how many stand where under it."""

    title: str
    of: str  # whom it judges, if not people
    counts: tuple[tuple[str, int], ...]  # words, people
    bar: tuple[tuple[str, float, float], ...]  # css, x, width


@dataclass
class RunPage:
    """A run as its page shows it."""

    run: Run
    pack: Pack
    columns: list[Rule] = field(default_factory=list)

    @property
    def final(self) -> Rule | None:
        """The rule that grades people, if there is one."""
        return next((rule for rule in finals(self.pack) if rule.subject == "teacher" and rule.id in self._rules), None)

    @property
    def _rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = self.run.summary.get("rules", {})
        return rules

    @property
    def people(self) -> int:
        """How many people were judged."""
        return int(self.run.summary.get("people", {}).get("teacher", 0))

    def graded(self) -> list[tuple[dict[str, Any], Rule, Histogram]]:
        """Every rule that grades somebody, with its drawing."""
        found = []
        for one in self.run.summary.get("finals", []):
            drawing = drawn(one)
            if drawing:
                found.append((one, self.pack.rule(one["rule"]), drawing))
        return found

    def lines(self) -> Iterator[RuleLine]:
        """By rule: met, short, undefined, waiting; in the order of the pack."""
        for rule in self.pack.rules:
            counts = self._rules.get(rule.id)
            if counts and rule.kind not in ("total", "bands", "cap", "classify") and set(counts) != {"not_applicable"}:
                yield _rule_line(rule, counts)

    def to_settle(self) -> list[Settle]:
        """What stands in the way of sealing."""
        return [_settle(one, self) for one in self.run.summary.get("open", [])]

    def lacking(self) -> list[Settle]:
        """What may stay if whoever seals says so."""
        return [_lacking(one, self) for one in self.run.summary.get("lacking", [])]

    def readings(self) -> list[tuple[str, str]]:
        """How the unit reads the points its grades rest on, as it stood: question, reading."""
        if self.final is None:
            return []
        ruled = self.run.basis["rulings"]
        named = [name for name in compiled(self.pack).points(self.final.id) if name in ruled]
        return [(self.pack.points[name].question, reading_words(self.pack, name, ruled[name])) for name in named]

    def items(self) -> list[Rule]:
        """Columns of the table: items of the scale, then what they come to."""
        kinds = ("score", "total")
        return [
            rule for kind in kinds for rule in self.pack.rules
            if rule.kind == kind and rule.subject == "teacher" and rule.id in self._rules
        ]  # fmt: skip

    def rows(self, results: Iterable[RunResult], names: Names) -> Iterator[Row]:
        """The table's lines."""
        items, final = self.items(), self.final
        for result in results:
            yield _row(self, result, names.of(result.subject_id), items, final)


def page_of(run: Run) -> RunPage:
    """A run ready to be shown."""
    return RunPage(run, pack_of_run(run))


def _row(page: RunPage, result: RunResult, named: Named, items: Sequence[Rule], final: Rule | None) -> Row:
    by_rule: dict[str, list[Finding]] = {}
    for one in result.findings:
        by_rule.setdefault(one["rule"], []).append(from_json(one))
    cells = tuple(_cell(page, by_rule.get(rule.id), result, named) for rule in items)
    grade = _cell(page, by_rule.get(final.id), result, named) if final else None
    worst = [min(found, key=lambda one: WORST.index(said_of(one))) for found in by_rule.values()]
    duties = [
        one for one in worst if page.pack.rule(one.rule).kind not in ("score", "total", "bands", "cap", "classify")
    ]
    short = [one for one in duties if one.verdict == Verdict.NOT_MET]
    unmet = tuple(_cell(page, [one], result, named, title=True) for one in short[:MOST_UNMET])
    last = shown.judged_as(by_rule[final.id][-1]) if final and final.id in by_rule else None
    return Row(
        str(result.subject_id),
        named,
        cells,
        grade,
        unmet,
        (sum(one.verdict == Verdict.MET for one in duties), len(short)),
        text(last.measured) if last else "",
        last.notes if last else (),
    )


def _cell(page: RunPage, found: list[Finding] | None, result: RunResult, named: Named, *, title: bool = False) -> Cell:
    if not found or found[-1].verdict == Verdict.NOT_APPLICABLE:
        return Cell("—")
    one = found[-1]
    said = shown.judged_as(one)
    figure = _grade(said) if page.pack.rule(one.rule).kind in ("bands", "cap") else _points(said)
    href = shown.href(page.pack, one, result.subject_kind, run=str(page.run.pk))
    state = "ruling" if one.verdict == Verdict.NEEDS_RULING else "none" if said.verdict in shown.UNTOLD else ""
    return Cell(one.title if title else figure, href, state, f"{named.name}，{one.title} {figure}，看怎么算")


def _grade(said: Finding) -> str:
    return said.level or ("并列待定" if is_tied(said) else VERDICT_WORDS[said.verdict])


def _points(said: Finding) -> str:
    return text(said.amount) if said.amount is not None else VERDICT_WORDS[said.verdict]


def _rule_line(rule: Rule, counts: dict[str, int]) -> RuleLine:
    asked = [(name, counts[name]) for name in reversed(WORST) if counts.get(name) and name != Verdict.NOT_APPLICABLE]
    total, bar, x = sum(n for _, n in asked), [], 0.0
    for name, n in asked:
        wide = round(160 * n / total, 1)
        bar.append((f"vb-{name}", round(x, 1), wide))
        x += wide
    said = tuple((WORDS[name], n) for name, n in asked)
    return RuleLine(rule.title, SUBJECTS.get(rule.subject, ""), said, tuple(bar))


def _settle(one: dict[str, Any], page: RunPage) -> Settle:
    people = f"{one['people']} 人" if page.people else f"{one['people']} 个对象"
    if one["what"] == "tie":
        title = f"名额线并列 {one['people']} 人，余 {one['left']} 个名额"
        later = f"有 {one['waiting']} 人的等级待裁定，先裁定，再议并列。"
        words = later if one["waiting"] else "在本页“并列怎么定”里，由领导小组定。"
        return Settle("due", "users", title, words, "" if one["waiting"] else "#tie")
    if one["what"] == "undefined":
        rule = page.pack.rule(one["rule"])
        missing = "；".join(one["missing"]) or "原文没有写"
        return Settle("ruling", "flag", f"“{rule.title}”算不出来", f"涉及 {people}：{missing}。")
    point = page.pack.points[one["point"]]
    href = reverse("regulations:ruling", args=[page.run.adoption_id, point.id])
    words = f"待裁定，涉及 {people}。" if one["what"] == "ruling" else f"原文没有写这个数，要本单位定，涉及 {people}。"
    reading = point.reading(point.recommended) if point.recommended else None
    more = f"现在先这样读：{reading.label}。" if reading and one["what"] == "ruling" else ""
    return Settle("ruling", "flag", point.question, words + more, href)


def _lacking(one: dict[str, Any], page: RunPage) -> Settle:
    rule = page.pack.rule(one["rule"])
    if rule.kind == "score":
        href = reverse("assessment:scores", args=[page.run.adoption_id, rule.id])
        return Settle("wait", "pencil", f"“{rule.title}”{one['people']} 人还没有评分", "到评分页按名单填。", href)
    return Settle(
        "wait", "user-question", f"{one['people']} 人没有“{rule.title}”", "缺分项，或资料里缺判断要用的栏目。"
    )


def tied_by_group(page: RunPage) -> dict[str, Any] | None:
    """People at the line, by group and never in an order of merit; None where nobody is tied, or a ruling comes first."""
    tied = (one for one in page.run.summary.get("finals", []) if one["tied"] and not one["waiting"])
    final = next(tied, None)
    if final is None:
        return None
    results = list(RunResult.objects.filter(run=page.run, subject_id__in=final["tied"]))
    names = names_of(page.run.school, final["tied"], page.run.as_of)
    rows = sorted(page.rows(results, names), key=lambda row: row.named.order)
    return {
        "rule": page.pack.rule(final["rule"]), "rows": rows, "items": page.items(), "left": final["places"] - final["taken"],
        "final": final,
    }  # fmt: skip


def changed(page: RunPage) -> dict[str, Any]:
    """Differences to the run before, with names."""
    told = dict(page.run.summary.get("changes") or {})
    if not told:
        return {}
    ids = [*(row["subject"] for row in told["rows"]), *told["joined"][:50], *told["left"][:50]]
    names = names_of(page.run.school, ids, page.run.as_of)
    told["rows"] = [row | {"name": names.of(row["subject"]).name} for row in told["rows"]]
    told["joined"] = [names.of(id).name for id in told["joined"][:50]]
    told["left"] = [names.of(id).name for id in told["left"][:50]]
    told["more"] = told["people"] - min(len(told["rows"]), SHOWN)
    return told


def steps(run: Run) -> list[dict[str, Any]]:
    """取数 → 裁定 → 议定 → 封存."""
    open_ = [one["what"] for one in run.summary.get("open", [])]
    done = [run.is_ready, run.is_ready and not set(open_) - {"tie"}, run.is_ready and "tie" not in open_, run.is_sealed]
    words = ["取数试算", "裁定补齐", "并列议定", "封存"]
    first = next((n for n, one in enumerate(done) if not one), len(done))
    shown = [
        {"label": word, "done": one and n < first, "current": n == first, "url": ""}
        for n, (word, one) in enumerate(zip(words, done, strict=True))
    ]
    capped = any(one["top"] for one in run.summary.get("finals", []))
    return shown if capped else [shown[0], shown[1], shown[3] | {"current": first in (2, 3)}]
