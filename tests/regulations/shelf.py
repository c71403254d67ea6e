"""A library of small invented packs, written anew for each test, so that a test may change, break or take one away."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

PACK = """
id: {id}
title: {title}
level: school
version: "{version}"
effective: 2025-09-01
topics: [{topics}]
words:
  attributes: {{post: 职务}}
  posts: {{leader: 组长, head: 主任}}
  leaves: {{official: 公假}}
records:
  observation: {{title: 听课记录, unit: 节, fields: {{topic: 课题}}}}
"""
SOURCES = """
documents:
  rules: {title: 教师研修规定}
clauses:
  A1: {quote: 每学期听课不少于15节, document: rules, place: 第一条}
  A2: {quote: 组长适当多听, document: rules, place: 第一条}
  A3: {quote: 公开课由学校安排, document: rules, place: 第二条}
"""
POINTS = """
points:
- id: how-often
  question: 公开课没有写多久一次
  cite: A3
  readings:
    term: {label: 每学期, why: 以学期为单位}
    year: {label: 每学年}
  recommended: term
  reason: 全文以学期为单位
- id: how-many
  question: 组长多听几节
  cite: A2
  asks: number
  unit: 节
"""
OBSERVE = """
id: observe
title: 学期听课
kind: quota
measure: {{records: observation}}
period: term
unit: 节
required:
- {{who: {{post: leader}}, at_least: {{ruling: how-many}}, cite: [A2, how-many]}}
- {{otherwise: true, at_least: {least}, cite: A1}}
"""
OPEN_LESSON = """
id: open-lesson
title: 公开课
kind: quota
measure: {records: observation}
period: {ruling: how-often, readings: {term: term, year: school_year}}
unit: 节
required: [{at_least: 1, cite: A3}]
"""
CATALOGUES = """
leave_kinds:
- {id: official, title: 公假, cite: A3}
"""


@dataclass
class Shelf:
    """A folder of packs."""

    folder: Path

    def put(self, id: str, *, title: str = "", topics: str = "听课", version: str = "1", least: int = 15) -> str:
        """Lay a pack on the shelf, or put another text in its place; returns its id."""
        rules = self.folder / id / "rules"
        rules.mkdir(parents=True, exist_ok=True)
        said = PACK.format(id=id, title=title or f"{id}的规定", topics=topics, version=version)
        texts = {
            "pack.yaml": said, "sources.yaml": SOURCES, "points.yaml": POINTS, "catalogues.yaml": CATALOGUES,
            "rules/observe.yaml": OBSERVE.format(least=least), "rules/open-lesson.yaml": OPEN_LESSON,
        }  # fmt: skip
        for name, text in texts.items():
            self.write(id, name, text)
        return id

    def write(self, id: str, name: str, text: str) -> None:
        """Write one file of a pack; a time of its own tells it from what was there."""
        path = self.folder / id / name
        path.write_text(text, encoding="utf-8")

    def replace(self, id: str, name: str, old: str, new: str) -> None:
        """Change some words of a file."""
        text = (self.folder / id / name).read_text(encoding="utf-8")
        assert old in text
        self.write(id, name, text.replace(old, new))

    def remove(self, id: str) -> None:
        """Take a pack away."""
        shutil.rmtree(self.folder / id)
