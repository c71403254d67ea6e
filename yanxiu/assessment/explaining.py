"""One finding opened: the figure, what would fix it, the arithmetic, the clauses, the records, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse

from yanxiu.assessment import shown
from yanxiu.assessment.facts import OWNERS
from yanxiu.assessment.standing import Part
from yanxiu.kernel.terms import label
from yanxiu.org.models import Appointment, GroupMembership, Person, School
from yanxiu.org.models.units import in_force
from yanxiu.policy.evaluate import recommended
from yanxiu.policy.evidence import evidence
from yanxiu.policy.facts import Record, RecordFacts
from yanxiu.policy.kinds.base import cites
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack, RecordKind
from yanxiu.policy.words import Finding, Verdict
from yanxiu.regulations.attending import ATTENDANCE, LEAVE, PRESENT
from yanxiu.regulations.attending import said as in_words
from yanxiu.regulations.records import KeptRecord, RecordState, house_of

THIS_TERM = "本学期"
SHOWN = 20  # records listed before "其余"
OTHERS = {
    "week": "周",
    "fortnight": "双周",
    "month": "月",
    "term": "学期",
    "school_year": "学年",
    "calendar_year": "年",
}


@dataclass(frozen=True)
class Basis:
    """A clause as quoted, and where it stands."""

    quote: str
    cite: str


@dataclass(frozen=True)
class Evidence:
    """A record behind a figure; `why` says why it was not counted."""

    day: date
    title: str
    href: str
    why: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class Reading:
    """What the finding would be under one reading of its open points."""

    words: str
    result: str
    recommended: bool
    why: str = ""


@dataclass(frozen=True)
class Explanation:
    """Everything a page or a drawer shows of one finding."""

    finding: Finding
    title: str
    n: str
    of: str
    state: str
    verdict: str
    until: str
    lines: list[dict[str, str]]
    fixes: list[tuple[str, str, str]]
    basis: list[Basis]
    readings: list[Reading]
    counted: list[Evidence] = field(default_factory=list)
    left_out: list[Evidence] = field(default_factory=list)
    periods: list[tuple[str, str, str, bool]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def note(self) -> str:
        """未计入 2 条，已计入 13 条."""
        said = (("未计入", len(self.left_out)), ("已计入", len(self.counted)))
        return "，".join(f"{words} {number} 条" for words, number in said if number)

    @property
    def other_periods(self) -> str:
        """What the row of the rule's other periods is called."""
        period = self.finding.period
        return f"别的{OTHERS.get(period.kind, '各项')}" if period else "别的各项"

    @property
    def rest(self) -> int:
        """Counted records beyond those listed."""
        return max(0, len(self.counted) - SHOWN)

    @property
    def listed(self) -> list[Evidence]:
        """Counted records that are listed."""
        return self.counted[:SHOWN]


def explain(
    pack: Pack,
    found: Finding,
    *,
    name: str,
    kind: str,
    others: Iterable[Finding] = (),
    term: str = "",
    own: bool = True,
) -> Explanation:
    """What can be said from the finding alone; records are added by `with_records`.

    `term` is the name of the term that runs, said as 本学期; only who reads of oneself (`own`) is led to what to write.
    """
    found = _in_plain_words(found, term)
    said = shown.judged_as(found)
    n, of = shown.figure_of(said)
    period = found.period.name if found.period and found.period.name else ""
    return Explanation(
        finding=found,
        title=" · ".join(part for part in (name, found.title, period) if part),
        n=n,
        of=of.replace("/", "/ ", 1),
        state=shown.state_of(found),
        verdict="待裁定" if found.verdict == Verdict.NEEDS_RULING else shown.gap_of(found),
        until=_until(found, said),
        lines=list(_lines(said)),
        fixes=[(words, door if own else "", act) for words, door, act in _fixes(pack, said)],
        basis=list(_basis(pack, found)),
        readings=list(_readings(pack, found)),
        periods=list(_periods(pack, found, others, kind)),
    )


