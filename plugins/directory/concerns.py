"""有事找谁: what residents have on their mind, and for each whom to turn to, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.model import Concern, Turn, address_of
from plugins.site import (
    HOME,
    HeadView,
    Link,
    Page,
    PhoneView,
    Site,
    hours_spec,
    is_office,
    link_to,
    show_contact,
    show_phone,
    show_phones,
)

CONCERNS = Link(Concern.kind.label, Concern.kind.index)
INTRO = "先点是什么事，就知道先找谁、电话多少、没人管再找谁。"
FIRST, NEXT, LAST = "先找", "没解决，再找", "还没解决，最后找"


@dataclass(frozen=True, slots=True)
class TurnView:
    """Somebody to turn to."""

    word: str
    """先找, 没解决，再找 …"""
    who: str
    """Who it is."""
    say: str
    """What to say, and what to bring; may be empty."""
    where: Link | None
    """The page of the place or team; for what differs from house to house, where to look it up."""
    spec: str
    """Its hours, as data-hours has them; empty where nobody says."""
    meets: bool
    """Whether those are a team's."""
    phones: tuple[PhoneView, ...]
    """The numbers, each with whose it is where they differ."""


@dataclass(frozen=True, slots=True)
class ConcernView:
    """One concern."""

    head: HeadView
    name: str
    """What it is."""
    summary: str
    """Whose business it is."""
    urgent: str
    """What to do before anything else; may be empty."""
    turns: tuple[TurnView, ...]
    """Whom to turn to, in order."""
    ways: tuple[Link, ...]
    """The guide and the service of it."""
    others: tuple[Link, ...]
    """The other concerns."""


@dataclass(frozen=True, slots=True)
class ConcernsView:
    """All concerns."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    concerns: tuple[Link, ...]
    """Each with whom to turn to first."""


def plan_concerns(site: Site) -> Iterator[Page]:
    """Every concern, and the chooser."""
    concerns = site.sources.of(Concern)
    for concern in concerns:
        view = partial(_view_concern, concern, concerns, site)
        yield Page(address_of(concern), "concern.html", view, concern.path)
    if concerns:
        yield Page(CONCERNS.url, "concerns.html", partial(_view_concerns, concerns))


def _view_concerns(concerns: tuple[Concern, ...]) -> ConcernsView:
    head = HeadView(CONCERNS.title, INTRO, CONCERNS.url, "concerns", (HOME, Link(CONCERNS.title, "")))
    return ConcernsView(head, CONCERNS.title, INTRO, tuple(map(_link, concerns)))


def _link(concern: Concern) -> Link:
    return Link(concern.name, address_of(concern), f"先找{concern.turns[0].who}")


def _view_concern(concern: Concern, concerns: tuple[Concern, ...], site: Site) -> ConcernView:
    crumbs = (HOME, CONCERNS, Link(concern.name, ""))
    sources = site.sources
    ways = (
        *([link_to(sources.guide[concern.guide])] if concern.guide else []),
        *([link_to(sources.service[concern.service])] if concern.service else []),
    )
    return ConcernView(
        head=HeadView(concern.name, concern.description, address_of(concern), "concerns", crumbs, concern.sample),
        name=concern.name,
        summary=concern.description,
        urgent=concern.urgent or "",
        turns=tuple(_view_turn(i, concern, site) for i in range(len(concern.turns))),
        ways=ways,
        others=tuple(_link(other) for other in concerns if other is not concern),
    )


def _view_turn(i: int, concern: Concern, site: Site) -> TurnView:
    turn, sources = concern.turns[i], site.sources
    location = sources.location.get(turn.location or "")
    team = sources.organization.get(turn.organization or "")
    place = location or team
    where = link_to(place) if place else None
    if turn.each:
        where = Link("查自己那栋楼的网格员", "/grids/") if turn.each == "grids" else None
    return TurnView(
        word=FIRST if i == 0 else NEXT if i == 1 else LAST,
        who=turn.who,
        say=turn.say or "",
        where=where,
        spec=hours_spec(place, site) if place else "",
        meets=team is not None and location is None and not is_office(team),
        phones=tuple(_phones(turn, site)),
    )


def _phones(turn: Turn, site: Site) -> Iterator[PhoneView]:
    """The number that is written, else those of the place, the team or every garden's property office."""
    sources = site.sources
    if turn.phone:
        yield show_phone(turn.phone, None, turn.extension)
        return
    if turn.location:
        yield from show_phones(sources.location[turn.location].phones[:1])
    elif turn.organization:
        contact = show_contact(sources.organization[turn.organization].contact)
        yield from (contact,) if contact else ()
    if turn.each == "places":
        for place in sources.places:
            if place.property_phone:
                yield show_phone(place.property_phone, place.name, place.property_extension)
    elif turn.each == "grids":
        for grid in sources.grids:
            yield show_phone(grid.phone, grid.name, grid.extension)
