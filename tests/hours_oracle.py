"""What opening hours mean, worked out a second time: by hand for each pattern, day by day and minute by minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays

from plugins.model import Location, WorkdayYear

YEAR = 2026
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
DAYS = tuple(FIRST + timedelta(i) for i in range((LAST - FIRST).days + 1))
MINUTES = len(DAYS) * 1440
START = datetime(2025, 12, 31, 16, tzinfo=UTC)
"""The first minute of the year in Shanghai, as a moment anywhere."""

Spans = tuple[tuple[int, int], ...]


def hm(*times: float) -> Spans:
    """hm(9, 12, 14.5, 18) is 9:00-12:00 and 14:30-18:00."""
    minutes = [round(time * 60) for time in times]
    return tuple(zip(minutes[::2], minutes[1::2], strict=True))


OFFICE = hm(9, 12, 14, 18)
CALENDAR = holidays.country_holidays("CN", years=YEAR)


def is_holiday(day: date) -> bool:
    """A public holiday, and a weekend that hangs on one; from the `holidays` package, not from our own list."""
    if day in CALENDAR:
        return True
    if day.weekday() < 5 or is_workday(day):
        return False
    return any(_leads_to_holiday(day, step) for step in (-1, 1))


def _leads_to_holiday(day: date, step: int) -> bool:
    there = day + timedelta(step)
    while there.weekday() >= 5 and there not in CALENDAR and not is_workday(there):
        there += timedelta(step)
    return there in CALENDAR


def is_workday(day: date) -> bool:
    return day in CALENDAR.weekend_workdays


@dataclass(frozen=True)
class Case:
    """Hours as an editor writes them, and the spans that begin on a day by hand: on(day, off, work)."""

    text: str
    on: Callable[[date, bool, bool], Spans]
    exceptions: tuple[dict[str, Any], ...] = ()
    closed: dict[str, Any] | None = None
    ends_spill: bool = False
    """Whether `opening_hours` cuts a night short where the next day has a rule of its own."""

    def spans(self, day: date) -> Spans:
        return self.on(day, is_holiday(day), is_workday(day))

    def location(self) -> Location:
        """The case as a location."""
        row: dict[str, Any] = {"id": "a", "name": "甲", "kind": "room", "description": "甲", "address": "甲"}
        row |= {"exceptions": list(self.exceptions), "path": "data/locations.yaml"}
        row |= {"hours": self.text} if self.text else {}
        return Location.model_validate(row | ({"closed": self.closed} if self.closed else {}))

    def minutes(self) -> bytearray:
        """1 for each minute of the year that is open."""
        found = bytearray(MINUTES + 2880)
        for index, day in enumerate((FIRST - timedelta(1), *DAYS), -1):
            spans = self.on(day, False, False) if day < FIRST else self.spans(day)
            for start, end in spans:
                a, b = max(index * 1440 + start, 0), max(index * 1440 + end, 0)
                found[a:b] = b"\1" * (b - a)
        return found[:MINUTES]


def week(spans: Spans, days: str) -> Callable[[date], Spans]:
    return lambda day: spans if str(day.weekday()) in days else ()


def nth(day: date) -> int:
    return (day.day + 6) // 7


def is_last(day: date) -> bool:
    return (day + timedelta(7)).month != day.month


def between(day: date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    return date(day.year, *first) <= day <= date(day.year, *last)


def office(day: date, off: bool, work: bool) -> Spans:
    return () if off else OFFICE if work or day.weekday() < 5 else ()


def library(day: date, off: bool, work: bool) -> Spans:
    weekday = work or (day.weekday() < 5 and not off)
    return hm(9, 12, 14.5, 17.5) if weekday else hm(9, 17.5)


def working(spans: Spans, day: date, off: bool, work: bool) -> Spans:
    """Monday to Friday and 调休 days, not on holidays."""
    return spans if (work or day.weekday() < 5) and not off else ()


def summer(day: date, off: bool, work: bool) -> Spans:
    if day.month in (7, 8):
        return working(hm(8.5, 12), day, off, work)
    return working(hm(9, 18), day, off, work)


def last_friday_off(day: date, off: bool, work: bool) -> Spans:
    return () if day.weekday() == 4 and is_last(day) else working(hm(9, 17), day, off, work)


def third_afternoon(day: date, off: bool, work: bool) -> Spans:
    """On a 调休 weekend Monday to Friday are not alike: it stays a weekend."""
    if off or day.weekday() > 4:
        return ()
    return hm(9, 12, 14, 17) if day.weekday() == 2 else hm(9, 12)


def teams(day: date, off: bool, work: bool) -> Spans:
    return {0: hm(7, 8.5), 2: hm(7, 8.5), 4: hm(7, 8.5), 5: hm(8, 10)}.get(day.weekday(), ())


def nights(day: date, off: bool, work: bool) -> Spans:
    return () if off else week(hm(19, 26), "45")(day)


def renovated(day: date, off: bool, work: bool) -> Spans:
    return () if off or between(day, (2, 10), (3, 3)) else working(hm(9, 17), day, off, work)


def seasons(day: date, off: bool, work: bool) -> Spans:
    return hm(10, 16) if day.month in (11, 12, 1, 2) else hm(8, 18)


def christmas(day: date, off: bool, work: bool) -> Spans:
    """The holidays are not spoken of: Monday to Friday as always, and 调休 weekends like them."""
    return () if (day.month, day.day) == (12, 24) else hm(9, 17) if work or day.weekday() < 5 else ()


def excepted(day: date, off: bool, work: bool) -> Spans:
    if day == date(2026, 3, 14):
        return hm(9, 12)
    if between(day, (3, 16), (3, 20)):
        return ()
    return hm(9.5, 11) if day == date(2026, 10, 1) else office(day, off, work)


def late_once(day: date, off: bool, work: bool) -> Spans:
    return hm(20, 26) if between(day, (6, 20), (6, 21)) else library(day, off, work)


def august(day: date, off: bool, work: bool) -> Spans:
    return () if between(day, (8, 1), (8, 15)) else office(day, off, work)


def november(day: date, off: bool, work: bool) -> Spans:
    return () if day >= date(2026, 11, 1) else office(day, off, work)


OFFICE_TEXT = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"
LIBRARY_TEXT = "Mo-Fr 09:00-12:00,14:30-17:30; Sa-Su,PH 09:00-17:30"
CASES = (
    Case(OFFICE_TEXT, office),
    Case(LIBRARY_TEXT, library),
    Case("Mo-Su,PH 06:00-22:00", lambda day, off, work: hm(6, 22)),
    Case("24/7", lambda day, off, work: hm(0, 24)),
    Case("24/7; PH off", lambda day, off, work: () if off else hm(0, 24)),
    Case("Tu-Su 09:00-17:30", lambda day, off, work: week(hm(9, 17.5), "123456")(day)),
    Case("Mo off; Tu-Su,PH 09:00-17:00", lambda day, off, work: hm(9, 17) if off else week(hm(9, 17), "123456")(day)),
    Case("Mo,We,Fr 07:00-08:30; Sa 08:00-10:00", teams),
    Case("Su[1] 09:00-12:00", lambda day, off, work: hm(9, 12) if day.weekday() == 6 and day.day < 8 else ()),
    Case("Sa[2,4] 09:00-11:30", lambda day, off, work: hm(9, 11.5) if day.weekday() == 5 and nth(day) in (2, 4) else ()),
    Case("Mo-Fr 09:00-17:00; Fr[-1] off; PH off", last_friday_off),
    Case("Su[1-3] 08:00-09:00", lambda day, off, work: hm(8, 9) if day.weekday() == 6 and day.day < 22 else ()),
    Case("Mo-Su 22:00-02:00", lambda day, off, work: hm(22, 26)),
    Case("Fr-Sa 19:00-26:00; PH off", nights),
    Case("Fr 22:00-02:00; Sa off", lambda day, off, work: week(hm(22, 26), "4")(day), ends_spill=True),
    Case("Mo 00:00-24:00", lambda day, off, work: week(hm(0, 24), "0")(day)),
    Case("Mo-Fr 00:00-24:00; PH off", lambda day, off, work: working(hm(0, 24), day, off, work)),
    Case("Jul-Aug Mo-Fr 08:30-12:00", lambda day, off, work: working(hm(8.5, 12), day, False, work) if day.month in (7, 8) else ()),
    Case("Mo-Fr 09:00-18:00; Jul-Aug Mo-Fr 08:30-12:00; PH off", summer),
    Case("Mo-Fr 09:00-17:00; Dec 24 off", christmas),
    Case("Mo-Su 09:00-17:00; Jul 01-Aug 15 off", lambda day, off, work: () if between(day, (7, 1), (8, 15)) else hm(9, 17)),
    Case("Nov-Feb 10:00-16:00; Mar-Oct 08:00-18:00", seasons),
    Case("2026 Dec 31 09:00-12:00", lambda day, off, work: hm(9, 12) if day == LAST else ()),
    Case("Mo-Fr 09:00-17:00; 2026 Feb 10-Mar 03 off; PH off", renovated),
    Case("2025 Dec 30-2026 Jan 02 22:00-24:00", lambda day, off, work: hm(22, 24) if day <= date(2026, 1, 2) else ()),
    Case("Mo-Fr 09:00-12:00, Sa 10:00-12:00", lambda day, off, work: hm(9, 12) if work or day.weekday() < 5 else week(hm(10, 12), "5")(day)),
    Case("Mo-Fr 09:00-12:00, We 14:00-17:00; PH off", third_afternoon),
    Case("PH 10:00-16:00", lambda day, off, work: hm(10, 16) if off else ()),
    Case('Mo-Fr 09:00-12:00 "预约"; PH off "另行通知"', lambda day, off, work: working(hm(9, 12), day, off, work)),
    Case("09:00-12:00", lambda day, off, work: hm(9, 12)),
    Case("Mo-Su 12:00-12:30; Su off", lambda day, off, work: hm(12, 12.5) if work else week(hm(12, 12.5), "012345")(day)),
    Case("Sa-Mo 08:00-09:15", lambda day, off, work: week(hm(8, 9.25), "560")(day)),
    Case("Dec 24,Dec 31 18:00-20:00", lambda day, off, work: hm(18, 20) if (day.month, day.day) in ((12, 24), (12, 31)) else ()),
    Case("We[2],Su[-1] 15:00-16:45; PH off", lambda day, off, work: hm(15, 16.75) if not off and ((day.weekday() == 2 and nth(day) == 2) or (day.weekday() == 6 and is_last(day))) else ()),
    Case("Feb 25-Mar 02 09:00-10:00", lambda day, off, work: hm(9, 10) if between(day, (2, 25), (3, 2)) else ()),
    Case(OFFICE_TEXT, excepted, ({"from": "2026-03-14", "hours": "09:00-12:00", "note": "加开"}, {"from": "2026-03-16", "until": "2026-03-20", "closed": "true", "note": "盘点"}, {"from": "2026-10-01", "hours": "09:30-11:00", "note": "国庆值班"})),
    Case(LIBRARY_TEXT, late_once, ({"from": "2026-06-20", "until": "2026-06-21", "hours": "20:00-26:00", "note": "读书夜"},)),
    Case(OFFICE_TEXT, august, closed={"from": "2026-08-01", "until": "2026-08-15", "notice": "装修"}),
    Case(OFFICE_TEXT, november, ({"from": "2026-11-10", "hours": "09:00-12:00", "note": "不算数"},), {"from": "2026-11-01", "notice": "搬家"}),
    Case("", lambda day, off, work: (), closed={"from": "2025-01-01", "notice": "即将启用"}),
    Case("24/7", lambda day, off, work: () if day == date(2026, 5, 20) else hm(0, 24), ({"from": "2026-05-20", "closed": "true", "note": "检修"},)),
    Case("Mo-Su,PH 06:00-22:00", lambda day, off, work: () if between(day, (4, 1), (4, 7)) else hm(6, 22), closed={"from": "2026-04-01", "until": "2026-04-07", "notice": "翻新"}),
)  # fmt: skip


def edges(minutes: bytearray) -> Iterator[int]:
    """Every minute that opens or closes, and the one before it."""
    minute = 0
    while (minute := minutes.find(1 - minutes[minute], minute)) > 0:
        yield from (minute - 1, minute)


def moment(minute: int) -> int:
    """Milliseconds since 1970 of a minute of the year in Shanghai."""
    return round((START + timedelta(minutes=minute)).timestamp() * 1000)


def our_calendar(years: tuple[WorkdayYear, ...]) -> tuple[set[date], set[date]]:
    """The days off that are no weekend, and the weekend days of work, as our own list has them."""
    found = [h for year in years for h in year.holidays]
    off = {day for day in DAYS if any(h.from_ <= day <= h.until for h in found) and day.weekday() < 5}
    return off, {day for year in years for day in year.workdays if day.year == YEAR}
