"""The invented district as the files an office sends: a list of schools, and a roster as messy as they come."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from bench.invented import AS_OF, InventedPerson, InventedSchool, schools
from bench.wrong import with_mistakes

HEADS = (
    "序号", "姓 名", "性别", "公民身份号码", "出生年月", "学校代码", "所在学校", "参加工作时间", "任教学科", "教研组", "备课组", "年级组",
    "职务", "职称", "学历", "民族", "备注",
)  # fmt: skip
FIELDS = (
    "serial", "name", "gender", "id_number", "born", "school_code", "school_name", "work_began", "subject", "subject_group", "prep_group",
    "grade_group", "post", "title", "education", "nation", "note",
)  # fmt: skip
TITLES = ("二级教师", "小学高级教师", "中学一级教师", "高级")
EDUCATIONS = ("大学本科", "大专", "硕士研究生")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HIDE_EVERY, HEAD_EVERY = 500, 12  # a hidden row after so many people, the header again after so many schools


@dataclass
class Line:
    """One row of the sheet."""

    cells: list[Any]
    hidden: bool = False
    wrong: str = ""


@dataclass
class Page:
    """The sheet with what must be found in it. Row numbers count from 1."""

    lines: list[Line] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # first row, last row, column (from 0)
    people: int = 0
    hidden: list[int] = field(default_factory=list)
    bad: dict[int, str] = field(default_factory=dict)

    def add(self, line: Line) -> int:
        """Put a row at the end; returns its number."""
        self.lines.append(line)
        return len(self.lines)


def schools_file(path: Path, count: int, total: int) -> Path:
    """学校代码, 学校名称, 单位类型, with a title above."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("学校")
        page.merge_range(0, 0, 0, 3, "全区学校名单")
        page.write_row(1, 0, ("学校代码", "学校名称", "单位类型", "学段"))
        for row, school in enumerate(schools(count, total), start=2):
            page.write_row(row, 0, (school.code, school.name, school.kind, school.stage))
    return path


def roster_page(count: int, total: int, bad: int) -> Page:
    """Title, remarks, header; school by school with 小计, blank rows and the header again; 合计 and signatures."""
    page = Page()
    page.add(Line(["全区教职工花名册"]))
    page.add(Line(["填报单位：区教师研修中心", "", "", "", "", "", "", f"填表日期：{AS_OF:%Y.%m.%d}"]))
    page.add(Line(list(HEADS)))
    for number, (school, staff) in enumerate(groupby(with_mistakes(count, total, bad), key=lambda p: p.school)):
        if number and number % HEAD_EVERY == 0:
            page.add(Line([""]))
            page.add(Line(list(HEADS)))
        _school(page, school, staff)
    page.add(Line(["合计", "", f"{page.people}人"]))
    page.add(Line([""]))
    page.add(Line(["填表人：", "", "", "审核人：", "", "", "", "（盖章）"]))
    return page


def _school(page: Page, school: InventedSchool, staff: Iterator[InventedPerson]) -> None:
    first = len(page.lines) + 1
    for person in staff:
        row = page.add(Line(_cells(person), wrong=person.wrong))
        page.people += 1
        if person.wrong:
            page.bad[row] = person.wrong
        if person.number % HIDE_EVERY == HIDE_EVERY // 2:
            page.hidden.append(page.add(Line(["", "已调走的人", "男"], hidden=True)))
    page.merges.append((first, len(page.lines), FIELDS.index("school_name")))
    page.add(Line(["小计", "", f"{school.size}人"]))


