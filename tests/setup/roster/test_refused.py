"""Whole files that are refused, each with a sentence that says what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.setup.roster.sheets import codes, judged, xls, xlsx
from yanxiu.setup.roster.errors import RosterError
from yanxiu.setup.roster.profiles import profiles, read_profiles

ROOT = Path(__file__).parents[3]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def with_macros(folder: Path) -> bytes:
    """A real workbook to which a macro was added."""
    path = xlsx(folder / "m.xlsx", [["姓名"], ["江若谷"]])
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/vbaProject.bin", b"macro")
    return path.read_bytes()


def huge(folder: Path) -> bytes:
    """A workbook whose sheet unfolds to 300 MB."""
    blank = xlsx(folder / "b.xlsx", [["姓名"]])
    with zipfile.ZipFile(blank) as small:
        members = {name: small.read(name) for name in small.namelist()}
    members["xl/worksheets/sheet1.xml"] = b"<row/>" * 50_000_000
    return archive(members)


FILES: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "empty": (lambda folder: b"", "这个文件是空的"),
    "a document with another name": (lambda folder: archive({"word/document.xml": b"<w/>"}), "这是 Word 文档"),
    "an old document": (lambda folder: OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "这是 Word 文档"),
    "an archive": (lambda folder: archive({"名单.txt": b"x"}), "压缩包"),
    "cut off": (lambda folder: xlsx(folder / "a.xlsx", [["姓名"]]).read_bytes()[:900], "文件坏了"),
    "a password": (lambda folder: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "macros": (with_macros, "带有宏"),
    "old macros": (lambda folder: OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le"), "带有宏"),
    "a bomb": (huge, "展开以后大得不像名单"),
    "a page": (lambda folder: b"<html><table><tr><td>x</td></tr></table></html>", "网页格式"),
    "a PDF": (lambda folder: b"%PDF-1.7 ...", "这是 PDF"),
    "a picture": (lambda folder: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "这是图片"),
    "a program": (lambda folder: b"MZ\x90\x00\x03\x00\x00\x00", "认不出这个文件"),
    "no names": (lambda folder: xlsx(folder / "a.xlsx", [["组别"], ["语文组"]]).read_bytes(), "没有找到“姓名”这一列"),
    "broken old": (lambda folder: xls(folder / "a.xls", [["姓名"]]).read_bytes()[:2000], "文件坏了"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_list_is_refused_with_a_way_out(tmp_path: Path, what: str) -> None:
    make, sentence = FILES[what]
    path = tmp_path / "名单.xlsx"
    path.write_bytes(make(tmp_path))
    with pytest.raises(RosterError, match=sentence):
        judged(path)


def test_two_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with path.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    with pytest.raises(RosterError, match="文件有 200 MB"):
        judged(path)


def test_a_sheet_or_profile_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名"], ["江若谷"]])
    with pytest.raises(RosterError, match="没有“临聘”这张工作表。有：名单。"):
        judged(path, sheet="临聘")
    with pytest.raises(RosterError, match="可用的有：school、district"):
        judged(path, profile="town")


def test_every_profile_of_the_packs_can_be_used_and_asks_for_what_it_says(tmp_path: Path) -> None:
    described = list(ROOT.glob("packs/*/roster.toml"))
    found = [profile for path in described for profile in read_profiles(path)]
    assert found and all(profile.cite for profile in found)
    assert {profile.name for profile in found} | {"school", "district"} == set(profiles())
    rows = [["姓名", "出生年月", "学历", "学科", "职称"], ["江若谷", "1985.9", "本科", "语文", ""], ["顾言", "85.9", "无", "数学", "二级"]]  # fmt: skip
    judging = judged(xlsx(tmp_path / "a.xlsx", rows), profile="composition")
    assert codes(judging) == {2: ["professional_title_missing"], 3: ["born_year_two_digits", "education_missing"]}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('[[profile]]\nname = "a"\ntitle = "甲"\nrequired = ["age"]', "不认识的项目：age"),
        ('[[profile]]\ntitle = "甲"', "缺 name 或 title"),
        ("[[profile", "读不了"),
    ],
)
def test_a_packs_profile_that_cannot_be_used_hinders_nobody_else(tmp_path: Path, written: str, sentence: str) -> None:
    path = tmp_path / "packs" / "a" / "roster.toml"
    path.parent.mkdir(parents=True)
    path.write_text(written, encoding="utf-8")
    with pytest.raises(RosterError, match=sentence):
        read_profiles(path)
    assert set(profiles(tmp_path)) == {"school", "district"}


def test_columns_the_district_demands_are_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["江若谷", ""]])
    with pytest.raises(RosterError, match="表里没有这些列：出生年月、学校代码、参加工作年月"):
        judged(path, profile="district")


def test_an_outside_entity_in_the_sheet_is_not_followed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名"], ["江若谷"]])
    with zipfile.ZipFile(path) as made:
        members = {name: made.read(name) for name in made.namelist()}
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    sheet = members["xl/worksheets/sheet1.xml"]
    start = sheet.index(b"<worksheet")
    members["xl/worksheets/sheet1.xml"] = evil + sheet[start:].replace(b"</sheetData>", b"<!-- &e; --></sheetData>")
    path.write_bytes(archive(members))
    try:
        names = [entry.name for entry in judged(path).entries]
    except RosterError:
        return
    assert names == ["江若谷"]


def test_openpyxl_reads_what_we_wrote(tmp_path: Path) -> None:
    assert openpyxl.load_workbook(xlsx(tmp_path / "a.xlsx", [["姓名"]])).active["A1"].value == "姓名"
