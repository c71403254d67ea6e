"""Small packs written for a test."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from yanxiu.policy.cases import facts_of
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.factsfile import calendar_of
from yanxiu.policy.loader import load
from yanxiu.policy.pack import Pack
from yanxiu.policy.source import Tree, read_text
from yanxiu.policy.words import Finding

PACK = """
id: small
title: 小制度
level: school
version: "1"
effective: 2025-09-01
records:
  observation: {title: 听课记录, unit: 节, fields: {topic: 课题, process: 教学过程}}
  plan: {title: 计划, fields: {goal: 目标, at: 几点交}}
  exam: {title: 考核, fields: {result: 结果}}
  trip: {title: 外出, fields: {spent: 实花, approved: 核定, back: 回校, told: 上报}}
"""
SOURCES = """
documents: {text: {title: 小制度}}
clauses:
  S1: {quote: 每学期听课不少于15节, document: text}
  S2: {quote: 组长不少于20节, document: text}
"""
QUOTA = """
id: observe
title: 学期听课
kind: quota
measure: {records: observation}
period: term
unit: 节
required: [{at_least: 15, cite: S1}]
"""
CALENDAR = calendar_of({"key": "T1", "name": "上学期", "first": "2025-09-01", "last": "2026-01-16"})
LAST = date(2026, 1, 16)


def write(folder: Path, *rules: str, pack: str = PACK, sources: str = SOURCES, points: str = "") -> Path:
    """A pack folder with these rules."""
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    if points:
        (folder / "points.yaml").write_text(points, encoding="utf-8")
    for number, rule in enumerate(rules):
        (folder / "rules" / f"{number}.yaml").write_text(rule, encoding="utf-8")
    return folder


def judged(folder: Path, given: str, *, on: date = LAST, rulings: dict[str, Any] | None = None) -> list[Finding]:
    """Findings of a pack folder for facts written as YAML."""
    pack = load(folder)
    return list(evaluate(pack, read(pack, given), on=on, calendar=CALENDAR, rulings=rulings))


def read(pack: Pack, given: str) -> Any:
    """Facts written as YAML."""
    tree: Tree = read_text(given, "given.yaml")
    return facts_of(tree.data, pack, CALENDAR, tree)
