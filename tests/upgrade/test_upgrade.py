"""Coming from an earlier version: a filled database of each tag is restored, migrated and found sound.

`<version>.tar.gz` beside this file is a backup of the demonstration, made with that version's own `yanxiu backup`.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import answer, counts, yanxiu

pytestmark = pytest.mark.slow
ARCHIVES = sorted(Path(__file__).parent.glob("*.tar.gz"))
# Tables that Django and its helpers fill by themselves at every migration.
OWN = {"django_migrations", "django_content_type", "auth_permission"}


def test_there_is_an_earlier_version_to_come_from() -> None:
    assert "0.1.0.tar.gz" in [path.name for path in ARCHIVES]


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.name)
def test_a_filled_database_of_an_earlier_version_is_brought_up_to_date(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as packed:
        member = packed.extractfile("manifest.json")
        assert member is not None
        before = {name: table["rows"] for name, table in json.load(member)["tables"].items() if name not in OWN}
    folder = tmp_path / "data"
    assert yanxiu(folder, "restore", str(archive)).returncode == 0
    assert yanxiu(folder, "db", "migrate").returncode == 0
    after = counts(folder)
    assert sum(before.values()) > 1000 and before["org_person"] > 200
    lost = {name: rows for name, rows in before.items() if name in after and after[name] < rows}
    assert lost == {}
    found = answer(yanxiu(folder, "doctor", "--json"))
    assert [one for one in found["findings"] if not one["well"] and one["name"] not in ("磁盘", "后台任务")] == []
    assert allowed(folder, "teaching_director") >= {"keep_records", "assess"} and "assess" in allowed(
        folder, "principal"
    )
    known = answer(yanxiu(folder, "demo", "info", "--json"))
    assert len(known["accounts"]) > 10


def allowed(folder: Path, post: str) -> set[str]:
    """What a post of the district's own catalogue lets its holder do."""
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        rows = database.execute("SELECT capabilities FROM org_post WHERE code = ? AND school_id IS NULL", [post])
        return {one for (written,) in rows for one in json.loads(written)}
