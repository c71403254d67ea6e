"""Serving: the web process and the worker of long jobs, started and stopped together."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from launcher import environment
from launcher.main import child, ready
from launcher.say import ROOT, say, stop


def serve(arguments: list[str]) -> int:
    """Serve, or with --check walk everything and report."""
    parser = argparse.ArgumentParser(prog="run.py", description="研修")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--lan", action="store_true", help="让学校网络里的电脑和手机能打开（演示不可以）")
    parser.add_argument("--check", action="store_true", help="在临时文件夹里逐页检查，成功退出 0")
    parser.add_argument("--prepare", action="store_true", help="只装好运行环境和前端资源，不开服务（服务器上用）")
    options = parser.parse_args(arguments)
    python = ready()
    if options.prepare:
        say("运行环境和前端资源都装好了。")
        return 0
    if options.check:
        if shutil.which("chromium"):
            environment.prepare(development=True)  # with a browser on the machine its console is checked too
        return check(python)
    return _serve(python, options.port, lan=options.lan)


def _serve(python: Path, port: int, *, lan: bool) -> int:
    _need_free(port)
    named = bool(os.environ.get("YANXIU_DATA"))
    if lan:
        _yanxiu(python, "serve", "--may-lan")
    elif not named:
        _yanxiu(python, "demo", "create", "--if-missing")
    _yanxiu(python, "db", "migrate")
    _yanxiu(python, "serve", "--static")
    with running(python, port, lan=lan):
        _welcome(python, port, lan=lan)
        _wait_for_end()
    return 0


@contextlib.contextmanager
def running(python: Path, port: int, *, lan: bool = False, data: str = ""):  # type: ignore[no-untyped-def]
    """The web process and the worker, both stopped at the end of the block."""
    more = {"YANXIU_DATA": data} if data else {}
    if lan:
        more["ALLOWED_HOSTS"] = os.environ.get("ALLOWED_HOSTS", "*")
    host = "0.0.0.0" if lan else "127.0.0.1"
    web = [
        str(python), "-m", "gunicorn", "yanxiu.config.wsgi", "-b", f"{host}:{port}", "-w", "1", "-k", "gthread", "--threads", "8",
        "--timeout", "120", "--graceful-timeout", "10", "--log-level", "warning",
    ]  # fmt: skip
    started = [
        subprocess.Popen(web, env=child(**more), cwd=ROOT, start_new_session=True),
        subprocess.Popen(
            [str(python), "-m", "yanxiu.cli.main", "jobs", "work"], env=child(**more), start_new_session=True
        ),
    ]
    try:
        _answering(port, started[0])
        yield
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def check(python: Path) -> int:
    """A scratch demonstration on a free port, walked by `yanxiu check`."""
    with tempfile.TemporaryDirectory(prefix="yanxiu-check-") as scratch:
        os.environ["YANXIU_DATA"] = scratch
        _yanxiu(python, "demo", "create")
        _yanxiu(python, "serve", "--static")
        port = free_port()
        with running(python, port, data=scratch):
            return subprocess.run(
                [str(python), "-m", "yanxiu.cli.main", "check", f"http://127.0.0.1:{port}"], env=child(), check=False
            ).returncode


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _need_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(f"端口 {port} 已经有程序在用。关掉它，或换一个：python3 run.py --port {port + 1}")


def _yanxiu(python: Path, *arguments: str) -> None:
    done = subprocess.run(
        [str(python), "-m", "yanxiu.cli.main", *arguments], env=child(), stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.returncode)


def _answering(port: int, web: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if web.poll() is not None:
            stop("网页服务没有起来，原因在上面。")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    stop("网页服务 30 秒还没有应答。看上面的原话；多半是数据库被别的程序占着。")


def _welcome(python: Path, port: int, *, lan: bool) -> None:
    say(f"\n研修已经开了：http://127.0.0.1:{port}/")
    if lan:
        say(f"学校网络里请打开：http://{_lan_address()}:{port}/")
    done = subprocess.run(
        [str(python), "-m", "yanxiu.cli.main", "demo", "info", "--json"],
        env=child(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0 and done.stdout.strip():
        found = json.loads(done.stdout.strip().splitlines()[-1])
        say(f"演示日期 {found['today']}，人名和学校都是编的。密码都是 {found['password']}，登录名：")
        for account in found["accounts"]:
            say(f"  {account['role']:　<9}{account['username']:<16}{account['name']}")
    say("按 Ctrl-C 停下。")


def _lan_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent, the kernel only picks a route
            return str(probe.getsockname()[0])
        except OSError:
            return "本机地址"


def _wait_for_end() -> None:
    stopped = False

    def end(*_: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not stopped:
        time.sleep(0.2)
    say("正在停……")
