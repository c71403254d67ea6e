"""What an upload really is, by its bytes, whatever its name says."""

import zipfile
from pathlib import PurePosixPath
from typing import IO

from yanxiu.base.errors import Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEMBERS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
MAGIC = {b"%PDF-": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", OLE: "xls"}
WORDS = {
    "xlsx": "Excel 工作簿（.xlsx）",
    "xls": "老版 Excel（.xls）",
    "csv": "CSV",
    "docx": "Word 文档",
    "pdf": "PDF",
    "png": "图片",
    "jpg": "图片",
    "pptx": "演示文稿",
    "zip": "压缩包",
}


def kind_of(handle: IO[bytes], name: str, allowed: frozenset[str]) -> str:
    """The kind by content; raises Refusal, in words, when it is not among the allowed ones."""
    handle.seek(0)
    head = handle.read(4096)
    kind = _by_content(handle, head)
    if kind in allowed:
        return kind
    wanted = "、".join(WORDS.get(one, one) for one in sorted(allowed))
    if kind:
        said = PurePosixPath(name).suffix.lstrip(".").lower()
        renamed = (
            f"名字写的是 .{said}，内容却是{WORDS.get(kind, kind)}。"
            if said and said != kind
            else f"这是{WORDS.get(kind, kind)}。"
        )
        raise Refusal(f"“{name}”不能用：{renamed}请换成{wanted}。", field="file")
    raise Refusal(f"“{name}”认不出是什么文件。请换成{wanted}。", field="file")


def _by_content(handle: IO[bytes], head: bytes) -> str:
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(handle) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, OSError):
            return ""
        return next((kind for member, kind in MEMBERS.items() if member in names), "zip")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in head:
        return "csv"
    return ""
