"""Places and grids: what is near, and 我家归谁管."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.directory.locations import GroupsView
from plugins.site.cards import HOME, PLACE_KINDS, brief, card, link_to, show_image, show_phone
from plugins.site.occurrences import is_over
from plugins.site.site import Site
from plugins.site.views import CardView, GroupView, HeadView, ImageView, Link, LocationBrief, Page, PhoneView
from plugins.source.addresses import address_of
from plugins.source.models import Grid, Place

PLACES = Link("小区", "/places/")
GRIDS = Link("我家归谁管", "/grids/")
RECENT_NEWS = 8


@dataclass(frozen=True, slots=True)
class GridBrief:
    """A grid as a place shows it: its buildings there, and whom to call."""

    name: str
    url: str
    buildings: str
    officer: str
    phone: PhoneView


@dataclass(frozen=True, slots=True)
class PlaceView:
    head: HeadView
    name: str
    kind: str
    description: str
    image: ImageView | None
    buildings: tuple[str, ...]
    property_phone: PhoneView | None
    grids: tuple[GridBrief, ...]
    locations: tuple[CardView, ...]
    organizations: tuple[CardView, ...]
    activities: tuple[CardView, ...]
    news: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class GridView:
    head: HeadView
    name: str
    officer: str
    phone: PhoneView
    location: LocationBrief
    buildings: tuple[GroupView, ...]
    places: tuple[Link, ...]
    organizations: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class LookupPlace:
    """One place of the grid lookup with the grids that share its buildings."""

    name: str
    id: str
    url: str
    grids: tuple[GridBrief, ...]


@dataclass(frozen=True, slots=True)
class LookupView:
    head: HeadView
    title: str
    intro: str
    places: tuple[LookupPlace, ...]


def plan_places(site: Site) -> Iterator[Page]:
    """Every place and grid, the list of places, and the lookup from building to grid."""
    sources = site.sources
    for place in sources.places:
        yield Page(address_of(place), "place.html", partial(_view_place, place, site), place.path)
    for grid in sources.grids:
        yield Page(address_of(grid), "grid.html", partial(_view_grid, grid, site), grid.path)
    yield Page("/places/", "directory.html", partial(_view_list, site))
    yield Page("/grids/", "grids.html", partial(_view_lookup, site))


def _view_list(site: Site) -> GroupsView:
    sources = site.sources
    groups = tuple(
        GroupView(name, cards, kind)
        for kind, name in PLACE_KINDS.items()
        if (cards := tuple(card(p, site) for p in sources.places if p.place_kind == kind))
    )
    intro = "五个小区和一个园区：楼栋、物业、网格员，还有附近的场所和活动。"
    head = HeadView("小区", intro, "/places/", "places", (HOME, Link("小区", "")))
    return GroupsView(head, "小区", intro, groups)


def _grids_of(place: Place, site: Site) -> tuple[GridBrief, ...]:
    names = {f"{place.id}/{b.id}": b.name for b in place.buildings}
    found = []
    for grid in site.sources.grids:
        buildings = [names[b] for b in grid.buildings if b in names]
        if buildings:
            words = "、".join(buildings)
            found.append(GridBrief(grid.name, address_of(grid), words, grid.officer, show_phone(grid.phone)))
    return tuple(found)


def _view_place(place: Place, site: Site) -> PlaceView:
    sources = site.sources
    key = place.id
    image = show_image(place.image, place.image_alt)
    crumbs = (HOME, PLACES, Link(place.name, ""))
    here = {x.id for x in sources.locations if x.place == key}
    near = [a for a in sources.activities if key in a.places or a.location in here]
    news = [n for n in sources.news if key in n.places]
    kind = PLACE_KINDS[place.place_kind]
    head = HeadView(
        place.name, place.description, address_of(place), "places", crumbs, place.sample, image, column=kind
    )
    return PlaceView(
        head=head,
        name=place.name,
        kind=kind,
        description=place.description,
        image=image,
        buildings=tuple(b.name for b in place.buildings),
        property_phone=show_phone(place.property_phone, "物业电话") if place.property_phone else None,
        grids=_grids_of(place, site),
        locations=tuple(card(x, site) for x in sources.locations if x.place == key),
        organizations=tuple(card(o, site) for o in sources.organizations if key in o.places),
        activities=tuple(card(a, site) for a in near if not is_over(a, site.now)),
        news=tuple(card(n, site) for n in news[:RECENT_NEWS]),
    )


def _view_grid(grid: Grid, site: Site) -> GridView:
    sources = site.sources
    groups = []
    places = []
    for place in sources.places:
        names = [b.name for b in place.buildings if f"{place.id}/{b.id}" in grid.buildings]
        if names:
            places.append(place)
            cards = tuple(CardView(name, "") for name in names)
            groups.append(GroupView(place.name, cards, place.id, address_of(place)))
    description = f"{grid.name}管{'、'.join(p.name for p in places)}，{grid.officer}电话 {grid.phone}。"
    crumbs = (HOME, GRIDS, Link(grid.name, ""))
    teams = [o for o in sources.organizations if any(p.id in o.places for p in places)]
    return GridView(
        head=HeadView(grid.name, description, address_of(grid), "grids", crumbs, grid.sample),
        name=grid.name,
        officer=grid.officer,
        phone=show_phone(grid.phone),
        location=brief(sources.location[grid.location], site),
        buildings=tuple(groups),
        places=tuple(link_to(p) for p in places),
        organizations=tuple(card(o, site) for o in teams),
    )


def _view_lookup(site: Site) -> LookupView:
    intro = "先找小区，再找楼栋，就知道该打哪个电话。网格员什么事都能接：计生、低保、出租屋、就业，一个电话就行。"
    places = tuple(LookupPlace(p.name, p.id, address_of(p), _grids_of(p, site)) for p in site.sources.places)
    sample = any(g.sample for g in site.sources.grids)
    head = HeadView("我家归谁管", intro, "/grids/", "grids", (HOME, Link("我家归谁管", "")), sample)
    return LookupView(head, "我家归谁管", intro, places)
