"""What a backup is: one .tar.gz of database, files, keys and the installation's mark, with a manifest that proves it.

The manifest holds the sha256 of every member and, per table, the number of rows and a digest over all of them in the
order of their keys, so that a restored database can be compared row by row without trusting the tool that copied it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yanxiu.cli import kept
from yanxiu.cli.output import Problem
from yanxiu.config.installation import FILE

SCRATCH = "yanxiu-backup-"
MANIFEST, SQLITE, DUMP = "manifest.json", "db.sqlite3", "db.dump"
FLEETING = frozenset({"django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog", "setup_guess"})


def tables() -> list[str]:
    """Tables a backup vouches for, sorted; sessions and counters of wrong guesses come and go."""
    from django.db import connection

    return sorted(set(connection.introspection.table_names()) - FLEETING)


def digests() -> dict[str, dict[str, Any]]:
    """Rows and digest of every table, read in one consistent view of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        return {name: _digest(cursor, connection, name) for name in tables()}


def _digest(cursor: Any, connection: Any, name: str) -> dict[str, Any]:
    description = connection.introspection.get_table_description(cursor, name)
    columns = sorted(column.name for column in description)
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of our own tables
    rows, total = 0, 0
    for row in iter(cursor.fetchone, None):
        rows += 1
        line = json.dumps([_plain(value) for value in row], ensure_ascii=False)
        # A sum of the rows' hashes does not depend on their order and costs no sorting.
        total = (total + int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")) % (1 << 256)
    return {"rows": rows, "digest": f"{total:064x}"}


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else str(value)


def write(target: Path, folder: Path) -> dict[str, Any]:
    """Write a backup of the installation in `folder`; the archive appears under its name only when it is whole."""
    part = target.with_name(f".{target.name}.part")
    _clear_halves(target.parent)
    try:
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=target.parent) as scratch:
            manifest = _copy(Path(scratch), folder)
            part.touch(mode=0o600)  # keys and people lie in it: nobody else on the machine may read it
            with tarfile.open(part, "w:gz", compresslevel=6) as out:
                for path in sorted(Path(scratch).rglob("*")):
                    if path.is_file():
                        out.add(path, arcname=str(path.relative_to(scratch)))
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(target)
    except (OSError, sqlite3.Error) as problem:
        part.unlink(missing_ok=True)
        raise Problem(
            f"备份没有写成：{getattr(problem, 'strerror', None) or problem}。检查磁盘空间，原来的数据没有动。"
        ) from problem
    return manifest


