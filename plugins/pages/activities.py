"""Activities and their calendar of what comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from plugins.model import Activity, address_of, upcoming
from plugins.pages.article import make_article, make_head
from plugins.pages.related import Related
from plugins.site import (
    HOME,
    ArticleView,
    CardView,
    DateView,
    GroupView,
    HeadView,
    Link,
    LocationBrief,
    Page,
    PhoneView,
    Site,
    StateView,
    activity_state,
    audience_names,
    brief,
    card,
    days_of,
    hours_on,
    is_moved,
    link_to,
    repeat_sentence,
    short_day_words,
    show_contact,
    show_occurrence,
    show_words,
    until_words,
    when_next,
)

ACTIVITIES = Link("活动", "/activities/")
NEXT_DATES = 5
AGENDA_DAYS = 28
_MOST_DATES = 400
"""More dates of one activity than any calendar of a page holds."""


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its dates, where it is and how to join."""

    head: HeadView
    article: ArticleView
    state: StateView
    """报名中, 已取消 …"""
    when: DateView
    """The next date; the only one, or the last, of what is over."""
    repeat: str
    """How it repeats, in words; empty for what is held once."""
    dates: tuple[DateView, ...]
    """The next dates of what repeats."""
    except_dates: tuple[str, ...]
    """The days to come on which it is left out."""
    location: LocationBrief | None
    """Where it takes place; None for what has no one location."""
    organization: Link | None
    """Who holds it."""
    audience: tuple[str, ...]
    """Whom it is meant for."""
    fee: str
    """What it costs."""
    capacity: str
    """How many can come."""
    signup: str
    """How to sign up; empty where the source does not say."""
    signup_url: str
    """Where to sign up on the web; may be empty."""
    contact: str
    """Whom to ask, by a name that may be shown."""
    phone: PhoneView | None
    """The number to ask at."""
    previous: Link | None
    """The activity before this one."""
    next: Link | None
    """The activity after this one."""


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
    state: StateView
    """报名中, 定期举行 …"""


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
    today: bool
    """Whether it is the build's day."""
    items: tuple[AgendaItem, ...]
    """What takes place, by time."""


