"""`yanxiu doctor`: well when all is well; each trouble is found and named with what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.running import answer, yanxiu

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a folder."""
    folder = tmp_path_factory.mktemp("doctor") / "data"
    assert yanxiu(folder, "demo", "create").returncode == 0
    return folder


def execute(folder: Path, *statements: str) -> None:
    """Write past the program."""
    with sqlite3.connect(folder / "db.sqlite3") as base:
        base.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            base.execute(statement)


def test_a_sound_installation_is_well(whole: Path) -> None:
    done = yanxiu(whole, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    assert answer(done)["well"]


def crossed(folder: Path) -> None:
    """A row of one district that points into another."""
    execute(
        folder,
        "UPDATE org_seat SET district_id='ffffffffffff7fffbfffffffffffffff' WHERE id=(SELECT id FROM org_seat LIMIT 1)",
    )


def lost_job(folder: Path) -> None:
    """A job whose worker died an hour ago."""
    stamp = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
    execute(folder, f"UPDATE jobs_job SET state='running', heartbeat_at='{stamp}'")


def set_back(folder: Path) -> None:
    """The clock stands two hours before what was written last."""
    ahead = time.time() + 7200
    os.utime(folder / "db.sqlite3", (ahead, ahead))


def open_key(folder: Path) -> None:
    (folder / "keys" / "secret.key").chmod(0o644)


def no_key(folder: Path) -> None:
    (folder / "keys" / "identity.key").unlink()


def no_file(folder: Path) -> None:
    for path in (folder / "files").rglob("*"):
        if path.is_file():
            path.unlink()


TROUBLES: dict[str, tuple[Callable[[Path], None], str]] = {
    "跨区的行": (crossed, "org.Seat"),
    "后台任务": (lost_job, "没有心跳"),
    "时钟": (set_back, "请校准"),
    "密钥": (open_key, "chmod 600"),
    "文件": (no_file, "请从备份恢复"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_trouble_is_found_and_named_with_what_to_do(whole: Path, tmp_path: Path, name: str) -> None:
    spoil, said = TROUBLES[name]
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    spoil(folder)
    done = yanxiu(folder, "doctor", "--json")
    assert done.returncode == 1
    sick = {one["name"]: one["message"] for one in answer(done)["findings"] if not one["well"]}
    assert list(sick) == [name] and said in sick[name]


def test_a_missing_key_is_never_made_anew(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    no_key(folder)
    done = yanxiu(folder, "doctor", "--json")
    assert done.returncode == 1 and "请从备份里找回它" in answer(done)["error"]
    assert not (folder / "keys" / "identity.key").exists()
