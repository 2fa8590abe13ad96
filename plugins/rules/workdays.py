"""Public holidays and make-up workdays that cannot be meant; hides how spans are laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from plugins.model import Holiday, Sources, WorkdayYear
from plugins.rules.written import Slip, Written

_LONGEST_HOLIDAY = 16
"""Days; the longest the State Council ever gave are nine."""
_NEAR = timedelta(days=31)
"""A make-up workday stands within two weeks of the holiday it pays for."""


def find_impossible_holidays(written: Written) -> Iterator[Slip]:
    """Holidays lie in their year and do not overlap; a make-up workday is a weekend's, and no holiday."""
    days: dict[date, str] = {}
    for year in written.sources.workdays:
        for field, found in (("holidays", year.holidays), ("school", year.school)):
            yield from _find_odd_spans(year, field, found)
        for holiday in year.holidays:
            if holiday.from_ <= holiday.until and (holiday.until - holiday.from_).days < _LONGEST_HOLIDAY:
                span = range((holiday.until - holiday.from_).days + 1)
                days |= {holiday.from_ + timedelta(days=n): holiday.name for n in span}
    for year in written.sources.workdays:
        yield from _find_odd_workdays(year, days)
    yield from _find_overlapping_holidays(written.sources)


def _find_odd_spans(year: WorkdayYear, field: str, found: Iterable[Holiday]) -> Iterator[Slip]:
    for i, holiday in enumerate(found):
        at = (*year.at, field, i)
        if year.year not in (holiday.from_.year, holiday.until.year):
            message = f"{holiday.name}不在 {year.year} 年里：{holiday.from_} 至 {holiday.until}"
            yield year.path, (*at, "from"), message, "核对年份", "error"
        length = (holiday.until - holiday.from_).days + 1
        if field == "holidays" and length > _LONGEST_HOLIDAY:
            yield year.path, (*at, "until"), f"{holiday.name}放了 {length} 天", "核对起止日期", "error"


def _find_odd_workdays(year: WorkdayYear, holidays: Mapping[date, str]) -> Iterator[Slip]:
    for i, day in enumerate(year.workdays):
        at = (*year.at, "workdays", i)
        if day in holidays:
            message = f"{day} 在{holidays[day]}放假里，不会又放假又上班"
            yield year.path, at, message, "核对放假的起止日期和调休的日子", "error"
        elif day.weekday() < 5:
            message = f"{day} 是星期{'一二三四五'[day.weekday()]}，本来就上班"
            yield year.path, at, message, "调休上班是周六或周日，核对日期", "error"
        elif day.year != year.year and (day.year, day.month) != (year.year - 1, 12):
            yield year.path, at, f"{day} 不在 {year.year} 年里", "核对年份", "error"
        elif holidays and (away := min(abs(day - off) for off in holidays)) > _NEAR:
            message = f"{day} 离最近的假期有 {away.days} 天"
            yield year.path, at, message, "调休上班都在假期前后，核对月份和日子", "warning"


def _find_overlapping_holidays(sources: Sources) -> Iterator[Slip]:
    for field in ("holidays", "school"):
        spans = [
            (h.from_, h.until, year.path, (*year.at, field, i), h.name)
            for year in sources.workdays
            for i, h in enumerate(getattr(year, field))
            if h.from_ <= h.until
        ]
        for early, late in pairwise(sorted(spans, key=lambda span: (span[0], span[1], span[2], str(span[3])))):
            if late[0] <= early[1]:
                message = f"{late[4]}和{early[4]}的日子重叠：{late[0]} 两边都有"
                yield late[2], (*late[3], "from"), message, "核对两个假期的起止日期，一天只写在一个里", "error"
