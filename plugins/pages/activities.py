"""Activities and their calendar of what comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from plugins.model import Activity, address_of, hours_words
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
    link_to,
    repeat_words,
    short_day_words,
    show_contact,
    show_words,
    span_words,
    upcoming,
)

ACTIVITIES = Link("活动", "/activities/")
NEXT_DATES = 5


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
    coming = upcoming(activity, site.now, NEXT_DATES)
    starts, ends = coming[0] if coming else (activity.starts, activity.ends)
    return ActivityView(
        head=make_head(activity, site, "activities", ACTIVITIES, published=activity.date.isoformat()),
        article=make_article(activity, site, related),
        state=activity_state(activity, site.now),
        when=_when(starts, ends),
        repeat=_repeat_sentence(activity),
        dates=tuple(_when(a, b) for a, b in coming) if activity.repeat or activity.also else (),
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


def _when(starts: datetime, ends: datetime) -> DateView:
    return DateView(span_words(starts, ends), starts.isoformat(), short_day_words(starts.date()))


def _repeat_sentence(activity: Activity) -> str:
    if not activity.repeat:
        return ""
    return f"{repeat_words(activity.repeat)} {hours_words(activity.starts, activity.ends)}"


def _view_calendar(site: Site) -> ActivitiesView:
    activities = site.sources.activities
    standing = [a for a in activities if a.state == "scheduled"]
    over = [a for a in activities if not upcoming(a, site.now, 1)]
    changed = [a for a in activities if a.state != "scheduled" and a not in over]
    return ActivitiesView(
        head=HeadView(
            "活动", "最近有什么活动、在哪里、怎样报名。", "/activities/", "activities", (HOME, Link("活动", ""))
        ),
        title="活动",
        intro="最近有什么活动、在哪里、怎样报名。大多免费，住在社区的人都可以来。",
        days=agenda(tuple(standing), site, 28),
        repeating=tuple(card(a, site) for a in standing if a.repeat and a not in over),
        changed=tuple(card(a, site) for a in changed),
        past=tuple(_group_by_year(over, site)),
    )


def _group_by_year(over: list[Activity], site: Site) -> Iterator[GroupView]:
    """What is over, the newest first."""
    by_year: dict[int, list[CardView]] = {}
    for activity in reversed(over):
        by_year.setdefault(activity.starts.year, []).append(card(activity, site))
    for year in sorted(by_year, reverse=True):
        yield GroupView(f"{year}年", tuple(by_year[year]), f"y{year}")


def agenda(activities: tuple[Activity, ...], site: Site, days: int, *, daily: bool = False) -> tuple[AgendaDay, ...]:
    """The days from today on that have something; what is on every day is left out unless `daily`."""
    last = site.today + timedelta(days=days)
    by_day: dict[date, list[tuple[str, AgendaItem]]] = {}
    for activity in activities:
        if activity.repeat and "DAILY" in activity.repeat and not daily:
            continue
        where = site.sources.location[activity.location].name if activity.location else ""
        for starts, ends in upcoming(activity, site.now, days):
            if starts.date() > last:
                break
            day = max(starts.date(), site.today)
            time = hours_words(starts, ends, day)
            item = AgendaItem(time, activity.title, address_of(activity), where, activity_state(activity, site.now))
            by_day.setdefault(day, []).append((starts.isoformat(), item))
    return tuple(_agenda_day(day, by_day[day], site) for day in sorted(by_day))


def _agenda_day(day: date, found: list[tuple[str, AgendaItem]], site: Site) -> AgendaDay:
    words = short_day_words(day)
    items = tuple(item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].title)))
    date_view = DateView(words, day.isoformat(), words)
    return AgendaDay(date_view, str(day.day), f"{day.month}月", words.split()[1], day == site.today, items)
