"""The tests tagged with a clause, run against a tree in which one value of a pack is changed.

Tests find the packs beside themselves, so the whole tree is copied and the changed file put in its place there. Tests
that do not pass before the change prove nothing by failing after it, and are said to be so.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LEFT_OUT = shutil.ignore_patterns(".git", "node_modules", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
PASSED, FAILED = 0, 1  # statuses of pytest; others: nothing to run, or it could not run


def tests_of(root: Path, clauses: tuple[str, ...]) -> tuple[str, ...]:
    """Node ids of the tests tagged with one of these clauses; the file where a tag does not stand on one test."""
    return tuple(
        dict.fromkeys(
            name
            for path in sorted((root / "tests").rglob("*.py"))
            for tags, name in _tagged(path, path.relative_to(root).as_posix())
            if tags & set(clauses)
        )
    )


@cache
def _tagged(path: Path, name: str) -> tuple[tuple[frozenset[str], str], ...]:
    text = path.read_text(encoding="utf-8")
    return tuple(_below(ast.parse(text, str(path)), name, name)) if "mark.clause" in text else ()


def _below(node: ast.AST, name: str, file: str) -> Iterator[tuple[frozenset[str], str]]:
    """Tags below a node with the test they stand on."""
    for child in ast.iter_child_nodes(node):
        own = f"{name}::{child.name}" if isinstance(child, ast.FunctionDef | ast.ClassDef) else name
        if isinstance(child, ast.Call) and ast.unparse(child.func).endswith("mark.clause"):
            said = [one.value for one in child.args if isinstance(one, ast.Constant)]
            yield frozenset(map(str, said)), name if "::" in name else file
        else:
            yield from _below(child, own, file)


class Tests:
    """A copy of the tree in which tests are run, and what they said before anything was changed."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self.root, self.tree = root, scratch / "tree"
        self._sound: dict[tuple[str, ...], bool] = {}

    def notice(self, clauses: tuple[str, ...], file: str, text: str) -> bool:
        """Whether a test tagged with one of the clauses fails once this file of the tree reads so."""
        tests = tests_of(self.root, clauses)
        if not tests or not self._are_sound(tests):
            return False
        path = self.tree / file
        before = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        try:
            return self._run(tests) == FAILED
        finally:
            path.write_bytes(before)

    def _are_sound(self, tests: tuple[str, ...]) -> bool:
        if not self.tree.exists():
            shutil.copytree(self.root, self.tree, ignore=LEFT_OUT)
        if tests not in self._sound:
            self._sound[tests] = self._run(tests) == PASSED
            if not self._sound[tests]:
                print(f"do not pass as they are: {' '.join(tests)}", file=sys.stderr)
        return self._sound[tests]

    def _run(self, tests: tuple[str, ...]) -> int:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, cwd=self.tree, env=environment, capture_output=True, check=False).returncode
