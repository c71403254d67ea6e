"""Two runs compared: who changed, from what to what, and which facts, rulings or days differ.

Worked out from the two snapshots alone. A result whose facts and basis are the same and which differs only in a rule
that sees everybody differs because of others; nothing is ever guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from yanxiu.assessment.models import Run, RunResult, RunState
from yanxiu.assessment.snapshot import Json
from yanxiu.assessment.streaming import chunks
from yanxiu.kernel.terms import label
from yanxiu.policy.compiled import compiled
from yanxiu.policy.exact import text
from yanxiu.policy.kinds.cap import DECISION, TIED
from yanxiu.policy.kinds.score import MANUAL
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import VERDICT_WORDS, Verdict

MOST = 200  # people whose changes are told one by one
OWN_KINDS = {MANUAL: "评分", DECISION: "同分议定"}
FIRST = ("cap", "bands", "total", "score")
Said = dict[str, Any]


def before(run: Run) -> Run | None:
    """The run this one is compared with: the last finished one of the same regulation and term."""
    same = Run.objects.filter(school=run.school_id, term=run.term_id, adoption__pack=run.adoption.pack)
    ready = same.filter(state__in=(RunState.PREVIEW, RunState.SEALED), number__lt=run.number)
    return ready.select_related("version").defer("version__texts").order_by("-number").first()


def changes(run: Run, pack: Pack, basis: Json) -> dict[str, Any]:
    """What changed since the run before, as stored with the run; empty without one."""
    old = before(run)
    if old is None:
        return {}
    was, now = _digests(old), _digests(run)
    general = list(basis_changes(pack, old.basis, basis))
    differing = [id for id in now if id in was and was[id] != now[id]]
    rows, told, silent = list[Said](), 0, 0
    for some in chunks(differing, 100):
        for one in _pairs(old, run, some, pack, bool(general)):
            told, silent = told + bool(one["what"]), silent + (not one["what"])
            if one["what"] and len(rows) < MOST:
                rows.append(one)
    return {
        "against": str(old.pk), "number": old.number, "basis": general, "people": told, "silent": silent, "rows": rows,
        "joined": [str(id) for id in now if id not in was], "left": [str(id) for id in was if id not in now],
    }  # fmt: skip


def _digests(run: Run) -> dict[Any, tuple[str, str]]:
    rows = RunResult.objects.filter(run=run).order_by("position")
    return {
        id: (facts, found) for id, facts, found in rows.values_list("subject_id", "facts_digest", "findings_digest")
    }


def _pairs(old: Run, new: Run, ids: list[Any], pack: Pack, general: bool) -> Iterator[Said]:
    was = {row.subject_id: row for row in RunResult.objects.filter(run=old, subject_id__in=ids)}
    now = {row.subject_id: row for row in RunResult.objects.filter(run=new, subject_id__in=ids)}
    for id in ids:
        one, other = was[id], now[id]
        what = list(outcome_changes(pack, one.findings, other.findings))
        why = list(fact_changes(pack, one.facts, other.facts))
        if what and not why:
            why = [_others(pack, what, general)]
        yield {"subject": str(id), "kind": other.subject_kind, "what": what, "why": [line for line in why if line]}


def _others(pack: Pack, what: list[Said], general: bool) -> str:
    """Facts are the same: the basis differs, or else the others of whom the rule sees all."""
    if general:
        return "记录没有变，是依据变了"
    seeing_all = {rule.id for rule in compiled(pack).populations}
    return "本人记录没有变，是别人的分数变了" if all(one["rule"] in seeing_all for one in what) else ""


def outcome_changes(pack: Pack, was: list[Said], now: list[Said]) -> Iterator[Said]:
    """Figures a person would call the result, before and after; grades and totals first."""
    one, other = ({_key(found): found for found in some} for some in (was, now))
    rules = {rule.id: rule.kind for rule in pack.rules}
    keys = sorted(dict.fromkeys([*one, *other]), key=lambda key: _rank(rules.get(key[0], "")))
    for key in keys:
        said, says = in_brief(one.get(key)), in_brief(other.get(key))
        if said != says and not settled_as_shown(one.get(key), says):
            found = other.get(key) or one[key]
            period = found.get("period", {}).get("name", "")
            title = f"{found['title']}（{period}）" if period and _several(key, keys) else found["title"]
            yield {"rule": key[0], "title": title, "before": said, "after": says}


def settled_as_shown(was: Said | None, says: str) -> bool:
    """Whether a ruling only made firm what was shown for the time being: nothing anybody would call a change."""
    return was is not None and was["verdict"] == Verdict.NEEDS_RULING and in_brief(was.get("provisional")) == says


def _rank(kind: str) -> int:
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def _several(key: tuple[str, str, str], keys: Iterable[tuple[str, str, str]]) -> bool:
    return sum(one[0] == key[0] for one in keys) > 1


def _key(found: Said) -> tuple[str, str, str]:
    return found["rule"], found.get("period", {}).get("key", ""), found.get("item", "")


def in_brief(found: Said | None) -> str:
    """优秀; 36.8 分; 13/15 节; 待裁定（暂 4 分）; 记录不足."""
    if found is None or found["verdict"] == Verdict.NOT_APPLICABLE:
        return "不适用"
    if found["verdict"] == Verdict.NEEDS_RULING:
        meanwhile = found.get("provisional")
        return f"待裁定（暂{in_brief(meanwhile)}）" if meanwhile else "待裁定"
    unit = f" {found['unit']}" if found.get("unit") else ""
    if found.get("level"):
        return str(found["level"])
    if TIED in found.get("missing", ()):
        return "并列待定"
    if found.get("amount") is not None and found["verdict"] in (Verdict.MET, Verdict.NOT_MET):
        return f"{found['amount']}{unit}"
    if found.get("measured") is not None and found.get("required") is not None:
        return f"{found['measured']}/{found['required']}{unit}"
    return VERDICT_WORDS[Verdict(found["verdict"])]


def fact_changes(pack: Pack, was: Json, now: Json) -> Iterator[str]:
    """Which facts differ, in words."""
    kinds = dict.fromkeys(row[0] for row in [*was.get("records", ()), *now.get("records", ())])
    for kind in kinds:
        yield from _record_changes(pack, kind, _of_kind(was, kind), _of_kind(now, kind))
    for name in dict.fromkeys([*was.get("attributes", ()), *now.get("attributes", ())]):
        if was.get("attributes", {}).get(name) != now.get("attributes", {}).get(name):
            yield f"“{pack.word('attributes', name)}”的登记有改动"
    for name, words in (("joined", "到岗日期"), ("left", "离岗日期")):
        if was.get(name) != now.get(name):
            yield f"{words}：{_day(was.get(name))} → {_day(now.get(name))}"
    if was.get("openings") != now.get("openings"):
        yield "期初结转有改动"


def _of_kind(facts: Json, kind: str) -> list[list[Any]]:
    return [row for row in facts.get("records", ()) if row[0] == kind]


def _record_changes(pack: Pack, kind: str, was: list[list[Any]], now: list[list[Any]]) -> Iterator[str]:
    if kind in OWN_KINDS:
        yield from _given(pack, kind, was, now)
        return
    title = pack.records[kind].title if kind in pack.records else kind
    unit = (pack.records[kind].unit if kind in pack.records else "") or "条"
    count, counted = sum(row[3] for row in was), sum(row[3] for row in now)
    if count != counted:
        yield f"{title} {count} → {counted} {unit}"
        return
    gone, come = _spread(was) - _spread(now), _spread(now) - _spread(was)
    if gone:
        said = [
            f"{name} {_value(pack, kind, old)} → {_value(pack, kind, new)}"
            for name, old, new in _fields(pack, kind, gone, come)
        ]
        more = f"：{'；'.join(dict.fromkeys(said))}" if said else "：日期"
        yield f"{title}有 {sum(gone.values())} {unit}改过{more}"


def _given(pack: Pack, kind: str, was: list[list[Any]], now: list[list[Any]]) -> Iterator[str]:
    """Points given by hand and answers on ties, by item, before and after."""
    one, other = ({row[2].get("item"): row[2] for row in rows} for rows in (was, now))
    for item in dict.fromkeys([*one, *other]):
        if one.get(item) != other.get(item):
            title = pack.rule(item).title if any(rule.id == item for rule in pack.rules) else str(item)
            said = [_answer(kind, fields) for fields in (one.get(item), other.get(item))]
            yield f"“{title}”{OWN_KINDS[kind]}：{said[0]} → {said[1]}"


def _answer(kind: str, fields: Mapping[str, Any] | None) -> str:
    if fields is None:
        return "还没有"
    if kind == MANUAL:
        return str(fields.get("points", "空"))
    return "取上" if fields.get("chosen") is True else "不取"


def _spread(rows: list[list[Any]]) -> Counter[tuple[str, tuple[tuple[str, str], ...]]]:
    found: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
    for _, on, fields, times in rows:
        found[on, tuple(sorted((name, _written(value)) for name, value in fields.items()))] += times
    return found


def _written(value: Any) -> str:
    return "是" if value is True else "否" if value is False else str(value)


def _fields(pack: Pack, kind: str, gone: Counter[Any], come: Counter[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Fields that differ between what went and what came, in the order of days."""
    for (_, was), (_, now) in zip(sorted(gone.elements()), sorted(come.elements()), strict=False):
        one, other = dict(was), dict(now)
        for name in dict.fromkeys([*one, *other]):
            if one.get(name) != other.get(name):
                yield pack.field_title((kind,), name), (name, one.get(name)), (name, other.get(name))


