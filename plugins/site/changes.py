"""When what a document says was last changed, and which of its corrections are public."""

from __future__ import annotations

from datetime import date, datetime

from plugins.model import News, Policy, Update, first_moment
from plugins.site.site import Site


def public_updates(entry: News | Policy, site: Site) -> tuple[Update, ...]:
    """The corrections whose day has come."""
    return tuple(update for update in entry.updates if update.date <= site.today)


def last_update(entry: News | Policy, site: Site) -> date | None:
    """The day of the newest correction; None where there is none after the day it was published."""
    newest = max((update.date for update in public_updates(entry, site)), default=None)
    return newest if newest and newest > first_moment(entry.date).date() else None


def last_change(entry: News | Policy, site: Site) -> datetime:
    """The moment of the newest correction, else that of publishing."""
    newest = last_update(entry, site)
    return first_moment(newest) if newest else first_moment(entry.date)