def _in_plain_words(found: Finding, term: str) -> Finding:
    """The finding with the running term called 本学期, in its steps too."""
    if not term:
        return found
    period = replace(found.period, name=THIS_TERM) if found.period and found.period.name == term else found.period
    steps = tuple(replace(step, text=step.text.replace(term, THIS_TERM)) for step in found.steps)
    provisional = _in_plain_words(found.provisional, term) if found.provisional else None
    return replace(found, period=period, steps=steps, provisional=provisional)


def _until(found: Finding, said: Finding) -> str:
    gap = shown.gap_of(found)
    parts = ["，".join(part for part in ("先按建议读法算", gap) if part) if found.provisional else "", *said.notes]
    if said.due and said.verdict == Verdict.NOT_MET:
        parts.append(f"{'截止' if found.open else '到期'} {label(said.due, None)}")
    return "；".join(part for part in parts if part)


def _lines(found: Finding) -> Iterator[dict[str, str]]:
    steps = list(found.steps)
    for number, step in enumerate(steps):
        words, _, value = step.text.partition("：")
        kind = "sum" if number == len(steps) - 1 and len(steps) > 2 else ""
        yield {"label": words if value else step.text, "value": value, "kind": kind}


def _fixes(pack: Pack, found: Finding) -> Iterator[tuple[str, str, str]]:
    if pack.rule(found.rule).kind == "score" and shown.lost_points(found):
        return  # the arithmetic says where; what is incomplete is told beside the records
    if found.fix and found.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE):
        kinds = [kind for need in found.needs[:1] for kind in need.records if kind in pack.records]
        target = pack.records[kinds[0]] if kinds else None
        door = entry_address(kinds[0]) if target and target.by == "self" and _more_would_do(pack, found) else ""
        yield found.fix, door, f"写{target.title}" if target and door else ""


def _more_would_do(pack: Pack, found: Finding) -> bool:
    """Whether one more record is a way out: what is unfinished is finished, not begun anew."""
    return found.verdict == Verdict.NOT_MET and pack.rule(found.rule).kind in ("quota", "coverage")


def _basis(pack: Pack, found: Finding) -> Iterator[Basis]:
    cited = [id for step in shown.judged_as(found).steps for id in step.cite.split("、") if id in pack.clauses]
    general = cites(pack.rule(found.rule).body.get("cite"))
    for id in dict.fromkeys([*cited, *general] if cited else found.clauses):
        clause = pack.clauses.get(id)
        if clause:
            source = pack.sources.get(clause.source, {})
            place = " · ".join(part for part in (f"《{source.get('title', pack.title)}》{clause.place}",) if part)
            yield Basis(clause.quote, place)


def _readings(pack: Pack, found: Finding) -> Iterator[Reading]:
    if found.verdict != Verdict.NEEDS_RULING:
        return
    for one in found.alternatives:
        chosen = [(pack.points[point], pack.points[point].reading(key)) for point, key in one.readings]
        words = "；".join(reading.label for _, reading in chosen if reading)
        advised = all(reading and point.recommended == reading.key for point, reading in chosen)
        why = "；".join(reading.why for _, reading in chosen if reading and reading.why)
        yield Reading(words, shown.in_short(one.finding) if one.finding else "没有这一项", advised, why)


def _periods(pack: Pack, found: Finding, others: Iterable[Finding], kind: str) -> Iterator[tuple[str, str, str, bool]]:
    kept = [one for one in others if one.verdict != Verdict.NOT_APPLICABLE]
    if len(kept) > 1:
        for one in kept:
            name = one.period.name if one.period else one.item
            yield name, shown.state_of(one), shown.href(pack, one, kind), one.key == found.key


def entry_address(kind: str) -> str:
    """Where a teacher enters a record of this kind; "" when no room offers it."""
    model = house_of(kind)
    return reverse(model.entry, args=[kind] if model is house_of("*") else []) if model.entry else ""


def record_address(record: KeptRecord) -> str:
    """The record's own page; "" when its room has none."""
    return reverse(record.shown_at, args=[record.pk]) if record.shown_at else ""