def _clear_halves(folder: Path) -> None:
    """What a killed backup left: keys lie in it."""
    for left in folder.glob(f"{SCRATCH}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    for part in folder.glob(".*.tar.gz.part"):
        part.unlink(missing_ok=True)


def _copy(scratch: Path, folder: Path) -> dict[str, Any]:
    database, proofs, keys = _copy_database(scratch)
    absent = kept.fetch(keys, scratch)
    if (folder / "keys").exists():
        shutil.copytree(folder / "keys", scratch / "keys")
    if (folder / FILE).exists():
        shutil.copy2(folder / FILE, scratch / FILE)
    from yanxiu import __version__

    members = {str(p.relative_to(scratch)): _sha256(p) for p in sorted(scratch.rglob("*")) if p.is_file()}
    manifest = {
        "format": 1,
        "version": __version__,
        "database": database,
        "tables": proofs,
        "members": members,
        "absent": absent,
    }
    (scratch / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def _copy_database(scratch: Path) -> tuple[str, dict[str, dict[str, Any]], list[str]]:
    """Copy the database; its kind, its tables' proofs and the files it knows, all of one moment."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(scratch / SQLITE) as copy:
            source.backup(copy)
        with _looking_at(scratch / SQLITE):
            return "sqlite", digests(), kept.keys()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        _tool(["pg_dump", "-Fc", f"--snapshot={snapshot}", "-f", str(scratch / DUMP)])
        return "postgresql", digests(), kept.keys()


@contextmanager
def _looking_at(path: Path) -> Iterator[None]:
    """Let Django's connection read another SQLite file for the block."""
    from django.db import connection

    former = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


def _tool(command: list[str]) -> None:
    """Run a PostgreSQL tool against our database."""
    from django.db import connection

    settings = connection.settings_dict
    place = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    if not shutil.which(command[0]):
        raise Problem(f"这台机器上没有 {command[0]}。装上 PostgreSQL 客户端（postgresql-client）再试。")
    variables = {**os.environ, **{name: value for name, value in place.items() if value}}
    done = subprocess.run(
        [*command, "-d", settings["NAME"]] if command[0] == "pg_restore" else [*command, settings["NAME"]],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Problem(f"{command[0]} 没有做成：{done.stderr.strip()[-400:]}")


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read(archive: Path, scratch: Path) -> dict[str, Any]:
    """Unpack into `scratch` and check every member; returns the manifest. Raises Problem for anything not whole."""
    if not archive.is_file():
        raise Problem(f"没有找到备份：{archive}")
    try:
        with tarfile.open(archive, "r:gz") as packed:
            _unpack(packed, scratch.resolve())
        manifest: dict[str, Any] = json.loads((scratch / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, EOFError, json.JSONDecodeError) as problem:
        raise Problem(f"这份备份不完整或坏了：{archive.name}。换一份。") from problem
    for name, digest in manifest["members"].items():
        if not (scratch / name).is_file() or _sha256(scratch / name) != digest:
            raise Problem(f"备份里的 {name} 和清单对不上，这份备份不能用。")
    return manifest


def _unpack(packed: tarfile.TarFile, scratch: Path) -> None:
    """Plain files below `scratch` and nothing else; Debian 12's own Python (3.11.2) has no extraction filter."""
    for member in packed:
        place = (scratch / member.name).resolve()
        source = packed.extractfile(member) if member.isfile() else None
        if source is None or not place.is_relative_to(scratch):
            raise tarfile.ExtractError(f"{member.name} is not a plain file of a backup")
        place.parent.mkdir(parents=True, exist_ok=True)
        with source, place.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        place.chmod(0o600)


def put_back(scratch: Path, folder: Path, manifest: dict[str, Any]) -> None:
    """Put an unpacked backup into an installation's folder and database."""
    from django.db import connection

    former = kept.keys()
    if manifest["database"] == "sqlite":
        connection.close()
        for tail in ("", "-wal", "-shm"):
            Path(f"{folder / SQLITE}{tail}").unlink(missing_ok=True)
        shutil.copy2(scratch / SQLITE, folder / SQLITE)
    else:
        _tool(["pg_restore", "--clean", "--if-exists", "--no-owner", str(scratch / DUMP)])
        connection.close()
    shutil.rmtree(folder / "keys", ignore_errors=True)
    if (scratch / "keys").exists():
        shutil.copytree(scratch / "keys", folder / "keys")
        (folder / "keys").chmod(0o700)
    if (scratch / FILE).exists():
        shutil.copy2(scratch / FILE, folder / FILE)
    kept.put_back(scratch, manifest["members"], former)


def differences(manifest: dict[str, Any], folder: Path) -> list[str]:
    """Sentences on what of the database, files and keys is not as the backup says; empty when all is equal."""
    now, found = digests(), []
    for name, proof in manifest["tables"].items():
        here = now.get(name)
        if here is None:
            found.append(f"数据库里没有表 {name}")
        elif here["rows"] != proof["rows"]:
            found.append(f"表 {name}：备份 {proof['rows']} 行，现在 {here['rows']} 行")
        elif here["digest"] != proof["digest"]:
            found.append(f"表 {name}：行数一样（{proof['rows']}），内容不一样")
    for name, digest in manifest["members"].items():
        if name.startswith("keys/") and (not (folder / name).is_file() or _sha256(folder / name) != digest):
            found.append(f"{name} 不一样或不在")
    return found + kept.differences(manifest["members"])
