"""What takes place day by day: activities, and beside them the meetings of teams; hides which of two lines says it best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from plugins.model import (
    Activity,
    Organization,
    activity_month_address,
    address_of,
    hours_words,
    parse_moment,
    upcoming,
)
from plugins.site import (
    DateView,
    Link,
    MadeView,
    PeriodView,
    Site,
    StateView,
    days_of,
    hours_on,
    is_struck,
    keep_first,
    made,
    meetings_on,
    midnight,
    occurrence_states,
    period,
    short_day_words,
    span_of,
    told_by_day,
    until_words,
)

RESERVE = 28
"""For how many days a page knows what comes into its window, should it not be made anew."""
_MOST_DATES = 400
"""More dates of one activity than any calendar of a page holds."""
SOON = 3
"""For how many days a page knows what takes place hour by hour: meetings of every day are many lines."""
FAR = 28
"""So many days ahead it looks for the next."""
EVENING = 17
"""The hour from which on something is 今晚."""
SATURDAY = 5
BUSY = 16
"""So many lines of one day a page tells; the calendar of the month has them all."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """What takes place on a day of the calendar."""

    time: str
    """From when to when on that day."""
    title: str
    """What it is."""
    url: str
    """Its own page."""
    place: str
    """Where it takes place; empty where nobody says."""
    states: tuple[StateView, ...]
    """报名中, 定期举行 …, each while it holds."""
    struck: bool
    """Whether it does not take place on this day after all."""
    period: PeriodView
    """How long it stands there."""


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """One day of the calendar with what takes place."""

    date: DateView
    """The whole date."""
    day: str
    """The number of the day."""
    month: str
    """The month in words."""
    weekday: str
    """The weekday in words."""
    items: tuple[AgendaItem, ...]
    """What takes place, by time."""
    period: PeriodView
    """How long the day stands there."""
    more: Link | None = None
    """The calendar of its month, where the day has more than stands here."""


@dataclass(frozen=True, slots=True)
class ComingItem:
    """What takes place next, in a line of its own with its day."""

    date: DateView
    """Its day."""
    item: AgendaItem
    """What it is."""
    period: PeriodView
    """While it stands there."""


@dataclass(frozen=True, slots=True)
class ComingView:
    """What takes place next: activities and the meetings of teams."""

    items: tuple[ComingItem, ...]
    """By time."""
    most: int
    """So many of them are shown at once."""
    made: MadeView
    """The page's day, for when the page knows no more."""


@dataclass(frozen=True, slots=True)
class ComingGroup:
    """Of what takes place next, what one looks for together."""

    title: str
    """今天, 今晚, 明天 or 本周末, by the reader's clock."""
    items: tuple[ComingItem, ...]
    """Each while it belongs here."""
    folded: bool
    """Whether it waits until it is asked for: a weekend has two days."""


class _Found(NamedTuple):
    """One line of one day, with what it is sorted by."""

    day: date
    whole: bool
    starts: datetime
    item: AgendaItem
    ends: datetime
    """When it is over, or its day is."""
    again: bool = False
    """Whether a day before has a line of it too, which stands until that day has come."""


def next_things(site: Site, most: int) -> ComingView:
    """The next `most` things from now on, and those that take their place in the coming days."""
    soon = site.today + timedelta(SOON)
    found: list[_Found] = []
    by_day = _by_day(site, FAR + SOON)
    for day in _days(site, FAR + SOON):
        found += _things_on(day, by_day, site)[:BUSY]
        if day >= soon and sum(one.day >= soon and not one.item.struck and not one.again for one in found) >= most:
            break
    # Before its own day the page does not know what comes first.
    known = midnight(site.today)
    items = [_coming(one, site, max(known, midnight(one.day, 0 if one.again else -FAR)), one.ends) for one in found]
    periods = keep_first(most, (one.period for one in items))
    shown = tuple(replace(one, period=held) for one, held in zip(items, periods, strict=True))
    return ComingView(shown, most, made(site.now, midnight(site.today, SOON)))


def coming_groups(site: Site) -> tuple[ComingGroup, ...]:
    """今天, 今晚, 明天 and 本周末 for the coming days, each line in one of them at a time; of a busy day the first."""
    known = site.today + timedelta(SOON)
    end_of_week = known + timedelta(6 - known.weekday())
    today: list[ComingItem] = []
    tonight: list[ComingItem] = []
    tomorrow: list[ComingItem] = []
    weekend: list[ComingItem] = []
    by_day = _by_day(site, FAR)
    for day in _days(site, (end_of_week - site.today).days + 1):
        for one in _things_on(day, by_day, site)[:BUSY]:
            late = not one.whole and one.starts >= midnight(day) + timedelta(hours=EVENING)
            first, eve = midnight(day), midnight(day, -1)
            if day <= known:
                (tonight if late else today).append(_coming(one, site, first, one.ends))
                tomorrow.append(_coming(one, site, eve, first))
            if day.weekday() >= SATURDAY:
                weekend.append(_coming(one, site, midnight(day, -day.weekday()), eve))
    named = (("今天", today), ("今晚", tonight), ("明天", tomorrow), ("本周末", weekend))
    return tuple(ComingGroup(title, tuple(items), items is weekend) for title, items in named if items)


def coming_made(site: Site) -> MadeView:
    """The page's day, for when those groups know no more."""
    return made(site.now, midnight(site.today, SOON))


