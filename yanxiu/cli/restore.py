"""`yanxiu restore ARCHIVE`: bring an installation back; never over one that holds data, unless told so."""

import argparse
import tempfile
from pathlib import Path

from yanxiu.cli.output import Problem, emit, say
from yanxiu.config.installation import FILE, data_dir

NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("archive", type=Path)
    parser.add_argument("--force", action="store_true", help="目标里已有数据也覆盖")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Check the archive first, then put it in place, then compare row by row."""
    folder = data_dir()
    if (folder / FILE).exists() and not options.force:
        raise Problem(f"{folder} 里已经有一个安装。换一个空的 YANXIU_DATA；确实要覆盖，加 --force（先备份它）。")
    from yanxiu.cli import vault

    with tempfile.TemporaryDirectory(prefix="yanxiu-restore-") as scratch:
        say("正在核对备份……")
        manifest = vault.read(options.archive, Path(scratch))
        from yanxiu.cli.django import start

        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        start(migrate=False)
        _same_kind(manifest["database"])
        say("正在恢复……")
        vault.put_back(Path(scratch), folder, manifest)
        wrong = vault.differences(manifest, folder)
    if wrong:
        raise Problem(f"恢复以后和备份不一样：{'；'.join(wrong[:5])}")
    rows = sum(table["rows"] for table in manifest["tables"].values())
    emit(
        {"data": str(folder), "rows": rows, "tables": len(manifest["tables"])},
        as_json=options.json,
        words=f"恢复好了：{folder}，{rows} 行逐行核对过。",
    )
    return 0


def _same_kind(database: str) -> None:
    from django.db import connection

    if connection.vendor != database:
        theirs, ours = NAMES.get(database, database), NAMES.get(connection.vendor, connection.vendor)
        raise Problem(f"备份是 {theirs} 的，现在配置的数据库是 {ours}。请把 DATABASE_URL 设成同一种。")
