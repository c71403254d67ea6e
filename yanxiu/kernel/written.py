"""Days as people write them on paper and in a hurry: 10.15, 1015, 10-15, 10月15日, 今天."""

from __future__ import annotations

import re
from datetime import date, timedelta

WORDS = {"今天": 0, "昨天": 1, "前天": 2}
_DIGITS = re.compile(r"(?P<year>\d{4})?(?P<month>\d{2})(?P<day>\d{2})")
_PARTS = re.compile(r"(?:(?P<year>\d{4})[.\-/年])?(?P<month>\d{1,2})[.\-/月](?P<day>\d{1,2})日?")


def read_day(text: str, today: date) -> date | None:
    """The day meant, None when it cannot be read. Without a year it is the latest such day up to today."""
    plain = "".join(text.split()).translate(str.maketrans("０１２３４５６７８９．－／", "0123456789.-/"))
    if plain in WORDS:
        return today - timedelta(days=WORDS[plain])
    found = _DIGITS.fullmatch(plain) or _PARTS.fullmatch(plain)
    if not found:
        return None
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return _real(int(found["year"]), month, day)
    return next((one for year in _back_from(today) if (one := _real(year, month, day)) and one <= today), None)


def _back_from(today: date) -> range:
    """This year and those before it; 29 February may be eight years back."""
    return range(today.year, max(today.year - 9, 0), -1)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_page(source: str) -> str:
    """The paper's next page: the last number in the text counted up; unchanged when there is none."""
    found = list(re.finditer(r"\d+", source))
    if not found:
        return source
    last = found[-1]
    return f"{source[: last.start()]}{int(last.group()) + 1}{source[last.end() :]}"
