"""A throw-away PostgreSQL for tests: found on the machine, started in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of the newest server binaries on this machine."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda p: int(p.parts[-3]) if p.parts[-3].isdigit() else 0,
    )
    if found:
        return found[-1].parent
    place = shutil.which("postgres")
    return Path(place).resolve().parent if place else None


@contextmanager
def server() -> Iterator[str]:
    """DATABASE_URL of a running server; as root it runs as the user `postgres` or `nobody`. Raises RuntimeError without binaries."""
    place = binaries()
    if place is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    folder = Path(tempfile.mkdtemp(prefix="yanxiu-pg-"))
    user = _user()
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    try:
        _run([place / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"], user)
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        _run([place / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], user)
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [place / "pg_ctl", "-D", data, "-m", "immediate", "stop"],
            user=user,
            capture_output=True,
            check=False,
            cwd="/",
        )
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """Root may not run the server; somebody else does."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(command: list[str | Path], user: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=user, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-800:] + done.stderr[-800:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
