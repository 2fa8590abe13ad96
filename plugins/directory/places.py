"""Places, buildings and grids: what is near, and 我家归谁管."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.directory.atlas import Atlas, GridBrief, PlacePart, link_to_building
from plugins.directory.groups import plan_groups
from plugins.model import (
    Building,
    Grid,
    Place,
    address_of,
    building_address,
    feed_address,
    place_calendar_address,
    place_feed,
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
    MadeView,
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
    one_line,
    show_image,
    show_phone,
    show_words,
)

PLACES = Link("小区", "/places/")
GRIDS = Link("我家归谁管", "/grids/")
RECENT_NEWS = 8


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
    nothing_near: bool
    """Whether all of that is too far ahead to be shown yet."""
    made: MadeView
    """The day the page was made, for when it does not know any more what comes."""
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
    atlas = Atlas(site)
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


def _plan_list(site: Site) -> Iterator[Page]:
    officers = "网格员，" if site.sources.grids else ""
    intro = f"{_count_places(site)}：楼栋、物业、{officers}还有附近的场所和活动。"
    return plan_groups(PLACES, intro, PLACE_KINDS, ((place.place_kind, place) for place in site.sources.places), site)


def _count_places(site: Site) -> str:
    """For example 两个小区和三个园区."""
    numbers = {kind: sum(p.place_kind == kind for p in site.sources.places) for kind in PLACE_KINDS}
    return list_words(f"{count_words(n)}个{PLACE_KINDS[kind]}" for kind, n in numbers.items() if n)


def _view_place(place: Place, atlas: Atlas) -> PlaceView:
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
        buildings=tuple(link_to_building(place, b) for b in place.buildings),
        property_phone=_show_manager(place),
        grids=tuple(atlas.grids.get(url, ())),
        locations=tuple(card(x, site) for x in atlas.locations.get(key, ())),
        organizations=tuple(card(o, site) for o in atlas.organizations.get(key, ())),
        activities=tuple(card_to_come(a, site) for a in atlas.activities.get(key, ())),
        calendar=place_calendar_address(place.id),
        news=tuple(card(n, site) for n in site.sources.news_by_place.get(key, ())[:RECENT_NEWS]),
    )


def _view_building(place: Place, building: Building, atlas: Atlas) -> BuildingView:
    site = atlas.site
    name = f"{place.name}{building.name}"
    grid = site.sources.grid_of.get(f"{place.id}/{building.id}")
    station = site.sources.location[site.sources.community.station]
    told = f"{name}归{grid.name}，{grid.officer}电话 {_call(grid)}。" if grid else f"{name}有事找{station.name}。"
    crumbs = (HOME, PLACES, link_to(place), Link(building.name, ""))
    url = building_address(place.id, building.id)
    sample = place.sample or bool(grid and grid.sample)
    note = site.sources.community.grid_note
    coming = atlas.coming(place, url)
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
        coming=coming,
        nothing_near=all(line.period.hidden for line in coming),
        made=atlas.coming_made(place),
        calendar=place_calendar_address(place.id, building.id),
        near=atlas.near[place.id],
        teams=_show_volunteers(place, atlas),
    )


def _show_volunteers(place: Place, atlas: Atlas) -> tuple[CardView, ...]:
    teams = atlas.organizations.get(place.id, ())
    return tuple(card(team, atlas.site) for team in teams if team.organization_kind == "volunteer")


def _call(grid: Grid) -> str:
    return show_phone(grid.phone, None, grid.extension).number


def _show_manager(place: Place) -> PhoneView | None:
    return show_phone(place.property_phone, "物业电话", place.property_extension) if place.property_phone else None


def _view_grid(grid: Grid, atlas: Atlas) -> GridView:
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


def _view_lookup(atlas: Atlas) -> LookupView:
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
