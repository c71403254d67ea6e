"""`yanxiu verify ARCHIVE`: is the backup whole, and does it equal this installation, row by row?"""

import argparse
import tempfile
from pathlib import Path

from yanxiu.cli.output import emit


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("archive", type=Path)
    parser.add_argument("--only-archive", action="store_true", help="只查备份本身，不和现在的数据比")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Exit 0 when all is equal, 1 with the differences otherwise."""
    from yanxiu.cli import vault

    with tempfile.TemporaryDirectory(prefix="yanxiu-verify-") as scratch:
        manifest = vault.read(options.archive, Path(scratch))
    found: list[str] = []
    if not options.only_archive:
        from yanxiu.cli.django import start

        found = vault.differences(manifest, start(migrate=False))
    words = "一行不差。" if not found else "不一样的地方：\n" + "\n".join(found)
    emit({"whole": True, "equal": not found, "differences": found}, as_json=options.json, words=words)
    return 1 if found else 0
