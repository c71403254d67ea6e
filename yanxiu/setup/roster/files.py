"""Is this file safe and readable at all? Decided by its bytes, before any parser sees it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from yanxiu.setup.roster.errors import RosterError

LARGEST = 50 * 1024 * 1024  # bytes of the file
EXPANDED = 400 * 1024 * 1024  # bytes of all members together
RATIO = 200  # a member that grows more than this is no spreadsheet
MEMBERS = 5000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再传。"


def sniff(path: Path) -> str:
    """ "xlsx", "xls" or "csv"; raises RosterError for everything else."""
    size = path.stat().st_size
    if size == 0:
        raise RosterError("这个文件是空的，请重新选。")
    if size > LARGEST:
        raise RosterError(
            f"文件有 {size // 1048576} MB，名单用不了这么大（最多 {LARGEST // 1048576} MB）。删去图片和别的工作表再传。"
        )
    with path.open("rb") as handle:
        head = handle.read(4096)
    if head.startswith(b"PK"):
        return _zip(path)
    if head.startswith(OLE):
        return _ole(path)
    if head.startswith(b"%PDF-"):
        raise RosterError("这是 PDF，不是表格。请向对方要 Excel 原件；没有的话，复制到 Excel 里再传。")
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise RosterError("这是图片，不是表格。请传 Excel 或 CSV。")
    if head.lstrip().lower().startswith((b"<html", b"<!doctype html", b"<?xml", b"<table")):
        raise RosterError(f"这个文件是网页格式，只是名字像表格。{SAVE_AS}")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in head:
        return "csv"
    raise RosterError(f"认不出这个文件。{SAVE_AS}")


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _not_a_bomb(members)
            names = {member.filename for member in members}
    except (zipfile.BadZipFile, OSError, NotImplementedError) as problem:
        raise RosterError(f"文件坏了，打不开（可能没有传完）。{SAVE_AS}") from problem
    if any(member.flag_bits & 0x1 for member in members):
        raise RosterError("文件设了打开密码。请在 Excel 里去掉密码再传。")
    if "word/document.xml" in names:
        raise RosterError("这是 Word 文档，只是改了名字。请把里面的表复制到 Excel，另存为 .xlsx 再传。")
    if "xl/workbook.bin" in names:
        raise RosterError(f"这是 .xlsb 格式。{SAVE_AS}")
    if "xl/workbook.xml" not in names:
        raise RosterError(f"这是一个压缩包，里面没有 Excel 表。{SAVE_AS}")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RosterError(f"这个表带有宏，为了安全不收。{SAVE_AS}")
    return "xlsx"


def _not_a_bomb(members: list[zipfile.ZipInfo]) -> None:
    expanded = sum(member.file_size for member in members)
    grown = any(m.file_size > 10_000_000 and m.file_size > RATIO * max(1, m.compress_size) for m in members)
    if len(members) > MEMBERS or expanded > EXPANDED or grown:
        raise RosterError("这个文件展开以后大得不像名单，没有打开它。请只留下名单那一张工作表，另存为新的 .xlsx 再传。")


def _ole(path: Path) -> str:
    data = path.read_bytes()
    if _wide("EncryptedPackage") in data or _wide("EncryptionInfo") in data:
        raise RosterError("文件设了打开密码。请在 Excel 里去掉密码再传。")
    if _wide("WordDocument") in data:
        raise RosterError("这是 Word 文档。请把里面的表复制到 Excel，另存为 .xlsx 再传。")
    if _wide("_VBA_PROJECT") in data:
        raise RosterError(f"这个表带有宏，为了安全不收。{SAVE_AS}")
    return "xls"


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
