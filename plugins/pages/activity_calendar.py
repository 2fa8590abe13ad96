"""Activities as a calendar of the month, and the week of what comes again, meetings of teams among it, as a grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from plugins.model import (
    CLUB_WEEK,
    COMING_ACTIVITIES,
    PAST_ACTIVITIES,
    Activity,
    Meeting,
    activity_month_address,
    address_of,
    hours_words,
    upcoming,
)
from plugins.pages.activity_lists import ACTIVITIES
from plugins.site import (
    HOME,
    WEEKDAYS,
    DateView,
    HeadView,
    Link,
    MadeView,
    Page,
    PeriodView,
    Site,
    StateView,
    days_of,
    hours_on,
    is_struck,
    made,
    meetings_on,
    midnight,
    notable_states,
    period,
    short_day_words,
    show_when,
    told_by_day,
    weeks_between,
)

_MONTHS = 3
"""This month and the two after it: further ahead next to nothing is planned."""
_WEEKS = 2
_MOST = 400
MOST_A_DAY = 100
"""So many lines of one day a month's table holds."""


@dataclass(frozen=True, slots=True)
class MonthItem:
    """What takes place on a day of the month."""

    time: str
    """From when to when on that day."""
    title: str
    """What it is."""
    url: str
    """Its own page."""
    states: tuple[StateView, ...]
    """What is other than usual with it: 已取消, 停办 …; mostly none."""
    struck: bool
    """Whether it does not take place after all."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day in its week; one of another month is there without a word."""

    date: DateView
    """The whole date."""
    number: str
    """The number of the day."""
    covered: bool
    """Whether it is a day of this month."""
    items: tuple[MonthItem, ...]
    """What takes place, by time."""
    more: Link | None
    """Where to find what does not fit; None where all of it stands there."""


@dataclass(frozen=True, slots=True)
class ActivityMonthView:
    """The activities of one month."""

    head: HeadView
    title: str
    """The page's heading."""
    caption: str
    """What the table shows, and as of when."""
    weekdays: tuple[str, ...]
    """The heads of its columns."""
    weeks: tuple[tuple[MonthDay, ...], ...]
    """Its rows, Monday to Sunday."""
    daily: tuple[Link, ...]
    """What is on every day, with its hours: in the table it would hide the rest."""
    previous: Link | None
    """The month before."""
    next: Link | None
    """The month after."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """What comes again in a week, on each of its days."""

    title: str
    """A team or an activity."""
    url: str
    """Its own page."""
    place: str
    """Where; empty where nobody says."""
    days: tuple[tuple[MonthItem, ...], ...]
    """Monday to Sunday."""
    daily: str
    """When, where it is the same on each day of the week; else empty."""


@dataclass(frozen=True, slots=True)
class GridWeek:
    """One week."""

    title: str
    """From when to when."""
    days: tuple[DateView, ...]
    """The heads of the columns."""
    rows: tuple[GridRow, ...]
    """What comes again, by its first time in the week."""
    period: PeriodView
    """Until it is over."""


@dataclass(frozen=True, slots=True)
class ClubWeekView:
    """What comes again, week by week."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    weeks: tuple[GridWeek, ...]
    """This week and the next."""
    made: MadeView
    """The page's day, for when both are over."""


def plan_activity_calendar(site: Site) -> Iterator[Page]:
    """The months that are planned ahead, and the week of what comes again."""
    months = [_add_months(site.today, n) for n in range(_MONTHS)]
    for i, month in enumerate(months):
        previous = _month_link(months[i - 1]) if i else None
        following = _month_link(months[i + 1]) if i + 1 < len(months) else None
        view = partial(_view_month, month, site, previous, following)
        yield Page(activity_month_address(month), "activity_month.html", view)
    yield Page(CLUB_WEEK, "activity_week.html", partial(_view_weeks, site))


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _month_words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _month_link(month: date) -> Link:
    return Link(_month_words(month), activity_month_address(month))


def _view_month(month: date, site: Site, previous: Link | None, following: Link | None) -> ActivityMonthView:
    last = _add_months(month, 1) - timedelta(1)
    activities = told_by_day(site.sources.activities)
    daily = [activity for activity in activities if _is_daily(activity) and _on(activity, month, last)]
    found: dict[date, list[tuple[datetime, MonthItem]]] = {}
    for activity in activities:
        if activity not in daily:
            for starts, ends in _on(activity, month, last):
                for day in days_of(starts, ends):
                    item = _view_item(activity, day, starts, ends)
                    found.setdefault(day, []).append((max(starts, midnight(day)), item))
    for meeting in site.sources.of(Meeting):
        if month <= (day := meeting.date.date()) <= last:
            item = MonthItem(f"{meeting.date:%H:%M} 起", meeting.title, address_of(meeting), (), False)
            found.setdefault(day, []).append((meeting.date, item))
    words = _month_words(month)
    title = f"{words}活动月历"
    crumbs = (HOME, ACTIVITIES, Link(words, ""))
    url = activity_month_address(month)
    return ActivityMonthView(
        head=HeadView(title, f"{words}每一天有什么活动、开什么会、几点开始。", url, "activities", crumbs),
        title=title,
        caption=f"{words}的活动和会议，截至{site.today.month}月{site.today.day}日",
        weekdays=WEEKDAYS,
        weeks=tuple(
            tuple(_view_day(day, month <= day <= last, found.get(day, []), site) for day in week)
            for week in weeks_between(month, last)
        ),
        daily=tuple(Link(activity.title, address_of(activity), show_when(activity).words) for activity in daily),
        previous=previous,
        next=following,
    )


