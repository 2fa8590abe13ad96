"""Deadlines as a calendar for those who keep the site (RFC 5545); a file of nobody's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from plugins.files import digest


class DayEntry(NamedTuple):
    """One day of a calendar: what is to be done, and the words below it."""

    day: date
    title: str
    words: str
    key: str
    """What tells it from every other, and stays when its day moves."""


def write_days(name: str, host: str, entries: Iterable[DayEntry], now: datetime) -> bytes:
    """All-day events, each with a reminder a week before; the same deadlines give the same bytes."""
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Kangle//due//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{digest(entry.key.encode(), size=10)}@{host}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("description", entry.words)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -timedelta(days=7))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
