"""Numerals and the pinyin of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu.kernel.numerals import number_of, numeral
from yanxiu.kernel.text import name_pinyin, phrase_pinyin


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "100")],
)
def test_numerals(number, text):
    assert numeral(number) == text


@given(st.integers(0, 99))
def test_a_numeral_is_read_back(number):
    assert number_of(numeral(number)) == number
    assert number_of(str(number)) == number


def test_two_is_also_written_liang():
    assert number_of("两") == 2


@pytest.mark.parametrize("text", ["", "一一", "二三", "零二", "百", "周", "-1", "1.5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        number_of(text)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单文静", "shan wen jing"), ("曾若水", "zeng ruo shui"), ("解春晖", "xie chun hui"), ("仇一鸣", "qiu yi ming"),
        ("区婉仪", "ou wan yi"), ("查小舟", "zha xiao zhou"), ("任静", "ren jing"), ("盖天", "ge tian"),
        ("朴正南", "piao zheng nan"), ("尉迟静", "yu chi jing"), ("万俟晨", "mo qi chen"), ("繁星", "po xing"),
        ("折青", "she qing"), ("黑云", "he yun"), ("乐山", "yue shan"), ("乐正文", "yue zheng wen"),
        ("翟欣", "zhai xin"), ("费宁", "fei ning"), ("阚月", "kan yue"), ("沈阳", "shen yang"),
        ("欧阳小满", "ou yang xiao man"), ("单于飞", "chan yu fei"), ("单于", "shan yu"),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name, full):
    assert name_pinyin(name).full == full


def test_a_surname_reading_does_not_touch_the_given_name():
    assert name_pinyin("王解").full == "wang jie"
    assert name_pinyin("李单").full == "li dan"


def test_keys_hold_what_a_person_may_type():
    reading = name_pinyin("单文静")
    assert reading.initials == "swj"
    assert {"shanwenjing", "swj", "danwenjing", "dwj"} <= set(reading.keys)


def test_lv_may_be_typed_with_u():
    assert {"lvwen", "luwen", "lw"} <= set(name_pinyin("吕文").keys)


def test_a_rare_character_reads_or_stands_for_itself():
    assert name_pinyin("王䶮").full == "wang yan"
    assert name_pinyin("\U00020bb7田").full == "\U00020bb7 tian"


def test_a_name_of_several_parts_is_read_without_its_dot():
    assert name_pinyin("阿·买提").full == "a mai ti"
    assert name_pinyin("Ｊｏｈｎ").full == "john"
    assert name_pinyin("") == name_pinyin(" ")


def test_the_sort_key_orders_by_syllable():
    """li na before lian xin: the syllable ends before the letter."""
    names = ["连心", "李娜", "黎明"]
    assert sorted(names, key=lambda name: name_pinyin(name).full) == ["黎明", "李娜", "连心"]


def test_names_that_are_no_persons_are_read_as_words():
    assert phrase_pinyin("解放路小学").full == "jie fang lu xiao xue"
    assert "xieFangluxiaoxue".lower() in phrase_pinyin("解放路小学").keys


@given(st.text(max_size=12))
def test_no_name_raises(name):
    reading = name_pinyin(name)
    assert len(reading.full.split()) == len(reading.initials)
