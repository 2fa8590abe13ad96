"""When a place is open: any day, the week table, and the text from which the browser tells what is open now.

Hides the order of what decides a day (closure, exception, 调休, public holiday, week) and how far ahead it is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from plugins.model import CLOSED, Closure, Hours, HoursException, Location, Organization, Schedule, WorkdayYear
from plugins.site.site import Site
from plugins.site.views import SpecialDay, WeekRow
from plugins.site.words import (
    FEW_DAYS,
    WEEKDAYS,
    dates_between,
    rule_groups,
    schedule_words,
    short_day_words,
    special_rules,
)

DATES, HOLIDAY, WORKDAY, EXCEPTION, CLOSURE = "d", "h", "w", "x", "c"
"""What makes a day other than its weekday, as the browser reads it; `d` is a rule with dates."""


class Day(NamedTuple):
    """One day of a place: its schedule, what it follows from, and why it is closed or other than usual."""

    schedule: Schedule
    cause: str
    reason: str


class Opening(NamedTuple):
    """What the sources say of a place's hours."""

    hours: Hours | None
    exceptions: tuple[HoursException, ...]
    closed: Closure | None


def open_on(location: Location, site: Site, day: date) -> WeekRow | None:
    """The hours of one day, or None where the location states none or the year's holidays are not published yet."""
    opening = _opening(location)
    known = _known_until(opening, site.sources.workdays, site.today.year)
    if (opening.hours is None and opening.closed is None) or known is None or day > known:
        return None
    found = _decide(opening, site.sources.workdays, day)
    words = schedule_words(found.schedule)
    return WeekRow("今天" if day == site.today else "", words, not found.schedule.spans)


def hours_spec(place: Location | Organization, site: Site) -> str:
    """The place's hours until the end of the last year with published holidays, for a data-hours attribute.

    theme/static/js/hours.js reads it. The text is the same on every day of a year; it is empty where nothing is known.
    """
    opening = _opening(place)
    return _write_spec(opening, site.sources.workdays, site.today.year)


def week_rows(place: Location | Organization) -> tuple[WeekRow, ...]:
    """The week table of what has hours: days alike in one row; empty where there are none."""
    hours = _opening(place).hours
    if hours is None:
        return ()
    rows = [
        WeekRow(
            _row_label(label, schedule, days), schedule_words(schedule), not schedule.spans, "".join(map(str, days))
        )
        for label, schedule, days in rule_groups(hours)
    ]
    rows += [WeekRow(label, schedule_words(schedule), not schedule.spans) for label, schedule in special_rules(hours)]
    holidays = hours.on_holidays()
    if holidays is not None:
        rows.append(WeekRow("法定节假日", schedule_words(Schedule(holidays)), not holidays, HOLIDAY))
    return tuple(rows)


def _row_label(label: str, schedule: Schedule, days: list[int]) -> str:
    """Many closed days need no names: the open ones stand above them."""
    return label if schedule.spans or not FEW_DAYS < len(days) < len(WEEKDAYS) else "其他日子"


def special_days(location: Location, site: Site) -> tuple[SpecialDay, ...]:
    """The exceptions that are not over."""
    return tuple(
        SpecialDay(dates_between(e.from_, e.last), schedule_words(_schedule(e, e.from_)), e.note)
        for e in sorted(location.exceptions, key=lambda e: e.from_)
        if e.last >= site.today
    )


def closure_words(location: Location, site: Site) -> str:
    """A closure in force or to come, as a notice; empty where there is none."""
    closed = location.closed
    if closed is None or (closed.until and closed.until < site.today):
        return ""
    since = "" if closed.from_ <= site.today else f"{short_day_words(closed.from_)}起"
    until = f"（到{short_day_words(closed.until)}）" if closed.until else ""
    return f"{since}暂停开放{until}：{closed.notice}"


def is_closed_for_now(location: Location, site: Site) -> bool:
    """Whether a closure is in force."""
    return location.closed is not None and _holds(location.closed, site.today)


def _opening(place: Location | Organization) -> Opening:
    if isinstance(place, Location):
        return Opening(place.hours, place.exceptions, place.closed)
    return Opening(place.meets, (), None)


