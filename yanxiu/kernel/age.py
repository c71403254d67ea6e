"""Full years of age on a day, from a birth date or only a birth month."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Age:
    """Full years; `certain` is false when only the birth month is known and the birthday may not have come yet.

    An uncertain age is `years` or one less.
    """

    years: int
    certain: bool = True

    @property
    def candidates(self) -> tuple[int, ...]:
        """The ages the person may have."""
        return (self.years,) if self.certain else (self.years - 1, self.years)


@dataclass(frozen=True)
class AtMost:
    """「40岁以下」 in both readings (矛-54), None where the birth month alone cannot tell. A value, not a decision."""

    inclusive: bool | None
    exclusive: bool | None

    @property
    def differs(self) -> bool:
        """Whether the choice of reading changes the answer for this person."""
        return self.inclusive != self.exclusive


def age_on(born: date, day: date, *, to_the_day: bool = True) -> Age:
    """Age in full years on `day`; negative before birth. Born on 29 February: a year older on 1 March otherwise.

    With `to_the_day` false only year and month of `born` count.
    """
    if to_the_day:
        return Age(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
    years = day.year - born.year - (day.month < born.month)
    latest = calendar.monthrange(born.year, born.month)[1]  # the birthday may be as late as this in its month
    return Age(years, certain=day.month != born.month or day.day >= latest)


def at_most(born: date, day: date, limit: int, *, to_the_day: bool = True) -> AtMost:
    """Whether a person is 「limit 岁以下」 on a day: with those who are `limit` years old, and without them."""
    ages = age_on(born, day, to_the_day=to_the_day).candidates
    return AtMost(_agreed([years <= limit for years in ages]), _agreed([years < limit for years in ages]))


def _agreed(answers: list[bool]) -> bool | None:
    return answers[0] if len(set(answers)) == 1 else None
