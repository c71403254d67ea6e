"""The library: packs lying in packs/, read when asked for, read again when a file changes; a broken or missing folder
breaks nothing but itself. `pack_of` gives the pack of a kept version, without any folder."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from yanxiu.policy.loader import inspect, load_texts, texts_of
from yanxiu.policy.pack import Pack
from yanxiu.policy.problems import PackError, Problem, problem
from yanxiu.policy.selfcheck import selfcheck
from yanxiu.policy.source import text_of
from yanxiu.regulations.models import PackVersion

LONGEST_TITLE = 60  # characters shown of a title nobody has checked
MOST_KEPT = 64  # packs held in memory by one process


@dataclass(frozen=True)
class Shelved:
    """A pack of the library; `problems` when it cannot be used."""

    id: str
    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    written: str = ""

    @property
    def title(self) -> str:
        """Its title; while it cannot be read, what looks like one, or the folder's name."""
        return self.pack.title if self.pack else self.written or self.id


def folders() -> list[Path]:
    """Folders that hold rules, by name."""
    return sorted(path.parent for path in Path(settings.PACKS_DIR).glob("*/pack.yaml"))


def shelf() -> list[Shelved]:
    """Every pack of the library, usable or not."""
    return [_shelved(folder, _touched(folder)) for folder in folders()]


def on_shelf(id: str) -> Shelved | None:
    """One pack of the library, None when its folder is not there."""
    return next((one for one in shelf() if one.id == id), None)


def texts_on_shelf(id: str) -> dict[str, str]:
    """The files of a pack of the library, to be kept. Raises PackError."""
    return texts_of(Path(settings.PACKS_DIR) / id)


def warnings(id: str) -> tuple[Problem, ...]:
    """自查: what a usable pack of the library leaves open or contradicts, as far as the text alone shows it."""
    folder = Path(settings.PACKS_DIR) / id
    return _warnings(folder, (*_touched(folder), *_times(folder.glob("cases/*.yaml"))))


def pack_of(version: PackVersion) -> Pack:
    """The pack of a kept version; its texts may be deferred and are read on a miss only."""
    found = _kept.get(version.hash)
    if found is None:
        found = load_texts(version.pack, version.texts)
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)  # another thread may have made room as well
        _kept[version.hash] = found
    return found


_kept: dict[str, Pack] = {}


@lru_cache(maxsize=MOST_KEPT)
def _shelved(folder: Path, touched: tuple[tuple[str, int], ...]) -> Shelved:
    pack, problems = inspect(folder)
    if pack and pack.id != folder.name:  # two folders could else pass for one pack
        problems = [*problems, problem("E08", "pack.yaml", value=pack.id, why=f"编号要和文件夹“{folder.name}”同名")]
    placed = tuple(_placed(one, folder) for one in problems)
    return Shelved(folder.name, None if problems else pack, placed, _written_title(folder) if problems else "")


def _written_title(folder: Path) -> str:
    """The line that gives the title in a file that may be broken everywhere else."""
    try:
        text = text_of(folder / "pack.yaml", "pack.yaml")
    except PackError:
        return ""
    found = re.search(r"^title:[ ]*(.+?)[ ]*$", text, re.MULTILINE)
    return found.group(1).strip("'\"")[:LONGEST_TITLE] if found else ""


@lru_cache(maxsize=MOST_KEPT)
def _warnings(folder: Path, touched: tuple[tuple[str, int], ...]) -> tuple[Problem, ...]:
    pack = _shelved(folder, _touched(folder)).pack
    try:
        found = selfcheck(pack, folder) if pack else []
    except PackError as error:  # its cases cannot be read
        found = error.problems
    return tuple(_placed(one, folder) for one in found)


def _placed(one: Problem, folder: Path) -> Problem:
    """The problem with its file named within the pack: where the library lies on this computer is nobody's affair."""
    return replace(one, file=one.file.removeprefix(f"{folder}").removeprefix(f"{folder.name}/").strip("/"))


def _touched(folder: Path) -> tuple[tuple[str, int], ...]:
    """What tells a changed folder: its files and when each was written."""
    return _times([*folder.glob("*.yaml"), *folder.glob("rules/*.yaml")])


def _times(files: Iterable[Path]) -> tuple[tuple[str, int], ...]:
    found = []
    for path in files:
        with contextlib.suppress(FileNotFoundError):  # taken away while we look
            found.append((str(path), path.stat().st_mtime_ns))
    return tuple(sorted(found))
