"""Opening hours as repeating rules for other programs; hides the grouping of days and how midnight is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.model import Hours

_DAY = 1440


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """The weekdays (0 is Monday) that share one span; a span that closes before it opens ends on the next day."""

    days: tuple[int, ...]
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """The nth weekdays of a month, as (weekday, n), that share one span; n is negative from the month's end."""

    days: tuple[tuple[int, int], ...]
    opens: str
    closes: str


def weekly_rules(hours: Hours) -> tuple[WeeklyRule, ...]:
    """One rule for each span of the week, by its first day and its opening."""
    by_span: dict[tuple[int, int], list[int]] = {}
    for day, spans in enumerate(hours.week()):
        for span in spans:
            by_span.setdefault(span, []).append(day)
    ordered = sorted(by_span.items(), key=lambda pair: (pair[1][0], pair[0]))
    return tuple(WeeklyRule(tuple(days), *clock_span(span)) for span, days in ordered)


def monthly_rules(hours: Hours) -> Iterator[MonthlyRule]:
    """One rule for each span of what opens on nth weekdays the year round."""
    for rule in hours.rules:
        if rule.nth and not rule.dates:
            yield from (MonthlyRule(rule.nth, *clock_span(span)) for span in rule.spans)


def clock_span(span: tuple[int, int]) -> tuple[str, str]:
    """A span as two times of day; midnight at its end is 23:59, as schema.org's readers expect."""
    opens, closes = span
    return _clock(opens), "23:59" if closes == _DAY else _clock(closes % _DAY)


def holiday_spans(hours: Hours) -> Iterator[tuple[str, str]]:
    """The times of public holidays, 00:00 to 00:00 for closed; none where the hours do not say."""
    spans = hours.on_holidays()
    if spans is None:
        return
    # schema.org and HSDS know no word for closed: opening and closing at one moment says it.
    yield from [clock_span(span) for span in spans] or [("00:00", "00:00")]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
