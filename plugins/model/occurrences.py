"""When an activity takes place; hides RFC 5545 recurrence.

An activity over several days without a rule of its own stands on each of them: whole days, or every day from the one
clock to the other. What ends earlier in the day than it began goes on through the nights and is one occurrence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

from plugins.model.activities import Activity
from plugins.model.lunar import dates_of
from plugins.model.moments import SHANGHAI

_UNTIL = re.compile(r"UNTIL=(\d{8})T(\d{6})")
LUNAR_YEARS = 12
"""For how many years a day of the Chinese calendar is told ahead: no rule of iCalendar can say it."""
_ENOUGH = 10_000
"""A rule without an end never ends: so many days are more than any page asks for."""

Moments = tuple[datetime, datetime]
"""When one date of an activity begins and ends."""


def upcoming(activity: Activity, now: datetime, most: int, until: date = date.max) -> tuple[Moments, ...]:
    """The next `most` occurrences that have not ended at `now` and begin by `until`, in order."""
    begun = takewhile(lambda occurrence: occurrence[0].date() <= until, _occurrences(activity, now))
    return tuple(islice((o for o in begun if o[1] > now), most))


def is_over(activity: Activity, now: datetime) -> bool:
    """Whether the last occurrence has ended."""
    return not upcoming(activity, now, 1)


def last_of(activity: Activity) -> Moments | None:
    """The last occurrence; None where the rule has no end, or nothing is left of it."""
    rule = rule_of(activity)
    if rule and "UNTIL=" not in rule and "COUNT=" not in rule:
        return None
    looks = [activity.begins]
    until = _end_of(rule, activity.begins)
    if until and not activity.also:  # the last is soon before the end of the rule, and only seldom it is not
        looks = [look for days in (40, 800) if (look := until - timedelta(days)) > activity.begins] + looks
    for look in looks:
        found = None
        for found in _occurrences(activity, look):  # noqa: B007
            pass
        if found:
            return found
    return None


def _end_of(rule: str, begins: datetime) -> datetime | None:
    """A moment that no date of a rule comes after by more than a day."""
    end = _UNTIL.search(rule)
    if end:
        return datetime.strptime(end[1], "%Y%m%d").replace(tzinfo=SHANGHAI)
    counted = _count_out(rule, begins.replace(tzinfo=None)) if "COUNT=" in rule else ()
    return counted[-1].replace(tzinfo=SHANGHAI) if counted else None


@lru_cache(maxsize=512)
def _count_out(rule: str, first: datetime) -> tuple[datetime, ...]:
    """All dates of a rule that counts: dateutil counts them from the first each time, and a page asks a dozen times."""
    return tuple(islice(rrulestr(rule, dtstart=first), _ENOUGH))


def rule_of(activity: Activity) -> str:
    """The RRULE an activity follows, UNTIL as a local moment; empty for what has none."""
    written = activity.repeat or activity.every
    if written and ("UNTIL=" in written or "COUNT=" in written):
        return written
    if written:
        end = f";UNTIL={activity.until:%Y%m%d}T235959" if activity.until else ""
        return written + end + (f";COUNT={activity.count}" if activity.count else "")
    return f"FREQ=DAILY;UNTIL={activity.last_day:%Y%m%d}T235959" if activity.is_run else ""


def rule_moments(activity: Activity, since: datetime | None = None) -> Iterator[datetime]:
    """When each date of the rule begins, whether it is left out or not; without a rule, the one that is written."""
    if activity.is_each_lunar_year:
        yield from (moment for moment in _lunar_moments(activity) if since is None or moment >= since)
        return
    first = activity.begins.replace(tzinfo=None)
    rule = rule_of(activity)
    if not rule:
        yield from [activity.begins] if since is None or activity.begins >= since else []
        return
    # dateutil's rules know no time zone; Shanghai has had no summer time since 1991, so its clock alone will do.
    start = since.astimezone(SHANGHAI).replace(tzinfo=None) if since else first
    if "COUNT=" in rule:
        counted = _count_out(rule, first)
        yield from (found.replace(tzinfo=SHANGHAI) for found in counted[bisect_left(counted, start) :])
        return
    for found in rrulestr(rule, dtstart=_come_closer(rule, first, start)).xafter(start, count=_ENOUGH, inc=True):
        yield found.replace(tzinfo=SHANGHAI)


def _lunar_moments(activity: Activity) -> Iterator[datetime]:
    """That day of the Chinese calendar in each year from the first on, to its end or for some years."""
    clock, begins = activity.begins.timetz(), activity.begins
    days = (day for year in range(begins.year, begins.year + LUNAR_YEARS) for day in dates_of(activity.lunar_day, year))
    last = activity.until or date.max
    found = (datetime.combine(day, clock) for day in days if begins.date() <= day <= last)
    yield from islice(found, activity.count)


_FREQUENCY, _INTERVAL = re.compile(r"FREQ=(\w+)"), re.compile(r"INTERVAL=(\d+)")
_NEAR = timedelta(days=800)


def _come_closer(rule: str, first: datetime, start: datetime) -> datetime:
    """A first moment from which the rule has the same dates from `start` on: dateutil counts all from the first.

    A whole number of intervals later the rule stands as it stood, unless it counts or the day is not in every month.
    """
    if start - first < _NEAR or "COUNT=" in rule:
        return first
    frequency, interval = _FREQUENCY.search(rule), _INTERVAL.search(rule)
    step = int(interval[1]) if interval else 1
    if not frequency:
        return first
    if frequency[1] in ("DAILY", "WEEKLY"):
        unit = step * (7 if frequency[1] == "WEEKLY" else 1)
        return first + timedelta(days=((start - first).days // unit - 1) * unit)
    unit = step * (12 if frequency[1] == "YEARLY" else 1)
    months = (start.year - first.year) * 12 + start.month - first.month
    for times in range(months // unit - 1, 0, -1):
        year, month = divmod(first.year * 12 + first.month - 1 + times * unit, 12)
        try:
            return first.replace(year=year, month=month + 1)
        except ValueError:  # 31 April
            continue
    return first


def extra_moments(activity: Activity) -> list[datetime]:
    """When each date beside the rule begins: a day alone has the usual clock."""
    clock = activity.begins.timetz()
    moments = (x if isinstance(x, datetime) else datetime.combine(x, clock) for x in activity.also)
    return sorted(set(moments))


def _occurrences(activity: Activity, since: datetime) -> Iterator[Moments]:
    length = activity.length
    start = since - length - timedelta(minutes=1)
    off = activity.off if activity.is_series else frozenset()
    standing = (moment for moment in rule_moments(activity, start) if moment.date() not in off)
    extra = (moment for moment in extra_moments(activity) if moment >= start)
    before = None
    for moment in merge(standing, extra):
        if moment != before:
            yield moment, moment + length
        before = moment


def days_left_out(activity: Activity, since: datetime) -> list[date]:
    """The days from `since` on that the rule has and that are left out, but for those with another date instead."""
    instead = {moment.date() for moment in extra_moments(activity)}
    off = {day for day in activity.off if day >= since.date()} - instead
    last = max(off, default=date.min)
    days = takewhile(lambda day: day <= last, (moment.date() for moment in rule_moments(activity, since)))
    return [day for day in days if day in off] if activity.is_series else []


@dataclass(frozen=True, slots=True)
class Series:
    """An activity's occurrences as iCalendar says them: the first, the rule, dates beside it and dates left out.

    Of whole days all of them are dates, `end` is the day after the last, as RFC 5545 has it.
    """

    first: date
    end: date
    rule: str
    dates: tuple[date, ...]
    left_out: tuple[date, ...]


def series_of(activity: Activity) -> Series | None:
    """The same occurrences that upcoming() finds, with UNTIL in UTC as RFC 5545 wants it; None where there are none.

    RFC 5545 counts the first moment as an occurrence, so it is the rule's own first even where `starts` is another.
    """
    if activity.is_run and activity.is_whole_days and not activity.also and not activity.off:
        return Series(activity.begins.date(), activity.finishes.date(), "", (), ())
    off = activity.off if activity.is_series else frozenset()
    extra = extra_moments(activity)
    rule = rule_of(activity)
    first = next(rule_moments(activity), None)
    if not rule or first is None:
        standing = [m for m in rule_moments(activity) if m.date() not in off]
        return _series_on(activity, sorted({*standing, *extra}))
    left_out = [m for m in _hits(activity, off) if m not in extra]
    if is_over(activity, activity.begins - activity.length):
        return None
    return _say(activity, first, _in_utc(rule, whole=activity.is_whole_days), extra, left_out)


def _series_on(activity: Activity, dates: list[datetime]) -> Series | None:
    return _say(activity, dates[0], "", dates[1:], []) if dates else None


def _hits(activity: Activity, off: frozenset[date]) -> Iterator[datetime]:
    """The dates of the rule that are left out."""
    if not off:
        return
    last = max(off)
    for moment in rule_moments(activity, datetime.combine(min(off), time(), SHANGHAI)):
        if moment.date() > last:
            return
        if moment.date() in off:
            yield moment


def _say(
    activity: Activity, first: datetime, rule: str, dates: Iterable[datetime], left_out: Iterable[datetime]
) -> Series:
    """Moments as iCalendar has them: dates where the activity knows no clock."""
    end = first + activity.length
    if not activity.is_whole_days:
        return Series(first, end, rule, tuple(dates), tuple(left_out))
    return Series(first.date(), end.date(), rule, tuple(m.date() for m in dates), tuple(m.date() for m in left_out))


def _in_utc(rule: str, *, whole: bool) -> str:
    def moved(match: re.Match[str]) -> str:
        if whole:
            return f"UNTIL={match[1]}"
        moment = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)
        return f"UNTIL={moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    return _UNTIL.sub(moved, rule)
