"""Two versions of a pack side by side: which clauses, open points, rules, records and values differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yanxiu.policy.pack import Pack, Point, RecordKind
from yanxiu.regulations.phrases import day_words
from yanxiu.regulations.reading import Reader

FINE = "（说法没有变，里面的写法变了）"


@dataclass(frozen=True)
class Change:
    """One thing that differs; empty `before` for what is new, empty `after` for what is gone."""

    what: str
    label: str
    before: str
    after: str


def differences(old: Pack, new: Pack) -> tuple[Change, ...]:
    """All that differs between the text in use and another, in reading order."""
    return (
        *_changes("制度", _about(old), _about(new)),
        *_changes("条款", _clauses(old), _clauses(new)),
        *_changes("裁定处", _points(old), _points(new)),
        *_changes("规定", _rules(old), _rules(new)),
        *_changes("记录", _records(old), _records(new)),
        *_changes("目录", _catalogues(old), _catalogues(new)),
        *_changes("叫法", _words(old), _words(new)),
    )


Texts = Mapping[str, tuple[str, str, object]]  # key → name, words, and what must be equal to be the same


def _changes(what: str, old: Texts, new: Texts) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ("", "", None)), new.get(key, ("", "", None))
        if before[2] == after[2] and before[1] == after[1]:
            continue
        fine = FINE if before[1] == after[1] else ""
        yield Change(what, after[0] or before[0], before[1], f"{after[1]}{fine}")


def _plain(texts: Mapping[str, tuple[str, str]]) -> Texts:
    return {key: (name, words, words) for key, (name, words) in texts.items()}


def _about(pack: Pack) -> Texts:
    effective = day_words(pack.effective) if pack.effective else "没有写"
    return _plain(
        {
            "title": ("名称", pack.title),
            "version": ("版本", f"第 {pack.version} 版"),
            "effective": ("施行日", effective),
            "topics": ("管的事", "、".join(pack.topics)),
        }
    )


def _clauses(pack: Pack) -> Texts:
    return _plain({id: (clause.place or id, f"“{clause.quote}”") for id, clause in pack.clauses.items()})


def _points(pack: Pack) -> Texts:
    return {id: (point.question, point_words(point), point) for id, point in pack.points.items()}


def point_words(point: Point) -> str:
    """An open point in one paragraph."""
    readings = [f"{one.label}{'（建议）' if one.key == point.recommended else ''}" for one in point.readings]
    return "；或者".join(readings) if readings else f"由单位定一个数{f'（{point.unit}）' if point.unit else ''}"


def reading_words(point: Point, written: str) -> str:
    """What was ruled, in words."""
    reading = point.reading(written)
    return reading.label if reading else f"{written}{f' {point.unit}' if point.unit else ''}"


def _rules(pack: Pack) -> Texts:
    reader = Reader(pack, {})
    return {rule.id: (rule.title, reader.rule(rule).words, rule.body) for rule in pack.rules}


def _records(pack: Pack) -> Texts:
    return {id: (kind.title, _fields(kind), kind) for id, kind in pack.records.items()}


def _fields(kind: RecordKind) -> str:
    return "栏目：" + "、".join(field.title for field in kind.fields) if kind.fields else "没有栏目"


def _catalogues(pack: Pack) -> Texts:
    return {name: (_first(rows), "、".join(str(row["title"]) for row in rows), rows) for name, rows in _of(pack)}


def _of(pack: Pack) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield from pack.catalogues.items()


def _first(rows: list[dict[str, Any]]) -> str:
    return f"{rows[0]['title']}等 {len(rows)} 项"


def _words(pack: Pack) -> Texts:
    return _plain({name: (name, "、".join(words.values())) for name, words in pack.words.items()})
