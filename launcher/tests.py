"""Everything that must hold, in one command: style, types, house, clauses, tests on SQLite and on PostgreSQL."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from launcher import assets, environment, postgres
from launcher.main import child
from launcher.say import ROOT, say, stop

# What tests need beyond Python: package → a sign that it is there.
SYSTEM = {
    "chromium": lambda: shutil.which("chromium"),
    "fonts-noto-cjk": lambda: list(Path("/usr/share/fonts").rglob("NotoSansCJK*")),
    "postgresql": postgres.binaries,
}


def run_tests(arguments: list[str]) -> int:
    """Install what tests need and run all of it; with arguments only pytest, on SQLite. Returns the exit status."""
    _system_packages()
    python = environment.prepare(development=True)
    assets.build()
    if arguments:
        return _call("pytest", [str(python), "-m", "pytest", *arguments])[1]
    steps = [_call(name, command) for name, command in _checks(python)]
    steps.append(_call("pytest（SQLite）", _pytest(python)))
    steps.append(_on_postgres(python))
    say("\n用时：")
    for name, status, seconds in steps:
        say(f"  {'通过' if status == 0 else '没过'}  {seconds:6.1f} 秒  {name}")
    return 1 if any(status for _, status, _ in steps) else 0


def _checks(python: Path) -> list[tuple[str, list[str]]]:
    tool = environment.HOME / "bin"
    templates = [str(path) for path in sorted((ROOT / "yanxiu").rglob("templates/**/*.html"))]
    return [
        ("ruff", [str(tool / "ruff"), "check", "."]),
        ("ruff format", [str(tool / "ruff"), "format", "--check", "-q", "."]),
        ("djangofmt", [str(tool / "djangofmt"), "check", "-q", *templates]),
        ("djangofmt layout", [str(python), "tools/layout.py", *templates]),
        ("mypy", [str(tool / "mypy")]),
        ("import-linter", [str(tool / "lint-imports")]),
        ("migrations", [str(python), "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("clauses", [str(python), "tools/clauses.py"]),
    ]


def _pytest(python: Path) -> list[str]:
    return [str(python), "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--durations=10"]


def _on_postgres(python: Path) -> tuple[str, int, float]:
    name = "pytest（PostgreSQL）"
    try:
        with postgres.server() as url:
            return _call(name, [*_pytest(python), "-m", "not browser and not slow"], DATABASE_URL=url)
    except RuntimeError as problem:
        say(f"PostgreSQL 没有起来：{problem}")
        return name, 1, 0.0


def _call(name: str, command: list[str], **more: str) -> tuple[str, int, float]:
    say(f"\n== {name}")
    began = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=child(**more), check=False).returncode
    return name, status, time.monotonic() - began


def _system_packages() -> None:
    missing = [package for package, sign in SYSTEM.items() if not sign()]
    if not missing:
        return
    words = " ".join(missing)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and (
        not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        stop(f"测试还要这些系统软件，请先装上：apt-get install {words}")
    say(f"测试要用到 {words}，现在用 apt-get 安装（只有这里会装系统软件）……")
    environment_variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
    ):
        if subprocess.run(
            [*root, *command], env=environment_variables, stdout=subprocess.DEVNULL, check=False
        ).returncode:
            stop(f"没有装上：apt-get install {words}。请手工装好再运行。")
