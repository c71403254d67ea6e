"""Chinese numerals: 第十二周. Apart from the pinyin of names, whose dictionary takes its time to load."""

from __future__ import annotations

NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Chinese numeral of 0…99: 12 → 十二, 20 → 二十; other numbers in figures."""
    if not 0 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def number_of(text: str) -> int:
    """The number of figures or a Chinese numeral up to 99, 两 being 二; raises ValueError for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    wanted = text.replace("两", "二")
    return [numeral(number) for number in range(100)].index(wanted)
