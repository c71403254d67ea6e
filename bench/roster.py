"""Seconds and memory of a district's roster on its way in: `python3 run.py exec bench/roster.py [--people 15000]`.

Each step is the real command in a process of its own on a scratch installation; what it finds is compared with
what the invented list holds, so a fast wrong answer is a failure (exit status 1).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.invented import AS_OF
from bench.lists import WRITERS, Page, expected_bad, roster_page, schools_file

DISTRICT = "BENCH1"
WANTED = {"核对": 10.0, "导入": 60.0, "网页导入": 60.0}  # seconds for 15,000 rows
MOST_MEMORY = 500.0  # MB
FULL = 15_000
COMMAND, PAGES = ["yanxiu.cli.main"], ["bench.web_import"]


@dataclass(frozen=True)
class Measured:
    """One run of one command."""

    step: str
    seconds: float
    cpu: float  # seconds of processor time, which a busy neighbour changes least
    megabytes: float  # the most memory it held


class Wrong(Exception):
    """A command failed, or found something else than the list holds."""


def main(arguments: list[str] | None = None) -> int:
    """Make the lists, measure, compare, print."""
    options = _options(arguments)
    page = roster_page(options.schools, options.people, options.bad)
    runs: dict[str, list[Measured]] = {}
    with tempfile.TemporaryDirectory(prefix="yanxiu-bench-") as scratch:
        try:
            for kind in options.kinds:
                _measure(Path(scratch), kind, page, options, runs)
        except Wrong as problem:
            print(problem, file=sys.stderr)
            return 1
    print(json.dumps(_json(options, runs), ensure_ascii=False) if options.json else _table(options, runs))
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="名单核对和导入要多久、占多少内存")
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--people", type=int, default=FULL)
    parser.add_argument("--bad", type=int, default=None, help="有问题的行，默认每五十行一行")
    parser.add_argument("--kinds", nargs="+", choices=list(WRITERS), default=["xlsx"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    options.bad = max(3, options.people // 50) if options.bad is None else options.bad
    return options


def _measure(
    scratch: Path, kind: str, page: Page, options: argparse.Namespace, runs: dict[str, list[Measured]]
) -> None:
    """Schools once; then, each round on a fresh copy: preview, import, the same list again."""
    roster = WRITERS[kind](page, scratch / f"roster.{kind}")
    named = schools_file(scratch / "schools.xlsx", options.schools, options.people)
    made = scratch / f"{kind}-start"
    where = ["--district", DISTRICT, "--json"]
    _keep(
        runs, kind, _run("学校", made, ["org", "import-schools", str(named), *where, "--create-district", "实测区"])[0]
    )
    writing = ["people", "import", str(roster), *where, "--as-of", AS_OF.isoformat()]
    for number in range(options.rounds):
        data = scratch / f"{kind}-{number}"
        shutil.copytree(made, data)
        measured, found = _run("核对", data, [*writing, "--dry-run"])
        _compare(found, page, kind)
        _keep(runs, kind, measured)
        good = page.people - len(page.bad)
        for step, created, unchanged in (("导入", good, 0), ("再导一次", 0, good)):
            measured, found = _run(step, data, [*writing, "--good-rows"])
            done = found["warnings"].get("imported")
            if done != {"created": created, "updated": 0, "unchanged": unchanged}:
                raise Wrong(f"{kind} {step}：{done}，应当新建 {created}、不变 {unchanged}")
            _keep(runs, kind, measured)
        shutil.rmtree(data)
        _as_the_pages_do(runs, kind, scratch, made, roster, page)


def _as_the_pages_do(
    runs: dict[str, list[Measured]], kind: str, scratch: Path, made: Path, roster: Path, page: Page
) -> None:
    """The same list by the jobs behind the pages: judging there includes a rehearsal of the whole import."""
    data = scratch / f"{kind}-pages"
    shutil.copytree(made, data)
    good = page.people - len(page.bad)
    for step, name, arguments in (("网页核对", "valid", ["read", str(roster)]), ("网页导入", "created", ["write"])):
        measured, found = _run(step, data, arguments, PAGES)
        if found[name] != good:
            raise Wrong(f"{kind} {step}：{found}，应是 {good}")
        _keep(runs, kind, measured)
    shutil.rmtree(data)


def _keep(runs: dict[str, list[Measured]], kind: str, measured: Measured) -> None:
    runs.setdefault(f"{kind} {measured.step}", []).append(measured)


def _compare(found: dict[str, Any], page: Page, kind: str) -> None:
    """The preview holds exactly the people, mistakes and hidden rows that were invented."""
    bad = {one["row"]: one["codes"] for one in found["bad"]}
    wanted = {row: [code] for row, code in expected_bad(page, kind).items()}
    if bad != wanted or found["data_rows"] != page.people:
        differ = {n: (bad.get(n), wanted.get(n)) for n in bad.keys() | wanted if bad.get(n) != wanted.get(n)}
        raise Wrong(
            f"{kind} 核对：{found['data_rows']} 人（应 {page.people}），不同的行：{dict(list(differ.items())[:5])}"
        )
    if found["hidden_rows"] != ([] if kind == "csv" else page.hidden):
        raise Wrong(f"{kind} 核对：隐藏行是 {found['hidden_rows'][:5]}，应是 {page.hidden[:5]}")


def _run(step: str, data: Path, arguments: list[str], program: list[str] = COMMAND) -> tuple[Measured, dict[str, Any]]:
    """The command in its own process, on SQLite in `data`; its own time and memory, not ours."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", *program, *arguments]
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        child = subprocess.Popen(command, env=kept | {"YANXIU_DATA": str(data)}, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        out.seek(0), err.seek(0)
        if child.returncode:
            raise Wrong(f"{step} 没有做成：{out.read()[-500:]}{err.read()[-500:]}")
        found: dict[str, Any] = json.load(out)
    return Measured(step, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), found


def _json(options: argparse.Namespace, runs: dict[str, list[Measured]]) -> dict[str, Any]:
    return {
        "people": options.people,
        "schools": options.schools,
        "cores": os.cpu_count(),
        "steps": {name: [asdict(one) for one in kept] for name, kept in runs.items()},
    }


def _table(options: argparse.Namespace, runs: dict[str, list[Measured]]) -> str:
    lines = [
        f"{options.people} 人、{options.schools} 所学校、{options.bad} 行有问题；{os.cpu_count()} 核，每步 {options.rounds} 次",
        "步骤              最快秒   中位秒   处理器秒   内存MB   目标",
    ]
    for name, kept in runs.items():
        seconds = [one.seconds for one in kept]
        cpu, memory = statistics.median(one.cpu for one in kept), max(one.megabytes for one in kept)
        figures = f"{min(seconds):8.2f} {statistics.median(seconds):8.2f} {cpu:10.2f} {memory:8.0f}"
        lines.append(f"{_wide(name, 16)}{figures}   {_verdict(options, name, statistics.median(seconds), memory)}")
    return "\n".join(lines)


def _wide(text: str, width: int) -> str:
    """Padded by what a terminal shows: a Chinese character takes two places."""
    return text + " " * (width - sum(2 if ord(c) > 255 else 1 for c in text))


def _verdict(options: argparse.Namespace, name: str, seconds: float, memory: float) -> str:
    most = WANTED.get(name.split()[-1])
    if most is None or options.people < FULL:
        return ""
    return f"{'达到' if seconds <= most and memory <= MOST_MEMORY else '没达到'}（{most:.0f} 秒、{MOST_MEMORY:.0f} MB）"


if __name__ == "__main__":
    sys.exit(main())
