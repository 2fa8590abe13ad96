"""Places, buildings and grids: what is near, and 我家归谁管."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, partial
from heapq import nsmallest
from math import cos, hypot, radians
from typing import TypeVar

from plugins.directory.groups import plan_groups
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
    feed_address,
    is_over,
    place_calendar_address,
    place_feed,
    upcoming,
)
from plugins.site import (
    HOME,
    PLACE_KINDS,
    CardView,
    GroupView,
    HeadView,
    ImageView,
    Link,
    LocationBrief,
    Noticeboard,
    NoticeView,
    Page,
    PhoneView,
    Site,
    brief,
    card,
    card_to_come,
    count_words,
    link_to,
    list_words,
    make_board,
    occurrence_states,
    one_line,
    pages_of,
    period,
    show_image,
    show_notice,
    show_occurrence,
    show_phone,
    show_words,
)

T = TypeVar("T")
PLACES = Link("小区", "/places/")
GRIDS = Link("我家归谁管", "/grids/")
RECENT_NEWS = 8
COMING = timedelta(days=14)
"""How far a building sees what comes to it."""
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
class PlaceView:
    """A place with its buildings and what is near."""

    head: HeadView
    notices: tuple[NoticeView, ...]
    """What happens there in these days, on top of the page."""
    name: str
    """What the place is called."""
    kind: str
    """小区 or 园区."""
    description: str
    """One sentence about it."""
    image: ImageView | None
    """Its picture."""
    buildings: tuple[Link, ...]
    """Its buildings, where there are no grids."""
    property_phone: PhoneView | None
    """The property manager's number."""
    grids: tuple[GridBrief, ...]
    """The grids that share its buildings."""
    locations: tuple[CardView, ...]
    """Locations in it."""
    organizations: tuple[CardView, ...]
    """Teams and bodies that are there for it."""
    activities: tuple[CardView, ...]
    """What takes place there and is not over."""
    calendar: str
    """The calendar of notices and activities there."""
    news: tuple[CardView, ...]
    """The newest stories about it."""


@dataclass(frozen=True, slots=True)
class PlacePart:
    """The buildings of one place that belong to a grid."""

    place: Link
    """The place."""
    buildings: tuple[Link, ...]
    """The buildings, each leading to its page."""


@dataclass(frozen=True, slots=True)
class GridView:
    """One grid: whom to call, and for which buildings."""

    head: HeadView
    notices: tuple[NoticeView, ...]
    """What happens there in these days, on top of the page."""
    name: str
    """What the grid is called."""
    intro: str
    """Who it is and what for, in one sentence."""
    officer: str
    """Whom to call, by a name that may be shown."""
    phone: PhoneView
    """The number to call."""
    location: LocationBrief
    """Where to find the officer."""
    buildings: tuple[PlacePart, ...]
    """Its buildings by place."""
    organizations: tuple[CardView, ...]
    """Teams and bodies of its places."""


@dataclass(frozen=True, slots=True)
class BuildingView:
    """Whom to ask at one building."""

    head: HeadView
    notices: tuple[NoticeView, ...]
    """What happens there in these days, on top of the page."""
    name: str
    """The building with its place."""
    intro: str
    """Whom it belongs to, in one sentence."""
    place: Link
    """The place it is in."""
    grid: Link | None
    """Its grid; None where there is none."""
    officer: str
    """Whom to call, by a name that may be shown; may be empty."""
    phone: PhoneView | None
    """The number to call."""
    office: LocationBrief | None
    """Where to find the officer."""
    window: LocationBrief | None
    """The station's window; None where that is the grid's own office."""
    property_phone: PhoneView | None
    """The property manager's number."""
    coming: tuple[CardView, ...]
    """What comes in the next weeks: notices, and activities at its door."""
    calendar: str
    """The calendar of the same."""
    near: tuple[GroupView, ...]
    """What is near, in groups."""
    teams: tuple[CardView, ...]
    """Volunteers who can help there."""


@dataclass(frozen=True, slots=True)
class LookupPlace:
    """One place of the grid lookup."""

    name: str
    """What the place is called."""
    id: str
    """Its anchor on the page."""
    url: str
    """Its own page."""
    grids: tuple[GridBrief, ...]
    """The grids that share its buildings."""


