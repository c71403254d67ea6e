"""The files of the repository as the health checks see them: what git would track, without asking git."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    ".git", ".venv", "var", "node_modules", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis",
    ".import_linter_cache", "build",
}  # fmt: skip
MADE_PATHS = {"dist", "yanxiu/web/static/dist"}
Check = Callable[[str, str], list[str]]
Names = tuple[str, ...]


def files(root: Path = ROOT) -> Iterator[Path]:
    """All files that are written by hand or locked, in order; never what a build or a run makes."""
    for folder, names, found in os.walk(root):
        inside = Path(folder)
        names[:] = sorted(n for n in names if not _made(n, (inside / n).relative_to(root).as_posix()))
        yield from (inside / name for name in sorted(found) if not name.endswith(".pyc"))


def _made(name: str, path: str) -> bool:
    return name in MADE or name.endswith(".egg-info") or path in MADE_PATHS


def named(paths: Iterable[Path], *suffixes: str, under: Names = ("",), outside: Names = ()) -> list[Path]:
    """Those with one of the suffixes, below one of the folders and below none of the others."""
    chosen = []
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in suffixes and name.startswith(under) and not (outside and name.startswith(outside)):
            chosen.append(path)
    return chosen


def found(check: Check, paths: Iterable[Path]) -> list[str]:
    """What a check has to say of these files: lines of "path:line: what"."""
    said = []
    for path in paths:
        said += check(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
    return said


PYTHON = named(files(), ".py", outside=("packs/",))
SOURCE = [path for path in PYTHON if "migrations" not in path.parts]
PRODUCT = named(SOURCE, ".py", under=("yanxiu/",))
TEMPLATES = named(files(), ".html", outside=("packs/",))
FRONT = named(files(), ".js", ".mjs", ".css", under=("frontend/", "build.mjs"))
