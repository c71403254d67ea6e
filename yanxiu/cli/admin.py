"""`yanxiu admin create`: the first administrator of an installation, or one more."""

import argparse
import getpass
import sys

from yanxiu.cli.output import Problem, emit


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    create = places.add_parser("create", help="建一个安装管理员")
    create.add_argument("--username", required=True, metavar="登录名", help="登录名，3 到 40 个字")
    create.add_argument("--password-stdin", action="store_true", help="从标准输入读密码（第一行）；不写就在这里问两遍")
    create.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Make the account; the password never stands on the command line."""
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.base.actions import COMMAND_LINE
    from yanxiu.base.errors import Refusal
    from yanxiu.tenants.actions import create_operator

    try:
        account = create_operator(options.username, _password(options.password_stdin), actor=COMMAND_LINE)
    except Refusal as refusal:
        raise Problem(refusal.message) from refusal
    words = f"建好了：{account.username}。打开网页，用这个登录名和密码登录，再开办学校或区。"
    emit({"username": account.username, "id": str(account.pk)}, as_json=options.json, words=words)
    return 0


def _password(from_stdin: bool) -> str:
    """The password from the first line of stdin, or asked twice at the terminal."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Problem("没有终端可以问密码。加上 --password-stdin，并从标准输入给密码。")
    first = getpass.getpass("密码（至少 8 个字，不显示）：")
    if first != getpass.getpass("再输一次："):
        raise Problem("两次输的不一样，请重来。")
    return first
