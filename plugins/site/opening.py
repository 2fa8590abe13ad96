"""Whether a location is open on a day; hides holidays and the working weekends that make up for them."""

from __future__ import annotations

from datetime import date

from plugins.site.site import Site
from plugins.site.views import WeekRow
from plugins.site.words import minutes_words
from plugins.source.models import Location

MONDAY = 0


def open_on(location: Location, site: Site, day: date) -> WeekRow | None:
    """The hours of one day, or None where the location states none; 调休上班 days keep Monday's hours."""
    if location.hours is None:
        return None
    years = site.sources.workdays
    spans = location.hours.week()[day.weekday()]
    if any(day in year.workdays for year in years):
        spans = location.hours.week()[MONDAY]
    elif any(holiday.from_ <= day <= holiday.until for year in years for holiday in year.holidays):
        on_holidays = location.hours.on_holidays()
        spans = spans if on_holidays is None else on_holidays
    return WeekRow("今天" if day == site.today else "", minutes_words(spans), not spans)
