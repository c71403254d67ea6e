"""`yanxiu db migrate`: bring the database of this installation up to date."""

import argparse

from yanxiu.cli.output import emit


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    places.add_parser("migrate", help="更新数据库结构").add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Migrate what is behind, and look how the rows lie now."""
    from yanxiu.cli.django import start

    folder = start()
    from yanxiu.base import statistics

    statistics.refresh()
    emit({"data": str(folder), "migrated": True}, as_json=options.json, words="数据库已是最新。")
    return 0
