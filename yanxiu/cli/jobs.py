"""`yanxiu jobs work`: the worker of long jobs, with its reaper."""

import argparse
import threading
import time

from yanxiu.cli.output import say

HOUR = 3600.0  # seconds between two looks for files whose time is over
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


def tidy() -> int:
    """Delete what may be kept no longer, in every district, and look how the rows lie now; returns how many files went."""
    from yanxiu.base import statistics
    from yanxiu.base.actions import Actor
    from yanxiu.base.tenancy import in_district
    from yanxiu.files.actions import drop_expired
    from yanxiu.setup.actions.roster import forget_old_lists
    from yanxiu.tenants.models import District

    gone = 0
    for district in District.objects.all():
        with in_district(district):
            gone += forget_old_lists(actor=Actor(channel="job")) + drop_expired(actor=Actor(channel="job"))
    statistics.refresh()
    return gone


def _reap_for_ever() -> None:
    import logging

    from django.db import DatabaseError, close_old_connections

    from yanxiu.cli.django import _partitions
    from yanxiu.jobs.actions import reap

    tidied = 0.0
    while True:
        try:
            reap()
            _partitions()
            if time.monotonic() - tidied > HOUR:
                tidy()
                tidied = time.monotonic()
        except DatabaseError:
            logging.getLogger(__name__).exception("reaper tick failed; trying again")
        close_old_connections()
        time.sleep(TICK)
