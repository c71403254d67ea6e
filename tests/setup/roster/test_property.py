"""Any list in any layout: what was put in is what is found, row by row."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.setup.roster.sheets import codes, id_number, judged, text, xls, xlsx

SURNAMES, GIVEN = "江顾孟温季施岑陶", "若谷言知秋以恒怀远今然砚舟"
HEADS = {
    "name": ["姓名", "姓 名", "教师姓名"],
    "gender": ["性别", "性 别"],
    "id": ["身份证号", "身份证号码", "身份证"],
    "born": ["出生年月", "出生日期"],
    "school": ["学校代码", "单位代码"],
    "work": ["参加工作年月", "参加工作时间", "工作时间"],
}
SPELLINGS = ["{y}年{m}月", "{y}.{m:02d}", "{y}-{m:02d}", "{y}/{m}/1", "{y}{m:02d}"]
NOISE = {
    "blank": ["", "", ""],
    "subtotal": ["小计", "12", ""],
    "signature": ["制表人：周以宁", "", ""],
}


@dataclass
class Wanted:
    """The list as it was meant: rows with what is wrong with each, noise with its kind."""

    rows: list[tuple[str, dict[str, Any], list[str]]] = field(default_factory=list)  # kind, cells, codes


names = st.builds(lambda a, b: a + b, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=2))
births = st.dates(date(1968, 1, 1), date(1999, 12, 31))


@st.composite
def people(draw: st.DrawFn, order: int) -> tuple[str, dict[str, Any], list[str]]:
    """One invented person, right or spoilt in one known way."""
    born, work = draw(births), draw(st.dates(date(2016, 1, 1), date(2026, 4, 30)))
    cells: dict[str, Any] = {
        "name": draw(names),
        "gender": draw(st.sampled_from(["男" if order % 2 else "女", ""])),
        "id": id_number(born, order),
        "born": draw(st.sampled_from(SPELLINGS)).format(y=born.year, m=born.month),
        "school": "010101",
        "work": draw(st.sampled_from(SPELLINGS)).format(y=work.year, m=work.month),
    }
    spoilt = draw(st.sampled_from(["", "", "", "name", "gender", "id", "born", "school", "work"]))
    if spoilt == "name":
        return "person", cells | {"name": ""}, ["name_missing"]
    if spoilt == "gender":
        return "person", cells | {"gender": "女" if order % 2 else "男"}, ["gender_conflict"]
    if spoilt == "id":
        return "person", cells | {"id": cells["id"][:17]}, ["id_length"]
    if spoilt == "born":
        return "person", cells | {"born": f"{born.year - 1}年{born.month}月"}, ["born_conflict"]
    if spoilt == "school":
        return "person", cells | {"school": "999999"}, ["school_unknown"]
    if spoilt == "work":
        return "person", cells | {"work": f"{work.year % 100:02d}.{work.month}"}, ["work_year_two_digits"]
    return "person", cells, []


@st.composite
def lists(draw: st.DrawFn) -> Wanted:
    """Some people with noise between them; a signature only at the end."""
    wanted = Wanted()
    for order in range(1, draw(st.integers(1, 9)) + 1):
        wanted.rows.append(draw(people(order)))
        if draw(st.integers(0, 4)) == 0:
            kind = draw(st.sampled_from(["blank", "subtotal"]))
            wanted.rows.append((kind, {}, []))
    wanted.rows.append(draw(people(99)))
    if draw(st.booleans()):
        wanted.rows.append(("signature", {}, []))
    return wanted


@settings(max_examples=120)
@given(wanted=lists(), data=st.data())
def test_what_was_put_in_is_what_is_found(wanted: Wanted, data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(HEADS)), "columns")
    heads = [data.draw(st.sampled_from(HEADS[name]), name) for name in order]
    titles = data.draw(st.integers(0, 2), "title rows")
    kind = data.draw(st.sampled_from(["xlsx", "xls", "utf-8", "utf-8-sig", "gb18030"]), "format")
    first = titles + 2
    rows = [["教职工名单"] + [""] * 5] * titles + [heads]
    rows += [[cells.get(name, "") for name in order] if cells else [*NOISE[noise], "", "", ""] for noise, cells, _ in wanted.rows]  # fmt: skip
    numbered = list(enumerate(wanted.rows, start=first))
    persons = [number for number, row in numbered if row[0] == "person"]
    hidden = data.draw(st.lists(st.sampled_from(persons), unique=True, max_size=2), "hidden") if kind.startswith("xls") else []  # fmt: skip

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind if kind.startswith('xls') else 'csv'}"
        if kind == "xlsx":
            xlsx(path, rows, hidden=hidden)
        elif kind == "xls":
            xls(path, rows, hidden=hidden)
        else:
            path.write_bytes(text(rows).encode(kind))
        found = judged(path, profile="district")

    seen = [(number, row) for number, row in numbered if row[0] == "person" and number not in hidden]
    assert found.data_rows == len(seen)
    assert found.hidden_rows == sorted(hidden)
    assert codes(found) == {number: row[2] for number, row in seen if row[2]}
    assert [entry.row for entry in found.entries] == [number for number, row in seen if not row[2]]
    assert [entry.name for entry in found.entries] == [row[1]["name"] for _, row in seen if not row[2]]
    noise = {(number, row[0]) for number, row in numbered if row[0] != "person"}
    assert {pair for pair in found.skipped if pair[0] >= first} == noise
