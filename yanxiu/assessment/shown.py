"""Findings as a person reads them: a short list of requirements, a scale with its items, what waits for a ruling.

Nothing is judged here; every figure stands in a finding and leads to its explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from yanxiu.policy.exact import fraction, text, tidy
from yanxiu.policy.pack import Pack, Point
from yanxiu.policy.words import VERDICT_WORDS, Finding, Number, Verdict

AMOUNTS = ("quota", "coverage", "attempts", "limit")
PAPERS = ("complete", "deadline")
ITEMS = ("score",)
RESULTS = ("total", "bands", "cap", "gate")
LAST = {**dict.fromkeys(RESULTS, 1), "classify": 2}
REPEATED = ("week", "fortnight", "month")
UNTOLD = (Verdict.NOT_ENOUGH_FACTS, Verdict.UNDEFINED)
BRIEF = 6  # characters that may stand in place of a figure: 还没有交
NAMED = 2  # missing periods said by name
APART = "不加进总分"  # an item the reading in force leaves out of the total
RECORDS = "条"  # of what has no unit of its own, records are counted
COUNTED = {"week": "周", "fortnight": "个双周", "month": "个月"}


@dataclass(frozen=True)
class Line:
    """One requirement: the figure, what is missing, and the door to its explanation.

    `state` is done, due (time is left), late, ruling or na; `boxes` one sign a period where it comes again;
    `brief` is the gap as a table has room for it.
    """

    rule: str
    name: str
    n: str
    of: str
    gap: str
    state: str
    href: str
    value: str | None = None
    max: str | None = None
    boxes: tuple[str, ...] = ()
    note: str = ""
    brief: str = ""
    due: bool = False
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def until(self) -> date | None:
        """The day by which what is lacking can still be done."""
        return next((one.due for one in reversed(self.findings) if _runs_out(one)), None)

    @property
    def over(self) -> bool:
        """Whether something was done that should not be, or late: nothing that could still be handed in."""
        shown = judged_as(self.findings[-1])
        return shown.verdict == Verdict.NOT_MET and (_at_most(shown) or _is_over(shown))

    @property
    def spoken(self) -> str:
        """What a cadence says to who cannot see it."""
        return f"{self.name} {self.n}{self.of}，{self.gap}"


def judged_as(found: Finding) -> Finding:
    """The finding to show: under an open point the one under the recommended reading, if there is one."""
    return found.provisional or found if found.verdict == Verdict.NEEDS_RULING else found


def state_of(found: Finding) -> str:
    """The meaning a finding has: done, due, late, ruling, na."""
    if found.verdict == Verdict.NEEDS_RULING:
        return "ruling"
    if found.verdict == Verdict.MET:
        return "done"
    if found.verdict == Verdict.NOT_MET:
        return "due" if found.open else "late"
    return "na"


def href(pack: Pack, found: Finding, kind: str, **more: str) -> str:
    """Where a finding is explained."""
    asked = {"p": found.period.key if found.period else "", "i": found.item, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    path = reverse("assessment:explain", args=[kind, found.subject, pack.id, found.rule])
    return f"{path}?{query}" if query else path


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings of each rule that applies, in the order of the pack."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if one.verdict != Verdict.NOT_APPLICABLE:
            found.setdefault(one.rule, []).append(one)
    return found


def lines(pack: Pack, findings: Iterable[Finding], kinds: Sequence[str], kind: str = "teacher") -> list[Line]:
    """One line a rule of these kinds, in the order of the pack."""
    grouped = by_rule(findings)
    return [line(pack, found, kind) for id, found in grouped.items() if pack.rule(id).kind in kinds]


def line(pack: Pack, found: list[Finding], kind: str = "teacher") -> Line:
    """The line of one rule: a single period, or one that comes again."""
    repeated = [one for one in found if one.period and one.period.kind in REPEATED]
    return _again(pack, repeated, kind) if len(repeated) > 1 else _once(pack, _plainest(found), kind)


def _plainest(found: list[Finding]) -> Finding:
    """Of several findings of a rule (one a reading's period, one a record) the one that asks most of its reader."""
    order = {"late": 0, "due": 1, "ruling": 2, "na": 3, "done": 4}
    return min(found, key=lambda one: (judged_as(one).verdict == Verdict.NEEDS_RULING, order[state_of(one)]))


def _once(pack: Pack, found: Finding, kind: str) -> Line:
    shown = judged_as(found)
    n, of = figure_of(shown)
    at_least = shown.measured is not None and shown.required and not _at_most(shown)
    gap, note = gap_of(found), _note(found)
    return Line(
        found.rule, found.title, n, of, "" if shown.measured is None and gap and gap in note else gap, state_of(found), href(pack, found, kind),
        value=text(min(shown.measured, shown.required, key=fraction)) if at_least and shown.measured is not None and shown.required else None,
        max=text(shown.required) if at_least else None, note=note, due=_runs_out(found), brief=gap, findings=(found,),
    )  # fmt: skip


def _again(pack: Pack, found: list[Finding], kind: str) -> Line:
    shown = [judged_as(one) for one in found]
    met = [one for one in shown if one.verdict == Verdict.MET]
    missed = [one for one in shown if one.verdict == Verdict.NOT_MET and not one.open]
    running = [one for one in shown if one.verdict == Verdict.NOT_MET and one.open]
    asked = [one for one in shown if one.verdict in (Verdict.MET, Verdict.NOT_MET)]
    ruling = any(one.verdict == Verdict.NEEDS_RULING for one in found)
    state = "ruling" if ruling else "late" if missed else "due" if running else "done" if asked else "na"
    first = found[0].period
    assert first is not None
    of = f"/{len(asked)} {COUNTED[first.kind]}" if asked else ""
    opened = (running or missed or [found[-1]])[-1]
    target = next(one for one, said in zip(found, shown, strict=True) if said is opened or one is opened)
    said = _missed(missed, running, COUNTED[first.kind]) if asked else [_untold(found[-1])]
    return Line(
        found[0].rule, found[0].title, str(len(met)) if asked else "—", of, "；".join(said), state, href(pack, target, kind),
        boxes=tuple(_box(one) for one in shown), note=_note(target), due=bool(running), brief=said[0], findings=tuple(found),
    )  # fmt: skip


def _missed(missed: list[Finding], running: list[Finding], of: str) -> list[str]:
    """What is missing of what is over, then of what still runs; 都够了 when nothing is."""
    names = [one.period.name for one in missed if one.period]
    said = "、".join(names) + "缺" if 0 < len(names) <= NAMED else f"缺 {len(names)} {of}" if names else ""
    now = next((f"{one.period.name}{gap_of(one)}" for one in running if one.period), "")
    return [part for part in (said, now) if part] or ["都够了"]


def _box(found: Finding) -> str:
    if found.verdict == Verdict.MET:
        return "done"
    if found.verdict == Verdict.NOT_MET:
        return "none" if found.open else "miss"
    return "skip"


def figure_of(found: Finding) -> tuple[str, str]:
    """The figure and what follows it: ("13", "/15 节"), ("良好", ""); a bare yes or no has none."""
    if found.verdict in UNTOLD and found.amount is None and found.measured is None:
        return "—", ""
    if found.level:
        return found.level, ""
    n = found.amount if found.amount is not None else found.measured
    if n is None:
        lacking = next((words for words in found.missing if len(words) <= BRIEF), "不符合")
        return {Verdict.MET: "符合", Verdict.NOT_MET: lacking}.get(found.verdict, VERDICT_WORDS[found.verdict]), ""
    unit = f" {found.unit}" if found.unit else ""
    if found.required is None or _at_most(found):
        return text(n), unit
    return text(n), f"/{text(found.required)}{unit}"


def _at_most(found: Finding) -> bool:
    """Whether the rule sets an upper bound: less is better."""
    if found.measured is None or found.required is None or found.amount is not None:
        return False
    more = fraction(found.measured) > fraction(found.required)
    return more if found.verdict == Verdict.NOT_MET else fraction(found.required) == 0


def _is_over(found: Finding) -> bool:
    """Whether more was spent than there is."""
    if found.amount is None or found.measured is None or found.required is None:
        return False
    return fraction(found.measured) > fraction(found.required)


def gap_of(found: Finding) -> str:
    """What is lacking, in two or three words."""
    shown = judged_as(found)
    if shown.verdict in UNTOLD or shown.verdict == Verdict.NEEDS_RULING:
        return _untold(shown)
    if shown.level or (shown.verdict == Verdict.MET and (shown.measured is None or shown.amount is not None)):
        return ""  # a grade or a sum says itself all there is to say
    if shown.verdict == Verdict.MET:
        return "没有" if _at_most(shown) else "够了"
    if shown.short is None:
        return _lost(shown) or (shown.missing[0] if shown.missing else VERDICT_WORDS[shown.verdict])
    short = f"{text(shown.short)} {shown.unit or RECORDS}"
    if _at_most(shown):
        return shown.missing[0] if shown.missing else f"多 {short}"
    if _is_over(shown):
        return f"超出 {short}"
    return f"{'还差' if shown.open else '差'} {short}"


def _lost(found: Finding) -> str:
    """What an item of a scale lost, or which paper it waits for; "" for what is no item."""
    if found.amount is None or found.required is None:
        return ""
    if found.missing and not lost_points(found):
        return f"缺{found.missing[0]}"
    return f"扣 {text(tidy(fraction(found.required) - fraction(found.amount)))} {found.unit}".rstrip()


def lost_points(found: Finding) -> bool:
    """Whether something was taken off."""
    return any(_took_off(step.amount) for step in found.steps if step.cite)


def _untold(found: Finding) -> str:
    return {Verdict.UNDEFINED: "制度没写", Verdict.NEEDS_RULING: "待裁定"}.get(found.verdict, "记录不足")


def _note(found: Finding) -> str:
    shown = judged_as(found)
    if shown.verdict == Verdict.UNDEFINED:
        return f"{'；'.join(shown.missing)}，原文没有写。"
    if shown.verdict == Verdict.NOT_ENOUGH_FACTS:
        return shown.fix or f"缺{'、'.join(shown.missing)}。"
    return shown.fix if shown.verdict == Verdict.NOT_MET else "；".join(shown.notes) if shown.measured is None else ""


def _runs_out(found: Finding) -> bool:
    return found.open and judged_as(found).verdict == Verdict.NOT_MET


@dataclass(frozen=True)
class Item:
    """One item of a scale: its points so far, what was taken off, or that it is not due."""

    name: str
    n: str
    of: str
    href: str
    off: str = ""
    state: str = ""


@dataclass(frozen=True)
class Scale:
    """A total with its items: its own figure with `note` on how it comes about, or, as long as an item cannot be told,
    the sum of the others; `later` says so.
    """

    name: str
    n: str
    of: str
    href: str
    items: tuple[Item, ...]
    later: str = ""
    state: str = ""
    note: str = ""


def scales(pack: Pack, findings: Iterable[Finding], kind: str = "teacher") -> list[Scale]:
    """Every total of the pack with the items it adds, then items no total adds."""
    grouped = by_rule(findings)
    found = [_scale(pack, grouped, id, kind) for id in grouped if pack.rule(id).kind == "total"]
    return [one for one in found if one.items]


def _scale(pack: Pack, grouped: dict[str, list[Finding]], id: str, kind: str) -> Scale:
    total = grouped[id][-1]
    parts = [grouped[name][-1] for name in pack.rule(id).refers if name in grouped and pack.rule(name).kind in ITEMS]
    later = [one for one in parts if _not_due(one)]
    whole, asked = judged_as(total), href(pack, total, kind)
    added = {step.text.partition("：")[0] for step in whole.steps}
    apart = [one for one in parts if whole.amount is not None and one.title not in added]
    told = [judged_as(one) for one in parts if one not in later and one not in apart]
    counted = [one for one in told if one.amount is not None]
    n, of = _sum(one.amount for one in counted), _sum(one.required for one in counted)
    items = tuple(_item(pack, one, kind, one in later, one in apart) for one in parts)
    if not later and whole.amount is not None and whole.required is not None:
        note = (
            "" if (n, of) == (whole.amount, whole.required) else f"{len(counted)} 项合计 {text(n)}/{text(of)}，再折算"
        )
        figure = text(whole.amount), f"/{text(whole.required)} {total.unit}".rstrip()
        return Scale(total.title, *figure, asked, items, "", state_of(total), note)
    figure = (text(n), f"/{text(of)} {total.unit}".rstrip()) if counted else ("—", "")
    return Scale(total.title, *figure, asked, items, _partly(later, told), state_of(total))


def _partly(later: list[Finding], told: list[Finding]) -> str:
    """Why the sum so far is not yet the total."""
    lacking = [one.title for one in told if one.amount is None]
    parts = [
        f"{'、'.join(one.title for one in later)}还没交" if later else "",
        f"{'、'.join(lacking)}还没有分" if lacking else "",
    ]
    return "；".join(part for part in parts if part) + "，先不算"


def _sum(numbers: Iterable[Number | None]) -> Number:
    return tidy(sum((fraction(one) for one in numbers if one is not None), start=Fraction(0)))


def _not_due(found: Finding) -> bool:
    """An item whose paper has not come while there is still time."""
    return found.open and bool(found.missing) and not lost_points(found)


def _took_off(amount: Number | None) -> bool:
    return amount is not None and fraction(amount) < 0


def _item(pack: Pack, found: Finding, kind: str, later: bool, apart: bool) -> Item:
    shown = judged_as(found)
    of = f"/{text(shown.required)}" if shown.required is not None else ""
    if later or shown.amount is None:
        return Item(
            found.title, "—", of, href(pack, found, kind), "还没交" if later else _untold(shown), state_of(found)
        )
    off = "；".join(_off(step.text) for step in shown.steps if _took_off(step.amount))
    off = off or (_lost(shown) if shown.verdict == Verdict.NOT_MET else "")
    off = "；".join(part for part in (off, APART if apart else "") if part)
    return Item(found.title, text(shown.amount), of, href(pack, found, kind), off, state_of(found))


def _off(words: str) -> str:
    """迟到、间缺、早退：1 × 每次 -0.5，共 -0.5 分 → 迟到、间缺、早退 −0.5."""
    title, _, rest = words.partition("：")
    points = rest.rsplit(" ", 2)[-2] if rest.endswith("分") else ""
    return f"{title} {points.replace('-', '−')}".strip()


@dataclass(frozen=True)
class OpenPoint:
    """An open point as it touches somebody: the question, and the figure under each reading."""

    point: Point
    title: str
    readings: tuple[tuple[str, str, bool], ...]

    @property
    def differs(self) -> bool:
        """Whether the readings come to different figures."""
        return len({result for _, result, _ in self.readings}) > 1


def open_points(pack: Pack, findings: Iterable[Finding]) -> list[OpenPoint]:
    """Points that touch these findings, each once, shown on the first figure that differs by them, else on the first;
    what rests on other figures comes after them, what a record counts as is no figure and comes last."""
    found: dict[str, OpenPoint] = {}
    grouped = by_rule(findings)
    for _, rows in sorted(grouped.items(), key=lambda one: LAST.get(pack.rule(one[0]).kind, 0)):
        touched = [one for one in rows if one.verdict == Verdict.NEEDS_RULING]
        for name in dict.fromkeys(name for one in touched for name in one.points):
            if name not in found or not found[name].differs:
                point = pack.points[name]
                told = OpenPoint(point, touched[0].title, tuple(_readings(point, touched)))
                found[name] = told if told.differs or name not in found else found[name]
    return list(found.values())


def _readings(point: Point, found: list[Finding]) -> Iterable[tuple[str, str, bool]]:
    """(reading in words, result, recommended) of one rule; a reading that judges other periods has its own finding."""
    for reading in point.readings:
        fitting = [
            one.finding
            for finding in found
            for one in finding.alternatives
            if dict(one.readings).get(point.id) == reading.key and one.finding
        ]
        yield reading.label, in_short(fitting[-1]) if fitting else "没有这一项", reading.key == point.recommended


def in_short(found: Finding) -> str:
    """13 节，差 2 节; 良好; 待裁定."""
    n, of = figure_of(found)
    gap = gap_of(found)
    figure = f"{n}{of.replace('/', ' / ') if of.startswith('/') else of}" if n != "—" else ""
    return "，".join(part for part in (figure, "" if found.level else gap) if part)
