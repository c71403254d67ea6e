"""Age bands as an office types them: 「36—50 36-50」 a line."""

import re

from yanxiu.base.errors import Refusal
from yanxiu.org.models import CompositionBand, School

_LINE = re.compile(r"^(\S+)\s+(\d*)\s*[-—－~]\s*(\d*)$")


def read_bands(text: str) -> list[tuple[str, int | None, int | None]]:
    """(label, lower, upper) of each line; raises Refusal with the line that cannot be read."""
    bands: list[tuple[str, int | None, int | None]] = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        found = _LINE.match(line.strip())
        if found is None:
            raise Refusal(f"第 {number} 行看不懂：“{line.strip()}”。请写成：36—50 36-50", field="bands")
        lower, upper = (int(part) if part else None for part in found.groups()[1:])
        if lower is not None and upper is not None and lower > upper:
            raise Refusal(f"第 {number} 行下限比上限大。", field="bands")
        bands.append((found[1], lower, upper))
    return bands


def bands_text(school: School) -> str:
    """The school's bands as one would type them."""
    rows = CompositionBand.objects.filter(school=school, dimension="age")
    return "\n".join(
        f"{row.label} {'' if row.lower is None else row.lower}-{'' if row.upper is None else row.upper}" for row in rows
    )
