"""`yanxiu backup TARGET`: one archive of database, files and keys, consistent while the service runs."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yanxiu.cli.output import Problem, emit, say
from yanxiu.config.installation import KEYS


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("target", type=Path, help="文件夹，或 .tar.gz 文件名")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Write the archive; a half one never carries its name."""
    from yanxiu.cli.django import need_data

    folder = need_data()
    from yanxiu.cli import vault

    target: Path = options.target
    if target.is_dir():
        target = target / f"yanxiu-{datetime.now(ZoneInfo('Asia/Shanghai')):%Y%m%d-%H%M%S}.tar.gz"
    if not target.parent.is_dir():
        raise Problem(f"没有这个文件夹：{target.parent}")
    say("正在备份……")
    manifest = vault.write(target, folder)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    result = {
        "file": str(target),
        "tables": len(manifest["tables"]),
        "rows": rows,
        "members": len(manifest["members"]),
        "bytes": target.stat().st_size,
        "missing_files": len(manifest["absent"]),
    }
    _advise(result["missing_files"])
    emit(
        result,
        as_json=options.json,
        words=f"备份好了：{target}（{rows} 行，{target.stat().st_size // 1024} kB）。里面有密钥，请放在安全的地方。",
    )
    return 0


def _advise(absent: int) -> None:
    """What the archive does not hold, said on stderr."""
    outside = [f"{name.upper()}_KEY" for name in KEYS if os.environ.get(f"{name.upper()}_KEY")]
    if outside:
        say(f"注意：{'、'.join(outside)} 是从环境变量来的，不在备份里。请另外收好，没有它们恢复了也用不了。")
    if absent:
        say(f"注意：有 {absent} 个文件登记过、却已经不在了，备份里也没有。运行 yanxiu doctor 看是哪些。")
