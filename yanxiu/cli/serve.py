"""`yanxiu serve`: what must hold before the web process starts."""

import argparse

from yanxiu.cli.output import Problem, say
from yanxiu.config.installation import FILE, data_dir, read_installation


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--may-lan", action="store_true", help="只查：能不能开给学校网络")
    parser.add_argument("--static", action="store_true", help="收齐静态文件")


def run(options: argparse.Namespace) -> int:
    """Refuse what a demonstration must not do; collect static files."""
    installation = read_installation(data_dir())
    if options.may_lan and (installation.is_demo or not (data_dir() / FILE).exists()):
        raise Problem(
            "演示只在本机开，不能开给学校网络。真正要用：YANXIU_DATA=/文件夹 python3 run.py yanxiu init，再带 --lan。"
        )
    from yanxiu.cli.django import start

    start(migrate=False)
    if options.static:
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        say("静态文件齐了。")
    return 0
