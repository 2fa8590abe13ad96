"""Rosters: who is on duty today and in the coming weeks, and the list of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from plugins.directory.duty_today import DutyToday, show_today
from plugins.model import Roster, address_of, calendar_address, hours_words, missing_words, month_address, sheet_address
from plugins.site import (
    HOME,
    CardView,
    DateView,
    Duty,
    HeadView,
    Link,
    MadeView,
    Page,
    PeriodView,
    PhoneView,
    Site,
    StateView,
    card,
    date_words,
    duties,
    link_to,
    live_period,
    made,
    midnight,
    period,
    short_day_words,
    show_contact,
    show_switchboard,
    span_of,
)

ROSTERS = Link("值班表", "/rosters/")
WANTED = Link("还缺人的班", "/rosters/wanted/")
SCREEN = Link("大厅屏幕", "/screen/")
WEEKS = 4
MONTHS = 6
"""How many months of a roster have a page."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift on a page."""

    time: str
    """From when to when."""
    duty: str
    """What is done."""
    people: str
    """Who is on duty, as they agreed to be shown."""
    state: StateView
    """已排满, how many are missing, or 停班."""
    note: str
    """What is special about it; may be empty."""


@dataclass(frozen=True, slots=True)
class DutyDay:
    """A day of a roster."""

    date: DateView
    """The whole date."""
    shifts: tuple[ShiftView, ...]
    """Its shifts by time."""
    period: PeriodView
    """How long it stands there: until its last shift has ended, and its day is over."""


@dataclass(frozen=True, slots=True)
class DutyWeek:
    """A week of a roster."""

    title: str
    """Which week."""
    this: PeriodView
    """While it is the reader's week."""
    next: PeriodView
    """While it is the week after the reader's."""
    days: tuple[DutyDay, ...]
    """Its days that have a shift."""
    free: tuple[DateView, ...]
    """Its days without one, each on its own."""
    period: PeriodView
    """How long it stands there."""


@dataclass(frozen=True, slots=True)
class RosterView:
    """One roster: who is on duty in this week and in the next ones."""

    head: HeadView
    name: str
    """What the roster is called."""
    summary: str
    """One sentence about it."""
    organization: Link
    """The team on duty."""
    phone: PhoneView
    """The number to reach it at."""
    location: Link
    """Where the duty is done."""
    period: str
    """From when to when the roster holds."""
    weeks: tuple[DutyWeek, ...]
    """This week and the next ones."""
    made: MadeView
    """The page's day, for when more weeks have come that it does not know."""
    wanted: PeriodView | None
    """How long there is a shift to come that is short of people; None where there is none."""
    wanted_at: Link
    """The page of the shifts that are short of people."""
    months: tuple[Link, ...]
    """The roster by months."""
    sheet: Link
    """The roster to print."""
    calendar: str
    """The calendar to subscribe to."""


