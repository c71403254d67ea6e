"""A district's list of schools on the pages: looked at, then written; what was looked at cannot be changed on the way."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import Cast
from tests.support.text import one_line
from yanxiu.org.models import Alliance, AllianceKind, School

ADDRESS = "/schools/import/"
ROWS = (
    ("云岭区学校名单", "", ""),
    ("学校代码", "学校名称", "单位类型"),
    ("NEAR01", "近处第一小学", "小学"),
    ("100002", "云岭区第二小学", "小学"),
    ("200001", "云岭幼儿园", "幼儿园"),
    ("100002", "又一所", "小学"),
    ("", "没有代码的学校", "小学"),
)


def workbook(rows: tuple[tuple[str, ...], ...] = ROWS) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("学校.xlsx", buffer.getvalue())


def test_a_list_is_looked_at_before_anything_is_written_and_written_once(here: Cast, browser_of) -> None:
    officer = browser_of("officer")
    looked = officer.post(ADDRESS, {"file": workbook()})
    page = one_line(looked)
    assert [tally["n"] for tally in looked.context["tally"]] == ["2 所", "1 所", "2 行"]
    assert "学校代码 100002 和第 4 行的一样。" in page and "先导入没问题的 3 所" in page
    assert School.objects.count() == 2
    done = officer.post(ADDRESS, {"list": looked.context["list"]}, follow=True)
    assert "新建 2 所，更正 1 所" in one_line(done)
    assert set(School.objects.values_list("code", "name")) == {
        ("NEAR01", "近处第一小学"), ("NEAR02", "邻校"), ("100002", "云岭区第二小学"), ("200001", "云岭幼儿园"),
    }  # fmt: skip
    officer.post(ADDRESS, {"list": looked.context["list"]})
    assert School.objects.count() == 4


def test_a_list_altered_on_the_way_is_not_written(here: Cast, browser_of) -> None:
    officer = browser_of("officer")
    sent = officer.post(ADDRESS, {"file": workbook()}).context["list"]
    answer = officer.post(ADDRESS, {"list": sent[:-1] + ("A" if sent[-1] != "A" else "B")}, follow=True)
    assert "请再传一次" in one_line(answer)
    assert School.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("学校.xlsx", b"%PDF-1.7 not a table"), "这是 PDF，不是表格"),
        (workbook((("名单",), ("张三",))), "没有找到学校名单的列名。要有：学校代码、学校名称、单位类型。"),
        (workbook(ROWS[:2]), "列名下面没有学校。"),
        (None, "请选一个文件。"),
    ],
)
def test_a_file_that_is_no_list_of_schools_is_refused_at_its_field(here: Cast, browser_of, file, said: str) -> None:
    answer = browser_of("officer").post(ADDRESS, {"file": file} if file else {})
    assert answer.status_code == 422 and said in one_line(answer)
    assert School.objects.count() == 2


def test_an_office_of_a_school_imports_no_schools(here: Cast, browser_of) -> None:
    assert browser_of("office").post(ADDRESS, {"file": workbook()}).status_code == 404
    assert School.objects.count() == 2


def test_the_district_forms_an_alliance_and_a_school_joins_and_leaves(here: Cast, browser_of) -> None:
    officer = browser_of("officer")
    kind = AllianceKind.objects.get(code="cluster")
    officer.post("/alliances/", {"kind": kind.pk, "name": "城东联片", "lead": here.school.pk})
    made = Alliance.objects.get()
    assert [tie.school for tie in made.memberships.all()] == [here.school]
    officer.post("/alliances/", {"what": "join", "alliance": made.pk, "school": here.neighbour.pk})
    tie = made.memberships.get(school=here.neighbour)
    officer.post("/alliances/", {"what": "leave", "membership": tie.pk})
    tie.refresh_from_db()
    assert str(tie.end) == "2026-05-20"
    again = officer.post("/alliances/", {"kind": kind.pk, "name": "城东联片", "lead": ""})
    assert again.status_code == 422 and "已经有“城东联片”了。" in one_line(again)


def test_a_school_forms_no_alliance_of_the_district(here: Cast, browser_of) -> None:
    kind = AllianceKind.objects.get(code="cluster")
    answer = browser_of("office").post("/alliances/", {"kind": kind.pk, "name": "自己的"})
    assert answer.status_code == 403 and not Alliance.objects.exists()
