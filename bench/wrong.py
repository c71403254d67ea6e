"""What is wrong with the bad rows of the invented roster: one mistake each, with the code it must be given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bench.invented import InventedPerson, people

Mistake = Callable[[InventedPerson], dict[str, Any]]


def _one_digit_off(person: InventedPerson) -> dict[str, Any]:
    number = person.id_number
    return {"id_number": number[:17] + ("1" if number[17] != "1" else "2")}


MISTAKES: tuple[tuple[str, Mistake], ...] = (
    ("id_checksum", _one_digit_off),
    ("id_as_number", lambda p: {"id_number": float(p.id_number[:17] + "0")}),
    ("id_scientific", lambda p: {"id_number": "9.90101E+17"}),
    ("id_length", lambda p: {"id_number": p.id_number[:17]}),
    ("gender_conflict", lambda p: {"gender": "女" if p.man else "男"}),
    ("born_conflict", lambda p: {"born": f"{p.born.year - 1}年{p.born.month}月"}),
    ("school_unknown", lambda p: {"school_code": "ZZ9999"}),
    ("work_month_ambiguous", lambda p: {"work_began": 2015.1}),
    ("work_year_two_digits", lambda p: {"work_began": "98.8"}),
    ("work_month_in_words", lambda p: {"work_began": "二〇一五年九月"}),
    ("work_too_young", lambda p: {"work_began": f"{p.born.year + 14}年9月"}),
    ("born_missing", lambda p: {"born": ""}),
    ("name_missing", lambda p: {"name": ""}),
    ("id_duplicate", lambda p: {}),  # the number of the row before, see below
)


def with_mistakes(count: int, total: int, bad: int) -> Iterator[InventedPerson]:
    """The people of `bench.invented`, `bad` of them with a mistake, spread evenly over the list."""
    every, spoiled, before = max(2, total // max(1, bad)), 0, None
    for person in people(count, total):
        if spoiled < bad and person.number % every == every - 1:
            code, mistake = MISTAKES[spoiled % len(MISTAKES)]
            person.wrong, person.cells = code, mistake(person)
            if code == "id_duplicate" and before is not None:
                person.cells = {"id_number": before.id_number}
            spoiled += 1
        before = person
        yield person
