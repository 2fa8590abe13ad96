"""What is said in the same words on a page, in a calendar and in a problem: from when to when, who is missing, what is free."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DAY = 1440
_NO_FEE = ("免费", "不收费", "不收钱", "不要钱", "不花钱", "无需费用", "0元", "0 元", "零元")
_COSTS = re.compile(r"[1-9][0-9.]{0,6} ?[元块]")


def clock_words(moment: datetime | time) -> str:
    """9:00"""
    return _phrase_clock(moment.hour * 60 + moment.minute)


def span_of_day(start: int, end: int) -> str:
    """9:00—12:00, 18:00—24:00, 22:00—次日2:00, from minutes since midnight."""
    return f"{_minute(start)}—{_minute(end)}"


def hours_words(starts: datetime, ends: datetime, on: date | None = None) -> str:
    """9:00—12:00, said under the day it begins on or under the day `on`: 22:00—次日6:00, 前一天22:00—6:00."""
    day = on or starts.date()
    if ends > starts and ends.time() == time():
        # Midnight ends the day before it: 24:00, as in opening hours.
        return f"{_on(starts, day)}—{_day_label(ends.date() - timedelta(days=1), day)}24:00"
    return f"{_on(starts, day)}—{_on(ends, day)}"


def missing_words(count: int, unit: str = "人") -> str:
    """缺 2 人; empty where nobody is missing. `人次` counts over several shifts."""
    return f"缺 {count} {unit}" if count else ""


def says_free(fee: str) -> bool:
    """Whether the words on a fee say that there is none, and name no price behind that."""
    return fee == "无" or (fee.startswith(_NO_FEE) and not _COSTS.search(fee))


def _on(moment: datetime, day: date) -> str:
    return _day_label(moment.date(), day) + clock_words(moment)


def _day_label(said: date, day: date) -> str:
    near = {-1: "前一天", 0: "", 1: "次日"}
    return near.get((said - day).days, f"{said.month}月{said.day}日")


def _minute(minutes: int) -> str:
    if minutes == _DAY:
        return "24:00"
    return ("次日" if minutes > _DAY else "") + _phrase_clock(minutes % _DAY)


def _phrase_clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