def _cells(person: InventedPerson) -> list[Any]:
    n, school = person.number, person.school
    right = {
        "serial": n + 1,
        "name": _name(person),
        "gender": "" if n % 9 == 4 else "男" if person.man else "女",
        "id_number": _id(person),
        "born": _month(n, person.born.year, person.born.month, person.born.day),
        "school_code": int(school.code) if school.code.isdigit() and n % 2 else school.code,
        "school_name": "",  # merged: the first row of the school has it
        "work_began": _month(n + 3, *person.began),
        "subject": person.subject,
        "subject_group": f"{person.subject}组",
        "prep_group": f"{person.grade}{person.subject}备课组" if n % 4 == 0 else "",
        "grade_group": f"{person.grade}组",
        "post": person.post,
        "title": TITLES[n % len(TITLES)],
        "education": EDUCATIONS[n % len(EDUCATIONS)],
        "nation": "汉",
        "note": "本学期新来" if n % 211 == 0 else "",
    }
    return [(right | person.cells)[name] for name in FIELDS]


def _name(person: InventedPerson) -> str:
    """Some names with a wide space between, or a space behind."""
    n, name = person.number, person.name
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else f"{name} " if n % 17 == 0 else name


def _id(person: InventedPerson) -> str:
    """Some numbers typed full-width, with an apostrophe in front, with spaces inside, with a small x."""
    n, number = person.number, person.id_number
    forms = {3: number.translate(WIDE), 5: f"'{number}", 7: f"{number[:6]} {number[6:14]} {number[14:]}"}
    return forms.get(n % 13, number.lower())


def _month(n: int, year: int, month: int, day: int | None = None) -> Any:
    """A month in the forms offices use: a date cell, day numbers, figures, words."""
    forms = (
        date(year, month, day or 1), f"{year}年{month}月", f"{year}/{month}/{day or 1}", year * 100 + month, f"{year}.{month:02d}",
        (date(year, month, day or 1) - date(1899, 12, 30)).days, f"{year}-{month:02d}",
    )  # fmt: skip
    return forms[n % len(forms)]


def write_xlsx(page: Page, path: Path) -> Path:
    """By xlsxwriter, behind a sheet of explanations; the names of schools are merged over their rows."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("填表说明").write_column(0, 0, ["一、请如实填写。", "二、身份证号请按文本填。"])
        sheet = book.add_worksheet("教职工")
        sheet.set_column(FIELDS.index("nation"), FIELDS.index("nation"), None, None, {"hidden": True})
        for row, line in enumerate(page.lines):
            for column, value in enumerate(line.cells):
                if value != "":
                    sheet.write_datetime(row, column, value) if isinstance(value, date) else sheet.write(row, column, value)  # fmt: skip
            if line.hidden:
                sheet.set_row(row, options={"hidden": True})
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, page.lines[0].cells[0])
        for first, last, column in page.merges:
            if last > first:
                sheet.merge_range(first - 1, column, last - 1, column, "本校")
    return path


def write_xls(page: Page, path: Path) -> Path:
    """By xlwt, the old format."""
    import xlwt  # noqa: PLC0415 - only for this format

    book = xlwt.Workbook()
    sheet, dated = book.add_sheet("教职工"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, line in enumerate(page.lines):
        for column, value in enumerate(line.cells):
            if value != "":
                sheet.write(row, column, value, *([dated] if isinstance(value, date) else []))
        sheet.row(row).hidden = line.hidden
    book.save(str(path))
    return path


def write_csv(page: Page, path: Path) -> Path:
    """GB18030, as a spreadsheet in China saves it; no row of a CSV is hidden, so hidden ones are left out."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for line in page.lines:
        writer.writerow([] if line.hidden else [_plain(value) for value in line.cells])
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return f"{value:.5E}" if isinstance(value, float) and value > 1e10 else str(value)


WRITERS = {"xlsx": write_xlsx, "xls": write_xls, "csv": write_csv}


def expected_bad(page: Page, kind: str) -> dict[int, str]:
    """Row → code. A CSV has no number cells: an ID kept as a number arrives there in scientific notation."""
    said = {"id_as_number": "id_scientific"} if kind == "csv" else {}
    return {row: said.get(code, code) for row, code in page.bad.items()}
