"""Files that are broken, or that would break us: refused in a sentence, never a crash, nobody lost without a word."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.setup.roster.sheets import judged, text, xls, xlsx
from yanxiu.setup.roster.errors import RosterError

ROWS = [
    ["名单"], ["序号", "姓名", "参加工作时间"], [1, "江若谷", date(2015, 9, 1)], [2, "顾言", "2015.9"], [3, "孟知秋", 2015.9],
]  # fmt: skip
PIECES = (b"0", b"-1", b"999999999", b'"', b"<", b"", b"\x00")


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, cut out or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(found)))
        cut = chance.choice([0, 1, 1, chance.randint(1, 40)])
        found[at : at + cut] = chance.choice([chance.randbytes(chance.randint(1, 8)), chance.choice(PIECES)])
    return bytes(found)


def spoilt_inside(path: Path, chance: random.Random) -> bytes:
    """A sound archive with one spoilt part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = spoilt(parts[name], chance)
    copy = path.with_name("inside.xlsx")
    with zipfile.ZipFile(copy, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return copy.read_bytes()


def makers(folder: Path) -> list[Callable[[random.Random], bytes]]:
    """Four kinds of damage."""
    new, old = xlsx(folder / "a.xlsx", ROWS), xls(folder / "a.xls", ROWS)
    plain = text(ROWS).encode()
    return [
        lambda chance: spoilt(new.read_bytes(), chance),
        lambda chance: spoilt_inside(new, chance),
        lambda chance: spoilt(old.read_bytes(), chance),
        lambda chance: spoilt(plain, chance),
    ]


@pytest.mark.parametrize("kind", range(4))
def test_a_spoilt_file_is_read_or_refused_and_says_nothing_on_stdout(
    tmp_path: Path, kind: int, capfd: pytest.CaptureFixture[str]
) -> None:
    chance, make, path = random.Random(20260520 + kind), makers(tmp_path)[kind], tmp_path / "spoilt"
    ended = {"read": 0, "refused": 0}
    for _ in range(150):
        path.write_bytes(make(chance))
        try:
            judged(path).to_json()
            ended["read"] += 1
        except RosterError as problem:
            assert problem.message.endswith("。")
            ended["refused"] += 1
    assert min(ended.values()) > 0, ended
    assert capfd.readouterr().out == ""  # results alone stand on stdout; old readers like to chat there


@pytest.mark.parametrize("place", [(1_048_576, 1), (1_048_576, 16_384), (300_000, 200)])
def test_one_stray_cell_far_away_is_refused_before_it_takes_the_memory(tmp_path: Path, place: tuple[int, int]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    book.active.append(["江若谷"])
    book.active.cell(*place, "x")
    book.save(tmp_path / "a.xlsx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RosterError, match=rf"一直用到 [A-Z]+{place[0]} 格，大得不像名单"):
        judged(tmp_path / "a.xlsx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_a_stray_cell_in_a_hidden_sheet_hinders_nobody(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    book.active.append(["江若谷"])
    aside = book.create_sheet("旧")
    aside.cell(1_048_576, 16_384, "x")
    aside.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [entry.name for entry in judged(tmp_path / "a.xlsx").entries] == ["江若谷"]


def test_a_quote_without_its_partner_loses_nobody_silently(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,备注\r\n江若谷,"甲\r\n顾言,乙\r\n孟知秋,丙\r\n', encoding="utf-8")
    with pytest.raises(RosterError, match="第 2 行起，引号没有成对"):
        judged(path)
    path.write_text('姓名,组,备注\r\n江若谷,语文组,"甲\r\n顾言,语文组,乙"\r\n孟知秋,数学组,丙\r\n', encoding="utf-8")
    with pytest.raises(RosterError, match="第 2 行的一格里有整行的字"):
        judged(path)
    path.write_text('姓名,组,备注\r\n江若谷,语文组,"甲，\r\n乙"\r\n顾言,数学组,丙', encoding="utf-8")
    assert [(entry.row, entry.name) for entry in judged(path).entries] == [(2, "江若谷"), (3, "顾言")]


def test_a_bomb_is_refused_within_little_memory(tmp_path: Path) -> None:
    """In a process of its own, which may take 400 MB and no more."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(600):
                sheet.write(b"<row/>" * 170_000)  # 600 MB in all
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
        "from yanxiu.setup.roster.reader import read_book\n"
        f"read_book({str(tmp_path / 'a.xlsx')!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "RosterError: 这个文件展开以后大得不像名单" in done.stderr
