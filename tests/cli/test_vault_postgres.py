"""Backup and restore on PostgreSQL: from one database into another, every row of every table."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.cli.running import COMMAND, answer, variables
from tests.cli.running import yanxiu as on_sqlite
from yanxiu.cli.vault import FLEETING

pytestmark = pytest.mark.postgres


@contextmanager
def database(name: str) -> Iterator[str]:
    """DATABASE_URL of a new database on the server the tests run on."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def yanxiu(data: Path, url: str, *arguments: str):
    """Run a command on this folder and database."""
    return subprocess.run(
        [*COMMAND, *arguments], env=variables(data, DATABASE_URL=url), capture_output=True, text=True, timeout=180, check=False
    )  # fmt: skip


def rows(url: str) -> dict[str, list[str]]:
    """Every row of every table as text, sorted; sessions and counters of wrong guesses left out."""
    with psycopg.connect(url) as base:
        names = [name for (name,) in base.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        wanted = sorted(set(names) - FLEETING)
        return {name: sorted(str(row) for row in base.execute(f'SELECT t::text FROM "{name}" t')) for name in wanted}


def test_a_backup_of_one_database_comes_back_whole_in_another(tmp_path: Path) -> None:
    tag = tmp_path.name[-8:] + str(os.getpid())
    with database(f"from{tag}") as first, database(f"to{tag}") as second:
        assert yanxiu(tmp_path / "a", first, "demo", "create").returncode == 0
        archive = str(tmp_path / "b.tar.gz")
        assert answer(yanxiu(tmp_path / "a", first, "backup", archive, "--json"))["rows"] > 1000
        done = yanxiu(tmp_path / "b", second, "restore", archive, "--json")
        assert done.returncode == 0, done.stderr
        before, after = rows(first), rows(second)
        assert sum(map(len, before.values())) > 1000
        assert after == before
        assert yanxiu(tmp_path / "b", second, "verify", archive).returncode == 0
        with psycopg.connect(second, autocommit=True) as base:
            base.execute(
                "UPDATE org_school SET short_name = '换过' WHERE id = (SELECT min(id::text)::uuid FROM org_school)"
            )
        spoiled = yanxiu(tmp_path / "b", second, "verify", archive)
        assert spoiled.returncode == 1 and "org_school" in spoiled.stdout + spoiled.stderr


def test_a_backup_of_postgresql_is_not_poured_into_sqlite(tmp_path: Path) -> None:
    with database(f"only{os.getpid()}") as url:
        assert yanxiu(tmp_path / "a", url, "demo", "create").returncode == 0
        archive = str(tmp_path / "b.tar.gz")
        assert yanxiu(tmp_path / "a", url, "backup", archive).returncode == 0
    done = on_sqlite(tmp_path / "c", "restore", archive)
    assert done.returncode == 1 and "PostgreSQL" in done.stderr
    assert not (tmp_path / "c" / "db.sqlite3").exists()
