"""Server time of each page as a ratio to the empty signed-in page of the same run: `python3 run.py exec bench/pages.py`.

Django's test client asks the product, with the product's own settings, in this process. The empty page is the frame of
the desk alone (bar, navigation, who is signed in) as the office of the largest school sees it. See README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from bench.addresses import Scene

EMPTY = "/bench/empty/"
MOST_TIMES, MOST_STATEMENTS = 5.0, 30
LAYOUTS = {"leader": "phone", "teacher": "phone", "stranger": "entry"}


@dataclass
class Line:
    """One row of the table."""

    page: str
    role: str
    times: float  # as long as the empty page
    milliseconds: float
    statements: int
    size: int  # bytes
    packed: int  # bytes as a browser gets them
    slower: float = 0.0  # `times` by that of the run compared with


def main(arguments: list[str] | None = None) -> int:
    """Build or open the district, measure, print."""
    options = _options(arguments)
    with _folder(options.data) as folder:
        _start(folder)
        from bench import district  # noqa: PLC0415 - needs Django

        if not (folder / "bench-size").exists():
            district.build(folder, district.Size(options.schools, options.people), _say)
        lines, counted = measure(options.rounds)
    if options.beside:
        _beside(lines, json.loads(options.beside.read_text(encoding="utf-8")))
    lines.sort(key=lambda line: -line.times)
    if options.json:
        print(json.dumps({"counts": counted, "cores": os.cpu_count(), "pages": [asdict(line) for line in lines]}, ensure_ascii=False))  # fmt: skip
    else:
        print(_table(lines, counted))
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="每种页面的服务器用时，是只有框架的空页的几倍")
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--people", type=int, default=15_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--data", type=Path, help="留用这个数据文件夹，没有就建")
    parser.add_argument("--database", default="", help="PostgreSQL 的地址（空库），不给就用 SQLite")
    parser.add_argument("--beside", type=Path, help="和另一次 --json 的结果比：大了几倍")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    os.environ.pop("DATABASE_URL", None)
    if options.database:
        os.environ["DATABASE_URL"] = options.database
    return options


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """The folder asked for, or one that goes away afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="yanxiu-bench-") as scratch:
        yield Path(scratch)


def _start(folder: Path) -> None:
    """A real installation in the folder, the product's settings, its static files gathered beside it."""
    os.environ |= {
        "YANXIU_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "yanxiu.config.settings",
        "STATIC_ROOT": str(folder / "static"),
    }
    from launcher import assets  # noqa: PLC0415 - only when run
    from yanxiu.cli.django import start  # noqa: PLC0415
    from yanxiu.cli.init import FILE, make_real  # noqa: PLC0415

    assets.build()
    if not (folder / FILE).exists():
        make_real(folder)
    start()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measure(rounds: int) -> tuple[list[Line], dict[str, int]]:
    """Every page, `rounds` times, all of them in each round: what disturbs the machine disturbs all alike."""
    from bench import addresses, district  # noqa: PLC0415
    from yanxiu.base.tenancy import in_district  # noqa: PLC0415
    from yanxiu.tenants.models import District  # noqa: PLC0415

    _add_empty_page()
    for name in addresses.unmeasured():
        _say(f"没有量：{name}（在 bench/addresses.py 里加上）")
    home = District.objects.get(code=district.CODE)
    with in_district(home):
        counted = district.counts()
    scene = addresses.scene_of(home)
    asked = _asked(scene)
    lines = [_once(scene, browser, *what) for browser, *what in asked]  # warms what is kept for the process
    taken: list[list[float]] = [[] for _ in asked]
    for number in range(rounds):
        for place, (browser, _, _, where) in enumerate(asked):
            taken[place].append(_timed(browser, where))
        _say(f"第 {number + 1} 轮，共 {rounds} 轮")
    for line, seconds in zip(lines, taken, strict=True):
        line.milliseconds = round(statistics.median(seconds) * 1000, 1)
    floor = next(line.milliseconds for line in lines if line.page == "空页" and line.role == "office")
    for line in lines:
        line.times = round(line.milliseconds / floor, 2)
    return lines, counted