def _value(pack: Pack, kind: str, named: tuple[str, str | None]) -> str:
    name, value = named
    asked = pack.records[kind].field(name) if kind in pack.records else None
    return (asked.choices.get(value, value) if asked else value) if value else "空"


def basis_changes(pack: Pack, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What differs in everything but the facts."""
    if was["pack"] != now["pack"]:
        yield "制度换了版本"
    if was["on"] != now["on"]:
        yield f"截至日期：{_day(was['on'])} → {_day(now['on'])}"
    if was["start"] != now["start"]:
        yield f"起算日：{_day(was['start'])} → {_day(now['start'])}"
    for name in dict.fromkeys([*was["rulings"], *now["rulings"]]):
        one, other = was["rulings"].get(name), now["rulings"].get(name)
        if one != other:
            asked = pack.points[name].question if name in pack.points else name
            yield f"裁定：{asked}　{reading_words(pack, name, one)} → {reading_words(pack, name, other)}"
    if was["calendar"] != now["calendar"]:
        yield "校历有改动"


def reading_words(pack: Pack, name: str, written: Any) -> str:
    """A reading by its label, a number by itself."""
    if written is None:
        return "未裁定"
    if isinstance(written, dict):
        return str(written["number"])
    reading = pack.points[name].reading(str(written)) if name in pack.points else None
    return reading.label if reading else text(written) if not isinstance(written, str) else written


def _day(written: str | None) -> str:
    return label(date.fromisoformat(written), None) if written else "空"
