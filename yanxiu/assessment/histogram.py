"""Who is in which grade, drawn: one square a person, a column a score. Counts only; nobody is named or ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from yanxiu.assessment.tally import CUT, NONE, RULING, TOP
from yanxiu.policy.exact import fraction, read, text

LEFT, WIDTH, SIDE, STEP, HEAD = 64, 736, 15, 18, 46
MOST_COLUMNS, MOST_SQUARES = 26, 16
ROWS = 20  # height of a line of figures below
ROOM = 250  # what the words at a line take
ORDER = (TOP, "tied", CUT)


@dataclass(frozen=True)
class Square:
    """A square, at its place."""

    x: float
    y: float
    css: str


@dataclass(frozen=True)
class Column:
    """A score: its words and figures below the column."""

    x: float
    amount: str
    raw: str
    people: int
    tied: bool


@dataclass(frozen=True)
class Mark:
    """A line with its words; `flip` says that they stand at the other side."""

    x: float
    y: float
    words: tuple[str, ...]
    flip: bool = False


@dataclass(frozen=True)
class Histogram:
    """The drawing. `each` is how many people a square stands for; `keys` are (css, words, people)."""

    width: int
    height: int
    base: float
    each: int
    squares: tuple[Square, ...]
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, str, int], ...]
    tie: Mark | None
    line: Mark | None
    has_raw: bool
    half: float


def drawn(final: dict[str, Any]) -> Histogram | None:
    """The drawing of one rule that grades; None when nobody has a score."""
    rows = [(amount, raw, Counter(counts)) for amount, raw, counts in final["columns"]]
    rows = _merged(rows) if len(rows) > MOST_COLUMNS else rows
    if not any(set(counts) - {NONE} for _, _, counts in rows):
        return None
    classes = _classes(final, rows)
    tallest = max(sum(counts.values()) for _, _, counts in rows)
    each = -(-tallest // MOST_SQUARES)
    base = HEAD + -(-tallest // each) * STEP + 2.0
    wide = (WIDTH - LEFT) / len(rows)
    centres = [LEFT + wide * (n + 0.5) for n in range(len(rows))]
    columns = [
        Column(round(x, 1), amount or "没有分", raw, sum(counts.values()), counts["tied"] > 0)
        for x, (amount, raw, counts) in zip(centres, rows, strict=True)
    ]
    has_raw = any(column.raw not in ("", column.amount) for column in columns)
    squares = tuple(_squares(rows, centres, classes, each, base))
    totals = Counter[str]()
    for _, _, counts in rows:
        totals.update(counts)
    keys = tuple((css, words, totals[name]) for name, (css, words) in classes.items() if totals[name])
    line, tie = _line(final, rows, columns, wide), _tie(final, columns, each, base)
    if tie and line and line.x < LEFT + ROOM:
        tie = replace(tie, flip=True)
    return Histogram(
        WIDTH, int(base + 8 + ROWS * (3 if has_raw else 2)), base, each, squares, tuple(columns), keys,
        tie, line, has_raw, round(wide / 2, 1),
    )  # fmt: skip


def _merged(rows: list[tuple[str, str, Counter[str]]]) -> list[tuple[str, str, Counter[str]]]:
    """Too many scores for columns of their own: by whole points."""
    found: dict[str, Counter[str]] = {}
    for amount, _, counts in rows:
        number = read(amount)
        whole = "" if number is None else text(fraction(number) // 1)
        found.setdefault(whole, Counter()).update(counts)
    return [(amount, "", counts) for amount, counts in found.items()]


def _classes(final: dict[str, Any], rows: list[tuple[str, str, Counter[str]]]) -> dict[str, tuple[str, str]]:
    """What may be seen, in the order of the legend: name → (css, words)."""
    found: dict[str, tuple[str, str]] = {}
    settled = "，已定" if final["tied"] else ""
    if final["top"]:
        found[TOP] = ("sq-top", f"{final['top']}{settled}")
        found["tied"] = ("sq-tied", "线上并列")
        found[CUT] = ("sq-cut", f"够分，因名额记{final['then']}")
    seen = dict.fromkeys(name for _, _, counts in rows for name in counts if name not in (*ORDER, RULING, NONE))
    for number, name in enumerate(seen):
        first = number if final["top"] else number - 1
        found[name] = ("sq-top" if first < 0 else f"sq-{min(first, 3)}", name)
    return found | {RULING: ("sq-ruling", "待裁定"), NONE: ("sq-none", "没有等级")}


def _squares(
    rows: list[tuple[str, str, Counter[str]]],
    centres: list[float],
    classes: dict[str, tuple[str, str]],
    each: int,
    base: float,
) -> Iterator[Square]:
    for x, (_, _, counts) in zip(centres, rows, strict=True):
        people = [css for name, (css, _) in classes.items() for _ in range(counts[name])]
        for number, css in enumerate(people[::each]):
            yield Square(round(x - SIDE / 2, 1), base - STEP * (number + 1) + 1, css)


def _tie(final: dict[str, Any], columns: list[Column], each: int, base: float) -> Mark | None:
    """The line of places across the block it cuts."""
    at = next((column for column in columns if column.tied), None)
    if at is None or not final["tied"]:
        return None
    left = final["places"] - final["taken"]
    words = (f"名额线落在 {at.amount} 分", f"已定 {final['taken']} 人，余 {left} 个名额，{len(final['tied'])} 人同分")
    return Mark(at.x, round(base - STEP * left / each - 1, 1), words)


def _line(
    final: dict[str, Any], rows: list[tuple[str, str, Counter[str]]], columns: list[Column], wide: float
) -> Mark | None:
    """Between those who reached the grade and the others."""
    reached = [n for n, (_, _, counts) in enumerate(rows) if any(counts[name] for name in ORDER)]
    if not final["top"] or not reached or max(reached) == len(rows) - 1:
        return None
    x = round(columns[max(reached)].x + wide / 2, 1)
    return Mark(x, HEAD, (f"左边 {final['reached']} 人够{final['top']}的分",), flip=x > WIDTH - ROOM)
