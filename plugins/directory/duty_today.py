"""Who is on duty today and on the next days, over all rosters; hides which shifts of a night stand on both its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from plugins.model import hours_words, missing_words, parse_moment
from plugins.site import (
    DateView,
    Link,
    MadeView,
    PeriodView,
    Site,
    StateView,
    day_words,
    duties,
    link_to,
    live_period,
    made,
    midnight,
    period,
)

DUTY_DAYS = 7
"""For how many days the page knows who is on duty, should it not be made anew."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One of a day's shifts."""

    time: str
    """From when to when, as that day says it."""
    roster: Link
    """Its roster."""
    duty: str
    """What is done."""
    people: str
    """Who is on duty, as they agreed to be shown."""
    missing: StateView | None
    """How many are missing until it begins; None where none is."""
    period: PeriodView
    """From when until when it is one of the day's."""


@dataclass(frozen=True, slots=True)
class DutyToday:
    """Who is on duty on the reader's day."""

    lines: tuple[DutyLine, ...]
    """The shifts of today and of the next days, each on its day."""
    days: tuple[DateView, ...]
    """Those days, each on its own."""
    free: tuple[DateView, ...]
    """From when on nobody is on duty any more on one of them."""
    made: MadeView
    """The page's day, for when those shifts are over."""


def show_today(site: Site) -> DutyToday:
    """The shifts of all rosters, day by day."""
    lines = tuple(_show_duties(site))
    known = made(site.now, midnight(site.today, DUTY_DAYS))
    return DutyToday(lines, tuple(_duty_days(site)), tuple(_free(lines, site)), known)


def _show_duties(site: Site) -> Iterator[DutyLine]:
    """The shifts of today and the next days; one past midnight stands on both its days."""
    rows = []
    for n in range(DUTY_DAYS):
        day = site.today + timedelta(n)
        for roster in site.sources.rosters:
            for duty in duties(roster, site.sources, day - timedelta(1), day, day):
                if not duty.cancelled and duty.ends > midnight(day):
                    rows.append((day, duty.starts, roster.name, duty, roster))
    for day, _, _, duty, roster in sorted(rows, key=lambda row: row[:3]):
        shown = period(site.now, midnight(day), min(duty.ends, midnight(day, 1)))
        words = f"还{missing_words(duty.missing)}"
        missing = StateView(words, "wait", period(site.now, until=duty.starts)) if duty.missing else None
        time = hours_words(duty.starts, duty.ends, day)
        yield DutyLine(time, link_to(roster), duty.duty, "、".join(duty.people), missing, shown)


def _duty_days(site: Site) -> Iterator[DateView]:
    for n in range(DUTY_DAYS):
        day = site.today + timedelta(n)
        shown = period(site.now, midnight(day), midnight(day, 1))
        yield DateView(day_words(day), day.isoformat(), "", shown)


def _free(lines: tuple[DutyLine, ...], site: Site) -> Iterator[DateView]:
    """Each of those days from when on its last shift has ended."""
    for n in range(DUTY_DAYS):
        first, last = midnight(site.today, n), midnight(site.today, n + 1)
        ends = [
            line.period.until for line in lines if first.isoformat()[:16] < line.period.until <= last.isoformat()[:16]
        ]
        since = parse_moment(max(ends).replace("T", " ")) if ends else first
        if since < last:
            yield DateView("", first.date().isoformat(), "", live_period(site.now, since, last))
