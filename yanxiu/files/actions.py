"""Keeping files: bytes to the store under district/school/yyyy/uuid, the row beside them."""

import contextlib
import errno
import hashlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any, cast
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.utils import timezone

from yanxiu.base.actions import Actor, acting
from yanxiu.base.errors import Refusal
from yanxiu.base.keys import new_id
from yanxiu.base.tenancy import current_district
from yanxiu.files.checks import kind_of
from yanxiu.files.models import StoredFile

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def keep_upload(
    handle: IO[bytes],
    name: str,
    *,
    purpose: str,
    allowed: frozenset[str],
    limit: int,
    actor: Actor,
    school_id: UUID | None = None,
    delete_after: datetime | None = None,
) -> StoredFile:
    """Check and keep an upload. Raises Refusal for a wrong type, an empty or too large file.

    `allowed` holds the kinds of files.checks ("xlsx", "csv", …); `limit` is in bytes.
    """
    clean = PurePosixPath(name.replace("\\", "/")).name[:200] or "未命名"
    size = handle.seek(0, 2)
    if size == 0:
        raise Refusal(f"“{clean}”是空的，请重新选文件。", field="file")
    if size > limit:
        raise Refusal(
            f"“{clean}”有 {size // 1048576} MB，超过 {limit // 1048576} MB。请删去图片或拆成几份再传。", field="file"
        )
    kind = kind_of(handle, clean, allowed)
    handle.seek(0)
    digest = hashlib.file_digest(cast(Any, handle), "sha256").hexdigest()
    handle.seek(0)
    return _keep(
        File(handle),
        clean,
        kind,
        size,
        digest,
        purpose=purpose,
        actor=actor,
        school_id=school_id,
        delete_after=delete_after,
    )


def keep_bytes(
    data: bytes,
    name: str,
    kind: str,
    *,
    purpose: str,
    actor: Actor,
    school_id: UUID | None = None,
    delete_after: datetime | None = None,
) -> StoredFile:
    """Keep a file the program made itself."""
    digest = hashlib.sha256(data).hexdigest()
    return _keep(
        ContentFile(data),
        name,
        kind,
        len(data),
        digest,
        purpose=purpose,
        actor=actor,
        school_id=school_id,
        delete_after=delete_after,
    )


def _keep(
    content: File,
    name: str,
    kind: str,
    size: int,
    digest: str,
    *,
    purpose: str,
    actor: Actor,
    school_id: UUID | None = None,
    delete_after: datetime | None = None,
) -> StoredFile:
    place = f"{current_district()}/{school_id or 'district'}/{timezone.now():%Y}/{new_id()}.{kind}"
    key = _save(place, content)
    with acting(actor, "file.keep", school=school_id) as act:
        return act.create(
            StoredFile(
                name=name,
                kind=kind,
                size=size,
                sha256=digest,
                key=key,
                purpose=purpose,
                school_id=school_id,
                owner_id=actor.account_id,
                created_at=actor.moment,
                delete_after=delete_after,
            )
        )


def _save(place: str, content: File) -> str:
    """Put the bytes into the store; a full disk leaves neither a part of the file nor a row. Raises Refusal."""
    try:
        return default_storage.save(place, content)
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise
        with contextlib.suppress(OSError):
            default_storage.delete(place)
        raise Refusal(
            "服务器的磁盘满了，文件没有存下，别的都没有变。请告诉管理员腾出空间，再传一次。", field="file"
        ) from problem


def drop_file(stored: StoredFile, *, actor: Actor) -> None:
    """Delete a file and its row; the bytes go once the transaction stands."""
    with acting(actor, "file.drop", school=stored.school_id) as act:
        key = stored.key
        act.delete(stored)
        act.after_commit(lambda: default_storage.delete(key))


def drop_expired(*, actor: Actor) -> int:
    """Delete the bound district's files whose time is over, but none that something still stands on."""
    dropped = 0
    for stored in StoredFile.objects.filter(delete_after__lte=actor.moment):
        with contextlib.suppress(ProtectedError):
            drop_file(stored, actor=actor)
            dropped += 1
    return dropped
