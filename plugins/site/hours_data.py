"""A place's whole year in one line of text, from which the browser tells its state; hides the form of the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from plugins.model import CLOSED, Location, Organization, Schedule, Service, WorkdayYear
from plugins.site.opening import (
    CLOSURE,
    Opening,
    ReckonedDay,
    days_between,
    decide,
    exception_days,
    known_until,
    opening_of,
)
from plugins.site.site import Site


def hours_spec(entry: Location | Organization | Service, site: Site) -> str:
    """The hours until the end of the last year with published holidays, for a data-hours attribute.

    theme/static/js/hours.js reads it. The text is the same on every day of a year; it is empty where nothing is said.
    """
    return _write_spec(opening_of(entry, site), site.sources.workdays, site.today.year)


@lru_cache(maxsize=512)
def _write_spec(opening: Opening, years: tuple[WorkdayYear, ...], year: int) -> str:
    if opening.hours is None and not opening.closures:
        return ""
    until = known_until(opening, years, year)
    week = opening.hours.plain_week() if opening.hours else (CLOSED,) * 7
    special = list(_group_days(opening._replace(closures=()), years, week, _days_to_tell(opening, until, year)))
    shapes = list(dict.fromkeys((Schedule(), *(Schedule(s.spans, s.comment if s.spans else "") for s in week))))
    shapes = list(dict.fromkeys((*shapes, *(day.schedule for _, _, day in special))))
    parts = [_write_range(until, year), "/".join(map(_write_schedule, shapes))]
    parts.append(".".join(str(shapes.index(s if s.spans else CLOSED)) for s in week))
    for closed in opening.closures:
        parts.append(
            f"{closed.from_:%Y%m%d}-{closed.until or date.max:%Y%m%d}=0{CLOSURE}{_plain_notice(closed.notice)}"
        )
    for first, last, day in special:
        span = f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        parts.append(f"{span}={shapes.index(day.schedule)}{day.cause}{_plain_notice(day.reason)}")
    return "|".join(parts)


def _write_range(until: date | None, year: int) -> str:
    if until is None:
        return UNKNOWN
    return f"{year}0101-{until:%Y%m%d}" if until < date.max else "*"


def _days_to_tell(opening: Opening, until: date | None, year: int) -> list[date]:
    """The days that may differ from their weekday: every one as far as calendars reach, then the exceptions'."""
    exceptions = sorted({*exception_days(opening), *(cut.day for cut in opening.cuts)})
    if until is None or until == date.max:
        return exceptions
    # From the last evening of the year before: a span past midnight still goes on in the new year.
    since = date(year - 1, 12, 31)
    return [*days_between(since, until), *(day for day in exceptions if day > until)]


UNKNOWN = "-"
"""The known range of hours of which no day is certain."""


def _group_days(
    opening: Opening, years: tuple[WorkdayYear, ...], week: tuple[Schedule, ...], days: Iterable[date]
) -> Iterator[tuple[date, date, ReckonedDay]]:
    """The days that differ from their weekday, neighbours alike as one range."""
    kept: tuple[date, date, ReckonedDay] | None = None
    for day in days:
        found = decide(opening, years, day)
        differs = found.schedule.spans != week[day.weekday()].spans or found.reason
        if kept and differs and kept[2] == found and kept[1] + timedelta(1) == day:
            kept = (kept[0], day, found)
            continue
        if kept:
            yield kept
        kept = (day, day, found) if differs else None
    if kept:
        yield kept


def _write_schedule(schedule: Schedule) -> str:
    spans = ",".join(f"{a // 60:02d}{a % 60:02d}-{b // 60:02d}{b % 60:02d}" for a, b in schedule.spans)
    return spans + (f'"{_plain_notice(schedule.comment)}' if schedule.comment else "")


def _plain_notice(words: str) -> str:
    """Words without the characters that part the text."""
    return words.replace("|", " ").replace("/", "、").replace('"', "")