def with_records(part: Part, said: Explanation, school: School, subject: Any, *, open_leave: bool) -> Explanation:
    """The explanation with the records behind it: those counted and those not, with the reason.

    Without `open_leave` of a leave only that it was one is said: its kind is between the teacher and the office.
    """
    bench, found = part.bench, shown.judged_as(said.finding)
    rows = {str(row.pk): row for row in _kept(bench.pack, found, school, subject, part.kind) if row.on <= bench.on}
    records = [Record(id, row.kind, found.subject, row.on, row.values) for id, row in rows.items()]
    rulings = {**recommended(bench.pack), **bench.regulation.rulings}
    facts = RecordFacts([part.facts.subject], records, start=bench.start)
    behind = evidence(bench.pack, facts, found, calendar=bench.judged.calendar, rulings=rulings)
    counted = [(rows[one.id], _lacks(bench.pack, found, rows[one.id])) for one in reversed(behind.counted)]
    said.counted.extend(_shown(row, bench.pack, lacks) for row, lacks in counted)
    if any(lacks for _, lacks in counted):
        said.fixes.append(("把下面标出的缺项补上，分数会重新算。", "", ""))
    for one in behind.not_counted:
        row = rows[one.record.id]
        why = "请假" if LEAVE in row.values and not open_leave else "；".join(one.reasons)
        said.left_out.append(_shown(row, bench.pack, why))
    return said


def tells_leave(part: Part, found: Finding) -> bool:
    """Whether the finding itself names what a single attendance counts as, its kind of leave with it."""
    rule = part.bench.pack.rule(found.rule)
    return rule.kind == "classify" and ATTENDANCE in as_list(rule.body.get("records"))


def _kept(pack: Pack, found: Finding, school: School, subject: Any, kind: str) -> Iterator[KeptRecord]:
    kinds = list(dict.fromkeys(name for need in found.needs for name in need.records if name in pack.records))
    owner = OWNERS.get(kind)
    for model in dict.fromkeys(house_of(name) for name in kinds):
        rows = model.objects.filter(school=school, state=RecordState.KEPT, kind__in=kinds)
        rows = rows.filter(**{owner: subject.pk} if owner else {"person__isnull": True, "group__isnull": True})
        if found.period and found.period.kind != "once":
            rows = rows.filter(on__range=(found.period.first, found.period.last))
        yield from rows.order_by("-on", "pk")


def _shown(row: KeptRecord, pack: Pack, why: str = "") -> Evidence:
    return Evidence(row.on, _title(row, pack), record_address(row), why, "补录" if row.backdated else "")


def _title(row: KeptRecord, pack: Pack) -> str:
    """What it was about: the last of its short lines; of what the office registers also what it registered."""
    kind = pack.records.get(row.kind)
    if kind is None:
        return row.kind
    lines = [str(row.texts[one.id]) for one in kind.fields if one.type == "text" and row.texts.get(one.id)]
    words = lines[-1].removesuffix(f"（{row.on.isoformat()}）") if lines else kind.title
    return " · ".join(filter(None, [words, _registered(kind, row) if kind.by == "office" else ""]))


def _registered(kind: RecordKind, row: KeptRecord) -> str:
    """Flags and numbers in words; of a leave only that it was one: which is between the teacher and the office."""
    told = {name: value for name, value in row.marks.items() if name not in (LEAVE, PRESENT)}
    if LEAVE in row.values:
        return "请假"
    return "、".join(in_words(kind, told or row.marks))


def _lacks(pack: Pack, found: Finding, row: KeptRecord) -> str:
    """Parts of a counted record for whose lack points are taken off."""
    asked = [
        name for need in found.needs if need.take == "missing" and row.kind in need.records for name in need.fields
    ]
    missing = [pack.field_title((row.kind,), name) for name in dict.fromkeys(asked) if name not in row.values]
    return f"缺{'、'.join(f'“{title}”' for title in missing)}" if missing else ""


def whom_to_ask(person: Person, school: School, on: date) -> list[str]:
    """Names of who can help: the leaders of the person's groups at the school; one read."""
    groups = GroupMembership.objects.filter(in_force(on), person=person, group__school=school).values("group_id")
    found = Appointment.objects.filter(in_force(on), group_id__in=groups).exclude(person=person)
    rows = found.select_related("person", "post").order_by("post__position", "person__name_key", "pk")
    return list(dict.fromkeys(f"{one.post.title}{one.person.name}" for one in rows))
