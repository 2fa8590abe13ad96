"""Locations: windows, rooms and grounds with hours, phones and what happens there (HSDS location)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.directory.groups import plan_groups
from plugins.directory.open_data import data_links
from plugins.model import Location, address_of, is_over
from plugins.site import (
    HOME,
    LOCATION_KINDS,
    CardView,
    HeadView,
    Link,
    LocationBrief,
    Page,
    Site,
    brief,
    card,
    card_to_come,
    link_to,
    one_line,
    show_words,
)

LOCATIONS = Link("场所和窗口", "/locations/")


@dataclass(frozen=True, slots=True)
class LocationView:
    """One location: where it is, when it is open, what is there."""

    head: HeadView
    name: str
    """What the location is called."""
    kind: str
    """办事窗口, 活动场室 …"""
    description: str
    """What it is for, its lines as typed."""
    transport: str
    """How to get there; may be empty."""
    languages: str
    """What is spoken there; may be empty."""
    website: str
    """Its own website; may be empty."""
    brief: LocationBrief
    """Its address, phones and hours."""
    accessibility: tuple[str, ...]
    """What there is for people with a disability."""
    capacity: str
    """How many fit in, in words; may be empty."""
    map_url: str
    """A link that opens a map; empty without coordinates."""
    services: tuple[CardView, ...]
    """What can be had there, but for what a guide beside it tells."""
    guides: tuple[CardView, ...]
    """What can be got done there."""
    activities: tuple[CardView, ...]
    """What takes place there and is not over."""
    organizations: tuple[CardView, ...]
    """Who meets there."""
    rosters: tuple[Link, ...]
    """Who is on duty there."""


def plan_locations(site: Site) -> Iterator[Page]:
    """Every location, and the list by kind."""
    for location in site.sources.locations:
        yield Page(address_of(location), "location.html", partial(_view_location, location, site), location.path)
    if "locations" in site.sources.sections:
        yield from _plan_list(site)


def _plan_list(site: Site) -> Iterator[Page]:
    intro = "窗口和活动场所在哪里、几点开、打哪个电话。"
    entries = ((location.location_kind, location) for location in site.sources.locations)
    return plan_groups(LOCATIONS, intro, LOCATION_KINDS, entries, site, data_links("locations", site))


def _view_location(location: Location, site: Site) -> LocationView:
    sources = site.sources
    key = location.id
    kind = LOCATION_KINDS[location.location_kind]
    crumbs = (HOME, LOCATIONS, Link(location.name, ""))
    url = address_of(location)
    head = HeadView(
        location.name, one_line(location.description), url, "locations", crumbs, location.sample, column=kind
    )
    geo = location.geo
    activities = sources.activities_by_location.get(key, ())
    guides = sources.guides_by_location.get(key, ())
    told = {guide.services[0] for guide in guides}
    return LocationView(
        head=head,
        name=location.name,
        kind=kind,
        description=show_words(location.description, site),
        transport=show_words(location.transport or "", site),
        languages="、".join(location.languages),
        website=location.website or "",
        brief=brief(location, site),
        accessibility=location.accessibility,
        capacity=f"{location.capacity} 人" if location.capacity else "",
        map_url=f"geo:{geo.latitude},{geo.longitude}" if geo else "",
        services=tuple(card(s, site) for s in sources.services_by_location.get(key, ()) if s.id not in told),
        guides=tuple(card(g, site) for g in guides),
        activities=tuple(card_to_come(a, site) for a in activities if not is_over(a, site.now)),
        organizations=tuple(card(o, site) for o in sources.organizations_by_location.get(key, ())),
        rosters=tuple(link_to(r) for r in sources.rosters_by_location.get(key, ())),
    )
