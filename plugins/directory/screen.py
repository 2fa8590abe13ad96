"""The screen in the hall: today's duties and activities in very large type, and those of the next days.

A week is in the page, so that it is right after midnight even where the network is down; names by consent to `screen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from plugins.directory.rosters import SCREEN
from plugins.model import hours_words, missing_words, upcoming
from plugins.site import (
    DateView,
    HeadView,
    LocationBrief,
    Page,
    Site,
    WeekRow,
    brief,
    day_words,
    days_of,
    duties,
    hours_on,
    is_struck,
    midnight,
    notable_states,
    open_on,
    short_day_words,
    told_by_day,
)

DAYS = 7
MOST_ACTIVITIES = 20
"""Of one day: nobody in a hall reads a longer list."""
MOST_DATES = 9
"""More dates of one activity than a day has."""


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """One shift or activity on the screen in the hall."""

    starts: str
    """Local, for the script to compare with the clock."""
    ends: str
    """Local, for the script to compare with the clock."""
    time: str
    """From when to when on that day."""
    team: str
    """The team on duty, or the activity."""
    duty: str
    """What is done, or where it takes place."""
    people: str
    """Who is on duty, as they agreed to be shown."""
    missing: str
    """How many are missing, in words, or that the shift stands still because its place is closed; empty where neither.

    Of an activity 已取消, 已满 or 改了时间.
    """
    struck: bool = False
    """Whether it does not take place after all."""


@dataclass(frozen=True, slots=True)
class ScreenDay:
    """A day's shifts; yesterday's are there for those that go on past midnight, never as today's."""

    date: DateView
    """The whole date."""
    today: bool
    """Whether it is the build's day."""
    lines: tuple[ScreenLine, ...]
    """Its shifts by time."""
    activities: tuple[ScreenLine, ...]
    """What takes place on it, by time: the first of a day that has very many."""
    more: str
    """How many more there are, in words; empty where all are told."""


@dataclass(frozen=True, slots=True)
class ScreenView:
    """The screen in the hall."""

    head: HeadView
    title: str
    """The page's heading."""
    station: LocationBrief
    """The window it hangs at."""
    open_today: WeekRow | None
    """The station's hours today; None where nobody knows them."""
    today: DateView
    """The build's day; the script makes it the reader's."""
    days: tuple[ScreenDay, ...]
    """The days of which the screen can tell, without a new build."""
    made: str
    """When the data was made."""


def plan_screen(site: Site) -> Iterator[Page]:
    """The one screen."""
    if "screen" in site.sources.sections:
        yield Page("/screen/", "screen.html", partial(_view_screen, site), indexed=False)


def _view_screen(site: Site) -> ScreenView:
    community = site.sources.community
    station = site.sources.location[community.station]
    sample = any(roster.sample for roster in site.sources.rosters)
    description = "今天谁值班、有什么活动，在大厅屏幕上看。"
    return ScreenView(
        head=HeadView(SCREEN.title, description, SCREEN.url, "rosters", (), sample, robots="noindex"),
        title="值班和活动" if "activities" in site.sources.sections else "值班",
        station=brief(station, site),
        open_today=open_on(station, site, site.today),
        today=DateView(day_words(site.today), site.today.isoformat()),
        days=tuple(_view_screen_day(site.today + timedelta(days=n), site) for n in range(-1, DAYS)),
        made=f"数据更新于 {short_day_words(site.today)}",
    )


def _view_screen_day(day: date, site: Site) -> ScreenDay:
    """One day; a name stands there only if its consent still holds on that day."""
    found = []
    for roster in site.sources.rosters:
        team = site.sources.organization[roster.organization].name
        for duty in duties(roster, site.sources, day, day, max(day, site.today), "screen"):
            if (duty.cancelled and not duty.shut) or (day < site.today and duty.ends.date() < site.today):
                continue
            time = hours_words(duty.starts, duty.ends, day)
            missing = "停班" if duty.shut else missing_words(duty.missing)
            people = () if duty.shut else duty.people
            starts, ends = (f"{m:%Y-%m-%dT%H:%M}" for m in (duty.starts, duty.ends))
            found.append(ScreenLine(starts, ends, time, team, duty.duty, "、".join(people), missing))
    activities = _by_time(_list_activities(day, site))
    left = len(activities) - MOST_ACTIVITIES
    return ScreenDay(
        DateView(short_day_words(day), day.isoformat()),
        day == site.today,
        _by_time(found),
        activities[:MOST_ACTIVITIES],
        f"这一天还有 {left} 场活动，请看网站上的“活动”。" if left > 0 else "",
    )


def _by_time(lines: Iterable[ScreenLine]) -> tuple[ScreenLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.starts, line.ends, line.team, line.duty)))


def _list_activities(day: date, site: Site) -> Iterator[ScreenLine]:
    """What takes place on a day, and what would have but was cancelled; of last night what still goes on."""
    since = midnight(day)
    for activity in told_by_day(site.sources.activities) if "activities" in site.sources.sections else ():
        for starts, ends in upcoming(activity, since, MOST_DATES, day):
            on = days_of(starts, ends)
            if day not in on or (day < site.today and ends <= midnight(site.today)):
                continue
            place = site.sources.location[activity.location].name if activity.location else ""
            begins, over = max(starts, since), ends if len(on) == 1 else min(ends, midnight(day, 1))
            yield ScreenLine(
                starts=f"{begins:%Y-%m-%dT%H:%M}",
                ends=f"{over:%Y-%m-%dT%H:%M}",
                time=hours_on(day, activity, starts, ends),
                team=activity.title,
                duty=place,
                people="",
                missing="".join(state.word for state in notable_states(activity, starts)),
                struck=is_struck(activity, starts),
            )