@dataclass(frozen=True, slots=True)
class LookupView:
    """From a building to its grid."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    places: tuple[LookupPlace, ...]
    """The places with their grids."""


def plan_places(site: Site) -> Iterator[Page]:
    """Every place, building and grid, the list of places, and the lookup from building to grid."""
    atlas = _Atlas(site)
    for place in site.sources.places:
        yield Page(address_of(place), "place.html", partial(_view_place, place, atlas), place.path)
        for building in place.buildings:
            address = building_address(place.id, building.id)
            yield Page(address, "building.html", partial(_view_building, place, building, atlas), place.path)
    for grid in site.sources.grids:
        yield Page(address_of(grid), "grid.html", partial(_view_grid, grid, atlas), grid.path)
    if "places" in site.sources.sections:
        yield from _plan_list(site)
    if "grids" in site.sources.sections:
        yield Page("/grids/", "grids.html", partial(_view_lookup, atlas))


@dataclass(frozen=True)
class _Atlas:
    """What belongs to each place and building, gathered once: there may be thousands of buildings."""

    site: Site

    @cached_property
    def board(self) -> Noticeboard:
        return make_board(self.site)

    def parts(self, grid: Grid) -> tuple[PlacePart, ...]:
        """A grid's buildings, place by place."""
        found = _gather_by_key((p.id, (p, b)) for p, b in map(self.site.sources.buildings.__getitem__, grid.buildings))
        return tuple(PlacePart(link_to(p[0][0]), tuple(_link(*pair) for pair in p)) for p in found.values())

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
        return {place: tuple(_lines_of_activities(found, self.site)) for place, found in self.activities.items()}

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
    """Each once, with its next date."""
    for activity in activities if "activities" in site.sources.sections else ():
        for starts, ends in upcoming(activity, site.now, 1):
            if starts - site.now <= COMING and activity.state == "scheduled":
                shown = show_occurrence(activity, starts, ends)
                line = CardView(
                    activity.title,
                    address_of(activity),
                    date=replace(
                        shown,
                        short=f"{shown.short} {clock_words(starts)}" if not activity.is_whole_days else shown.short,
                    ),
                    states=occurrence_states(activity, starts, site.now),
                    period=period(site.now, until=ends),
                )
                yield starts.isoformat(), line


def _link(place: Place, building: Building) -> Link:
    return Link(building.name, building_address(place.id, building.id))


def _plan_list(site: Site) -> Iterator[Page]:
    officers = "网格员，" if site.sources.grids else ""
    intro = f"{_count_places(site)}：楼栋、物业、{officers}还有附近的场所和活动。"
    return plan_groups(PLACES, intro, PLACE_KINDS, ((place.place_kind, place) for place in site.sources.places), site)


def _count_places(site: Site) -> str:
    """For example 两个小区和三个园区."""
    numbers = {kind: sum(p.place_kind == kind for p in site.sources.places) for kind in PLACE_KINDS}
    return list_words(f"{count_words(n)}个{PLACE_KINDS[kind]}" for kind, n in numbers.items() if n)


def _view_place(place: Place, atlas: _Atlas) -> PlaceView:
    site, key = atlas.site, place.id
    image = show_image(place.image, place.image_alt, site)
    crumbs = (HOME, PLACES, Link(place.name, ""))
    kind = PLACE_KINDS[place.place_kind]
    url = address_of(place)
    feeds = (Link(place.name, feed_address(place_feed(place))),) if "news" in site.sources.sections else ()
    return PlaceView(
        head=HeadView(
            place.name,
            one_line(place.description),
            url,
            "places",
            crumbs,
            place.sample,
            image,
            column=kind,
            feeds=feeds,
        ),
        notices=atlas.board.on(url),
        name=place.name,
        kind=kind,
        description=show_words(place.description, site),
        image=image,
        buildings=tuple(_link(place, b) for b in place.buildings),
        property_phone=_show_manager(place),
        grids=tuple(atlas.grids.get(url, ())),
        locations=tuple(card(x, site) for x in atlas.locations.get(key, ())),
        organizations=tuple(card(o, site) for o in atlas.organizations.get(key, ())),
        activities=tuple(card_to_come(a, site) for a in atlas.activities.get(key, ())),
        calendar=place_calendar_address(place.id),
        news=tuple(card(n, site) for n in site.sources.news_by_place.get(key, ())[:RECENT_NEWS]),
    )


