"""Opening hours as rules for other programs: of every week or month, then the days of the year that differ.

Hides the grouping of days and how midnight is written. Read together they say of each day what the site computes:
what is dated counts before what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from plugins.model import Hours, Rule, Spans, WorkdayYear
from plugins.site.opening import Opening, days_between, decide, holds, known_until

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
    """One rule for each span of what opens on nth weekdays the year round, besides what is open in the week."""
    for rule in _nth_rules(hours):
        yield from (MonthlyRule(rule.nth, *clock_span(span)) for span in rule.spans)


def _nth_rules(hours: Hours) -> list[Rule]:
    week = hours.week()
    nth = (rule for rule in hours.rules if rule.nth and not rule.seasonal and not rule.days)
    # A weekday that is open every week cannot be said to open on its nth alone.
    return [rule for rule in nth if not any(week[day] for day, _ in rule.nth)]


@dataclass(frozen=True, slots=True)
class DatedRule:
    """What holds on the weekdays of a range of days instead of all that is not dated; `last` is None where no end is known."""

    first: date
    last: date | None
    days: tuple[int, ...]
    spans: Spans
    reason: str
    closure: bool = False
    """Whether all stands still for a while, by a notice of its own."""

    @property
    def clocks(self) -> tuple[tuple[str, str], ...]:
        """The spans as times of day; none where it is closed."""
        return tuple(map(clock_span, self.spans))


@lru_cache(maxsize=1024)
def dated_rules(
    opening: Opening, years: tuple[WorkdayYear, ...], year: int, *, monthly: bool, holidays: bool
) -> tuple[DatedRule, ...]:
    """The days of a year, and as far as hours are known, on which another program would be wrong without a word.

    It knows the week, with `monthly` the nth weekdays, and with `holidays` what holds on public holidays.
    """
    hours = opening.hours
    found = [DatedRule(c.from_, c.until, (), (), c.notice, closure=True) for c in opening.closures]
    until = known_until(opening, years, year)
    days = set[date]()
    if hours and not hours.is_same_every_week():
        days.update(days_between(date(year, 1, 1), date(year, 12, 31) if until in (None, date.max) else until))
    days.update(cut.day for cut in opening.cuts)
    for exception in opening.exceptions:
        days.update(days_between(exception.from_, exception.last))
    open_days = sorted(day for day in days if not any(holds(c, day) for c in opening.closures))
    usual = _reader(hours, years, monthly=monthly, holidays=holidays)
    found += _group_ranges(open_days, opening, years, usual)
    return tuple(sorted(found, key=lambda rule: rule.first))


def _reader(
    hours: Hours | None, years: tuple[WorkdayYear, ...], *, monthly: bool, holidays: bool
) -> Callable[[date], Spans]:
    """What a program takes a day's spans for by the rules without dates."""
    if hours is None:
        return lambda _: ()
    week = hours.week()
    nth = _nth_rules(hours) if monthly else []
    off = {day for year in years for h in year.holidays for day in days_between(h.from_, h.until)}
    on_holidays = hours.on_holidays()

    def usual(day: date) -> Spans:
        if holidays and on_holidays is not None and day in off:
            return on_holidays
        spans = [span for rule in nth if rule.hold(day, False) for span in rule.spans]
        return tuple(sorted((*week[day.weekday()], *spans)))

    return usual


@dataclass(slots=True)
class _DayRange:
    """Days that differ, as weekdays of a range."""

    first: date
    last: date
    spans: Spans
    reason: str
    days: set[int] = field(default_factory=set)

    def takes(self, day: date) -> bool:
        """Whether the range may reach to a day with nothing said of a day that does not differ."""
        passed = {(self.last + timedelta(i)).weekday() for i in range(1, (day - self.last).days)}
        fresh = day.weekday() in self.days or (day - self.first).days < WEEK
        return (day - self.last).days <= WEEK and not passed & self.days and fresh


WEEK = 7


def _group_ranges(
    days: list[date], opening: Opening, years: tuple[WorkdayYear, ...], usual: Callable[[date], Spans]
) -> Iterator[DatedRule]:
    """The days that differ, those alike on the same weekdays as one range."""
    runs: list[_DayRange] = []
    for day in days:
        schedule, _, reason = decide(opening, years, day)
        if schedule.spans == usual(day) and not any(e.from_ <= day <= e.last for e in opening.exceptions):
            continue
        words = reason or schedule.comment
        run = next((r for r in runs[-3:] if (r.spans, r.reason) == (schedule.spans, words) and r.takes(day)), None)
        if run is None:
            run = _DayRange(day, day, schedule.spans, words)
            runs.append(run)
        run.last = day
        run.days.add(day.weekday())
    for run in runs:
        held = {day.weekday() for day in days_between(run.first, min(run.last, run.first + timedelta(WEEK - 1)))}
        yield DatedRule(run.first, run.last, () if held == run.days else tuple(sorted(run.days)), run.spans, run.reason)


def clock_span(span: tuple[int, int]) -> tuple[str, str]:
    """A span as two times of day; midnight at its end is 23:59, as schema.org's readers expect."""
    opens, closes = span
    return _minutes_clock(opens), "23:59" if closes == _DAY else _minutes_clock(closes % _DAY)


def holiday_spans(hours: Hours) -> Iterator[tuple[str, str]]:
    """The times of public holidays, 00:00 to 00:00 for closed; none where the hours do not say."""
    spans = hours.on_holidays()
    if spans is None:
        return
    # schema.org and HSDS know no word for closed: opening and closing at one moment says it.
    yield from [clock_span(span) for span in spans] or [("00:00", "00:00")]


def _minutes_clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
