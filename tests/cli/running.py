"""The real command line in its own process, on a folder of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tests.setup.roster.sheets import id_number, text

COMMAND = [sys.executable, "-m", "yanxiu.cli.main"]


def variables(data: Path, **more: str) -> dict[str, str]:
    """The environment of a command on this folder, on SQLite whatever the tests run on."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"YANXIU_DATA": str(data), "PYTHONUTF8": "1"} | more


def yanxiu(data: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], env=variables(data), capture_output=True, text=True, timeout=300, check=False, **more
    )


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one object on the last line of stdout."""
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def counts(data: Path) -> dict[str, int]:
    """Rows of every table."""
    with sqlite3.connect(data / "db.sqlite3") as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def with_schools(data: Path, folder: Path) -> Path:
    """A real installation of one district with two schools; returns its folder."""
    path = folder / "schools.csv"
    path.write_text("学校代码,学校名称,单位类型\r\n010101,柳湾小学,小学\r\n010102,柳湾中学,中学\r\n", encoding="utf-8")
    done = yanxiu(data, "org", "import-schools", str(path), "--district", "ROSTERA300", "--create-district", "青禾区", "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return data


def roster(path: Path, people: int, *, work: str = "2015年9月") -> Path:
    """A right list of so many people for the district."""
    rows = [["姓名", "身份证号", "出生年月", "学校代码", "参加工作年月"]]
    for number in range(people):
        born = date(1970 + number % 25, 1 + number % 12, 1 + number % 28)
        rows.append([f"教师{number}", id_number(born, number % 1000), f"{born.year}年{born.month}月", f"01010{1 + number % 2}", work])  # fmt: skip
    path.write_text(text(rows), encoding="utf-8")
    return path
