"""Opening hours as rules; hides which rule wins on a day.

`;` replaces, `,` adds: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAY = 1440
FRIDAY = 4

Spans = tuple[tuple[int, int], ...]
DayKind = Literal["ordinary", "holiday", "workday"]
"""What a day is in the year's holiday notice: `workday` is a weekend day on which people work (调休上班)."""


@dataclass(frozen=True, slots=True)
class Dates:
    """A range of (month, day) in every year, past New Year where it runs backwards; with `years`, one range of days."""

    first: tuple[int, int]
    last: tuple[int, int]
    years: tuple[int, int] | None = None

    def hold(self, day: date) -> bool:
        """Whether a day lies in the range."""
        here = (day.month, day.day)
        if self.years:
            return (self.years[0], *self.first) <= (day.year, *here) <= (self.years[1], *self.last)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a day holds: spans of minutes since midnight, none where it is closed, and the comment on them."""

    spans: Spans = ()
    comment: str = ""


CLOSED = Schedule()


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weeks of the year by their ISO number, every `step`th from the first on."""

    first: int
    last: int
    step: int = 1

    def hold(self, day: date) -> bool:
        """Whether a day lies in one of them."""
        week = day.isocalendar().week
        return self.first <= week <= self.last and (week - self.first) % self.step == 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Days that share a schedule: weekdays (0 is Monday), nth weekdays of the month and public holidays.

    They may be narrowed to dates, to weeks of the year and to the school holidays.
    """

    days: tuple[int, ...]
    holidays: bool
    spans: Spans
    nth: tuple[tuple[int, int], ...] = ()
    dates: tuple[Dates, ...] = ()
    comment: str = ""
    adds: bool = False
    weeks: tuple[Weeks, ...] = ()
    school: bool = False

    @property
    def seasonal(self) -> bool:
        """Whether it is about a part of the year alone."""
        return bool(self.dates or self.weeks or self.school)

    @property
    def adds_spans(self) -> bool:
        """Whether it adds to what the rules before it say; what is off replaces all the same."""
        return self.adds and bool(self.spans)

    @property
    def weekly(self) -> bool:
        """Whether it says something of weekdays the year round."""
        return bool(self.days) and not self.seasonal

    def hold(self, day: date, holiday: bool, school: bool = False) -> bool:
        """Whether the rule is about a day."""
        return self._in_season(day, school) and (
            day.weekday() in self.days
            or (holiday and self.holidays)
            or any(day.weekday() == weekday and _is_nth(day, n) for weekday, n in self.nth)
        )

    def hold_weekday(self, weekday: int, day: date, school: bool = False) -> bool:
        """Whether the rule would be about a day that were another weekday."""
        return self._in_season(day, school) and weekday in self.days

    def _in_season(self, day: date, school: bool) -> bool:
        return (
            (school or not self.school)
            and (not self.dates or any(dates.hold(day) for dates in self.dates))
            and (not self.weeks or any(weeks.hold(day) for weeks in self.weeks))
        )


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours as typed, and the rules they mean; a later rule replaces an earlier one for the days it is about.

    A span belongs to the day it begins on: what replaces the next day's hours does not end a night before its time.
    """

    text: str
    rules: tuple[Rule, ...]

    def schedule_on(self, day: date, kind: DayKind = "ordinary", school: bool = False) -> Schedule:
        """The schedule of one day; on a `workday` that of Monday to Friday where those are open and all the same."""
        if kind == "workday":
            week = {
                _apply(rule for rule in self.rules if rule.hold_weekday(weekday, day, school)) for weekday in range(5)
            }
            if len(week) == 1 and CLOSED.spans not in {schedule.spans for schedule in week}:
                return week.pop()
        return _apply(rule for rule in self.rules if rule.hold(day, kind == "holiday", school))

    def spans_on(self, day: date, kind: DayKind = "ordinary", school: bool = False) -> Spans:
        """The spans that begin on one day."""
        return self.schedule_on(day, kind, school).spans

    def plain_week(self) -> tuple[Schedule, ...]:
        """The schedule of each weekday, Monday first, by the rules that hold in every week of the year."""
        every = [rule for rule in self.rules if rule.weekly]
        return tuple(_apply(rule for rule in every if day in rule.days) for day in range(7))

    def week(self) -> tuple[Spans, ...]:
        """The spans of each weekday, Monday first, when it is no public holiday."""
        return tuple(schedule.spans for schedule in self.plain_week())

    def on_holidays(self) -> Spans | None:
        """The spans of a public holiday, or None where the hours do not say, or add to those of the weekday."""
        said = [rule for rule in self.rules if rule.holidays and not rule.seasonal]
        return None if not said or said[0].adds_spans else _apply(said).spans

    @property
    def needs_school(self) -> bool:
        """Whether the school holidays change them."""
        return any(rule.school for rule in self.rules)

    def is_same_every_week(self) -> bool:
        """Whether the weekday alone says the hours, on holidays and in every season."""
        return not self.needs_calendar and not any(rule.seasonal or rule.nth for rule in self.rules)

    @property
    def needs_calendar(self) -> bool:
        """Whether the year's holiday notice can change a day: they speak of holidays, or of Monday to Friday alike."""
        if self.needs_school or any(rule.holidays for rule in self.rules):
            uniform = len(set(self.plain_week())) == 1 and not any(r.seasonal or r.nth or r.adds for r in self.rules)
            return not (uniform and self.on_holidays() in (None, self.week()[0]))
        return self.changes_on_workdays

    @property
    def changes_on_workdays(self) -> bool:
        """Whether a weekend day on which people work has other hours than a weekend day."""
        return _changes_on_workdays(self)

    @property
    def is_alike_on_weekdays(self) -> bool:
        """Whether Monday to Friday are open alike in every season."""
        return not any(self.differs_on(day) for day in self.days_of_a_kind() if day.weekday() <= FRIDAY)

    def days_of_a_kind(self) -> tuple[date, ...]:
        """Days that stand for all: one week where every week is the same, else a whole year."""
        return _YEAR if any(rule.seasonal or rule.nth for rule in self.rules) else _YEAR[:7]

    def differs_on(self, day: date) -> bool:
        """Whether a day would have other hours if it were one on which people work."""
        school = (False, True) if self.needs_school else (False,)
        return any(self.spans_on(day, "workday", s) != self.spans_on(day, "ordinary", s) for s in school)


@cache
def _changes_on_workdays(hours: Hours) -> bool:
    """Asked of the same hours on every page that names their place."""
    return any(hours.differs_on(day) for day in hours.days_of_a_kind() if day.weekday() > FRIDAY)


_YEAR = tuple(date(2026, 1, 3) + timedelta(i) for i in range(366))


def _apply(rules: Iterable[Rule]) -> Schedule:
    """What is left when each rule has replaced, or added to, the ones before."""
    found = CLOSED
    for rule in rules:
        if rule.adds_spans:
            comments = dict.fromkeys(c for c in (found.comment, rule.comment) if c)
            found = Schedule(join_spans(found.spans + rule.spans), "、".join(comments))
        else:
            found = Schedule(rule.spans, rule.comment)
    return found


def join_spans(spans: Spans) -> Spans:
    """Spans in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _is_nth(day: date, n: int) -> bool:
    """Whether a day is the nth of its weekday in its month, counted from the end where n is negative."""
    if n > 0:
        return (day.day - 1) // 7 + 1 == n
    return (month_length(day.year, day.month) - day.day) // 7 + 1 == -n


def month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else MONTH_DAYS[month - 1]
