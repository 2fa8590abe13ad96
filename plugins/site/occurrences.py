"""When an activity takes place; hides RFC 5545 recurrence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from dateutil.rrule import rruleset, rrulestr

from plugins.source.fields import SHANGHAI
from plugins.source.models import Activity

Occurrence = tuple[datetime, datetime]


def upcoming(activity: Activity, now: datetime, most: int) -> tuple[Occurrence, ...]:
    """The next `most` occurrences that have not ended at `now`, in order."""
    return tuple(islice((o for o in _occurrences(activity, now) if o[1] > now), most))


def _occurrences(activity: Activity, since: datetime) -> Iterator[Occurrence]:
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
    start = (since - length - timedelta(minutes=1)).replace(tzinfo=None)
    for found in dates.xafter(start, count=10_000, inc=True):
        if found.date() not in left_out:
            moment = found.replace(tzinfo=SHANGHAI)
            yield moment, moment + length


def is_over(activity: Activity, now: datetime) -> bool:
    """Whether the last occurrence has ended."""
    return not upcoming(activity, now, 1)
