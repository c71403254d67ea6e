"""The environment in .venv: made without ensurepip, filled from locked, hashed lists, by uv or else by pip."""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.index import configured, fetch_pip, index_url
from launcher.say import ROOT, say, stop

HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
RUNTIME, DEVELOPMENT, ASSETS, TOOLS = (ROOT / f"requirements{part}.lock" for part in ("", "-dev", "-assets", "-tools"))


_holding = False  # whether this process is the one that sets up


@contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time: a second launcher waits for the first; what the first does within is its own."""
    global _holding
    if _holding:
        yield
        return
    with _locked():
        _holding = True
        try:
            yield
        finally:
            _holding = False


@contextmanager
def _locked() -> Iterator[None]:
    lock = ROOT / "var" / "setup.lock"
    try:
        lock.parent.mkdir(exist_ok=True)
        handle = lock.open("w")
    except OSError as problem:
        stop(f"这个文件夹写不进去（{problem.strerror}）。请把源码放到你自己的文件夹里再运行。")
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个 run.py 正在安装，等它做完……")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare(*, development: bool = False) -> Path:
    """The interpreter of an environment that matches the locks; made or mended as needed, in seconds otherwise."""
    wanted = DEVELOPMENT if development or _stamped(DEVELOPMENT) else RUNTIME
    if not _stamped(wanted):
        with alone():
            if not _stamped(wanted):
                _make(wanted)
    return PYTHON


def install(lock: Path) -> None:
    """Add one more locked list to the environment."""
    with alone():
        if not _stamped(lock):
            _fill(lock)


def _make(wanted: Path) -> None:
    if not PYTHON.exists():
        say("正在建运行环境（只有第一次）……")
        venv.create(HOME, with_pip=False, symlinks=True)
    _fill(TOOLS)
    _fill(wanted)
    _link()


def _fill(lock: Path) -> None:
    say(f"正在安装 {lock.name}……")
    uv = HOME / "bin" / "uv"
    arguments = ["--require-hashes", "-r", str(lock)]
    if lock == TOOLS or not uv.exists():
        wheel = fetch_pip(ROOT / "var" / "cache")
        command = [str(PYTHON), f"{wheel}/pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    else:
        command = [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON), *arguments]
    done = subprocess.run(command, env=network(), check=False)
    if done.returncode != 0:
        stop("依赖没有装上。多半是网络断了或磁盘满了：看上面的原话，处理后再运行一次，会接着装。")
    _stamp(lock)


def network() -> dict[str, str]:
    """What uv and npm must be told of pip's settings, which they do not read."""
    settings = dict(os.environ)
    if configured("index-url"):
        settings.setdefault("UV_DEFAULT_INDEX", index_url())
    if configured("cert"):
        settings.setdefault("SSL_CERT_FILE", configured("cert"))
        settings.setdefault("NODE_EXTRA_CA_CERTS", configured("cert"))
    return settings


def packages() -> Path:
    """Where the environment keeps its packages."""
    return HOME / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def _link() -> None:
    """Let the environment find this source tree, and give it the `yanxiu` command."""
    (packages() / "yanxiu.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = HOME / "bin" / "yanxiu"
    script.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom yanxiu.cli.main import main\n\nsys.exit(main())\n", encoding="utf-8"
    )
    script.chmod(0o755)


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(ROOT).encode()).hexdigest()


def _stamped(lock: Path) -> bool:
    stamp = HOME / f"{lock.name}.stamp"
    return stamp.exists() and stamp.read_text() == _digest(lock)


def _stamp(lock: Path) -> None:
    (HOME / f"{lock.name}.stamp").write_text(_digest(lock))
