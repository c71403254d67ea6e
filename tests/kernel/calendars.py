"""The example term T1 of the clauses' scenarios: 2025-09-01 (Monday) to 2026-01-16 (Friday), twenty weeks."""

from datetime import date

from yanxiu.kernel.days import DayBook
from yanxiu.kernel.terms import TermTime

T1 = TermTime(date(2025, 9, 1), date(2026, 1, 16))
BOOK = DayBook()