@dataclass(frozen=True, slots=True)
class RostersView:
    """All rosters."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    wanted: Link
    """The page of the shifts that are short of people."""
    screen: Link | None
    """The screen in the hall; None where the community has none."""
    today: DutyToday | None
    """Who is on duty today; None where no shift is known for these days."""
    rosters: tuple[CardView, ...]
    """The rosters."""


def plan_rosters(site: Site) -> Iterator[Page]:
    """Every roster, and the list of all."""
    for roster in site.sources.rosters:
        yield Page(address_of(roster), "roster.html", partial(_view_roster, roster, site), roster.path)
    if "rosters" in site.sources.sections:
        yield Page("/rosters/", "rosters.html", partial(_view_rosters, site))


def months_of(roster: Roster, today: date) -> tuple[date, ...]:
    """The first days of the months that have a page: from the current one on, as far as the roster goes."""
    first = max(today, roster.from_).replace(day=1)
    months: list[date] = []
    while first <= roster.until and len(months) < MONTHS:
        months.append(first)
        first = (first + timedelta(days=31)).replace(day=1)
    return tuple(months)


def month_link(roster: Roster, month: date) -> Link:
    return Link(f"{month.year}年{month.month}月", month_address(roster, month))


def by_day(found: Iterable[Duty]) -> Mapping[date, tuple[Duty, ...]]:
    """Shifts that are in order, by the day on which they start."""
    return {day: tuple(group) for day, group in groupby(found, key=lambda duty: duty.starts.date())}


def view_shift(duty: Duty, now: datetime) -> ShiftView:
    """A shift as every page shows it; nobody is asked for once it has begun."""
    time = hours_words(duty.starts, duty.ends)
    if duty.cancelled:
        state = StateView("停班", "stop")
    elif duty.missing:
        state = StateView(missing_words(duty.missing), "wait", period(now, until=duty.starts))
    else:
        state = StateView("已排满", "good")
    return ShiftView(time, duty.duty, "、".join(duty.people), state, duty.note)


def _view_rosters(site: Site) -> RostersView:
    intro = "谁在值班、几点到几点，哪些班还缺人。"
    head = HeadView("值班表", intro, "/rosters/", "rosters", (HOME, Link("值班表", "")))
    cards = tuple(card(r, site) for r in site.sources.rosters)
    screen = SCREEN if "screen" in site.sources.sections else None
    today = show_today(site)
    return RostersView(head, "值班表", intro, WANTED, screen, today if today.lines else None, cards)


def _view_roster(roster: Roster, site: Site) -> RosterView:
    monday = site.today - timedelta(days=site.today.weekday())
    last = monday + timedelta(days=7 * WEEKS - 1)
    found = duties(roster, site.sources, monday, last, site.today)
    days = tuple(_view_day(day, shifts, site) for day, shifts in by_day(found).items())
    wanted = [d.starts for d in found if d.missing and d.starts > site.now]
    organization = site.sources.organization[roster.organization]
    crumbs = (HOME, ROSTERS, Link(roster.name, ""))
    return RosterView(
        head=HeadView(roster.name, roster.summary, address_of(roster), "rosters", crumbs, roster.sample),
        name=roster.name,
        summary=roster.summary,
        organization=link_to(organization),
        phone=show_contact(organization.contact) or show_switchboard(site.sources.community),
        location=link_to(site.sources.location[roster.location]),
        period=f"{date_words(roster.from_)}至{date_words(roster.until)}",
        weeks=tuple(_weeks(days, monday, site.now)),
        made=made(site.now, midnight(monday, 7)),
        wanted=period(site.now, until=max(wanted)) if wanted else None,
        wanted_at=WANTED,
        months=tuple(month_link(roster, month) for month in months_of(roster, site.today)),
        sheet=Link("打印一张 A4", sheet_address(roster)),
        calendar=calendar_address(roster),
    )


def _weeks(days: tuple[DutyDay, ...], monday: date, now: datetime) -> Iterator[DutyWeek]:
    for week in range(WEEKS):
        first = monday + timedelta(days=7 * week)
        last = first + timedelta(days=6)
        of_week = tuple(d for d in days if first.isoformat() <= d.date.iso <= last.isoformat())
        if not of_week:
            continue
        begins, ends = midnight(first), midnight(last, 1)
        taken = {d.date.iso for d in of_week}
        yield DutyWeek(
            title=f"{first.month}月{first.day}日至{last.month}月{last.day}日",
            this=live_period(now, begins, ends),
            next=live_period(now, midnight(first, -7), begins),
            days=of_week,
            free=tuple(_view_free(day, now) for day in _days_from(first) if day.isoformat() not in taken),
            period=span_of((period(now, until=ends), *(d.period for d in of_week)), now),
        )


def _days_from(monday: date) -> Iterator[date]:
    """The seven days of a week."""
    return (monday + timedelta(n) for n in range(7))


def _view_free(day: date, now: datetime) -> DateView:
    return DateView(short_day_words(day), day.isoformat(), "", live_period(now, midnight(day), midnight(day, 1)))


def _view_day(day: date, found: tuple[Duty, ...], site: Site) -> DutyDay:
    words = DateView(short_day_words(day), day.isoformat(), f"{day.month}月{day.day}日")
    until = max(midnight(day, 1), *(duty.ends for duty in found))
    return DutyDay(words, tuple(view_shift(duty, site.now) for duty in found), period(site.now, until=until))
