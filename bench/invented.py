"""An invented district: schools, their people, and what a few hundred rows have wrong. The same numbers give the same people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yanxiu.cli.demo.names import GIVEN, SURNAMES

AS_OF = date(2026, 5, 20)
PLACES = ("柳杏槐松竹荷梅桂枫桐菊莲", "湾溪桥塘岭坡坞汀沟川洲圩")
KINDS = (("小学", "小学"), ("中学", "初中"), ("小学", "小学"), ("幼儿园", "学前"))
SUBJECTS = ("语文", "数学", "英语", "道德与法治", "科学", "音乐", "美术", "体育")
GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
POSTS = ("校长", "教导主任", "副校长", "档案员")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LARGEST = 6  # the first school has so many times the people of the average one


@dataclass(frozen=True)
class InventedSchool:
    """One school and how many people it has."""

    code: str
    name: str
    kind: str
    stage: str
    size: int


@dataclass
class InventedPerson:
    """One row of the roster. `wrong` is the code its badness must get, "" for a good row."""

    number: int
    name: str
    man: bool
    born: date
    began: tuple[int, int]
    school: InventedSchool
    subject: str
    grade: str
    post: str
    wrong: str = ""
    cells: dict[str, Any] = field(default_factory=dict)  # what stands in a cell instead of the right value

    @property
    def id_number(self) -> str:
        """A number of a place that does not exist, its check character right; an odd order is a man."""
        order = self.number % 500 * 2 + self.man
        body = f"{990100 + self.number // 500:06d}{self.born:%Y%m%d}{order:03d}"
        return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def schools(count: int, people: int) -> list[InventedSchool]:
    """So many schools for so many people: one large, the others alike, nobody left over."""
    first = people if count == 1 else min(people - count + 1, max(1, LARGEST * people // count))
    rest, others = people - first, max(1, count - 1)
    sizes = [first, *(rest // others + (n < rest % others) for n in range(count - 1))]
    return [_school(number, size) for number, size in enumerate(sizes)]


def _school(number: int, size: int) -> InventedSchool:
    kind, stage = KINDS[number % len(KINDS)]
    high, low = PLACES
    place = high[number // 4 % len(high)] + low[number // 48 % len(low)] + ("" if number < 576 else str(number))
    code = f"{10001 + number:06d}" if number % 3 else f"B{10001 + number}"
    return InventedSchool(code, f"{place}{'第二' if number % 4 == 2 else ''}{kind}", kind, stage, size)


def people(count: int, total: int) -> Iterator[InventedPerson]:
    """The people of `count` schools, school by school; names repeat as they do in a district."""
    number = 0
    for school in schools(count, total):
        for place in range(school.size):
            yield _person(number, place, school)
            number += 1


def _person(number: int, place: int, school: InventedSchool) -> InventedPerson:
    given = GIVEN[number * 11 % len(GIVEN)]
    if len(given) == 1 and number % 3:
        given += GIVEN[number * 7 % len(GIVEN)][:1]
    born = date(1966 + number % 35, 1 + number * 5 % 12, 1 + number * 7 % 28)
    return InventedPerson(
        number,
        SURNAMES[(number * 7 + number // 98) % len(SURNAMES)] + given,
        number % 3 == 0,
        born,
        (born.year + 22, 7 + number % 3),
        school,
        SUBJECTS[place % len(SUBJECTS)],
        GRADES[place % len(GRADES)],
        POSTS[place] if place < len(POSTS) else "教研组长" if place < len(POSTS) + len(SUBJECTS) else "",
    )
