"""When an activity takes place; hides RFC 5545 recurrence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from dateutil.rrule import rruleset, rrulestr

from plugins.model import SHANGHAI, Activity

_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})")

Moments = tuple[datetime, datetime]
"""When one date of an activity begins and ends."""


def upcoming(activity: Activity, now: datetime, most: int) -> tuple[Moments, ...]:
    """The next `most` occurrences that have not ended at `now`, in order."""
    return tuple(islice((o for o in _occurrences(activity, now) if o[1] > now), most))


def _occurrences(activity: Activity, since: datetime) -> Iterator[Moments]:
    length = activity.ends - activity.starts
    if not activity.repeat and not activity.also:
        yield activity.starts, activity.ends
        return
    dates = rruleset()
    first = activity.starts.replace(tzinfo=None)
    if activity.repeat:
        dates.rrule(rrulestr(activity.repeat, dtstart=first))  # type: ignore[arg-type]
    else:
        dates.rdate(first)
    for moment in activity.also:
        dates.rdate(moment.replace(tzinfo=None))
    left_out = set(activity.except_)
    # dateutil's rules know no time zone; Shanghai has had no summer time since 1991, so its clock alone will do.
    start = (since - length - timedelta(minutes=1)).replace(tzinfo=None)
    # A rule without an end never ends: ten thousand days are more than any page asks for.
    for found in dates.xafter(start, count=10_000, inc=True):
        if found.date() not in left_out:
            moment = found.replace(tzinfo=SHANGHAI)
            yield moment, moment + length


@dataclass(frozen=True, slots=True)
class Series:
    """An activity's occurrences as iCalendar says them: the first, the rule, dates beside it and dates left out."""

    first: datetime
    length: timedelta
    rule: str
    dates: tuple[datetime, ...]
    left_out: tuple[datetime, ...]


def series_of(activity: Activity) -> Series | None:
    """The same occurrences that upcoming() finds, with UNTIL in UTC as RFC 5545 wants it; None where there are none.

    RFC 5545 counts the first moment as an occurrence, so it is the rule's own first even where `starts` is another.
    """
    length = activity.ends - activity.starts
    if not activity.repeat and not activity.also:
        return Series(activity.starts, length, "", (), ())
    off = set(activity.except_)
    if not activity.repeat:
        dates = sorted(m for m in {activity.starts, *activity.also} if m.date() not in off)
        return Series(dates[0], length, "", tuple(dates[1:]), ()) if dates else None
    rule = rrulestr(activity.repeat, dtstart=activity.starts.replace(tzinfo=None))
    first = next(iter(rule), None)
    extra = tuple(sorted(m for m in set(activity.also) if m.date() not in off))
    if first is None:
        return Series(extra[0], length, "", extra[1:], ()) if extra else None
    days = [datetime.combine(day, first.time()) for day in sorted(off)]
    left_out = tuple(m.replace(tzinfo=SHANGHAI) for m in days if m >= first)
    return Series(first.replace(tzinfo=SHANGHAI), length, _in_utc(activity.repeat), extra, left_out)


def _in_utc(rule: str) -> str:
    def moved(match: re.Match[str]) -> str:
        moment = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=SHANGHAI)
        return f"UNTIL={moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    return _UNTIL.sub(moved, rule)


def is_over(activity: Activity, now: datetime) -> bool:
    """Whether the last occurrence has ended."""
    return not upcoming(activity, now, 1)
