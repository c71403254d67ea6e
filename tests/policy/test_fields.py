"""What a pack says of the fields of records is checked: choices that are there, values that can occur, no free text judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.packs import PACK, QUOTA, write
from yanxiu.policy.loader import inspect, load
from yanxiu.policy.pack import Field, Mark
from yanxiu.policy.selfcheck import selfcheck

OBSERVATION = "fields: {topic: 课题, process: 教学过程}}"
TYPED = """fields: {topic: 课题, mode: {title: 类型, type: choice, choices: modes}, checked: {title: 已核, type: flag}, minutes: {title: 分钟, type: number}, seen: {title: 哪天, type: date}, leave: 假别}}"""
PACK = PACK + "words: {modes: {planned: 集中, random: 随机}}\n"
WHOLE = PACK.replace(OBSERVATION, TYPED)
ATTENDANCE = "  attendance: {title: 签到, by: office, fields: {present: {title: 到会, type: flag}, leave: {title: 假别, choices: {sick: 病假}}, note: {title: 说明, by: self}}}\n"
REGISTERED = WHOLE.replace("records:\n", "records:\n" + ATTENDANCE)
SCRIPT = "id: parts\ntitle: 写全\nkind: complete\nrecords: observation\nfields: [{field: %s, cite: S1}]\n"
TALLY = "id: tally\ntitle: 算什么\nkind: classify\nrecords: observation\nfield: shown\nrows: [{when: {mode: planned}, then: open, cite: S1}]\n"


def where(condition: str) -> str:
    return QUOTA.replace("{records: observation}", f"{{records: observation, where: {condition}}}")


def asking(field: str) -> str:
    """The small pack with one field declared in this way."""
    return PACK.replace(OBSERVATION, f"fields: {{topic: {field}}}}}")


# what is written → (code, line, a word of the sentence)
DECLARED = {
    "a choice without choices": (asking("{title: 课题, type: choice}"), "E28", "没有写 choices"),
    "a choice with no entry": (asking("{title: 课题, type: choice, choices: {}}"), "E28", "没有写 choices"),
    "choices of a number": (asking("{title: 课题, type: number, choices: modes}"), "E28", "number"),
    "a family of words nobody wrote": (asking("{title: 课题, choices: colours}"), "E29", "colours"),
    "a way of filling in that is none": (asking("{title: 课题, type: colour}"), "E08", "colour"),
    "somebody who fills in nothing": (asking("{title: 课题, by: parents}"), "E08", "parents"),
}
ASKED = {
    "a value that is no choice": ("{mode: guided}", "E30", "planned、random"),
    "one of several that is no choice": ("{mode: [planned, guided]}", "E30", "guided"),
    "what is not in them": ("{mode: {not_in: [guided]}}", "E30", "guided"),
    "a truth of a choice": ("{mode: true}", "E30", "true"),
    "a word of a flag": ("{checked: yes}", "E31", "yes"),
    "an amount of a flag": ("{checked: {at_least: 1}}", "E31", "checked"),
    "deep within": ("{any: [{topic: 有}, {not: {mode: guided}}]}", "E30", "guided"),
    "a test that is none": ("{minutes: {at_lest: 40}}", "E06", "at_lest"),
    "an amount that is none": ("{minutes: {at_least: 四十}}", "E08", "一个数"),
    "a truth for an amount": ("{minutes: {at_least: true}}", "E08", "true"),
    "a day that is none": ("{seen: {before: 昨天}}", "E08", "日期"),
    "a day of the calendar for a record": ("{seen: {before: term_last}}", "E08", "日期"),
    "years that are none": ("{seen: {within_years: 三}}", "E08", "整数"),
    "one value for several": ("{mode: {in: planned}}", "E08", "一列值"),
    "a word for whether it is there": ("{mode: {given: 是}}", "E08", "true"),
    "a list for one value": ("{mode: {is: [planned]}}", "E08", "一个值"),
    "no value": ("{mode: null}", "E08", "一个值"),
    "no test": ("{mode: {}}", "E08", "一种比法"),
    "no conditions to choose from": ("{any: {mode: planned}}", "E08", "一列条件"),
    "a condition that is a word": ("{not: planned}", "E08", "条件"),
}


@pytest.mark.parametrize("what", DECLARED)
def test_a_field_that_cannot_be_filled_in_is_refused_at_its_line(tmp_path: Path, what: str) -> None:
    pack, code, word = DECLARED[what]
    (found,) = inspect(write(tmp_path / "small", QUOTA, pack=pack))[1]
    assert (found.code, found.file, found.line) == (code, "small/pack.yaml", 8), str(found)
    assert word in found.message and found.mend


@pytest.mark.parametrize("what", ASKED)
def test_a_rule_asking_for_what_a_field_never_holds_is_refused_at_its_line(tmp_path: Path, what: str) -> None:
    condition, code, word = ASKED[what]
    (found,) = inspect(write(tmp_path / "small", where(condition), pack=WHOLE))[1]
    assert (found.code, found.file, found.line) == (code, "small/rules/0.yaml", 5), str(found)
    assert word in str(found)


@pytest.mark.parametrize(
    ("who", "word"),
    [("{post: leader}", ""), ("{born: {age_below: 40, on: term_first}}", ""), ("{hired: {before: school_year_first}}", ""), ("{born: {age_below: 40, on: nowhere}}", "term_first"), ("{born: {age_belwo: 40}}", "age_below")],
)  # fmt: skip
def test_whom_a_rule_is_for_is_checked_as_well(tmp_path: Path, who: str, word: str) -> None:
    found = inspect(write(tmp_path / "small", QUOTA + f"who: {who}\n", pack=WHOLE))[1]
    assert [(one.line, word in str(one)) for one in found] == ([(9, True)] if word else [])


@pytest.mark.parametrize(
    "condition",
    ["{mode: planned}", "{mode: {in: [planned, random]}}", "{mode: {given: true}}", "{checked: false}", "{minutes: {at_least: 40}}", "{seen: {after: 2025-09-01}}", "{leave: {given: false}}"],
)  # fmt: skip
def test_a_rule_asking_for_what_a_field_can_hold_is_sound(tmp_path: Path, condition: str) -> None:
    folder = write(tmp_path / "small", where(condition), pack=WHOLE)
    assert inspect(folder)[1] == []
    assert {one.code for one in selfcheck(load(folder), folder)} <= {"W07", "W10"}


def test_a_wrong_value_in_one_reading_only_is_found_in_that_reading(tmp_path: Path) -> None:
    rule = where("{ruling: p, readings: {A: {mode: planned}, B: {mode: guided}}}")
    points = "points:\n- {id: p, question: 哪一种, cite: S1, readings: {A: 甲, B: 乙}}\n"
    (found,) = inspect(write(tmp_path / "small", rule, pack=WHOLE, points=points))[1]
    assert found.code == "E30" and "guided" in found.message


def test_what_a_table_never_gives_is_refused_and_what_it_gives_is_not(tmp_path: Path) -> None:
    sound = write(tmp_path / "sound", TALLY, where("{shown: [open, undefined]}"), pack=WHOLE)
    assert inspect(sound)[1] == []
    (found,) = inspect(write(tmp_path / "wrong", TALLY, where("{shown: closed}"), pack=WHOLE))[1]
    assert found.code == "E30" and "closed" in found.message


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("id: r\ntitle: 样样\nkind: coverage\nmeasure: {records: observation}\nby: mode\nperiod: term\nitems: [{item: guided, title: 指导, cite: S1}]\n", 7),
        ("id: r\ntitle: 考核\nkind: attempts\nmeasure: {records: observation}\nresult: mode\npasses: guided\nattempts: {value: 2, cite: S1}\nperiod: term\n", 6),
    ],
)  # fmt: skip
def test_an_item_or_a_pass_that_is_no_choice_is_refused(tmp_path: Path, rule: str, place: int) -> None:
    (found,) = inspect(write(tmp_path / "small", rule, pack=WHOLE))[1]
    assert (found.code, found.line) == ("E30", place)


def warned(folder: Path) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in selfcheck(load(folder), folder) if one.code in ("W11", "W12", "W13")]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (where("{leave: sick}"), 5),
        (QUOTA.replace("{records: observation}", "{records: observation, sum: topic}"), 5),
        ("id: r\ntitle: 几日\nkind: deadline\nmeasure: {records: observation}\ndone: seen\ndue: {after: topic, days: 3, cite: S1}\n", 6),
        ("id: r\ntitle: 花费\nkind: limit\nmeasure: {records: observation}\nspent: topic\napproved: minutes\nshare: {value: 1, cite: S1}\nunit: 元\n", 5),
        ("id: r\ntitle: 样样\nkind: coverage\nmeasure: {records: observation}\nby: topic\nperiod: term\nitems: [{item: one, title: 一, cite: S1}]\n", 7),
    ],
)  # fmt: skip
def test_free_text_judged_by_its_value_is_warned_of(tmp_path: Path, rule: str, line: int) -> None:
    assert warned(write(tmp_path / "small", rule, pack=WHOLE)) == [("W11", line)]


def test_free_text_only_asked_to_be_there_is_not(tmp_path: Path) -> None:
    listed = "id: r\ntitle: 单元\nkind: coverage\nmeasure: {records: observation}\nby: topic\nperiod: term\nitems_from: {list: units, title: 单元, cite: S1}\n"
    rules = (where("{leave: {given: true}}"), SCRIPT % "topic", listed)
    assert warned(write(tmp_path / "small", *rules, pack=WHOLE)) == []


def test_a_field_no_record_has_is_warned_of(tmp_path: Path) -> None:
    assert warned(write(tmp_path / "small", where("{colour: red}"), pack=WHOLE)) == [("W12", 5)]


def test_a_flag_that_must_only_be_there_is_warned_of(tmp_path: Path) -> None:
    assert warned(write(tmp_path / "small", SCRIPT % "checked", pack=WHOLE)) == [("W13", 5)]


def test_who_fills_in_a_field_is_who_fills_in_the_record_unless_it_says_otherwise(tmp_path: Path) -> None:
    kind = load(write(tmp_path / "small", QUOTA, pack=REGISTERED)).records["attendance"]
    assert (kind.by, [(one.id, one.by) for one in kind.fields]) == (
        "office",
        [("present", "office"), ("leave", "office"), ("note", "self")],
    )
    assert kind.field("leave") == Field("leave", "假别", "", "choice", {"sick": "病假"}, "office")


def test_the_marks_of_a_paper_register_are_read(tmp_path: Path) -> None:
    register = "register:\n  √: {title: 到会, fields: {present: true}}\n  病: {title: 病假, fields: {present: false, leave: sick}}\n"
    pack = load(write(tmp_path / "small", QUOTA, pack=REGISTERED + register))
    assert pack.register == (
        Mark("√", "到会", {"present": True}),
        Mark("病", "病假", {"present": False, "leave": "sick"}),
    )
    assert load(write(tmp_path / "without", QUOTA, pack=REGISTERED)).register == ()


@pytest.mark.parametrize(
    ("fields", "code", "word"),
    [("{here: true}", "E12", "here"), ("{present: 在}", "E31", "在"), ("{leave: holiday}", "E30", "holiday"), ("{}", "E08", "1")],
)  # fmt: skip
def test_a_mark_the_attendance_record_cannot_hold_is_refused(tmp_path: Path, fields: str, code: str, word: str) -> None:
    register = f"register:\n  √: {{title: 到会, fields: {fields}}}\n"
    (found,) = inspect(write(tmp_path / "small", QUOTA, pack=REGISTERED + register))[1]
    assert (found.code, found.line) == (code, 15) and word in str(found), str(found)


def test_a_register_without_a_record_of_attendance_is_refused(tmp_path: Path) -> None:
    register = "register:\n  √: {title: 到会, fields: {present: true}}\n"
    assert [one.code for one in inspect(write(tmp_path / "small", QUOTA, pack=WHOLE + register))[1]] == ["E19"]