@dataclass(frozen=True, slots=True)
class ActivitiesView:
    """The calendar of activities."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    days: tuple[AgendaDay, ...]
    """The days of the next four weeks that have something."""
    later: tuple[GroupView, ...]
    """What comes after those weeks, by month, however far ahead."""
    repeating: tuple[CardView, ...]
    """What comes every day or every week."""
    changed: tuple[CardView, ...]
    """What was cancelled or put off and is not over yet."""
    past: tuple[GroupView, ...]
    """What is over, by year."""


def plan_activities(site: Site, related: Related) -> Iterator[Page]:
    """Every activity, and the calendar of all."""
    activities = site.sources.activities
    for i, activity in enumerate(activities):
        previous = link_to(activities[i - 1]) if i else None
        following = link_to(activities[i + 1]) if i + 1 < len(activities) else None
        view = partial(_view_activity, activity, site, related, previous, following)
        yield Page(address_of(activity), "activity.html", view, activity.path, activity.date.isoformat())
    if "activities" in site.sources.sections:
        yield Page("/activities/", "activities.html", partial(_view_calendar, site))


def _view_activity(
    activity: Activity, site: Site, related: Related, previous: Link | None, following: Link | None
) -> ActivityView:
    sources = site.sources
    contact = activity.contact
    return ActivityView(
        head=make_head(activity, site, "activities", ACTIVITIES, published=activity.date.isoformat()),
        article=make_article(activity, site, related),
        state=activity_state(activity, site.now),
        when=when_next(activity, site.now),
        repeat=repeat_sentence(activity),
        dates=_next_dates(activity, site),
        except_dates=tuple(short_day_words(day) for day in activity.except_ if day >= site.today),
        location=brief(sources.location[activity.location], site) if activity.location else None,
        organization=link_to(sources.organization[activity.organization]) if activity.organization else None,
        audience=audience_names(activity.audience, site),
        fee=activity.fee or "",
        capacity=f"{activity.capacity} 人" if activity.capacity else "",
        signup=show_words(activity.signup or "", site),
        signup_url=activity.signup_url or "",
        contact=contact.name or "" if contact else "",
        phone=show_contact(contact),
        previous=previous,
        next=following,
    )


def _next_dates(activity: Activity, site: Site) -> tuple[DateView, ...]:
    """The next dates of what comes again."""
    if activity.is_run or not activity.is_series:
        return ()
    return tuple(show_occurrence(activity, *found) for found in upcoming(activity, site.now, NEXT_DATES))


def _view_calendar(site: Site) -> ActivitiesView:
    activities = site.sources.activities
    standing = [a for a in activities if a.state == "scheduled"]
    over = [a for a in activities if not upcoming(a, site.now, 1)]
    repeating = [a for a in standing if (a.repeat or a.every) and a not in over]
    changed = [a for a in activities if a.state != "scheduled" and a not in over]
    return ActivitiesView(
        head=HeadView(
            "活动", "最近有什么活动、在哪里、怎样报名。", "/activities/", "activities", (HOME, Link("活动", ""))
        ),
        title="活动",
        intro="最近有什么活动、在哪里、怎样报名。大多免费，住在社区的人都可以来。",
        days=agenda(told_by_day(activities), site, AGENDA_DAYS),
        later=tuple(_group_by_month([a for a in standing if a not in repeating], site)),
        repeating=tuple(card(a, site) for a in repeating),
        changed=tuple(card(a, site) for a in changed),
        past=tuple(_group_by_year(over, site)),
    )


def _group_by_year(over: list[Activity], site: Site) -> Iterator[GroupView]:
    """What is over, the newest first."""
    by_year: dict[int, list[CardView]] = {}
    for activity in reversed(over):
        by_year.setdefault(activity.begins.year, []).append(card(activity, site))
    for year in sorted(by_year, reverse=True):
        yield GroupView(f"{year}年", tuple(by_year[year]), f"y{year}")


def _group_by_month(activities: list[Activity], site: Site) -> Iterator[GroupView]:
    """What begins after the weeks that are told day by day, the soonest first."""
    last = site.today + timedelta(days=AGENDA_DAYS)
    found: dict[date, list[tuple[date, CardView]]] = {}
    for activity in activities:
        for starts, _ in upcoming(activity, site.now, 1):
            if starts.date() > last:
                row = found.setdefault(starts.date().replace(day=1), [])
                row.append((starts.date(), card(activity, site)))
    for month, cards in sorted(found.items()):
        ordered = sorted(cards, key=lambda pair: (pair[0], pair[1].title))
        yield GroupView(f"{month.year}年{month.month}月", tuple(c for _, c in ordered), f"m{month:%Y-%m}")


def told_by_day(activities: tuple[Activity, ...]) -> tuple[Activity, ...]:
    """What stands in a calendar: of a series that was cancelled or put off no date is left, of one date all are told."""
    return tuple(a for a in activities if a.state == "scheduled" or not (a.repeat or a.every))


def agenda(activities: tuple[Activity, ...], site: Site, days: int, *, brief: bool = False) -> tuple[AgendaDay, ...]:
    """The days from today on that have something; what is on every day is left out.

    What stands on many days does so on each of them; with `brief`, only on the first.
    """
    last = site.today + timedelta(days=days)
    by_day: dict[date, list[tuple[str, AgendaItem]]] = {}
    for activity in activities:
        if "FREQ=DAILY" in (activity.repeat or activity.every or ""):
            continue
        once = activity.is_run and (brief or activity.state != "scheduled")
        for starts, ends in upcoming(activity, site.now, 1 if once else _MOST_DATES):
            if starts.date() > last:
                break
            on = [day for day in days_of(starts, ends) if site.today <= day <= last] or [site.today]
            for day in on[:1] if once or brief else on:
                item = _agenda_item(day, activity, starts, ends, site)
                by_day.setdefault(day, []).append((starts.isoformat(), item))
    return tuple(_agenda_day(day, by_day[day], site) for day in sorted(by_day))


def _agenda_item(day: date, activity: Activity, starts: datetime, ends: datetime, site: Site) -> AgendaItem:
    where = site.sources.location[activity.location].name if activity.location else ""
    place = " · ".join(filter(None, (where, until_words(activity))))
    state = activity_state(activity, site.now)
    if starts > site.now and is_moved(activity, starts):
        state = StateView("改了时间", "wait")
    return AgendaItem(hours_on(day, activity, starts, ends), activity.title, address_of(activity), place, state)


def _agenda_day(day: date, found: list[tuple[str, AgendaItem]], site: Site) -> AgendaDay:
    words = short_day_words(day)
    items = tuple(item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].title)))
    date_view = DateView(words, day.isoformat(), words)
    return AgendaDay(date_view, str(day.day), f"{day.month}月", words.split()[1], day == site.today, items)
