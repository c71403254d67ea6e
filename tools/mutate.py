"""Every value of a pack nudged, one at a time: does a worked case of the pack notice, or a test tagged with its clause?

Called by `tools/clauses.py --mutate`. Nudged is what stands in the rules: a number by one in its last place, up and
down; `at_least` to `above`, `at_most` to `below`, `exactly` to `at_least`; a date or weekday by a day, a time by a
minute; a truth to its opposite; a period to another; one entry of a list left out; how something is rounded; and the
day the pack came into force. A nudge the loader itself refuses is none. `printed`, `quality` and `by_hand` are left
alone: they only describe the text.

A value is proven by what is tagged with its clause, or with a clause of the open point it rests on. The cases are asked
first, in two processes; only for nudges none of them notices are the tests of the clause run (tools/tagged.py).
"""

from __future__ import annotations

import copy
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tools.tagged import Tests
from yanxiu.policy.calendar import WEEKDAY_WORDS
from yanxiu.policy.cases import Case, read_cases, run
from yanxiu.policy.loader import load
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack
from yanxiu.policy.problems import PackError
from yanxiu.policy.source import read_file

STRICTER = {"at_least": "above", "at_most": "below", "exactly": "at_least", "age_at_most": "age_below"}
ROUNDED = {"floor": "ceiling", "ceiling": "floor", "half_up": "floor", "half_even": "half_up"}
OTHER_PERIOD = {
    "week": "fortnight", "fortnight": "week", "month": "term", "term": "month",
    "school_year": "term", "calendar_year": "school_year", "cycle": "school_year", "once": "school_year",
}  # fmt: skip
LEFT_ALONE = ("cite", "printed", "id", "title", "note", "fix", "kind", "quality", "by_hand")
CLOCK = re.compile(r"\d{2}:\d{2}")
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Nudge:
    """One value changed: where, from what to what. `words` names the key; `value` None leaves the entry out."""

    pack: str
    file: str
    line: int
    clauses: tuple[str, ...]
    rule: str
    place: Place
    value: Any
    words: str
    renamed: str = ""

    def __str__(self) -> str:
        return f"packs/{self.pack}/{self.file}:{self.line} {'、'.join(self.clauses) or '—'} {self.words}"


def nudges_of(folder: Path) -> list[Nudge]:
    """All nudges of a pack, in order of file and line."""
    found, points = list[Nudge](), _points(folder)
    for path in [folder / "pack.yaml", *sorted((folder / "rules").glob("*.yaml"))]:
        tree = read_file(path)
        body = tree.data if path.name != "pack.yaml" else {"effective": tree.data.get("effective")}
        for place, value, words, renamed in _changes(body):
            found.append(
                Nudge(
                    folder.name, path.relative_to(folder).as_posix(), tree.line(place), _real(_clauses(body, place), points),
                    str(body.get("id", "")), place, value, words, renamed,
                )
            )  # fmt: skip
    return found


def _changes(node: Any, path: Place = ()) -> Iterator[tuple[Place, Any, str, str]]:
    """Place, new value, words and new key of every nudge below a node."""
    if isinstance(node, dict):
        for key, child in node.items():
            if key not in LEFT_ALONE:
                if key in STRICTER and not isinstance(child, bool):
                    yield (*path, key), child, f"{key} → {STRICTER[key]} {_shown(child)}", STRICTER[key]
                yield from _changes(child, (*path, key))
    elif isinstance(node, list):
        for number, child in enumerate(node):
            if len(node) > 1:
                yield (*path, number), None, f"{_name(path)}: {_shown(child)} left out", ""
            yield from _changes(child, (*path, number))
    else:
        for other in _others(node, _name(path)):
            yield path, other, f"{_name(path)} {node} → {other}", ""


def _others(value: Any, key: str) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | Decimal):
        step = Decimal(1).scaleb(int(Decimal(value).as_tuple().exponent))
        yield from (type(value)(value + step), type(value)(value - step))
    elif isinstance(value, str):
        if day := _day(value):
            yield from (str(day + timedelta(days=step)) for step in (1, -1))
        elif CLOCK.fullmatch(value):
            at = datetime.strptime(value, "%H:%M")
            yield from (f"{at + timedelta(minutes=step):%H:%M}" for step in (1, -1))
        elif key == "weekday" and value in WEEKDAY_WORDS:
            yield from (WEEKDAY_WORDS[(WEEKDAY_WORDS.index(value) + step) % 7] for step in (1, -1))
        elif key in ("how", "round") and value in ROUNDED:
            yield ROUNDED[value]
        elif key == "period" and value in OTHER_PERIOD:
            yield OTHER_PERIOD[value]


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == len("2025-09-01") else None
    except ValueError:
        return None


def _name(path: Place) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _shown(node: Any) -> str:
    text = _written(node) if isinstance(node, dict | list) else str(node)
    return text if len(text) <= 60 else text[:60] + "…"


def _clauses(body: Any, place: Place) -> tuple[str, ...]:
    """What the place itself cites, else the nearest part around it, else the whole rule."""
    node, found = body, list[Any]()
    for part in place:
        node = node[part]
        found += [node["cite"]] if isinstance(node, dict) and "cite" in node else []
    cites = sorted(_cited(node)) or (found[-1] if found else body.get("cite")) or sorted(_cited(body))
    return tuple(cites) if isinstance(cites, list) else (str(cites),)


