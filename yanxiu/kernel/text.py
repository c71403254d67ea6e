"""The pinyin of names, for order and for search."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

from yanxiu.kernel.numerals import number_of

# Readings a character takes as a surname; the dictionary's first reading is another one.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "盖": "ge",
    "朴": "piao", "繁": "po", "折": "she", "黑": "he", "乐": "yue", "缪": "miao", "冼": "xian", "员": "yun",
    "祭": "zhai", "覃": "qin", "宓": "fu", "种": "chong", "翟": "zhai", "召": "shao", "佴": "nai", "洗": "xian",
    "秘": "bi", "牟": "mu", "那": "na", "晁": "chao", "隗": "wei", "郇": "xun", "卜": "bu", "藏": "zang",
    "乜": "nie", "句": "gou", "都": "du", "阚": "kan", "粘": "nian", "费": "fei", "薄": "bo", "能": "nai",
    "贲": "ben", "幺": "yao", "么": "yao", "缴": "jiao", "莘": "shen", "尉迟": "yu chi", "万俟": "mo qi",
    "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "宰父": "zai fu", "乐正": "yue zheng", "单于": "chan yu",
}  # fmt: skip
MINIMUM_COMPOUND = 3  # 单于 alone is 于 of the family 单; three characters are needed for a compound surname


@dataclass(frozen=True)
class PinyinName:
    """A name for order and search.

    `full` "zhou yi ning" sorts names by syllable (the stored sort key), `initials` "zyn",
    `keys` all that may be typed, without spaces: full, initials, both with other readings of the first character.
    """

    full: str
    initials: str
    keys: tuple[str, ...]


@lru_cache(maxsize=50_000)
def name_pinyin(name: str) -> PinyinName:
    """The reading of a name, surnames read as surnames; a character without a reading stands for itself."""
    text = _cleaned(name)
    return _reading(text, _syllables(text))


def phrase_pinyin(text: str) -> PinyinName:
    """The reading of a name that is no person's (a school, a group): 解放路小学 is jie fang lu xiao xue."""
    cleaned = _cleaned(text)
    return _reading(cleaned, _plain(cleaned))


def _cleaned(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum())


def _reading(text: str, syllables: list[str]) -> PinyinName:
    keys: dict[str, None] = {}
    for first in [*syllables[:1], *_other_first(text)]:
        keys |= dict.fromkeys(_typed([first, *syllables[1:]]))
    return PinyinName(" ".join(syllables), "".join(s[0] for s in syllables), tuple(keys))


def _syllables(name: str) -> list[str]:
    """Surname and given name are read apart: 沈 before 阳 is still a surname."""
    if len(name) >= MINIMUM_COMPOUND and name[:2] in SURNAMES:
        return [*SURNAMES[name[:2]].split(), *_plain(name[2:])]
    if name[:1] in SURNAMES:
        return [SURNAMES[name[0]], *_plain(name[1:])]
    if name[:1].isascii():
        return _plain(name)
    return [*_plain(name[:1]), *_plain(name[1:])]


def _plain(text: str) -> list[str]:
    """Readings one per character; Latin words come whole, characters pypinyin cannot read one by one."""
    found = []
    for syllable in lazy_pinyin(text):
        found += [syllable.lower()] if syllable.isascii() else list(syllable)
    return found


def _other_first(name: str) -> list[str]:
    """Other readings of the first character: people type what they think it is."""
    if not name or name[0].isascii():
        return []
    readings: list[str] = pinyin(name[0], heteronym=True, style=Style.NORMAL)[0]
    return readings


def _typed(syllables: list[str]) -> list[str]:
    """What a person may type for these syllables; ü is typed v or u."""
    full = "".join(syllables)
    return [full, full.replace("v", "u"), "".join(s[0] for s in syllables)]


@lru_cache(maxsize=10_000)
def order_key(name: str) -> str:
    """Sort key of a group's name: pinyin, but 一年级 before 二年级 before 十年级."""
    found = re.match("[一二三四五六七八九十]+", name)
    try:
        number = f"{number_of(found[0]):02d} " if found else ""
    except ValueError:
        number = ""
    return number + phrase_pinyin(name[len(found[0]) :] if number and found else name).full