def _is_daily(activity: Activity) -> bool:
    return "FREQ=DAILY" in (activity.repeat or activity.every or "")


def _on(activity: Activity, first: date, last: date) -> tuple[tuple[datetime, datetime], ...]:
    """The occurrences of some days, those that are over among them."""
    return upcoming(activity, midnight(first), _MOST, last)


def _view_item(activity: Activity, day: date, starts: datetime, ends: datetime) -> MonthItem:
    return MonthItem(
        hours_on(day, activity, starts, ends),
        activity.title,
        address_of(activity),
        notable_states(activity, starts),
        is_struck(activity, starts),
    )


def _view_day(day: date, covered: bool, found: list[tuple[datetime, MonthItem]], site: Site) -> MonthDay:
    items = tuple(item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].title))) if covered else ()
    left = len(items) - MOST_A_DAY
    there = COMING_ACTIVITIES if day >= site.today else PAST_ACTIVITIES
    more = Link(f"还有 {left} 项", there) if left > 0 else None
    return MonthDay(DateView(short_day_words(day), day.isoformat()), str(day.day), covered, items[:MOST_A_DAY], more)


def _view_weeks(site: Site) -> ClubWeekView:
    monday = site.today - timedelta(site.today.weekday())
    title, intro = "一周安排", "队伍和定期活动一周里哪天、几点、在哪里。"
    head = HeadView(title, intro, CLUB_WEEK, "activities", (HOME, ACTIVITIES, Link(title, "")))
    mondays = [monday + timedelta(7 * n) for n in range(_WEEKS)]
    weeks = tuple(_view_week(first, site) for first in mondays)
    return ClubWeekView(head, title, intro, weeks, made(site.now, midnight(monday, 7)))  # then it lacks the week after


def _view_week(monday: date, site: Site) -> GridWeek:
    days = tuple(monday + timedelta(n) for n in range(7))
    found: dict[tuple[str, str, str], list[tuple[datetime, MonthItem]]] = {}
    for starts, place, item in _coming_again(days, site):
        found.setdefault((item.title, item.url, place), []).append((starts, item))
    rows = sorted(found.items(), key=lambda row: (min(starts for starts, _ in row[1]), row[0]))
    return GridWeek(
        title=f"{_short(days[0])}至{_short(days[-1])}",
        days=tuple(DateView(WEEKDAYS[n], day.isoformat(), _short(day)) for n, day in enumerate(days)),
        rows=tuple(_view_row(names, _by_weekday(items, days)) for names, items in rows),
        period=period(site.now, midnight(monday, -7 * (_WEEKS - 1)), midnight(monday, 7)),
    )


def _view_row(names: tuple[str, str, str], days: tuple[tuple[MonthItem, ...], ...]) -> GridRow:
    first = days[0]
    same = all(day == first for day in days) and not any(item.struck or item.states for item in first)
    return GridRow(*names, days, f"每天 {'、'.join(item.time for item in first)}" if same else "")


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _by_weekday(items: list[tuple[datetime, MonthItem]], days: tuple[date, ...]) -> tuple[tuple[MonthItem, ...], ...]:
    ordered = sorted(items, key=lambda pair: (pair[0], pair[1].time))
    return tuple(tuple(item for starts, item in ordered if starts.date() == day) for day in days)


def _coming_again(days: tuple[date, ...], site: Site) -> Iterator[tuple[datetime, str, MonthItem]]:
    """Activities with a rule and meetings of teams, each with its beginning and place; an activity says more than the meeting."""
    sources = site.sources
    taken: list[tuple[str, datetime, datetime]] = []
    for activity in sources.activities:
        if (activity.repeat or activity.every) and activity.state == "scheduled":
            place = sources.location[activity.location].name if activity.location else ""
            for starts, ends in _on(activity, days[0], days[-1]):
                taken.append((activity.organization or "", starts, ends))
                if starts.date() in days:
                    yield starts, place, _view_item(activity, starts.date(), starts, ends)
    for team in sources.organizations:
        place = sources.location[team.location].name if team.location else ""
        for day in days:
            for starts, ends in meetings_on(team, site, day):
                if not any(t == team.id and s < ends and starts < e for t, s, e in taken):
                    yield (
                        starts,
                        place,
                        MonthItem(hours_words(starts, ends, day), team.name, address_of(team), (), False),
                    )
