"""`yanxiu init`: an empty real installation in YANXIU_DATA."""

import argparse
import json
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yanxiu.cli.output import Problem, emit
from yanxiu.config.installation import FILE, data_dir, make_keys, read_installation


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--public-url", default="", help="大家打开它的地址，例如 https://yx.example.cn")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Make the folder, the keys, the mark of a real installation and the empty database."""
    folder = data_dir()
    if not os.environ.get("YANXIU_DATA"):
        raise Problem("请先说明放在哪里：YANXIU_DATA=/文件夹 python3 run.py yanxiu init")
    if (folder / FILE).exists():
        kind = "演示" if read_installation(folder).is_demo else "真实安装"
        raise Problem(f"{folder} 里已经是一个{kind}，没有改动它。")
    make_real(folder, options.public_url)
    from yanxiu.cli.django import start

    start()
    words = f"建好了：{folder}\n下一步：yanxiu admin create --username 登录名，再打开网页开办学校或区。"
    emit({"data": str(folder), "kind": "real"}, as_json=options.json, words=words)
    return 0


def make_real(folder: Path, public_url: str = "") -> None:
    """Mark `folder` as a real installation, its keys made first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    make_keys(folder)
    mark = {
        "kind": "real",
        "created": datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
        "today": None,
        "public_url": public_url or None,
    }
    part = folder / f"{FILE}.part"
    part.write_text(json.dumps(mark, ensure_ascii=False), encoding="utf-8")
    part.replace(folder / FILE)
