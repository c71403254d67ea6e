"""`yanxiu serve`: what must hold before the web process starts."""

import argparse
import ipaddress
from urllib.parse import urlsplit

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
    from django.conf import settings

    if installation.is_demo and settings.PUBLIC_URL and not is_loopback(settings.PUBLIC_URL):
        raise Problem(f"演示不能有公开地址（{settings.PUBLIC_URL}）。去掉 PUBLIC_URL，或建真实安装。")
    if options.static:
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        say("静态文件齐了。")
    return 0


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
