"""The files people handed in, fetched and put back through the storage API: one way for a folder and for S3.

The rows of `StoredFile` say which files there are. The store itself is never listed: a bucket may hold other things, and
an object without a row belongs to nobody.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from yanxiu.cli.output import Problem

FOLDER = "files"  # in the archive


def keys() -> list[str]:
    """Places of all files the database knows, sorted; none while it has no tables."""
    from django.db import connection

    from yanxiu.files.models import StoredFile

    if StoredFile._meta.db_table not in connection.introspection.table_names():
        return []
    return sorted(StoredFile.unscoped.values_list("key", flat=True))


def fetch(wanted: list[str], scratch: Path) -> list[str]:
    """Copy these files under `scratch`/files; returns those the store does not have."""
    from django.core.files.storage import default_storage

    absent = []
    with store_trouble():
        for key in wanted:
            if not default_storage.exists(key):
                absent.append(key)
                continue
            place = scratch / FOLDER / key
            place.parent.mkdir(parents=True, exist_ok=True)
            with default_storage.open(key) as source, place.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        if absent:
            _need_bucket()
    return absent


def _need_bucket() -> None:
    """A bucket that does not exist looks like one that holds none of our files: ask for the bucket itself."""
    from django.core.files.storage import default_storage

    name = getattr(default_storage, "bucket_name", "")
    if name:
        cast(Any, default_storage).connection.meta.client.head_bucket(Bucket=name)


def put_back(scratch: Path, members: dict[str, str], former: list[str]) -> None:
    """Store the archive's files under their places; what only the former database knew goes.

    A file that is already there and the same stays untouched: a restore beside a living installation that shares its
    bucket takes nothing away from it.
    """
    from django.core.files.base import File
    from django.core.files.storage import default_storage

    mine = {name.removeprefix(f"{FOLDER}/"): name for name in members if name.startswith(f"{FOLDER}/")}
    with store_trouble():
        for key, name in mine.items():
            if _digest(key) == members[name]:
                continue
            default_storage.delete(key)
            with (scratch / name).open("rb") as source:
                default_storage.save(key, File(source))
        for key in set(former) - set(mine):
            default_storage.delete(key)


def differences(members: dict[str, str]) -> list[str]:
    """Sentences on files of the archive that the store lacks or holds otherwise."""
    with store_trouble():
        return [
            f"{name} 不一样或不在"
            for name, digest in members.items()
            if name.startswith(f"{FOLDER}/") and _digest(name.removeprefix(f"{FOLDER}/")) != digest
        ]


def _digest(key: str) -> str:
    """sha256 of a file in the store; "" when it is not there."""
    from django.core.files.storage import default_storage

    if not default_storage.exists(key):
        return ""
    with default_storage.open(key) as handle:
        found = hashlib.sha256()
        while block := cast(Any, handle).read(1 << 20):
            found.update(block)
        return found.hexdigest()


@contextmanager
def store_trouble() -> Iterator[None]:
    """Turn an object store that does not answer, or refuses, into a sentence."""
    try:
        yield
    except store_errors() as problem:
        raise Problem(
            f"存文件的地方（S3）不应答或不答应：{problem}。检查 S3_ 开头的设置、密钥和网络，再试一次。"
        ) from problem


def store_errors() -> tuple[type[Exception], ...]:
    """What an object store raises; a local folder raises OSError, and its library is never loaded."""
    found = [sys.modules.get(name) for name in ("botocore.exceptions", "boto3.exceptions")]
    words = ("BotoCoreError", "ClientError", "Boto3Error")
    return tuple(getattr(module, word) for module in found if module for word in words if hasattr(module, word))
