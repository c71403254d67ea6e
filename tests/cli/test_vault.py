"""Backup, restore, verify: row by row and byte by byte, whole or not at all."""

from __future__ import annotations

import io
import json
import resource
import shutil
import signal
import sqlite3
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, answer, variables, yanxiu

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a folder."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    assert yanxiu(folder, "demo", "create").returncode == 0
    return folder


@pytest.fixture(scope="module")
def archive(demo: Path) -> Path:
    """Its backup."""
    target = demo.parent / "b.tar.gz"
    found = answer(yanxiu(demo, "backup", str(target), "--json"))
    assert found["file"] == str(target) and found["rows"] > 1000
    return target


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """A copy of the installation that a test may spoil."""
    shutil.copytree(demo, tmp_path / "copy")
    return tmp_path / "copy"


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in order of its text."""
    with sqlite3.connect(folder / "db.sqlite3") as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: sorted(base.execute(f'SELECT * FROM "{name}"'), key=str) for name in names}


def files(folder: Path) -> dict[str, bytes]:
    """Every file and key, byte by byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("files", "keys")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def test_what_is_restored_is_what_was_there_row_by_row_and_byte_by_byte(demo: Path, archive: Path, tmp_path: Path) -> None:  # fmt: skip
    target = tmp_path / "restored"
    assert yanxiu(target, "restore", str(archive), "--json").returncode == 0
    assert rows(target) == rows(demo)
    assert files(target) == files(demo) and any(name.startswith("files/") for name in files(demo))
    assert answer(yanxiu(target, "verify", str(archive), "--json")) == {"whole": True, "equal": True, "differences": []}
    assert (target / "keys" / "identity.key").stat().st_mode & 0o077 == 0


def spoil_row(folder: Path) -> str:
    with sqlite3.connect(folder / "db.sqlite3") as base:
        base.execute("UPDATE org_person SET name='换了' WHERE id=(SELECT id FROM org_person LIMIT 1)")
    return "表 org_person：行数一样"


def lose_row(folder: Path) -> str:
    with sqlite3.connect(folder / "db.sqlite3") as base:
        base.execute("DELETE FROM org_seat WHERE id=(SELECT id FROM org_seat LIMIT 1)")
    return "表 org_seat：备份"


def spoil_file(folder: Path) -> str:
    path = next(path for path in (folder / "files").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes() + b"x")
    return "files/"


def lose_file(folder: Path) -> str:
    next(path for path in (folder / "files").rglob("*") if path.is_file()).unlink()
    return "files/"


def other_key(folder: Path) -> str:
    path = folder / "keys" / "identity.key"
    path.chmod(0o600)
    path.write_text("another")
    return "keys/identity.key"


@pytest.mark.parametrize("spoil", [spoil_row, lose_row, spoil_file, lose_file, other_key])
def test_verify_finds_what_is_no_longer_the_same(copy: Path, archive: Path, spoil) -> None:
    said = spoil(copy)
    done = yanxiu(copy, "verify", str(archive), "--json")
    assert done.returncode == 1
    assert any(line.startswith(said) for line in answer(done)["differences"])


def test_a_folder_with_an_installation_is_not_overwritten_unless_told(copy: Path, archive: Path) -> None:
    spoil_row(copy)
    before = rows(copy)
    refused = yanxiu(copy, "restore", str(archive), "--json")
    assert refused.returncode == 1 and "--force" in answer(refused)["error"]
    assert rows(copy) == before
    assert yanxiu(copy, "restore", str(archive), "--force", "--json").returncode == 0
    assert answer(yanxiu(copy, "verify", str(archive), "--json"))["equal"]


@pytest.mark.parametrize("how", ["cut off", "a byte changed", "no archive", "a path that climbs out"])
def test_a_damaged_backup_is_refused_and_leaves_nothing_behind(archive: Path, tmp_path: Path, how: str) -> None:
    bad = tmp_path / "bad.tar.gz"
    if how == "cut off":
        bad.write_bytes(archive.read_bytes()[:-2000])
    elif how == "no archive":
        bad.write_text("not a backup")
    else:
        with tarfile.open(archive) as good, tarfile.open(bad, "w:gz") as made:
            for member in good:
                data = good.extractfile(member)
                assert data is not None
                content = data.read()
                if how == "a byte changed" and member.name == "db.sqlite3":
                    content = content[:-1] + bytes([content[-1] ^ 1])
                member.size = len(content)
                made.addfile(member, io.BytesIO(content))
            if how == "a path that climbs out":
                made.addfile(tarfile.TarInfo("../../climbed"), io.BytesIO(b""))
    target = tmp_path / "restored"
    done = yanxiu(target, "restore", str(bad), "--json")
    assert done.returncode == 1 and "error" in answer(done)
    assert not (target / "db.sqlite3").exists() and not (tmp_path / "climbed").exists()


def test_a_backup_killed_midway_never_carries_its_name(demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.tar.gz"
    running = subprocess.Popen([*COMMAND, "backup", str(target)], env=variables(demo), stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert running.stderr is not None
    next(line for line in running.stderr if "正在备份" in line)
    while not list(tmp_path.iterdir()) and running.poll() is None:
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert running.returncode == -signal.SIGKILL and not target.exists()
    assert yanxiu(demo, "backup", str(target), "--json").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar.gz"]


def test_on_a_full_disk_the_former_backup_stays_whole(demo: Path, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.tar.gz"
    shutil.copy(archive, target)

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = yanxiu(demo, "backup", str(target), "--json", preexec_fn=little_room)
    assert done.returncode == 1 and "备份没有写成" in answer(done)["error"] and "Traceback" not in done.stderr
    assert target.read_bytes() == archive.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar.gz"]


def test_a_backup_holds_a_manifest_of_its_members_and_rows(archive: Path) -> None:
    with tarfile.open(archive) as packed:
        manifest = json.load(packed.extractfile("manifest.json"))  # type: ignore[arg-type]
        names = {member.name for member in packed} - {"manifest.json"}
    assert set(manifest["members"]) == names and "keys/identity.key" in names
    assert manifest["tables"]["org_person"]["rows"] > 200


def test_the_archive_and_what_is_restored_from_it_are_for_their_owner_alone(archive: Path, tmp_path: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    target = tmp_path / "restored"
    assert yanxiu(target, "restore", str(archive)).returncode == 0
    assert target.stat().st_mode & 0o007 == 0 and (target / "keys").stat().st_mode & 0o077 == 0


def test_keys_that_come_from_the_environment_are_not_in_the_archive_and_that_is_said(demo: Path, tmp_path: Path) -> None:  # fmt: skip
    done = subprocess.run(
        [*COMMAND, "backup", str(tmp_path / "b.tar.gz"), "--json"],
        env=variables(demo, SECRET_KEY="k" * 50),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and answer(done)["missing_files"] == 0
    assert "SECRET_KEY 是从环境变量来的，不在备份里" in done.stderr and "IDENTITY_KEY" not in done.stderr
