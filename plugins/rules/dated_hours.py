"""Opening hours whose dates are over, or too far off to be meant; hides which of their rules name a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plugins.model import Hours, Record, Sources
from plugins.text import Loc

_LONG_OVER = timedelta(days=30)
_FAR = timedelta(days=15 * 366)


def find_dated_hours(sources: Sources, day: date) -> Iterator[tuple[Record, Loc, str, str]]:
    """A part of some hours that is for days of years gone by, which every page still tells, or of years nobody knows."""
    said: list[tuple[Record, str, Hours | None]] = [(place, "hours", place.hours) for place in sources.locations]
    said += [(service, "hours", service.hours) for service in sources.services]
    said += [(team, "meets", team.meets) for team in sources.organizations]
    for entry, field, hours in said:
        for number, rule in enumerate(hours.rules if hours else (), 1):
            ends = [date(dates.years[1], *dates.last) for dates in rule.dates if dates.years]
            if not ends or len(ends) < len(rule.dates):
                continue
            if day - max(ends) > _LONG_OVER:
                yield (
                    entry,
                    (field,),
                    f"第 {number} 段到 {max(ends)} 就过去了，页面还写着",
                    "删掉这一段；年份写错了就改",
                )
            elif max(ends) - day > _FAR:
                yield entry, (field,), f"第 {number} 段到 {max(ends)}，像是年份写错了", "核对年份"
