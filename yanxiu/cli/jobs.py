"""`yanxiu jobs work`: the worker of long jobs, with its reaper."""

import argparse
import threading
import time

from yanxiu.cli.output import say

TICK = 20  # seconds between two looks for jobs whose worker died


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    work = places.add_parser("work", help="一直做后台任务")
    work.add_argument("--once", action="store_true", help="做完排着的就退出")


def run(options: argparse.Namespace) -> int:
    """Work until stopped, or until nothing waits."""
    from yanxiu.cli.django import need_data

    need_data()
    from django.core.management import call_command

    from yanxiu.jobs.actions import reap

    if options.once:
        reap()
        call_command("db_worker", "--batch", "--no-startup-delay", "--interval", "0.1", verbosity=0)
        return 0
    threading.Thread(target=_reap_for_ever, daemon=True).start()
    say("后台任务已开。")
    call_command("db_worker", "--no-startup-delay", "--interval", "0.5", verbosity=0)
    return 0


def _reap_for_ever() -> None:
    import logging

    from django.db import DatabaseError, close_old_connections

    from yanxiu.cli.django import _partitions
    from yanxiu.jobs.actions import reap

    while True:
        try:
            reap()
            _partitions()
        except DatabaseError:
            logging.getLogger(__name__).exception("reaper tick failed; trying again")
        close_old_connections()
        time.sleep(TICK)
