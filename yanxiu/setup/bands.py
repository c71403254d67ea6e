"""Age bands as an office types them: 「35岁以下」, 「36—50岁」, 「51岁以上」, a line each."""

import re

from yanxiu.base.errors import Refusal
from yanxiu.org.models import CompositionBand, School

_LINE = re.compile(r"^(\S+)\s+(\d*)\s*[-—－~]\s*(\d*)$")  # a name of its own, then from-to
_BELOW = re.compile(r"^(\d+)周?岁?(?:及|含)?以下$")
_ABOVE = re.compile(r"^(\d+)周?岁?(?:及|含)?以上$")
_BETWEEN = re.compile(r"^(\d+)周?岁?\s*[-—－~～至到]+\s*(\d+)周?岁?$")


def read_bands(text: str) -> list[tuple[str, int | None, int | None]]:
    """(label, lower, upper) of each line; raises Refusal with the line that cannot be read."""
    bands: list[tuple[str, int | None, int | None]] = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        found = _read(line.strip())
        if found is None:
            raise Refusal(
                f"第 {number} 行看不懂：“{line.strip()}”。请写成“35岁以下”“36—45岁”或“46岁以上”。", field="bands"
            )
        _, lower, upper = found
        if lower is not None and upper is not None and lower > upper:
            raise Refusal(f"第 {number} 行下限比上限大。", field="bands")
        bands.append(found)
    return bands


def _read(line: str) -> tuple[str, int | None, int | None] | None:
    if found := _BELOW.match(line):
        return line, None, int(found[1])
    if found := _ABOVE.match(line):
        return line, int(found[1]), None
    if found := _BETWEEN.match(line):
        return line, int(found[1]), int(found[2])
    if found := _LINE.match(line):
        lower, upper = (int(part) if part else None for part in found.groups()[1:])
        return found[1], lower, upper
    return None


def read_communities(text: str) -> list[tuple[str, int | None, int | None]]:
    """「老教师 50岁以上」 a line; raises Refusal with the line that cannot be read, or has no name."""
    found: list[tuple[str, int | None, int | None]] = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        label, _, years = line.strip().partition(" ")
        band = _read(years.strip()) if years.strip() else None
        if band is None or label in [one[0] for one in found]:
            raise Refusal(
                f"第 {number} 行看不懂：“{line.strip()}”。请写成：老教师 50岁以上，一个群体一行。", field="communities"
            )
        found.append((label[:20], band[1], band[2]))
    return found


def communities_text(school: School) -> str:
    """The school's 群体 as one would type them."""
    rows = CompositionBand.objects.filter(school=school, dimension="community")
    return "\n".join(f"{row.label} {_years(row.lower, row.upper)}" for row in rows)


def _years(lower: int | None, upper: int | None) -> str:
    if lower is None:
        return f"{upper}岁以下"
    return f"{lower}岁以上" if upper is None else f"{lower}—{upper}岁"


def bands_text(school: School, dimension: str = "age") -> str:
    """The school's bands as one would type them."""
    rows = CompositionBand.objects.filter(school=school, dimension=dimension)
    return "\n".join(_text(row.label, row.lower, row.upper) for row in rows)


def _text(label: str, lower: int | None, upper: int | None) -> str:
    """The label alone where it says the years itself."""
    if _read(label) == (label, lower, upper):
        return label
    return f"{label} {'' if lower is None else lower}-{'' if upper is None else upper}"
