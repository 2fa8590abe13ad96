"""The home page: which parts it has, and what each shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import NamedTuple, TypeVar

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
    parse_moment,
)
from plugins.pages.activities import RESERVE, AgendaDay, agenda
from plugins.site import (
    CardView,
    DateView,
    HeadView,
    Link,
    LocationBrief,
    MadeView,
    Page,
    PeriodView,
    Site,
    StateView,
    WeekRow,
    brief,
    card,
    day_words,
    duties,
    keep_first,
    link_to,
    live_period,
    made,
    midnight,
    open_on,
    period,
    told_by_day,
)

BY_GRID = Link("我家归谁管", "/grids/", "先找小区，再找楼栋，就知道该打哪个电话。"), Link("查网格员", "/grids/")
BY_PLACE = Link("小区", "/places/", "楼栋和物业，还有附近的场所和活动。"), Link("全部小区", "/places/")
"""How home leads to the places: heading and the way on, with grids and without."""
FRESH_NEWS = 6
MOST_NOTICES = 3
MOST_DAYS = 5
DUTY_DAYS = 7
"""For how many days home knows who is on duty, should it not be made anew."""
T = TypeVar("T", AgendaDay, CardView)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One of today's shifts, for the home page."""

    time: str
    """From when to when, as that day says it."""
    roster: Link
    """Its roster."""
    duty: str
    """What is done."""
    people: str
    """Who is on duty, as they agreed to be shown."""
    missing: StateView | None
    """How many are missing until it begins; None where none is."""
    period: PeriodView
    """From when until when it is one of the day's."""


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
    """The next days that have something, and those that take their place."""
    most_days: int
    """So many of them are shown at once."""
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
    """The shifts of today and of the next days, each on its day."""
    duty_days: tuple[DateView, ...]
    """Those days, each on its own."""
    free: tuple[DateView, ...]
    """From when on nobody is on duty any more on one of them."""
    made: MadeView
    """The page's day, for when what takes place is over."""
    duties_made: MadeView
    """The page's day, for when those shifts are over."""
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
    duties_of_days = tuple(_show_duties(site))
    view = HomeView(
        head=_head_of_home(sources),
        bands=(),
        today=DateView(day_words(site.today), site.today.isoformat()),
        station=brief(sources.location[community.station], site),
        open_today=open_on(sources.location[community.station], site, site.today),
        tasks=tuple(card(sources.guide[id], site) for id in community.frequent_guides),
        notice_title=stories.notice_title,
        notices=_limit(MOST_NOTICES, [_card_story(story, site) for story in stories.notices]),
        lead=card(stories.lead, site) if stories.lead else None,
        news=_limit(FRESH_NEWS, [_card_story(story, site) for story in stories.rest]),
        most_notices=MOST_NOTICES,
        most_news=FRESH_NEWS,
        columns=tuple(Link(c.name, column_address(c.id), c.description) for c in columns_of(sources)),
        days=_limit(MOST_DAYS, agenda(told_by_day(sources.activities), site, 21, brief=True)),
        most_days=MOST_DAYS,
        categories=tuple(_ways_to_services(sources)),
        audiences=tuple(Link(a.name, audience_address(a.id)) for a in community.audiences if sources.services),
        find=find,
        find_more=find_more,
        places=tuple(card(place, site) for place in sources.places),
        policies=tuple(card(policy, site) for policy in sources.policies[:FRESH_NEWS]),
        duties=duties_of_days,
        duty_days=tuple(_duty_days(site)),
        free=tuple(_free(duties_of_days, site)),
        made=made(site.now, midnight(site.today, RESERVE)),
        duties_made=made(site.now, midnight(site.today, DUTY_DAYS)),
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
    lead = next((n for n in stories if n.image and not n.expires), None)
    return _Stories(
        notice_title=next((c.name for c in site.sources.community.columns if c.id == apart), ""),
        notices=_take_lasting(MOST_NOTICES, (n for n in standing if n.column == apart)),
        lead=lead,
        rest=_take_lasting(FRESH_NEWS, (n for n in stories if n is not lead)),
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


def _limit(most: int, items: Sequence[T]) -> tuple[T, ...]:
    """Cards or days of which the first few are shown."""
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


def _show_duties(site: Site) -> Iterator[DutyLine]:
    """The shifts of today and the next days; one past midnight stands on both its days."""
    rows = []
    for n in range(DUTY_DAYS):
        day = site.today + timedelta(n)
        for roster in site.sources.rosters:
            for duty in duties(roster, site.sources, day - timedelta(1), day, day):
                if not duty.cancelled and duty.ends > midnight(day):
                    rows.append((day, duty.starts, roster.name, duty, roster))
    for day, _, _, duty, roster in sorted(rows, key=lambda row: row[:3]):
        shown = period(site.now, midnight(day), min(duty.ends, midnight(day, 1)))
        words = f"还{missing_words(duty.missing)}"
        missing = StateView(words, "wait", period(site.now, until=duty.starts)) if duty.missing else None
        time = hours_words(duty.starts, duty.ends, day)
        yield DutyLine(time, link_to(roster), duty.duty, "、".join(duty.people), missing, shown)


def _duty_days(site: Site) -> Iterator[DateView]:
    for n in range(DUTY_DAYS):
        day = site.today + timedelta(n)
        shown = period(site.now, midnight(day), midnight(day, 1))
        yield DateView(day_words(day), day.isoformat(), "", shown)


def _free(lines: tuple[DutyLine, ...], site: Site) -> Iterator[DateView]:
    """Each of those days from when on its last shift has ended."""
    for n in range(DUTY_DAYS):
        first, last = midnight(site.today, n), midnight(site.today, n + 1)
        ends = [
            line.period.until for line in lines if first.isoformat()[:16] < line.period.until <= last.isoformat()[:16]
        ]
        since = parse_moment(max(ends).replace("T", " ")) if ends else first
        if since < last:
            yield DateView("", first.date().isoformat(), "", live_period(site.now, since, last))
