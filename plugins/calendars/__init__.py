"""The calendars to subscribe to, and Pelican's door to them."""

from __future__ import annotations

from plugins.calendars.calendars import make_calendars
from plugins.calendars.deadlines import DayEntry, write_days
from plugins.site import Room

__all__ = ["ROOM", "DayEntry", "make_calendars", "register", "write_days"]

ROOM = Room("plugins.calendars", make=make_calendars)


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.initialized.connect(ROOM.join)
