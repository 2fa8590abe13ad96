"""The Chinese calendar from 1900 to 2100: which day of it a date is, and which date a day of it; hides how a year is written down."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_FIRST = 1900
_NEW_YEAR = date(1900, 1, 31)
_YEARS = """
    04bd8 04ae0 0a570 054d5 0d260 0d950 16554 056a0 09ad0 055d2 04ae0 0a5b6 0a4d0 0d250 1d255 0b540 0d6a0
    0ada2 095b0 14977 04970 0a4b0 0b4b5 06a50 06d40 1ab54 02b60 09570 052f2 04970 06566 0d4a0 0ea50 16a95
    05ad0 02b60 186e3 092e0 1c8d7 0c950 0d4a0 1d8a6 0b550 056a0 1a5b4 025d0 092d0 0d2b2 0a950 0b557 06ca0
    0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0 0aea6 0ab50 04b60 0aae4 0a570 05260 0f263 0d950
    05b57 056a0 096d0 04dd5 04ad0 0a4d0 0d4d4 0d250 0d558 0b540 0b6a0 195a6 095b0 049b0 0a974 0a4b0 0b27a
    06a50 06d40 0af46 0ab60 09570 04af5 04970 064b0 074a3 0ea50 06b58 05ac0 0ab60 096d5 092e0 0c960 0d954
    0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0
    0a930 07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 04afb 04ad0 0a4d0
    1d0b6 0d250 0d520 0dd45 0b5a0 056d0 055b2 049b0 0a577 0a4b0 0aa50 1b255 06d20 0ada0 14b63 09370 049f8
    04970 064b0 168a6 0ea50 06aa0 1a6c4 0aae0 092e0 0d2e3 0c960 0d557 0d4a0 0da50 05d55 056a0 0a6d0 055d4
    052d0 0a9b8 0a950 0b4a0 0b6a6 0ad50 055a0 0aba4 0a5b0 052b0 0b273 06930 07337 06aa0 0ad50 14b55 04b60
    0a570 054e4 0d160 0e968 0d520 0daa0 16aa6 056d0 04ae0 0a9d4 0a2d0 0d150 0f252 0d520
"""
"""A year in five hexadecimal digits: whether its leap month has 30 days, which of its twelve have, and which one is doubled.

Its months begin on the day of the new moon at 120° E, as GB/T 33661-2017 has it, reckoned with ephem from 1929 on; before, they are
those of the almanacs of the time. tests/test_lunar.py holds it against published dates.
"""
_MONTHS = "正二三四五六七八九十冬腊"
_TENS = ("初", "十", "廿", "三")
_DIGITS = "一二三四五六七八九十"
_EVE = "除夕"
EACH_YEAR = "每年"
"""Stands before a day that comes again."""
_SPOKEN = re.compile(
    r"(?:农历|阴历|旧历)?(闰)?(正|一|二|三|四|五|六|七|八|九|十一|十二|十|冬|腊)月(初[一二三四五六七八九十]|十[一二三四五六七八九]|[二廿]十?[一二三四五六七八九]|二十|三十)"
)


class LunarDay(NamedTuple):
    """A day of the Chinese calendar; the year is that in which it begins."""

    year: int
    month: int
    leap: bool
    day: int


def lunar_of(day: date) -> LunarDay | None:
    """Which day of the Chinese calendar a date is; None for what the table does not hold."""
    for year in (day.year, day.year - 1):
        first = _new_years().get(year)
        if first and first <= day:
            left = (day - first).days
            for month, leap, length in _months(year):
                if left < length:
                    return LunarDay(year, month, leap, left + 1)
                left -= length
    return None


def dates_of(words: str, year: int) -> tuple[date, ...]:
    """The dates of a day of the Chinese calendar, such as 正月十五, in one year of ours."""
    first = date(year, 1, 1)
    days = (first + timedelta(n) for n in range(366))
    return tuple(day for day in days if day.year == year and is_lunar(day, words))


def is_lunar(day: date, words: str) -> bool:
    """Whether a date is that day of the Chinese calendar."""
    if words == _EVE:
        following = lunar_of(day + timedelta(1))
        return following is not None and following[1:] == (1, False, 1)
    found = lunar_of(day)
    return found is not None and lunar_words(found) == words


def lunar_words(found: LunarDay) -> str:
    """正月十五, 闰六月初一, 腊月廿三."""
    tens, ones = divmod(found.day - 1, 10)
    day = "二十" if found.day == 20 else "三十" if found.day == 30 else _TENS[tens] + _DIGITS[ones]
    return f"{'闰' if found.leap else ''}{_MONTHS[found.month - 1]}月{day}"


def parse_lunar(text: str) -> str:
    """A day as lunar_words writes it; empty where it is none."""
    plain = re.sub(r"\s", "", text)
    if plain.removeprefix("农历") in (_EVE, "大年三十", "年三十"):
        return _EVE
    if plain.removeprefix("农历") in _FEASTS:
        return _FEASTS[plain.removeprefix("农历")]
    match = _SPOKEN.fullmatch(plain)
    if not match:
        return ""
    month = {"一": "正", "十一": "冬", "十二": "腊"}.get(match[2], match[2])
    day = match[3]
    if (len(day) == 3 and day[0] in "二廿") or (day[0] == "二" and day != "二十"):
        day = "廿" + day[-1]
    return f"{match[1] or ''}{month}月{day}"


_FEASTS = {
    "春节": "正月初一",
    "元宵": "正月十五",
    "元宵节": "正月十五",
    "端午": "五月初五",
    "端午节": "五月初五",
    "七夕": "七月初七",
    "中元节": "七月十五",
    "中秋": "八月十五",
    "中秋节": "八月十五",
    "重阳": "九月初九",
    "重阳节": "九月初九",
    "腊八": "腊月初八",
    "腊八节": "腊月初八",
}


@cache
def _new_years() -> dict[int, date]:
    found, day = {}, _NEW_YEAR
    for n in range(len(_YEARS.split())):
        found[_FIRST + n] = day
        day += timedelta(sum(length for _, _, length in _months(_FIRST + n)))
    return found


@cache
def _months(year: int) -> tuple[tuple[int, bool, int], ...]:
    """The months of a year in order, each with its length."""
    bits = int(_YEARS.split()[year - _FIRST], 16)
    doubled = bits & 15
    months = []
    for month in range(1, 13):
        months.append((month, False, 29 + (bits >> (16 - month) & 1)))
        if month == doubled:
            months.append((month, True, 29 + (bits >> 16 & 1)))
    return tuple(months)
