"""S3 by setting: files are kept, read and dropped there, and a backup holds them as it holds a folder's."""

from __future__ import annotations

import importlib.util
import io
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.cli.running import answer
from tests.deploy.buckets import Store, store
from tests.deploy.running import yanxiu
from yanxiu.base.actions import Actor
from yanxiu.base.tenancy import in_district
from yanxiu.config import settings as ours
from yanxiu.files.actions import drop_file, keep_upload
from yanxiu.files.models import StoredFile

slow = pytest.mark.slow
LIVE, DRILL = "qinghe-files", "qinghe-drill"


@pytest.fixture(scope="module")
def s3() -> Iterator[Store]:
    """A store with two empty buckets."""
    with store() as running:
        yield running


def storages(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """STORAGES as the settings file makes it of these variables."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("settings_with_s3", ours.__file__ or "")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.STORAGES
    return found | {"staticfiles": django_settings.STORAGES["staticfiles"]}


def test_an_upload_lies_in_the_bucket_is_fetched_through_its_page_and_goes_with_its_row(
    cast, browser_of, s3: Store, settings, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    settings.STORAGES = storages(s3.variables(LIVE), monkeypatch)
    actor = Actor(account_id=cast.accounts["office"].pk, school_id=cast.school.pk)
    content = "姓名\r\n江若谷\r\n".encode()
    with in_district(cast.district):
        kept = keep_upload(io.BytesIO(content), "名单.csv", purpose="roster", allowed=frozenset({"csv"}), limit=1000, actor=actor, school_id=cast.school.pk)  # fmt: skip
    assert s3.objects(LIVE) == {kept.key: content}
    assert kept.key.startswith(f"{cast.district.pk}/{cast.school.pk}/")
    page = browser_of("office").get(f"/files/{kept.pk}/")
    assert b"".join(page.streaming_content) == content
    assert browser_of("stranger").get(f"/files/{kept.pk}/").status_code == 404
    with in_district(cast.district), django_capture_on_commit_callbacks(execute=True):
        drop_file(kept, actor=actor)
    assert s3.objects(LIVE) == {}
    with in_district(cast.district):
        assert not StoredFile.objects.exists()


@pytest.fixture(scope="module")
def demo(s3: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with its files in the bucket."""
    folder = tmp_path_factory.mktemp("s3") / "data"
    made = yanxiu(folder, "demo", "create", more=s3.variables(LIVE))
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def archive(s3: Store, demo: Path) -> Path:
    """Its backup, taken with the same setting."""
    target = demo.parent / "b.tar.gz"
    found = answer(yanxiu(demo, "backup", str(target), "--json", more=s3.variables(LIVE)))
    assert found["missing_files"] == 0
    return target


@pytest.fixture
def drill(s3: Store) -> Iterator[dict[str, str]]:
    """The variables of an empty second bucket."""
    s3.empty(DRILL)
    yield s3.variables(DRILL)
    s3.empty(DRILL)


@slow
def test_with_s3_no_file_lies_in_the_data_folder_and_doctor_finds_them_all(s3: Store, demo: Path) -> None:
    assert s3.objects(LIVE)
    assert not (demo / "files").exists()
    done = yanxiu(demo, "doctor", "--json", more=s3.variables(LIVE))
    assert done.returncode == 0, done.stdout
    without = yanxiu(demo, "doctor", "--json")
    assert [one["name"] for one in answer(without)["findings"] if not one["well"]] == ["文件"]


@slow
def test_a_backup_holds_the_buckets_files_byte_by_byte(s3: Store, archive: Path) -> None:
    with tarfile.open(archive) as packed:
        inside = {
            member.name.removeprefix("files/"): packed.extractfile(member).read()  # type: ignore[union-attr]
            for member in packed
            if member.name.startswith("files/")
        }
    assert inside == s3.objects(LIVE)


@slow
def test_restored_into_another_bucket_it_is_whole(s3: Store, archive: Path, drill: dict[str, str], tmp_path: Path) -> None:  # fmt: skip
    target = tmp_path / "restored"
    done = yanxiu(target, "restore", str(archive), "--json", more=drill)
    assert done.returncode == 0, done.stderr
    assert s3.objects(DRILL) == s3.objects(LIVE)
    same = yanxiu(target, "verify", str(archive), "--json", more=drill)
    assert answer(same) == {"whole": True, "equal": True, "differences": []}


@slow
@pytest.mark.parametrize("spoiled", ["gone", "changed"])
def test_verify_finds_a_file_of_the_bucket_that_is_no_longer_the_same(
    s3: Store, archive: Path, drill: dict[str, str], tmp_path: Path, spoiled: str
) -> None:
    target = tmp_path / "restored"
    assert yanxiu(target, "restore", str(archive), "--json", more=drill).returncode == 0
    key = min(s3.objects(DRILL))
    if spoiled == "gone":
        s3.client.delete_object(Bucket=DRILL, Key=key)
    else:
        s3.client.put_object(Bucket=DRILL, Key=key, Body=b"other")
    done = yanxiu(target, "verify", str(archive), "--json", more=drill)
    assert done.returncode == 1 and answer(done)["differences"] == [f"files/{key} 不一样或不在"]


@slow
def test_a_restore_takes_nothing_from_a_bucket_that_others_use_too(s3: Store, archive: Path, drill: dict[str, str], tmp_path: Path) -> None:  # fmt: skip
    s3.client.put_object(Bucket=DRILL, Key="another-program/photo.jpg", Body=b"theirs")
    assert yanxiu(tmp_path / "r", "restore", str(archive), "--json", more=drill).returncode == 0
    assert s3.objects(DRILL) == s3.objects(LIVE) | {"another-program/photo.jpg": b"theirs"}


@slow
def test_a_forced_restore_drops_what_only_the_replaced_installation_knew(
    s3: Store, demo: Path, archive: Path, drill: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "r"
    assert yanxiu(target, "demo", "create", more=drill).returncode == 0
    former = set(s3.objects(DRILL))
    assert yanxiu(target, "restore", str(archive), "--force", "--json", more=drill).returncode == 0
    assert former and not former & set(s3.objects(LIVE))
    assert s3.objects(DRILL) == s3.objects(LIVE)


@slow
def test_an_installation_moves_from_its_folder_to_a_bucket_by_backup_and_restore(
    s3: Store, drill: dict[str, str], tmp_path: Path
) -> None:
    folder, packed = tmp_path / "folder", tmp_path / "b.tar.gz"
    assert yanxiu(folder, "demo", "create").returncode == 0
    assert yanxiu(folder, "backup", str(packed)).returncode == 0
    assert yanxiu(folder, "restore", str(packed), "--force", more=drill).returncode == 0
    lying = {str(p.relative_to(folder / "files")): p.read_bytes() for p in (folder / "files").rglob("*") if p.is_file()}
    assert lying and s3.objects(DRILL) == lying
    assert answer(yanxiu(folder, "verify", str(packed), "--json", more=drill))["equal"]


@slow
def test_a_file_that_is_gone_already_is_counted_and_said(s3: Store, archive: Path, drill: dict[str, str], tmp_path: Path) -> None:  # fmt: skip
    target = tmp_path / "r"
    assert yanxiu(target, "restore", str(archive), more=drill).returncode == 0
    before = len(s3.objects(DRILL))
    s3.empty(DRILL)
    done = yanxiu(target, "backup", str(tmp_path / "b.tar.gz"), "--json", more=drill)
    assert done.returncode == 0 and answer(done)["missing_files"] == before > 0
    assert f"有 {before} 个文件登记过、却已经不在了" in done.stderr


@slow
@pytest.mark.parametrize(
    "wrong", [{"S3_BUCKET": "no-such-bucket"}, {"S3_ENDPOINT": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}]
)
def test_a_store_that_is_away_or_refuses_is_a_sentence_and_no_half_backup(
    s3: Store, demo: Path, tmp_path: Path, wrong: dict[str, str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    target = tmp_path / "out" / "b.tar.gz"
    target.parent.mkdir()
    done = yanxiu(copy, "backup", str(target), "--json", more=s3.variables(LIVE) | wrong)
    assert done.returncode == 1 and "S3" in answer(done)["error"] and "Traceback" not in done.stderr
    assert list(target.parent.iterdir()) == []