def _coming(one: _Found, site: Site, since: datetime, until: datetime) -> ComingItem:
    words = short_day_words(one.day)
    return ComingItem(DateView(words, one.day.isoformat(), words), one.item, period(site.now, since, until))


def _days(site: Site, most: int) -> Iterator[date]:
    return (site.today + timedelta(n) for n in range(most))


def _by_day(site: Site, most: int) -> dict[date, list[tuple[Activity, datetime, datetime]]]:
    """The occurrences of the coming days, each on all its days."""
    found: dict[date, list[tuple[Activity, datetime, datetime]]] = {}
    last = site.today + timedelta(most)
    for activity in told_by_day(site.sources.activities):
        for starts, ends in upcoming(activity, site.now, _MOST_DATES, last):
            on = [day for day in days_of(starts, ends) if site.today <= day <= last] or [site.today]
            for day in on:
                found.setdefault(day, []).append((activity, starts, ends))
    return found


def _things_on(
    day: date, by_day: dict[date, list[tuple[Activity, datetime, datetime]]], site: Site
) -> Sequence[_Found]:
    """What takes place on a day, by time, what goes on all day at the end."""
    found: list[_Found] = []
    taken: list[tuple[str, datetime, datetime]] = []
    for activity, starts, ends in by_day.get(day, ()):
        over = ends if len(days_of(starts, ends)) == 1 else min(ends, midnight(day, 1))
        whole = activity.is_whole_days or starts.date() < day
        again = day > site.today and (starts.date() < day or (activity.is_run and activity.begins.date() < day))
        item = _agenda_item(day, activity, starts, ends, site)
        found.append(_Found(day, whole, max(starts, midnight(day)), item, over, again))
        taken.append((activity.organization or "", starts, ends))
    for team in site.sources.organizations:
        for starts, ends in meetings_on(team, site, day):
            # An activity of the team at that time says the same, and says more.
            if ends > site.now and not any(t == team.id and s < ends and starts < e for t, s, e in taken):
                found.append(_Found(day, False, starts, _meeting(team, day, starts, ends, site), ends))
    return sorted(found, key=lambda one: (one.whole, one.starts, one.item.title))


def _meeting(team: Organization, day: date, starts: datetime, ends: datetime, site: Site) -> AgendaItem:
    where = site.sources.location[team.location].name if team.location else ""
    shown = period(site.now, until=ends)
    return AgendaItem(hours_words(starts, ends, day), team.name, address_of(team), where, (), False, shown)


def agenda(activities: tuple[Activity, ...], site: Site, days: int) -> tuple[AgendaDay, ...]:
    """The days from today on that have something, and those that join them while the page is not made anew.

    What is on every day is left out. What stands on many days does so on each of them; what was cancelled, only on the next.
    """
    last = site.today + timedelta(days=days + RESERVE)
    by_day: dict[date, list[tuple[str, AgendaItem]]] = {}
    for activity in activities:
        if "FREQ=DAILY" in (activity.repeat or activity.every or ""):
            continue
        once = activity.is_run and activity.state != "scheduled"
        first, before = None, ""
        for starts, ends in upcoming(activity, site.now, _MOST_DATES, last):
            on = [day for day in days_of(starts, ends) if site.today <= day <= last] or [site.today]
            first = first if first and once else on[0]
            for day in on:
                item = _agenda_item(day, activity, starts, ends, site)
                if once and day != first:
                    item = _only_next(item, before, site)
                before = item.period.until
                by_day.setdefault(day, []).append((starts.isoformat(), item))
    return tuple(_agenda_day(day, by_day[day], site, days) for day in sorted(by_day))


def _agenda_item(day: date, activity: Activity, starts: datetime, ends: datetime, site: Site) -> AgendaItem:
    where = site.sources.location[activity.location].name if activity.location else ""
    place = " · ".join(filter(None, (where, until_words(activity, day))))
    # What goes on for a night ends on the next day, what goes on for days stands on each of them.
    until = ends if len(days_of(starts, ends)) == 1 else min(ends, midnight(day, 1))
    return AgendaItem(
        hours_on(day, activity, starts, ends),
        activity.title,
        address_of(activity),
        place,
        occurrence_states(activity, starts, site.now),
        is_struck(activity, starts),
        period(site.now, until=until),
    )


def _only_next(item: AgendaItem, before: str, site: Site) -> AgendaItem:
    """What stands on several days, on the next of them alone: on another as soon as the one before is over."""
    since, until = (parse_moment(moment.replace("T", " ")) for moment in (before, item.period.until))
    return replace(item, period=period(site.now, since, until))


def _agenda_day(day: date, found: list[tuple[str, AgendaItem]], site: Site, days: int) -> AgendaDay:
    words = short_day_words(day)
    items = tuple(item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].title)))[:BUSY]
    left = len(found) - len(items)
    more = Link(f"这一天还有 {left} 项，看月历", activity_month_address(day.replace(day=1))) if left else None
    date_view = DateView(words, day.isoformat(), words)
    whole = span_of((item.period for item in items), site.now)
    enters = max(whole.since, period(site.now, midnight(day, -days)).since)
    shown = period(site.now, parse_moment(enters.replace("T", " ")), parse_moment(whole.until.replace("T", " ")))
    return AgendaDay(date_view, str(day.day), f"{day.month}月", words.split()[1], items, shown, more)
