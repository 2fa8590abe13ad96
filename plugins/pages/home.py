"""The home page: which parts it has, and what each shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import NamedTuple

from plugins.model import (
    HOME_PARTS,
    HomePart,
    News,
    Sources,
    audience_address,
    category_address,
    column_address,
    columns_of,
    hours_words,
    missing_words,
)
from plugins.pages.activities import AgendaDay, agenda, told_by_day
from plugins.site import (
    CardView,
    DateView,
    HeadView,
    Link,
    LocationBrief,
    Page,
    Site,
    WeekRow,
    brief,
    card,
    day_words,
    duties,
    link_to,
    open_on,
)

BY_GRID = Link("我家归谁管", "/grids/", "先找小区，再找楼栋，就知道该打哪个电话。"), Link("查网格员", "/grids/")
BY_PLACE = Link("小区", "/places/", "楼栋和物业，还有附近的场所和活动。"), Link("全部小区", "/places/")
"""How home leads to the places: heading and the way on, with grids and without."""
FRESH_NEWS = 6
MOST_NOTICES = 3


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One of today's shifts, for the home page."""

    time: str
    """From when to when."""
    roster: Link
    """Its roster."""
    duty: str
    """What is done."""
    people: str
    """Who is on duty, as they agreed to be shown."""
    missing: str
    """How many are missing, in words; empty where none."""


@dataclass(frozen=True, slots=True)
class HomeBand:
    """Parts of home on one ground."""

    tone: str
    """The ground: plain, tinted or rescue."""
    parts: tuple[str, ...]
    """The parts, in their order."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    head: HeadView
    today: DateView
    """The build's day; the script makes it the reader's."""
    station: LocationBrief
    """The window most people come to."""
    open_today: WeekRow | None
    """The station's hours today; None where nobody knows them."""
    tasks: tuple[CardView, ...]
    """The guides that people ask for most."""
    bands: tuple[HomeBand, ...]
    """The parts to show, in their order."""
    notice_title: str
    """The heading of the notices."""
    notices: tuple[CardView, ...]
    """The newest of the column that holds notices."""
    lead: CardView | None
    """The story at the top of the news, with its picture."""
    news: tuple[CardView, ...]
    """The newest other stories."""
    columns: tuple[Link, ...]
    """The columns of the news."""
    days: tuple[AgendaDay, ...]
    """The next days that have something."""
    categories: tuple[Link, ...]
    """Ways to the services by what is to be done."""
    audiences: tuple[Link, ...]
    """Ways to the services by whom they are for."""
    find: Link | None
    """The heading over the places and where they are looked up; None where there is no place."""
    find_more: Link | None
    """The way on from there."""
    places: tuple[CardView, ...]
    """The places, for who asks whom their building belongs to."""
    policies: tuple[CardView, ...]
    """The newest policies."""
    duties: tuple[DutyLine, ...]
    """Today's shifts."""


def plan_home(site: Site) -> Iterator[Page]:
    """The one page everybody comes by."""
    yield Page("/", "home.html", partial(_view_home, site))


def _view_home(site: Site) -> HomeView:
    sources = site.sources
    community = sources.community
    chosen = _home_parts(sources)
    stories = _choose_stories(site, community.notice_column if "notices" in chosen else None)
    find, find_more = _ways_to_places(sources)
    view = HomeView(
        head=_head_of_home(sources),
        bands=(),
        today=DateView(day_words(site.today), site.today.isoformat()),
        station=brief(sources.location[community.station], site),
        open_today=open_on(sources.location[community.station], site, site.today),
        tasks=tuple(card(sources.guide[id], site) for id in community.frequent_guides),
        notice_title=stories.notice_title,
        notices=tuple(card(story, site) for story in stories.notices),
        lead=card(stories.lead, site) if stories.lead else None,
        news=tuple(card(story, site) for story in stories.rest),
        columns=tuple(Link(c.name, column_address(c.id), c.description) for c in columns_of(sources)),
        days=agenda(told_by_day(sources.activities), site, 21, brief=True)[:5],
        categories=tuple(_ways_to_services(sources)),
        audiences=tuple(Link(a.name, audience_address(a.id)) for a in community.audiences if sources.services),
        find=find,
        find_more=find_more,
        places=tuple(card(place, site) for place in sources.places),
        policies=tuple(card(policy, site) for policy in sources.policies[:FRESH_NEWS]),
        duties=tuple(_today(site)),
    )
    return replace(view, bands=tuple(_bands(view, chosen, site)))


def _head_of_home(sources: Sources) -> HeadView:
    community = sources.community
    feeds = (Link(community.name, "/feeds/all.atom"),) if "news" in sources.sections else ()
    return HeadView(community.name, community.description, "/", "home", feeds=feeds)


class _Stories(NamedTuple):
    """The news of home: notices by themselves, one story on top, and the newest others."""

    notice_title: str
    notices: list[News]
    lead: News | None
    rest: list[News]


def _choose_stories(site: Site, apart: str | None) -> _Stories:
    """What still holds; `apart` is the column whose stories are notices."""
    standing = [n for n in site.sources.news if not n.expires or n.expires >= site.today]
    stories = [n for n in standing if n.column != apart]
    lead = next((n for n in stories if n.image), None)
    return _Stories(
        notice_title=next((c.name for c in site.sources.community.columns if c.id == apart), ""),
        notices=[n for n in standing if n.column == apart][:MOST_NOTICES],
        lead=lead,
        rest=[n for n in stories if n is not lead][:FRESH_NEWS],
    )


def _ways_to_services(sources: Sources) -> Iterator[Link]:
    for category in sources.community.categories:
        count = len(sources.services_by_category.get(category.id, ()))
        if count:
            yield Link(category.name, category_address(category.id), f"{count} 项")


def _ways_to_places(sources: Sources) -> tuple[Link, Link] | tuple[None, None]:
    if "grids" in sources.sections:
        return BY_GRID
    return BY_PLACE if sources.places else (None, None)


def _home_parts(sources: Sources) -> tuple[HomePart, ...]:
    """The parts the community chose, else the usual ones."""
    chosen = sources.community.home
    if chosen is None:
        return tuple(p for p in HOME_PARTS if p != "policies" or "news" not in sources.sections)
    return tuple(dict.fromkeys(chosen))


def _bands(view: HomeView, chosen: tuple[HomePart, ...], site: Site) -> Iterator[HomeBand]:
    """The parts that have something to show, those on the same ground together."""
    filled = {
        "tasks": view.tasks,
        "notices": view.notices,
        "news": view.lead or view.news,
        "policies": view.policies,
        "activities": view.days,
        "places": view.places,
        "services": view.categories,
        "rosters": view.duties,
        "hotlines": site.sources.community.hotlines,
    }
    tones = {"places": "tinted", "hotlines": "rescue"}
    shown = (part for part in chosen if filled[part])
    for tone, parts in groupby(shown, key=lambda part: tones.get(part, "plain")):
        yield HomeBand(tone, tuple(parts))


def _today(site: Site) -> Iterator[DutyLine]:
    found = []
    for roster in site.sources.rosters:
        for duty in duties(roster, site.sources, site.today - timedelta(days=1), site.today, site.today):
            if not duty.cancelled and duty.ends > site.now:
                found.append((duty.starts, roster.name, duty, roster))
    for _, _, duty, roster in sorted(found, key=lambda row: row[:2]):
        missing = f"还{missing_words(duty.missing)}" if duty.missing else ""
        time = hours_words(duty.starts, duty.ends, site.today)
        yield DutyLine(time, link_to(roster), duty.duty, "、".join(duty.people), missing)
