"""`yanxiu demo create` and `yanxiu demo info`."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yanxiu.cli.output import Problem, emit, say
from yanxiu.config.installation import FILE, data_dir, make_keys, read_installation


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    places = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    make = places.add_parser("create", help="在数据文件夹里建演示世界")
    make.add_argument("--if-missing", action="store_true", help="已经有就不动")
    tell = places.add_parser("info", help="演示账号和主要对象")
    for place in (make, tell):
        place.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Create the demonstration, or tell of it."""
    if options.what == "create":
        emit(create(data_dir(), if_missing=options.if_missing), as_json=options.json)
        return 0
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.cli.demo.info import info

    found = info()
    if not found:
        raise Problem("这里没有演示数据。用 yanxiu demo create 建一个。")
    emit(found, as_json=options.json, words=_words(found))
    return 0


def create(folder: Path, *, if_missing: bool = False) -> dict[str, str]:
    """Make the demonstration in `folder`. Raises Problem for a folder that holds a real installation."""
    from yanxiu.cli.demo import plan

    found = read_installation(folder)
    if (folder / FILE).exists() and not found.is_demo:
        raise Problem(f"{folder} 里是真实安装，演示数据不能放进去。换一个 YANXIU_DATA。")
    folder.mkdir(parents=True, exist_ok=True)
    make_keys(folder)
    part = folder / f"{FILE}.part"
    part.write_text(
        json.dumps(
            {
                "kind": "demo",
                "created": datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
                "today": plan.TODAY.isoformat(),
                "public_url": None,
            }
        )
    )
    part.replace(folder / FILE)
    from yanxiu.cli.django import start

    start()
    from yanxiu.tenants.models import District

    if District.objects.filter(code=plan.DISTRICT).exists():
        if not if_missing:
            raise Problem("演示数据已经有了。要重建，先删去这个数据文件夹。")
        return {"data": str(folder), "created": "no"}
    from yanxiu.cli.demo.build import build

    say("正在建演示世界……")
    build(say)
    return {"data": str(folder), "created": "yes"}


def _words(found: dict[str, object]) -> str:
    lines = [f"演示日期 {found['today']}，密码 {found['password']}"]
    accounts = found["accounts"]
    assert isinstance(accounts, list)
    return "\n".join([*lines, *(f"{a['role']}：{a['username']}（{a['name']}）{a['look']}" for a in accounts)])
