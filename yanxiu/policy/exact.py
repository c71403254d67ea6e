"""Exact numbers: whole, decimal or fraction, never binary floats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction


def fraction(number: Number) -> Fraction:
    """The same number as a fraction."""
    return number if isinstance(number, Fraction) else Fraction(number)


def tidy(number: Number) -> Number:
    """A whole number when it is one, a decimal when one equals it, else the fraction."""
    if type(number) is int:  # most numbers are: counts, points
        return number
    value = fraction(number)
    if value.denominator == 1:
        return value.numerator
    places = _places(value.denominator)
    if places is None:
        return value
    return Decimal(f"{value.numerator * 10**places // value.denominator}e-{places}")  # exact, however many digits


def _places(denominator: int) -> int | None:
    """Decimal places a fraction of this denominator takes, None when it never ends."""
    rest, powers = denominator, {2: 0, 5: 0}
    for prime in powers:
        while rest % prime == 0:
            rest //= prime
            powers[prime] += 1
    return max(powers.values()) if rest == 1 else None


def rounded(number: Number, places: int, how: str) -> Number:
    """Rounded to so many decimal places by a named rule; halves are compared exactly."""
    value = fraction(number) * 10**places
    whole = value.numerator // value.denominator
    rest = value - whole
    up = {
        "floor": False,
        "ceiling": rest > 0,
        "half_up": rest >= Fraction(1, 2) if value >= 0 else rest > Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
    }[how]
    return tidy(Fraction(whole + up, 10**places))


def text(number: Number | None) -> str:
    """As a clerk writes it: 14, 2.5, 0.5; a third as 1/3."""
    if number is None:
        return ""
    value = tidy(number)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return str(value) if isinstance(value, int) else format(value, "f")


def plain(number: Number | None) -> int | str | None:
    """For JSON: whole numbers as numbers, all else as exact text."""
    if number is None:
        return None
    value = tidy(number)
    return value if isinstance(value, int) else text(value)


def read(written: object) -> Number | None:
    """A number from text, or None for anything that is not one."""
    try:
        return tidy(Fraction(str(written).strip()))
    except (ValueError, ZeroDivisionError):
        return None
