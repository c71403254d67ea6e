"""A finding in a clerk's words, as JSON, and back from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yanxiu.policy.exact import plain, read, text
from yanxiu.policy.pack import Pack
from yanxiu.policy.words import VERDICT_WORDS, Alternative, Finding, Number, Period, Step, Verdict


def as_json(finding: Finding) -> dict[str, Any]:
    """The stable form: numbers exact, as whole numbers or text; what is not said is left out."""
    period = finding.period
    whole: dict[str, Any] = {
        "rule": finding.rule,
        "title": finding.title,
        "clauses": list(finding.clauses),
        "subject": finding.subject,
        "verdict": str(finding.verdict),
        "period": _period_as_json(period) if period else None,
        "item": finding.item,
        "measured": plain(finding.measured),
        "required": plain(finding.required),
        "short": plain(finding.short),
        "amount": plain(finding.amount),
        "unit": finding.unit,
        "level": finding.level,
        "steps": [{"text": step.text, "amount": plain(step.amount), "cite": step.cite} for step in finding.steps],
        "missing": list(finding.missing),
        "fix": finding.fix,
        "notes": list(finding.notes),
        "due": str(finding.due) if finding.due else None,
        "open": finding.open,
        "quality": finding.quality,
        "points": list(finding.points),
        "provisional": as_json(finding.provisional) if finding.provisional else None,
        "readings": [
            {"readings": dict(one.readings), "finding": as_json(one.finding) if one.finding else None}
            for one in finding.alternatives
        ],
    }
    return {
        name: value
        for name, value in whole.items()
        if not (value is None or value is False or value in ("", [])) or name in ("verdict", "subject")
    }


def _period_as_json(period: Period) -> dict[str, str]:
    return {
        "kind": period.kind,
        "key": period.key,
        "name": period.name,
        "first": str(period.first),
        "last": str(period.last),
    }


def from_json(data: Mapping[str, Any]) -> Finding:
    """The finding that was written so; what it counted (`needs`) is not written and does not come back."""
    period, due, provisional = data.get("period"), data.get("due"), data.get("provisional")
    return Finding(
        rule=data.get("rule", ""), title=data.get("title", ""), clauses=tuple(data.get("clauses", ())), subject=data["subject"],
        verdict=Verdict(data["verdict"]), period=_period(period) if period else None, item=data.get("item", ""),
        measured=_number(data, "measured"), required=_number(data, "required"), amount=_number(data, "amount"),
        unit=data.get("unit", ""), level=data.get("level", ""), fix=data.get("fix", ""),
        steps=tuple(Step(one["text"], _number(one, "amount"), one.get("cite", "")) for one in data.get("steps", ())),
        missing=tuple(data.get("missing", ())), notes=tuple(data.get("notes", ())), points=tuple(data.get("points", ())),
        due=date.fromisoformat(due) if due else None, open=data.get("open", False), quality=data.get("quality", False),
        provisional=from_json(provisional) if provisional else None,
        alternatives=tuple(_alternative(one) for one in data.get("readings", ())),
    )  # fmt: skip


def _period(data: Mapping[str, str]) -> Period:
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return Period(data["kind"], data["key"], data["name"], first, last)


def _number(data: Mapping[str, Any], name: str) -> Number | None:
    written = data.get(name)
    return None if written is None else read(written)


def _alternative(data: Mapping[str, Any]) -> Alternative:
    finding = data["finding"]
    return Alternative(tuple(data["readings"].items()), from_json(finding) if finding else None)


def in_words(finding: Finding, pack: Pack) -> Iterator[str]:
    """Lines a clerk could read out: what, of whom, how it was worked out, which clause says so, what to do."""
    subject, period = finding.subject, f"（{finding.period.name}）" if finding.period and finding.period.name else ""
    yield f"{finding.title}{period}：{subject}，{VERDICT_WORDS[finding.verdict]}{_figure(finding)}"
    for step in finding.steps:
        yield f"  {step.text}{f'（{step.cite}）' if step.cite and step.cite not in step.text else ''}"
    for name in finding.missing:
        yield f"  缺：{name}"
    for note in finding.notes:
        yield f"  注：{note}"
    if finding.verdict == Verdict.NEEDS_RULING:
        yield from _ruling(finding, pack)
    if finding.fix:
        yield f"  怎么办：{finding.fix}"
    for id in finding.clauses:
        clause = pack.clauses[id]
        yield f"  {id}「{clause.quote}」{clause.place}"


def _figure(finding: Finding) -> str:
    unit = f" {finding.unit}" if finding.unit else ""
    if finding.level:
        score = f"，{text(finding.amount)}{unit}" if finding.amount is not None else ""
        return f"：{finding.level}{score}"
    if finding.amount is not None:
        of = f"／{text(finding.required)}" if finding.required is not None else ""
        return f"：{text(finding.amount)}{of}{unit}"
    if finding.measured is not None and finding.required is not None:
        return f"：{text(finding.measured)}／{text(finding.required)}{unit}"
    return ""


def _ruling(finding: Finding, pack: Pack) -> Iterator[str]:
    if finding.provisional:
        yield f"  暂按建议：{VERDICT_WORDS[finding.provisional.verdict]}{_figure(finding.provisional)}"
    for one in finding.alternatives:
        words = "；".join(_reading(pack, point, key) for point, key in one.readings)
        result = f"{VERDICT_WORDS[one.finding.verdict]}{_figure(one.finding)}" if one.finding else "没有这一项"
        yield f"  若{words}：{result}"


def _reading(pack: Pack, point: str, key: str) -> str:
    reading = pack.points[point].reading(key)
    return f"{key}（{reading.label}）" if reading else key
