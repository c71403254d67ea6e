"""Chinese names and numerals: pinyin for order and search, 第十二周 for week 12."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

# Readings a character takes as a surname; the dictionary's first reading is another one.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "盖": "ge", "朴": "piao",
    "尉迟": "yu chi", "万俟": "mo qi", "繁": "po", "折": "she", "黑": "he", "乐": "yue", "缪": "miao", "冼": "xian",
    "长孙": "zhang sun", "令狐": "ling hu", "员": "yun", "祭": "zhai", "覃": "qin", "宓": "fu", "种": "chong", "翟": "zhai",
    "召": "shao", "尹": "yin", "佴": "nai", "洗": "xian", "秘": "bi", "牟": "mu", "燕": "yan", "那": "na", "晁": "chao",
}  # fmt: skip
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class PinyinName:
    """A name for order and search: `full` "zhou yi ning", `initials` "zyn", `keys` what may be typed."""

    full: str
    initials: str
    keys: tuple[str, ...]


@lru_cache(maxsize=50_000)
def name_pinyin(name: str) -> PinyinName:
    """Reading of a name with surname readings of our own; a character without one stands for itself."""
    syllables = _syllables(name)
    initials = "".join(s[0] for s in syllables)
    keys = dict.fromkeys(["".join(syllables), initials])
    for other in _other_first(name):
        keys |= dict.fromkeys(["".join([other, *syllables[1:]]), other[0] + initials[1:]])
    return PinyinName(" ".join(syllables), initials, tuple(keys))


def _syllables(name: str) -> list[str]:
    for length in (2, 1):
        surname = name[:length]
        if len(surname) == length and surname in SURNAMES:
            return [*SURNAMES[surname].split(), *_plain(name[length:])]
    return _plain(name)


def _plain(text: str) -> list[str]:
    return [s.strip().lower() for s in lazy_pinyin(text) if s.strip()]


def _other_first(name: str) -> list[str]:
    """Other readings of the first character: people type what they think it is."""
    if not name or name[:2] in SURNAMES:
        return []
    return [s.lower() for s in pinyin(name[0], heteronym=True, style=Style.NORMAL)[0] if s.strip()]


def numeral(number: int) -> str:
    """Chinese numeral of 0…99: 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")
