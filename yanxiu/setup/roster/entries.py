"""From a row to a person: every field read, every problem named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yanxiu.setup.roster import synonyms
from yanxiu.setup.roster.columns import FIELDS, GROUPS, Layout, kind_of_group
from yanxiu.setup.roster.names import FORMULA, joined, name_problem
from yanxiu.setup.roster.profiles import Profile
from yanxiu.setup.roster.reader import Row, Sheet
from yanxiu.setup.roster.values import (
    Bad,
    Month,
    born_in_id,
    clean_name,
    gender_in_id,
    is_nothing,
    read_code,
    read_gender,
    read_id,
    read_month,
    read_phone,
    read_yes,
    text_of,
)

AS_ABOVE = frozenset({"同上", "〃", "″", '"', "同前", "''", "”"})
REPEATED = frozenset(
    {*GROUPS, "subject", "stage", "grade", "post", "professional_title", "education", "backbone_level", "school_name", "school_code"}
)  # fmt: skip
JUDGED = frozenset({"name", "id_number", "gender", "born", "school_code", "work_began"})  # with rules of their own
ANSWERS = frozenset({"full_time", "in_education"})  # where 无 is an answer


@dataclass(slots=True)
class Entry:
    """One person as the list states it. `id_number` lives in memory only; `doubts` are fields left empty, with why."""

    row: int
    name: str
    id_number: str = ""
    gender: str = ""
    born: Month | None = None
    school_code: str = ""
    school_name: str = ""
    work_began: Month | None = None
    hired: Month | None = None
    staff_no: str = ""
    phone: str = ""
    groups: dict[str, list[str]] = field(default_factory=dict)  # kind of group → the names
    subjects: list[str] = field(default_factory=list)
    stage: str = ""
    grade: str = ""
    posts: list[str] = field(default_factory=list)
    professional_title: str = ""
    education: str = ""
    backbone_level: str = ""
    full_time: bool | None = None
    in_education: bool | None = None
    doubts: list[tuple[str, Bad]] = field(default_factory=list)


@dataclass
class Judge:
    """Reads rows of one sheet by one profile."""

    sheet: Sheet
    layout: Layout
    profile: Profile
    as_of: date
    schools: Mapping[str, str] | None
    one_school: bool = False  # `schools` is the one school the whole list is of
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)  # row → field → what the office put instead
    seen: dict[str, int] = field(default_factory=dict)  # ID number → the first row with it
    above: dict[str, Any] = field(default_factory=dict)  # field → what the row above has, for 「同上」

    def judge(self, row: Row) -> tuple[Entry, list[tuple[str, Bad]]]:
        """The entry of a row and what makes the row bad, (field, problem) in the order of the fields."""
        entry = Entry(row.number, "")
        bad: list[tuple[str, Bad]] = []
        for name, reader in (
            ("name", self._name), ("id_number", self._id), ("gender", self._gender), ("born", self._born),
            ("school_code", self._school), ("work_began", self._work), ("hired", self._hired),
        ):  # fmt: skip
            for problem in reader(row, entry):
                if name in self.profile.strict:
                    bad.append((name, problem))
                else:
                    entry.doubts.append((name, problem))
        bad += [(name, found) for name in sorted(self.profile.required - JUDGED) if (found := self._absent(row, name))]
        self._rest(row, entry)
        self.above = {name: self.raw(row, name) for name in REPEATED}
        return entry, bad

    def _absent(self, row: Row, name: str) -> Bad | None:
        """A field a profile requires beyond those every list is judged by."""
        if not is_nothing(self.raw(row, name)):
            return None
        return Bad(f"{name}_missing", f"没有{FIELDS[name][0]}，请补上。")

    def raw(self, row: Row, name: str) -> Any:
        """The cell of a field, "" when the sheet has no such column or says there is nothing; 「同上」 is the cell above."""
        value = self._cell(row, name)
        if name in REPEATED and isinstance(value, str) and value.strip() in AS_ABOVE:
            return self.above.get(name, "")
        return "" if name not in ANSWERS and name != "name" and is_nothing(value) else value

    def _cell(self, row: Row, name: str) -> Any:
        if (mended := self.mended(row, name)) is not None:
            return mended
        column = self.layout.columns.get(name)
        return "" if column is None or column >= len(row.values) else row.values[column]

    def mended(self, row: Row, name: str) -> str | None:
        """What the office put in this cell's place."""
        return self.cells.get(row.number, {}).get(name)

    def _shown(self, row: Row, name: str) -> str:
        if self.mended(row, name) is not None:
            return ""
        return self.sheet.marks.formats.get((row.number, self.layout.columns.get(name, -1) + 1), "")

    def _month(self, row: Row, name: str) -> Month | Bad | None:
        return read_month(
            self.raw(row, name),
            is_csv=self.sheet.source == "csv",
            shown=self._shown(row, name),
            old_epoch=self.sheet.marks.old_epoch,
        )

    def _name(self, row: Row, entry: Entry) -> list[Bad]:
        value = self.raw(row, "name")
        in_sheet = (row.number, self.layout.columns["name"] + 1) in self.sheet.marks.formulas
        if in_sheet and self.mended(row, "name") is None:
            return [Bad("name_formula", FORMULA)]
        if joined(value):
            entry.doubts.append(
                ("name", Bad("name_joined", f"“{value.strip()}”当作一个人。是两个人的话，请分成两行。"))
            )
        problem = name_problem(value)
        entry.name = "" if problem and problem.code != "name_several" else clean_name(value)[:60]
        return [problem] if problem else []

    def _id(self, row: Row, entry: Entry) -> list[Bad]:
        found = read_id(self.raw(row, "id_number"), self.as_of)
        if isinstance(found, Bad):
            return [found]
        if not found:
            return (
                [Bad("id_missing", "没有身份证号。请补上 18 位的号码。")]
                if "id_number" in self.profile.required
                else []
            )
        first = self.seen.setdefault(found, row.number)
        if first != row.number:
            return [Bad("id_duplicate", f"身份证号和第 {first} 行的一样。同一个人只留一行；不是同一个人，请核对号码。")]
        entry.id_number = found
        return []

    def _gender(self, row: Row, entry: Entry) -> list[Bad]:
        said = read_gender(self.raw(row, "gender"))
        derived = gender_in_id(entry.id_number) if entry.id_number else ""
        entry.gender = derived or said or ""
        if said == "" and not derived and "gender" in self.profile.required:
            return [Bad("gender_missing", "没有性别，请补上。")]
        if said is None:
            return [Bad("gender_unreadable", f"性别“{text_of(self.raw(row, 'gender'))[:6]}”看不懂，请写男或女。")]
        if said and derived and said != derived:
            return [Bad("gender_conflict", f"性别写的是{said}，身份证号里是{derived}。请核对。")]
        return []

    def _born(self, row: Row, entry: Entry) -> list[Bad]:
        found = self._month(row, "born")
        known = born_in_id(entry.id_number) if entry.id_number else None
        if isinstance(found, Bad):
            entry.born = known
            if known and any((known.year, known.month) == (one.year, one.month) for one in found.readings):
                return []  # the ID number settles which month was meant
            return [Bad(f"born_{found.code}", f"出生年月{found.message}")]
        entry.born = known or found
        if found is None:
            return [Bad("born_missing", "没有出生年月，请补上。")] if "born" in self.profile.required else []
        if known and not _agree(found, known):
            return [Bad("born_conflict", f"出生年月写的是{found}，身份证号里是{known}。请核对。")]
        return []

    def _school(self, row: Row, entry: Entry) -> list[Bad]:
        entry.school_name = text_of(self.raw(row, "school_name"))
        found = read_code(self.raw(row, "school_code"), is_csv=self.sheet.source == "csv")
        if isinstance(found, Bad):
            return [found]
        if not found:
            needed = "school_code" in self.profile.required and not self.one_school
            return [Bad("school_missing", "没有学校代码，请补上。")] if needed else []
        entry.school_code = found
        if self.schools is None or found in self.schools:
            return []
        if self.one_school:
            return [Bad("school_other", f"写的是别的学校（{found}）。不是本校的人，请删去这一行。")]
        return [Bad("school_unknown", f"本区没有代码为 {found} 的学校。请核对代码，或先导入学校名单。")]

    def _work(self, row: Row, entry: Entry) -> list[Bad]:
        found = self._month(row, "work_began")
        if isinstance(found, Bad):
            return [Bad(f"work_{found.code}", f"参加工作年月{found.message}")]
        if found is None:
            return [Bad("work_missing", "没有参加工作年月，请补上。")] if "work_began" in self.profile.required else []
        entry.work_began = found
        problems = []
        if _after(found, self.as_of):
            problems.append(
                Bad("work_in_future", f"参加工作年月是{found}，还没到（按 {self.as_of:%Y年%m月%d日} 算）。请核对。")
            )
        if entry.born and found.year < entry.born.year + 16:
            problems.append(
                Bad("work_too_young", f"{found}参加工作时还不满十六岁（{entry.born}出生）。请核对这两个年月。")
            )
        return problems

    def _hired(self, row: Row, entry: Entry) -> list[Bad]:
        found = self._month(row, "hired")
        if isinstance(found, Bad):
            return [Bad(f"hired_{found.code}", f"到校年月{found.message}")]
        entry.hired = found
        return []

    def _rest(self, row: Row, entry: Entry) -> None:
        entry.staff_no = text_of(self.raw(row, "staff_no"))[:40]
        entry.phone, fine = read_phone(self.raw(row, "phone"))
        if entry.phone and not fine:
            entry.doubts.append(
                ("phone", Bad("phone_odd", f"手机号 {len(entry.phone)} 位，不像手机号。不影响导入，先空着。"))
            )
            entry.phone = ""
        for name, kind in GROUPS.items():
            for one in _groups(text_of(self.raw(row, name))):
                entry.groups.setdefault(kind_of_group(one, kind), []).append(one)
        entry.subjects = synonyms.subjects(text_of(self.raw(row, "subject")))
        entry.stage = synonyms.fold(synonyms.STAGES, text_of(self.raw(row, "stage")))[:20]
        entry.grade = text_of(self.raw(row, "grade"))[:20]
        entry.posts = [
            part for part in synonyms.subjects(text_of(self.raw(row, "post"))) if part not in ("教师", "无", "专任教师")
        ]
        entry.professional_title = synonyms.fold(synonyms.TITLES, text_of(self.raw(row, "professional_title")))[:30]
        entry.education = synonyms.fold(synonyms.EDUCATIONS, text_of(self.raw(row, "education")))[:20]
        entry.backbone_level = text_of(self.raw(row, "backbone_level"))[:30]
        entry.full_time, entry.in_education = (
            read_yes(self.raw(row, "full_time")),
            read_yes(self.raw(row, "in_education")),
        )


def _groups(text: str) -> list[str]:
    """「语文组、综合组」 are two groups, 「音、体、美组」 is one."""
    parts = [part.strip() for part in re.split(r"[、,，/;；]", text) if part.strip()]
    if len(parts) > 1 and all(part.endswith("组") for part in parts):
        return [part[:60] for part in dict.fromkeys(parts)]
    return [text[:60]] if text else []


def _agree(said: Month, known: Month) -> bool:
    same_day = said.day is None or said.day == known.day or said.day == 1
    return (said.year, said.month) == (known.year, known.month) and same_day


def _after(month: Month, day: date) -> bool:
    return (month.year, month.month) > (day.year, day.month) or (month.day is not None and month.first > day)