def _holds(closed: Closure, day: date) -> bool:
    return closed.from_ <= day and (closed.until is None or day <= closed.until)


def _schedule(exception: HoursException, day: date) -> Schedule:
    return exception.hours.schedule_on(day) if exception.hours else CLOSED


def _decide(opening: Opening, years: tuple[WorkdayYear, ...], day: date) -> Day:
    """Closure before exception before 调休 before public holiday before week."""
    closed = opening.closed
    if closed and _holds(closed, day):
        return Day(CLOSED, CLOSURE, closed.notice)
    exception = next((e for e in opening.exceptions if e.from_ <= day <= e.last), None)
    if exception:
        return Day(_schedule(exception, day), EXCEPTION, exception.note)
    if opening.hours is None:
        return Day(CLOSED, DATES, "")
    if any(day in year.workdays for year in years):
        found, cause, reason = opening.hours.schedule_on(day, "workday"), WORKDAY, ""
    elif holiday := next((h for year in years for h in year.holidays if h.from_ <= day <= h.until), None):
        found, cause = opening.hours.schedule_on(day, "holiday"), HOLIDAY
        reason = f"{holiday.name}放假" if opening.hours.on_holidays() == () else ""
    else:
        found, cause, reason = opening.hours.schedule_on(day), DATES, ""
    return Day(found, cause, "") if found.spans else Day(CLOSED, cause, found.comment or reason)


def _known_until(opening: Opening, years: tuple[WorkdayYear, ...], year: int) -> date | None:
    """The last day whose hours are certain: what no calendar changes is known for ever; None where nothing is."""
    if opening.hours is None or opening.hours.is_same_every_day():
        return date.max
    published = {entry.year for entry in years}
    if year not in published:
        return None
    last = next(y for y in range(year, max(published) + 2) if y + 1 not in published)
    return date(last, 12, 31)


@lru_cache(maxsize=512)
def _write_spec(opening: Opening, years: tuple[WorkdayYear, ...], year: int) -> str:
    until = _known_until(opening, years, year)
    if until is None or (opening.hours is None and opening.closed is None):
        return ""
    week = opening.hours.plain_week() if opening.hours else (CLOSED,) * 7
    since = date(year - 1, 12, 31)
    endless = until == date.max
    known = f"{year}0101-{until:%Y%m%d}" if not endless else "*"
    days = _exception_days(opening) if endless else (since + timedelta(i) for i in range((until - since).days + 1))
    special = list(_group(opening._replace(closed=None), years, week, days))
    shapes = list(dict.fromkeys((Schedule(), *(Schedule(s.spans, s.comment if s.spans else "") for s in week))))
    shapes = list(dict.fromkeys((*shapes, *(day.schedule for _, _, day in special))))
    parts = [known, "/".join(map(_write_schedule, shapes))]
    parts.append(".".join(str(shapes.index(s if s.spans else CLOSED)) for s in week))
    closed = opening.closed
    if closed:
        parts.append(f"{closed.from_:%Y%m%d}-{closed.until or date.max:%Y%m%d}=0{CLOSURE}{_plain(closed.notice)}")
    for first, last, day in special:
        span = f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        parts.append(f"{span}={shapes.index(day.schedule)}{day.cause}{_plain(day.reason)}")
    return "|".join(parts)


def _exception_days(opening: Opening) -> Iterator[date]:
    for exception in sorted(opening.exceptions, key=lambda e: e.from_):
        yield from (exception.from_ + timedelta(i) for i in range((exception.last - exception.from_).days + 1))


def _group(
    opening: Opening, years: tuple[WorkdayYear, ...], week: tuple[Schedule, ...], days: Iterator[date]
) -> Iterator[tuple[date, date, Day]]:
    """The days that differ from their weekday, neighbours alike as one range."""
    kept: tuple[date, date, Day] | None = None
    for day in days:
        found = _decide(opening, years, day)
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
    return spans + (f'"{_plain(schedule.comment)}' if schedule.comment else "")


def _plain(words: str) -> str:
    """Words without the characters that part the text."""
    return words.replace("|", " ").replace("/", "、").replace('"', "")
