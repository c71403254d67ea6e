"""Which clauses of the regulations are proven by a test.

    python tools/clauses.py [--json] [--root DIR]
    python tools/clauses.py --mutate [PACK …]

A test proves clauses by `@pytest.mark.clause("N-01", …)`, a worked case of a pack (packs/*/cases/*.yaml, which
tests/policy runs) by its line `clauses: [Z-71, …]`. docs/clauses.json lists all clauses; docs/text_only.txt
names those no program can prove, one a line: id and reason. Prints proven and missing by type and by system, or
one line of JSON. Exit 1 when a tag names no clause, is not written out, or a text-only clause has a test after all.
Standard library only, but for --mutate, which nudges every value of the packs and asks whether a case notices, or
else a test tagged with its clause (tools/mutate.py); exit 1 when one goes unnoticed.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 110
CASE = re.compile(r"  clauses: +(\[[A-Z0-9, -]+\]|[A-Z]-\d+)")


@dataclass
class Tags:
    """What the tests say: clause id → places (file:line), and what is wrong with the tags."""

    places: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """Ids in the order of docs/clauses.json, and what is wrong."""

    proven: list[str]
    text_only: list[str]
    missing: list[str]
    problems: list[str]


def read_clauses(root: Path) -> list[dict[str, str]]:
    """The clauses: id, system, source, must, type."""
    clauses: list[dict[str, str]] = json.loads((root / "docs" / "clauses.json").read_text(encoding="utf-8"))
    return clauses


def read_text_only(root: Path) -> dict[str, str]:
    """Clauses no program can prove, with the reason; an absent file is an empty list."""
    path = root / "docs" / "text_only.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    split = [line.split(None, 1) for line in lines if line.strip() and not line.startswith("#")]
    return {parts[0]: parts[1] if len(parts) > 1 else "" for parts in split}


def read_tags(root: Path) -> Tags:
    """All clause tags below tests/, wherever a mark can stand: decorator, pytestmark, pytest.param."""
    tags = Tags()
    for path in sorted((root / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        for call in _marks(tree):
            _take(call, f"{path.relative_to(root).as_posix()}:{call.lineno}", tags)
    for path in sorted((root / "packs").glob("*/cases/*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := CASE.fullmatch(line):
                for one in re.split(r"[,\s]+", found[1].strip("[]")):
                    tags.places.setdefault(one, []).append(f"{path.relative_to(root).as_posix()}:{number}")
    return tags


def _marks(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.clause"):
            yield node


def _take(call: ast.Call, place: str, tags: Tags) -> None:
    if not call.args or call.keywords:
        tags.problems.append(f"{place}: write the clause ids as plain arguments")
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            tags.places.setdefault(argument.value, []).append(place)
        else:
            tags.problems.append(f"{place}: write the clause id out instead of {ast.unparse(argument)}")


def compare(clauses: list[dict[str, str]], text_only: dict[str, str], tags: Tags) -> Standing:
    """Sort all clauses into proven, text only and missing, and collect what is wrong."""
    known = [clause["id"] for clause in clauses]
    problems = list(tags.problems)
    problems += [f"{places[0]}: no clause {tag}" for tag, places in tags.places.items() if tag not in known]
    problems += [f"docs/text_only.txt: no clause {one}" for one in text_only if one not in known]
    problems += [f"docs/text_only.txt: {one} has no reason" for one, reason in text_only.items() if not reason]
    problems += [
        f"docs/text_only.txt: {one} is proven by a test, take it out" for one in text_only if one in tags.places
    ]
    proven = [one for one in known if one in tags.places]
    left = [one for one in known if one not in tags.places]
    listed = [one for one in left if one in text_only]
    return Standing(proven, listed, [one for one in left if one not in text_only], problems)


def standing(root: Path) -> Standing:
    """The standing of the tree at `root`."""
    return compare(read_clauses(root), read_text_only(root), read_tags(root))


def as_json(found: Standing) -> str:
    """One line: proven, text_only, missing."""
    return json.dumps({"proven": found.proven, "text_only": found.text_only, "missing": found.missing})


def as_text(clauses: list[dict[str, str]], found: Standing) -> str:
    """Counts and missing ids by type, then counts by system."""
    lines = []
    for title in ("type", "system"):
        lines.append(f"by {title}")
        for value in dict.fromkeys(clause[title] for clause in clauses):
            ids = [clause["id"] for clause in clauses if clause[title] == value]
            lines += _group(value, ids, found, listed=title == "type")
    total = len(clauses)
    lines.append(
        f"{len(found.proven)} proven, {len(found.text_only)} text only, {len(found.missing)} missing of {total}"
    )
    return "\n".join(lines)


def _group(name: str, ids: list[str], found: Standing, *, listed: bool) -> list[str]:
    proven = [one for one in ids if one in found.proven]
    missing = [one for one in ids if one in found.missing]
    lines = [f"  {name}: {len(proven)} proven, {len(missing)} missing of {len(ids)}"]
    if listed:
        lines += _wrapped("proven", proven) + _wrapped("missing", missing)
    return lines


def _wrapped(word: str, ids: list[str]) -> list[str]:
    """Ids in lines of at most WIDTH characters after a word."""
    lines: list[str] = []
    for one in ids:
        if not lines or len(lines[-1]) + len(one) > WIDTH:
            lines.append(f"    {word}")
        lines[-1] += f" {one}"
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Print the standing; 1 when something is wrong with the tags."""
    parser = argparse.ArgumentParser(description="Which clauses are proven by a test.")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository (default: this one)")
    parser.add_argument("--mutate", nargs="*", metavar="PACK", help="nudge every value of all packs, or of these")
    options: Any = parser.parse_args(arguments)
    if options.mutate is not None:
        return _mutate(options.root, options.mutate)
    found = standing(options.root)
    print(as_json(found) if options.json else as_text(read_clauses(options.root), found))
    for problem in found.problems:
        print(problem, file=sys.stderr)
    return 1 if found.problems else 0


def _mutate(root: Path, packs: list[str]) -> int:
    """Needs the rule engine, which the rest of this tool does without."""
    sys.path.insert(0, str(ROOT))
    return int(importlib.import_module("tools.mutate").mutate(root, packs))


if __name__ == "__main__":
    sys.exit(main())
