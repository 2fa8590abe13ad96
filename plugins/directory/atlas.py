"""What belongs to each place and building, gathered once; hides which is near and what comes to a door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from heapq import nsmallest
from math import cos, hypot, radians
from typing import TypeVar

from plugins.model import (
    Activity,
    Building,
    Geo,
    Grid,
    Location,
    News,
    Organization,
    Place,
    address_of,
    building_address,
    clock_words,
    is_over,
    upcoming,
)
from plugins.site import (
    CardView,
    GroupView,
    Link,
    MadeView,
    Noticeboard,
    PhoneView,
    Site,
    card,
    link_to,
    made,
    make_board,
    midnight,
    occurrence_states,
    pages_of,
    period,
    show_notice,
    show_occurrence,
    show_phone,
)

T = TypeVar("T")
COMING = timedelta(days=14)
"""How far a building sees what comes to it."""
KNOWN_FOR = timedelta(days=28)
"""For how long its page knows what comes into sight, should it not be made anew."""
KNOWN_DATES = 5
"""So many dates of one activity: what takes place every day is known for less long."""
NEAREST = 4
FACILITIES = ("room", "outdoor")
"""The kinds of location a neighbour uses; windows and offices are named for what they do."""
_METRES = 111_195
"""In one degree of latitude, on a sphere of 6,371 km."""


@dataclass(frozen=True, slots=True)
class GridBrief:
    """A grid as a place shows it."""

    name: str
    """What the grid is called."""
    url: str
    """Its own page."""
    buildings: tuple[Link, ...]
    """Its buildings in that place."""
    officer: str
    """Whom to call, by a name that may be shown."""
    phone: PhoneView
    """The number to call."""


@dataclass(frozen=True, slots=True)
class PlacePart:
    """The buildings of one place that belong to a grid."""

    place: Link
    """The place."""
    buildings: tuple[Link, ...]
    """The buildings, each leading to its page."""


@dataclass(frozen=True)
class Atlas:
    """What belongs to each place and building, gathered once: there may be thousands of buildings."""

    site: Site

    @cached_property
    def board(self) -> Noticeboard:
        return make_board(self.site)

    def parts(self, grid: Grid) -> tuple[PlacePart, ...]:
        """A grid's buildings, place by place."""
        found = _gather_by_key((p.id, (p, b)) for p, b in map(self.site.sources.buildings.__getitem__, grid.buildings))
        return tuple(PlacePart(link_to(p[0][0]), tuple(link_to_building(*pair) for pair in p)) for p in found.values())

    @cached_property
    def grids(self) -> Mapping[str, list[GridBrief]]:
        """The grids of each place, by the place's address."""
        return _gather_by_key(
            (part.place.url, GridBrief(g.name, address_of(g), part.buildings, g.officer, show_phone(g.phone)))
            for g in self.site.sources.grids
            for part in self.parts(g)
        )

    @cached_property
    def locations(self) -> Mapping[str, list[Location]]:
        return _gather_by_key((x.place, x) for x in self.site.sources.locations if x.place)

    @cached_property
    def organizations(self) -> Mapping[str, list[Organization]]:
        return _gather_by_key((place, o) for o in self.site.sources.organizations for place in o.places)

    @cached_property
    def activities(self) -> Mapping[str, list[Activity]]:
        """What is still to come, at a place or at a location there."""
        sources = self.site.sources
        home = {x.id: (x.place,) for x in sources.locations if x.place}
        return _gather_by_key(
            (place, a)
            for a in sources.activities
            if not is_over(a, self.site.now)
            for place in sorted({*a.places, *home.get(a.location or "", ())})
        )

    @cached_property
    def notices(self) -> Mapping[str, list[tuple[str, CardView]]]:
        """The notices that are not over as lines, by the address of each page they are about, with when they begin."""
        site = self.site
        standing = [n for n in site.sources.news if n.is_notice and n.ends and site.now < n.ends]
        return _gather_by_key(
            (page, ((n.begins or n.date).isoformat(), _line_of_notice(n, site)))
            for n in standing
            for page in pages_of(n, site.sources)
        )

    @cached_property
    def at_the_door(self) -> Mapping[str, tuple[tuple[str, CardView], ...]]:
        """What takes place in each place in the next weeks, with when it begins; all its buildings share it."""
        if "activities" not in self.site.sources.sections:
            return {}
        return {place: tuple(_lines_of_activities(found, self.site)) for place, found in self.activities.items()}

    def coming_made(self, place: Place) -> MadeView:
        """The day the page was made, for when it does not know any more what comes."""
        site = self.site
        ends = [midnight((site.now + KNOWN_FOR).date())]
        for activity in self.activities.get(place.id, ()):
            dates = _known_dates(activity, site)
            ends += [dates[KNOWN_DATES - 1][1]] if len(dates) > KNOWN_DATES else []
        return made(site.now, min(ends))

    def coming(self, place: Place, building: str) -> tuple[CardView, ...]:
        """What comes to a building, the soonest first."""
        found = [*self.notices.get(building, ()), *self.at_the_door.get(place.id, ())]
        return tuple(line for _, line in sorted(found, key=lambda pair: (pair[0], pair[1].title)))

    @cached_property
    def near(self) -> Mapping[str, tuple[GroupView, ...]]:
        """The facilities to go to from each place; all its buildings share them."""
        return {place.id: tuple(_group_near(place, self)) for place in self.site.sources.places}