def _points(folder: Path) -> dict[str, tuple[str, ...]]:
    """Clauses that each open point of the pack rests on."""
    path = folder / "points.yaml"
    rows = read_file(path).data["points"] if path.exists() else []
    return {row["id"]: tuple(as_list(row["cite"])) for row in rows}


def _real(cites: tuple[str, ...], points: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Clauses, where a value may also cite an open point."""
    return tuple(dict.fromkeys(clause for cite in cites for clause in points.get(cite, (cite,))))


def _cited(node: Any) -> set[str]:
    if isinstance(node, list):
        return set[str]().union(*map(_cited, node))
    if not isinstance(node, dict):
        return set()
    own = node.get("cite", [])
    inner = [_cited(child) for key, child in node.items() if key != "cite"]
    return set(own if isinstance(own, list) else [own]).union(*inner)


def _written(node: Any) -> str:
    """A document in the one-line YAML every loader reads alike: words quoted, numbers exact."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_written(v)}" for k, v in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_written, node)) + "]"
    return str(node) if isinstance(node, Decimal) else json.dumps(node, ensure_ascii=False)


def changed(data: Any, nudge: Nudge) -> Any:
    """The document with the nudge made."""
    whole = copy.deepcopy(data)
    at = whole
    for part in nudge.place[:-1]:
        at = at[part]
    last: Any = nudge.place[-1]
    if nudge.renamed:
        items = [(nudge.renamed if key == last else key, value) for key, value in at.items()]
        at.clear()
        at.update(items)
    elif nudge.value is None:
        del at[last]
    else:
        at[last] = nudge.value
    return whole


@cache
def _cases(folder: Path) -> list[Case]:
    return read_cases(folder)


def noticed(scratch: Path, nudge: Nudge) -> bool | None:
    """Whether a case tagged with a clause of the nudge fails under it (any case, where it cites none); None if no pack
    loads so."""
    folder = scratch / nudge.pack
    path = folder / nudge.file
    before = path.read_bytes()
    path.write_text(_written(changed(read_file(path).data, nudge)), encoding="utf-8")
    try:
        pack = load(folder)
    except PackError:
        return None
    finally:
        path.write_bytes(before)
    touched = _touched(pack, nudge.rule)
    cases = [case for case in _cases(folder) if touched & set(case.rules)]
    if nudge.clauses:
        cases = [case for case in cases if set(nudge.clauses) & set(case.clauses)]
    return any(not run(pack, case).passed for case in cases)


def _touched(pack: Pack, rule: str) -> set[str]:
    """The rule and all that rest on it; every rule for a nudge of the pack itself."""
    found = {rule} if rule else {one.id for one in pack.rules}
    while more := {one.id for one in pack.rules if found & set(one.refers)} - found:
        found |= more
    return found


_SCRATCH: list[Path] = []  # this process's own copy of the packs


def _settle(packs: Path, scratch: Path) -> None:
    _SCRATCH[:] = [Path(shutil.copytree(packs, Path(tempfile.mkdtemp(dir=scratch)) / "packs"))]


def _one(nudge: Nudge) -> bool | None:
    return noticed(_SCRATCH[0], nudge)


def mutate(root: Path, names: list[str]) -> int:
    """Nudge every pack that has rules, or those named; print what goes unnoticed. 1 when anything does."""
    folders = sorted(path.parent for path in (root / "packs").glob("*/rules"))
    nudges = [one for folder in folders if not names or folder.name in names for one in nudges_of(folder)]
    with tempfile.TemporaryDirectory() as scratch:
        answers = _by_cases(root, nudges, Path(scratch))
        tests = Tests(root, Path(scratch))
        left = [nudge for nudge, answer in answers if not answer and not _by_tests(root, nudge, tests)]
    for nudge in left:
        print(nudge)
    print(f"{len(answers)} nudged, {len(answers) - len(left)} noticed")
    return 0 if answers and not left else 1


def _by_cases(root: Path, nudges: list[Nudge], scratch: Path) -> list[tuple[Nudge, bool]]:
    """Of the nudges a pack still loads with, whether a worked case noticed."""
    answers: list[tuple[Nudge, bool]] = []
    with ProcessPoolExecutor(2, initializer=_settle, initargs=(root / "packs", scratch)) as pool:
        for number, (nudge, answer) in enumerate(zip(nudges, pool.map(_one, nudges, chunksize=4), strict=True), 1):
            answers += [(nudge, answer)] if answer is not None else []
            if number % 20 == 0 or number == len(nudges):
                print(f"{number}/{len(nudges)}", end="\r", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return answers


def _by_tests(root: Path, nudge: Nudge, tests: Tests) -> bool:
    file = f"packs/{nudge.pack}/{nudge.file}"
    print(f"tests of {'、'.join(nudge.clauses) or '—'}", file=sys.stderr)
    return tests.notice(nudge.clauses, file, _written(changed(read_file(root / file).data, nudge)))
