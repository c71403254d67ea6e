"""Days and pages as people write them on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu.kernel.written import next_page, read_day

TODAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10.15", date(2025, 10, 15)),
        ("1015", date(2025, 10, 15)),
        ("10-15", date(2025, 10, 15)),
        ("10/15", date(2025, 10, 15)),
        ("10月15日", date(2025, 10, 15)),
        ("3.9", TODAY),
        ("3.10", date(2025, 3, 10)),
        ("０３０８", date(2026, 3, 8)),
        ("20260308", date(2026, 3, 8)),
        ("2026年3月8日", date(2026, 3, 8)),
        ("2.29", date(2024, 2, 29)),
        ("昨天", date(2026, 3, 8)),
        ("2026-03-10", date(2026, 3, 10)),
        ("13.40", None),
        ("2026-02-29", None),
        ("0000", None),
        ("", None),
        ("下周一", None),
    ],
)
def test_a_day_is_read_as_the_latest_one_meant(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


@given(st.integers(0, 364))
def test_every_day_of_the_last_year_is_read_back_from_each_way_of_writing_it(back: int) -> None:
    day = TODAY - timedelta(days=back)
    for text in (f"{day.month}.{day.day}", f"{day:%m%d}", f"{day.month}-{day.day}", day.isoformat()):
        assert read_day(text, TODAY) == day


@given(st.text(max_size=12))
def test_no_text_makes_it_stumble(text: str) -> None:
    assert read_day(text, TODAY) is None or isinstance(read_day(text, TODAY), date)


def test_the_page_counts_up_and_text_without_a_number_stays() -> None:
    assert [next_page(text) for text in ("听课本第 22 页", "2026 年第 9 页", "手册", "")] == [
        "听课本第 23 页", "2026 年第 10 页", "手册", "",
    ]  # fmt: skip
