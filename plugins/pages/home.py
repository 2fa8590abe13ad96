"""The home page: which parts it has, and what each shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from plugins.model import HOME_PARTS, HomePart, News, Sources, audience_address, category_address
from plugins.pages.agenda import ComingView, next_things
from plugins.site import (
    CardView,
    DateView,
    HeadView,
    Link,
    LocationBrief,
    NoticeView,
    Page,
    Site,
    WeekRow,
    brief,
    card,
    day_words,
    keep_first,
    make_board,
    midnight,
    open_on,
    period,
)

BY_GRID = Link("我家归谁管", "/grids/"), Link("查网格员", "/grids/")
BY_PLACE = Link("小区", "/places/"), Link("全部小区", "/places/")
"""How home leads to the places: heading and the way on, with grids and without."""
ACTIVITIES = Link("全部活动", "/activities/")
FRESH_NEWS = 3
MOST_NOTICES = 3
NEXT_THINGS = 3


@dataclass(frozen=True, slots=True)
class HomeBand:
    """Parts of home on one ground."""

    tone: str
    """The ground: plain, tinted or rescue."""
    parts: tuple[str, ...]
    """The parts, in their order."""


@dataclass(frozen=True, slots=True)
class DoorView:
    """One part of the community's work."""

    name: str
    """What it is called."""
    note: str
    """A sentence about it; may be empty."""
    links: tuple[Link, ...]
    """What stands behind it."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    head: HeadView
    strips: tuple[NoticeView, ...]
    """What happens somewhere in these days, on top of the page."""
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
    news: tuple[CardView, ...]
    """The newest other stories."""
    coming: ComingView
    """What takes place next, and what takes its place."""
    all_activities: Link | None
    """The calendar of activities; None where there are only teams that meet."""
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
    words: tuple[str, ...]
    """What people look for most."""
    doors: tuple[DoorView, ...]
    """The parts of the community's work, each with what stands behind it."""
    most_notices: int
    """So many notices are shown at once."""
    most_news: int
    """So many other stories are shown at once."""


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
        strips=make_board(site).everywhere,
        bands=(),
        today=DateView(day_words(site.today), site.today.isoformat()),
        station=brief(sources.location[community.station], site),
        open_today=open_on(sources.location[community.station], site, site.today),
        tasks=tuple(card(sources.guide[id], site) for id in community.frequent_guides),
        notice_title=stories.notice_title,
        notices=_limit(MOST_NOTICES, [_card_story(story, site) for story in stories.notices]),
        news=_limit(FRESH_NEWS, [_card_story(story, site) for story in stories.rest]),
        most_notices=MOST_NOTICES,
        most_news=FRESH_NEWS,
        coming=next_things(site, NEXT_THINGS),
        all_activities=ACTIVITIES if "activities" in sources.sections else None,
        categories=tuple(_ways_to_services(sources)),
        audiences=tuple(Link(a.name, audience_address(a.id)) for a in community.audiences if sources.services),
        find=find,
        find_more=find_more,
        places=tuple(card(place, site) for place in sources.places),
        policies=tuple(card(policy, site) for policy in sources.policies[:FRESH_NEWS]),
        words=community.hot_words,
        doors=tuple(
            DoorView(door.name, door.description or "", tuple(Link(way.title, way.to) for way in door.links))
            for door in community.doors
        ),
    )
    return replace(view, bands=tuple(_bands(view, chosen, site)))


def _head_of_home(sources: Sources) -> HeadView:
    community = sources.community
    feeds = (Link(community.name, "/feeds/all.atom"),) if "news" in sources.sections else ()
    return HeadView(community.name, community.description, "/", "home", feeds=feeds)


class _Stories(NamedTuple):
    """The news of home: notices by themselves, and the newest others."""

    notice_title: str
    notices: list[News]
    rest: list[News]


def _choose_stories(site: Site, apart: str | None) -> _Stories:
    """What still holds; `apart` is the column whose stories are notices."""
    standing = [n for n in site.sources.news if not n.expires or n.expires >= site.today]
    stories = [n for n in standing if n.column != apart]
    return _Stories(
        notice_title=next((c.name for c in site.sources.community.columns if c.id == apart), ""),
        notices=_take_lasting(MOST_NOTICES, (n for n in standing if n.column == apart)),
        rest=_take_lasting(FRESH_NEWS, stories),
    )


def _take_lasting(most: int, stories: Iterable[News]) -> list[News]:
    """The newest, and for each that will expire one more to take its place."""
    taken: list[News] = []
    for story in stories:
        taken.append(story)
        if sum(not n.expires for n in taken) == most:
            break
    return taken


def _card_story(story: News, site: Site) -> CardView:
    """The card of a story, as long as it holds."""
    return replace(card(story, site), states=(), period=period(site.now, until=_expiry(story)))


def _expiry(story: News) -> datetime | None:
    return midnight(story.expires, 1) if story.expires else None


def _limit(most: int, items: Sequence[CardView]) -> tuple[CardView, ...]:
    """Cards of which the first few are shown."""
    periods = keep_first(most, (item.period for item in items))
    return tuple(replace(item, period=shown) for item, shown in zip(items, periods, strict=True))


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
        "news": view.news,
        "policies": view.policies,
        "activities": view.coming.items,
        "doors": view.doors,
        "places": view.places,
        "services": view.categories,
        "hotlines": site.sources.community.hotlines,
    }
    tones = {"places": "tinted", "hotlines": "rescue"}
    shown = (part for part in chosen if filled[part])
    for tone, parts in groupby(shown, key=lambda part: tones.get(part, "plain")):
        yield HomeBand(tone, tuple(parts))