def _gather_by_key(pairs: Iterable[tuple[str, T]]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _line_of_notice(notice: News, site: Site) -> CardView:
    shown = show_notice(notice, site)
    day = replace(shown.when, short=shown.when.words)
    return CardView(f"{shown.subject}：{shown.title}", shown.url, date=day, period=period(site.now, until=notice.ends))


def _lines_of_activities(activities: Iterable[Activity], site: Site) -> Iterator[tuple[str, CardView]]:
    """Each with its next date, and with the one after it once that is over."""
    for activity in activities:
        over = midnight((site.now - COMING).date())
        for starts, ends in _known_dates(activity, site)[:KNOWN_DATES]:
            shown = show_occurrence(activity, starts, ends)
            line = CardView(
                activity.title,
                address_of(activity),
                date=replace(
                    shown,
                    short=f"{shown.short} {clock_words(starts)}" if not activity.is_whole_days else shown.short,
                ),
                states=occurrence_states(activity, starts, site.now),
                period=period(site.now, max(over, midnight((starts - COMING).date())), ends),
            )
            over = ends
            yield starts.isoformat(), line


def _known_dates(activity: Activity, site: Site) -> tuple[tuple[datetime, datetime], ...]:
    """The dates that come into sight while a page is good, and one more than it holds."""
    if activity.state != "scheduled":
        return ()
    return upcoming(activity, site.now, KNOWN_DATES + 1, (site.now + COMING + KNOWN_FOR).date())


def link_to_building(place: Place, building: Building) -> Link:
    return Link(building.name, building_address(place.id, building.id))


def _group_near(place: Place, atlas: Atlas) -> Iterator[GroupView]:
    """Facilities in the place itself; then the nearest where that can be told, else the community's own first."""
    site = atlas.site
    here = [x for x in atlas.locations.get(place.id, ()) if x.location_kind in FACILITIES]
    yield from _group_cards(f"{place.name}里的场所", [card(x, site) for x in here[:NEAREST]])
    others = [x for x in site.sources.locations if x.location_kind in FACILITIES and x.place != place.id]
    left = max(0, NEAREST - len(here))
    if place.geo:
        near = _measure_nearest(place.geo, others, left)
        yield from _group_cards("附近的场所", [_add_fact(card(x, site), words) for x, words in near])
        # Nobody knows how far the rest is: they come after.
        others = [x for x in others if not x.geo]
        left -= len(near)
    common = sorted(others, key=lambda x: x.place is not None)[:left]
    yield from _group_cards("社区里的场所", [card(x, site) for x in common])


def _measure_nearest(here: Geo, locations: list[Location], most: int) -> list[tuple[Location, str]]:
    """The locations that are nearest, with how far in words: to a hundred metres, for nobody walks as a bird flies."""
    # Of two at the same distance the first one typed: a location itself has no order.
    measured = [(_metres(here, x.geo), i) for i, x in enumerate(locations) if x.geo]
    return [(locations[i], f"直线约 {round(far, -2) or 100:.0f} 米") for far, i in nsmallest(most, measured)]


def _group_cards(title: str, cards: list[CardView]) -> Iterator[GroupView]:
    if cards:
        yield GroupView(title, tuple(cards))


def _add_fact(shown: CardView, fact: str) -> CardView:
    return replace(shown, facts=(*shown.facts, fact))


def _metres(one: Geo, other: Geo) -> float:
    """The way a bird flies, on a plane: within a community the Earth's curve is less than a metre."""
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return _METRES * hypot(one.latitude - other.latitude, east)
