"""The Chinese calendar against published dates, and what an activity says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from plugins.model.lunar import LunarDay, dates_of, is_lunar, lunar_of, lunar_words, parse_lunar
from plugins.problems import Problem
from tests.conftest import Change

NEW_YEARS = [
    "1900-01-31",
    "1949-01-29",
    "1966-01-21",
    "1985-02-20",
    "1996-02-19",
    "2000-02-05",
    "2001-01-24",
    "2008-02-07",
    "2012-01-23",
    "2015-02-19",
    "2018-02-16",
    "2020-01-25",
    "2021-02-12",
    "2022-02-01",
    "2023-01-22",
    "2024-02-10",
    "2025-01-29",
    "2026-02-17",
    "2027-02-06",
    "2028-01-26",
    "2030-02-03",
    "2033-01-31",
    "2034-02-19",
]
"""春节 as the State Council's notices, calendars and the Hong Kong Observatory's tables have it."""
FEASTS = {
    "中秋节": "2019-09-13 2020-10-01 2021-09-21 2022-09-10 2023-09-29 2024-09-17 2025-10-06 2026-09-25",
    "端午节": "2019-06-07 2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31 2026-06-19",
    "重阳节": "2023-10-23 2024-10-11 2025-10-29 2026-10-18",
    "除夕": "2022-01-31 2023-01-21 2024-02-09 2025-01-28 2026-02-16 2027-02-05",
}
LEAP = {
    1984: 10,
    2001: 4,
    2004: 2,
    2006: 7,
    2009: 5,
    2012: 4,
    2014: 9,
    2017: 6,
    2020: 4,
    2023: 2,
    2025: 6,
    2028: 5,
    2033: 11,
}
"""Which month is doubled; 2033 is where many tables are wrong."""


@pytest.mark.parametrize("day", NEW_YEARS)
def test_new_year_is_where_it_was(day: str) -> None:
    found = date.fromisoformat(day)
    assert lunar_of(found) == LunarDay(found.year, 1, False, 1)
    assert is_lunar(found - timedelta(1), "除夕") or found.year == 1900


@pytest.mark.parametrize("feast", FEASTS)
def test_feasts_are_where_they_were(feast: str) -> None:
    for day in FEASTS[feast].split():
        assert date.fromisoformat(day) in dates_of(parse_lunar(feast), int(day[:4]))


def test_leap_months_and_the_new_moons_that_tables_get_wrong() -> None:
    for year, month in LEAP.items():
        days = (date(year, 1, 1) + timedelta(n) for n in range(430))
        assert {d.month for d in map(lunar_of, days) if d and d.leap and d.year == year} == {month}
    assert lunar_of(date(2057, 9, 28)) == LunarDay(2057, 9, False, 1)


def test_every_day_from_1900_to_2100_follows_the_one_before() -> None:
    before, day = lunar_of(date(1900, 1, 31)), date(1900, 2, 1)
    while day < date(2101, 1, 1):
        found = lunar_of(day)
        assert before and found
        assert found.day == before.day + 1 or (found.day == 1 and before.day in (29, 30)), day
        before, day = found, day + timedelta(1)
    assert lunar_of(date(1900, 1, 30)) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("正月十五", "正月十五"), ("农历一月十五", "正月十五"), ("元宵节", "正月十五"), ("腊月二十三", "腊月廿三"), ("十二月廿三", "腊月廿三"),
        ("闰六月初一", "闰六月初一"), ("大年三十", "除夕"), ("十一月三十", "冬月三十"), ("八月 二十", "八月二十"), ("正月十六日", ""), ("15", ""),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_say_it(typed: str, meant: str) -> None:
    assert parse_lunar(typed) == meant


def test_what_is_written_is_read_back() -> None:
    for n in range(400):
        found = lunar_of(date(2025, 1, 29) + timedelta(n))
        assert found and parse_lunar(lunar_words(found)) == lunar_words(found)


@pytest.mark.parametrize(
    ("lines", "field", "said"),
    [
        ("lunar: 十月二十", "lunar", ""),
        ("lunar: 十月初一", "lunar", "2026-11-28 是农历十月二十"),
        ("lunar: 初一", "lunar", "农历的日子看不懂：“初一”"),
        ("lunar: 十月二十\nevery: 周六", "lunar", "每次的农历日子不同"),
    ],
)
def test_a_lunar_day_that_is_not_the_days_own_is_told(
    problems_of: Callable[[Change], tuple[Problem, ...]], lines: str, field: str, said: str
) -> None:
    told = problems_of({"activities/2026/clinic.md": ("lunar: 十月二十", lines)})
    assert [(p.field, p.message) for p in told] == ([(field, said)] if said else [])


@pytest.mark.parametrize(
    ("said", "fix"),
    [
        ("闰六月初一", "2026 年和 2027 年都没有闰六月初一，改这一行"),
        ("三月三十", "三月三十是 2026-05-16"),
    ],
)
def test_a_lunar_day_that_no_year_at_hand_has_is_told_as_that(
    problems_of: Callable[[Change], tuple[Problem, ...]], said: str, fix: str
) -> None:
    (told,) = problems_of({"activities/2026/clinic.md": ("lunar: 十月二十", f"lunar: {said}")})
    assert told.fix.startswith(fix)