def _asked(scene: Scene) -> list[tuple[Client, str, str, str]]:
    """(browser, label, role, address), the empty page of every role first."""
    from django.urls import reverse  # noqa: PLC0415

    from bench.addresses import PAGES, ROLES  # noqa: PLC0415

    browsers = {role: _browser(scene, role) for role in ROLES}
    found = [(browsers[role], "空页", role, f"{EMPTY}{LAYOUTS.get(role, 'desk')}/") for role in ROLES]
    for page in PAGES:
        where = reverse(page.name, args=page.args(scene)) + page.query(scene)
        found.append((browsers[page.role], page.label, page.role, where))
    return found


def _browser(scene: Scene, role: str) -> Client:
    from django.test import Client  # noqa: PLC0415

    browser = Client(headers={"host": "localhost"})
    if role in scene.accounts:
        browser.force_login(scene.accounts[role], backend="django.contrib.auth.backends.ModelBackend")
    else:
        browser.cookies["claim"] = scene.objects["receipt"]  # of a device that waits for the office
    return browser


def _add_empty_page() -> None:
    """Two more addresses in this process: the layouts with nothing in them, behind the product's own middleware."""
    from django.contrib.auth.decorators import login_not_required  # noqa: PLC0415
    from django.http import HttpRequest, HttpResponse  # noqa: PLC0415
    from django.template import RequestContext, Template  # noqa: PLC0415
    from django.urls import path  # noqa: PLC0415

    from yanxiu.config import urls  # noqa: PLC0415

    kinds = {kind: Template(f'{{% extends "web/{kind}.html" %}}') for kind in ("desk", "phone", "entry")}

    @login_not_required
    def empty(request: HttpRequest, kind: str) -> HttpResponse:
        return HttpResponse(kinds[kind].render(RequestContext(request)))

    urls.urlpatterns.append(path(f"{EMPTY[1:]}<str:kind>/", empty))


def _once(scene: Scene, browser: Client, label: str, role: str, where: str) -> Line:
    """Status, statements and bytes; the second look counts, the first fills what is kept for the process."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    first = browser.get(where)
    if first.status_code != 200:
        raise SystemExit(f"{label}（{role}）{where}：{first.status_code}")
    with CaptureQueriesContext(connection) as caught:
        response = browser.get(where)
        body = _body(response)
    return Line(label, role, 0.0, 0.0, len(caught), len(body), len(gzip.compress(body, 6)))


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def _timed(browser: Client, where: str) -> float:
    began = time.perf_counter()
    _body(browser.get(where))
    return time.perf_counter() - began


def _beside(lines: list[Line], other: dict[str, Any]) -> None:
    """How much worse each page's ratio is than in the other run, usually of a smaller district."""
    before = {(one["page"], one["role"]): one["times"] for one in other["pages"]}
    for line in lines:
        if (line.page, line.role) in before:
            line.slower = round(line.times / max(0.01, before[line.page, line.role]), 2)


def _table(lines: list[Line], counted: dict[str, int]) -> str:
    rows = [
        "、".join(f"{name.split('.')[-1]} {count}" for name, count in counted.items()) + f"；{os.cpu_count()} 核",
        f"空页 = 最大的学校的教导处登录后只有框架的页。超过 {MOST_TIMES:.0f} 倍或 {MOST_STATEMENTS} 句的行前有 *。",
        "    倍数     毫秒  语句      字节    压缩后   比另一次  页面",
    ]
    for one in lines:
        mark = "*" if one.times > MOST_TIMES or one.statements > MOST_STATEMENTS else " "
        grown = f"{one.slower:8.2f}" if one.slower else " " * 8
        rows.append(f"{mark} {one.times:6.2f} {one.milliseconds:8.1f} {one.statements:5d} {one.size:9d} {one.packed:9d} {grown}  {one.page}（{one.role}）")  # fmt: skip
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
