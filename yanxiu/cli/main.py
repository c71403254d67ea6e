"""The `yanxiu` command: a table of commands, each imported only when called."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Any, NoReturn

from yanxiu.cli.output import Problem, fail
from yanxiu.config.installation import LostKey

COMMANDS = {
    "init": ("yanxiu.cli.init", "在 YANXIU_DATA 里建一个空的真实安装"),
    "admin": ("yanxiu.cli.admin", "安装管理员：create"),
    "demo": ("yanxiu.cli.demo.command", "演示数据：create、info"),
    "org": ("yanxiu.cli.org", "单位：import-schools"),
    "people": ("yanxiu.cli.people", "人员：import"),
    "regulation": ("yanxiu.cli.regulation", "单位采用的制度：adopt、list"),
    "assess": ("yanxiu.cli.assess", "考核：standing、run、replay、seal"),
    "policy": ("yanxiu.cli.policy", "制度包：check、cases、evaluate、explain"),
    "jobs": ("yanxiu.cli.jobs", "后台任务：work"),
    "db": ("yanxiu.cli.db", "数据库：migrate"),
    "backup": ("yanxiu.cli.backup", "备份数据库、文件和密钥"),
    "restore": ("yanxiu.cli.restore", "从备份恢复"),
    "verify": ("yanxiu.cli.verify", "逐行核对备份"),
    "doctor": ("yanxiu.cli.doctor", "检查这个安装"),
    "serve": ("yanxiu.cli.serve", "开服务以前的准备"),
    "check": ("yanxiu.cli.check", "以每种身份走遍一个运行中的演示"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status. Errors are sentences, on stderr or as {"error"} with --json."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = Parser(prog="yanxiu", description="研修：让校本研修制度运行起来")
    places = parser.add_subparsers(dest="command", metavar="命令", required=True)
    chosen = next((word for word in given if not word.startswith("-")), "")
    for name, (module, words) in COMMANDS.items():
        place = places.add_parser(name, help=words, description=words)
        if name == chosen:
            importlib.import_module(module).register(place)
    try:
        options = parser.parse_args(given)
    except Problem as problem:
        return fail(problem.message, as_json="--json" in given)
    return call(options)


class Parser(argparse.ArgumentParser):
    """Arguments that cannot be read are a problem like any other: a sentence, an {"error"} with --json, status 1."""

    def error(self, message: str) -> NoReturn:
        """Raise the problem with the usage of the command."""
        raise Problem(f"参数不对：{message}。{self.format_usage().strip()}")


def call(options: argparse.Namespace) -> int:
    """Run the chosen command and turn problems into sentences."""
    module: Any = importlib.import_module(COMMANDS[options.command][0])
    try:
        return int(module.run(options))
    except Problem as problem:
        return fail(problem.message, as_json=getattr(options, "json", False))
    except LostKey as problem:
        return fail(str(problem), as_json=getattr(options, "json", False))
    except BrokenPipeError:
        return 1
    except OSError as problem:
        return fail(
            f"读写文件时出错：{problem.strerror or problem}。检查磁盘空间和权限。",
            as_json=getattr(options, "json", False),
        )
    except _database_errors() as problem:
        return fail(
            f"数据库没有写成，什么也没有改：{problem}。检查磁盘空间、数据库服务和别的程序是不是占着它，再试一次。",
            as_json=getattr(options, "json", False),
        )


def _database_errors() -> tuple[type[Exception], ...]:
    """What a command that uses the database may meet; a command that does not never loads Django."""
    loaded = sys.modules.get("django.db.utils")
    return (loaded.OperationalError,) if loaded else ()


if __name__ == "__main__":
    sys.exit(main())