def _view_building(place: Place, building: Building, atlas: _Atlas) -> BuildingView:
    site = atlas.site
    name = f"{place.name}{building.name}"
    grid = site.sources.grid_of.get(f"{place.id}/{building.id}")
    station = site.sources.location[site.sources.community.station]
    told = f"{name}归{grid.name}，{grid.officer}电话 {_call(grid)}。" if grid else f"{name}有事找{station.name}。"
    crumbs = (HOME, PLACES, link_to(place), Link(building.name, ""))
    url = building_address(place.id, building.id)
    sample = place.sample or bool(grid and grid.sample)
    note = site.sources.community.grid_note
    return BuildingView(
        head=HeadView(f"{name}归谁管", told, url, "grids", crumbs, sample),
        notices=atlas.board.on(url),
        name=name,
        intro=f"{grid.officer}管这栋楼，{note}" if grid and note else told,
        place=link_to(place),
        grid=link_to(grid) if grid else None,
        officer=grid.officer if grid else "",
        phone=show_phone(grid.phone, None, grid.extension) if grid else None,
        office=brief(site.sources.location[grid.location], site) if grid else None,
        window=None if grid and grid.location == station.id else brief(station, site),
        property_phone=_show_manager(place),
        coming=atlas.coming(place, url),
        calendar=place_calendar_address(place.id, building.id),
        near=atlas.near[place.id],
        teams=_show_volunteers(place, atlas),
    )


def _show_volunteers(place: Place, atlas: _Atlas) -> tuple[CardView, ...]:
    teams = atlas.organizations.get(place.id, ())
    return tuple(card(team, atlas.site) for team in teams if team.organization_kind == "volunteer")


def _call(grid: Grid) -> str:
    return show_phone(grid.phone, None, grid.extension).number


def _show_manager(place: Place) -> PhoneView | None:
    return show_phone(place.property_phone, "物业电话", place.property_extension) if place.property_phone else None


def _group_near(place: Place, atlas: _Atlas) -> Iterator[GroupView]:
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


def _view_grid(grid: Grid, atlas: _Atlas) -> GridView:
    site = atlas.site
    parts = atlas.parts(grid)
    places = [site.sources.place[id] for id in dict.fromkeys(b.partition("/")[0] for b in grid.buildings)]
    description = f"{grid.name}管{'、'.join(p.name for p in places)}，{grid.officer}电话 {_call(grid)}。"
    note = site.sources.community.grid_note
    crumbs = (HOME, GRIDS, Link(grid.name, ""))
    teams = {o.id: o for p in places for o in atlas.organizations.get(p.id, ())}
    return GridView(
        head=HeadView(grid.name, description, address_of(grid), "grids", crumbs, grid.sample),
        notices=atlas.board.on(address_of(grid)),
        name=grid.name,
        intro=f"{grid.officer}{note}" if note else description,
        officer=grid.officer,
        phone=show_phone(grid.phone, None, grid.extension),
        location=brief(site.sources.location[grid.location], site),
        buildings=parts,
        organizations=tuple(card(o, site) for o in teams.values()),
    )


def _view_lookup(atlas: _Atlas) -> LookupView:
    sources = atlas.site.sources
    note = sources.community.grid_note
    intro = "先找小区，再点楼栋，就知道该打哪个电话。" + (f"网格员{note}" if note else "")
    places = tuple(
        LookupPlace(p.name, p.id, url, tuple(atlas.grids.get(url, ())))
        for p in sources.places
        if (url := address_of(p))
    )
    sample = any(g.sample for g in sources.grids)
    head = HeadView("我家归谁管", intro, "/grids/", "grids", (HOME, Link("我家归谁管", "")), sample)
    return LookupView(head, "我家归谁管", intro, places)
