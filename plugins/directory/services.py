"""Services: by category, audience and place, each with where, when and whom to call (HSDS service).

Hides how long lists are cut into pages, and what the filter in the browser is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import orjson

from plugins.directory.open_data import data_links
from plugins.directory.service import SERVICES, find_locations, view_service
from plugins.model import (
    SERVICE_INDEX,
    SERVICES_PER_PAGE,
    Place,
    Service,
    Term,
    address_of,
    audience_address,
    category_address,
    place_services_address,
    service_places,
)
from plugins.site import (
    HOME,
    Artifact,
    CardView,
    GroupView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    card,
    choose_words,
    hours_spec,
    plan_list,
    show_phone,
    show_phones,
)

PER_GROUP = 24
"""How many services of a group the directory shows; the group's own page has the rest."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice of a list."""

    value: str
    """What the choice is called in an address."""
    name: str
    """What people call it."""
    chosen: bool
    """Whether the page itself stands there."""


@dataclass(frozen=True, slots=True)
class FilterView:
    """The filter of the directory as the page opens with it."""

    action: str
    """The page that answers."""
    index: str
    """The file the script reads."""
    categories: tuple[OptionView, ...]
    """The choices of what is to be done."""
    audiences: tuple[OptionView, ...]
    """The choices of whom it is for."""
    places: tuple[OptionView, ...]
    """The choices of where one lives."""
    blank: CardView
    """A card for the script to fill in."""


@dataclass(frozen=True, slots=True)
class ServicesView:
    """The directory: ways in by category, audience and place, a filter, then services in groups, page by page."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    filter: FilterView
    """The filter on top of it."""
    categories: tuple[Link, ...]
    """Ways in by what is to be done."""
    audiences: tuple[Link, ...]
    """Ways in by whom it is for."""
    places: tuple[Link, ...]
    """Ways in by where one lives."""
    current: str
    """The way in that the page is; empty on the first page."""
    folded: bool
    """Whether each group is a line until it is asked for: all of them on one page are ten screens."""
    groups: tuple[GroupView, ...]
    """The services in groups."""
    also: tuple[GroupView, ...]
    """On a place's page those that serve every place, by category, each a line until it is asked for."""
    everywhere: Link | None
    """The list of those."""
    pages: tuple[Link, ...]
    """The pages of a long list; none where one is enough."""


@dataclass(frozen=True, slots=True)
class _ServiceList:
    """One way in: all services of a category, an audience or a place.

    `also` are those that serve every place, folded by category; `here` heads the others then.
    """

    field: str
    id: str
    title: str
    intro: str
    url: str
    name: str
    found: tuple[Service, ...]
    also: tuple[Service, ...] = ()
    here: str = ""


_Links = tuple[tuple[Link, ...], tuple[Link, ...], tuple[Link, ...]]


def plan_services(site: Site) -> Iterator[Page]:
    """Every service, the whole directory, and the pages of each category, audience and place."""
    for service in site.sources.services:
        yield Page(address_of(service), "service.html", partial(view_service, service, site), service.path)
    if "services" not in site.sources.sections:
        return
    ways = tuple(_ways(site))
    links = _link_ways(ways)
    yield Page(SERVICES.url, "services.html", partial(_view_directory, site, links))
    for way in ways:
        titled = ListPart(way.here or f"{len(way.found)} 项服务", way.found, partial(_show_card, site=site))
        parts = (titled,) if way.found or not way.also else ()
        yield from plan_list(way.url, "services.html", parts, partial(_view_way, way, site, links), SERVICES_PER_PAGE)


def make_service_index(site: Site) -> Artifact:
    """What the filter in the browser needs of every service, as short as it can be said."""
    hours: dict[str, int] = {}
    rows = []
    for service in site.sources.services:
        shown = _show_card(service, site)
        spec = hours_spec(service, site)
        open_at = hours.setdefault(spec, len(hours)) if spec else -1
        places = site.sources.places_of(service)
        phone = (shown.phone.number, shown.phone.tel) if shown.phone else ("", "")
        row = (service.id, service.name, shown.summary, service.category, service.audience, places)
        rows.append((*row, service.fees or "", *phone, shown.hours, open_at))
    return Artifact(SERVICE_INDEX.lstrip("/"), orjson.dumps({"hours": list(hours), "services": rows}))


def _ways(site: Site) -> Iterator[_ServiceList]:
    sources = site.sources
    for term in sources.community.categories:
        intro = term.description or f"{term.name}方面的服务。"
        found = sources.services_by_category.get(term.id, ())
        yield _ServiceList("category", term.id, f"{term.name}服务", intro, category_address(term.id), term.name, found)
    for term in sources.community.audiences:
        intro = term.description or f"{term.name}可以用到的服务。"
        found = sources.services_by_audience.get(term.id, ())
        yield _ServiceList(
            "audience", term.id, f"给{term.name}的服务", intro, audience_address(term.id), term.name, found
        )
    shared = sources.services_by_place.get("", ())
    for place in sources.places:
        found = sources.services_by_place.get(place.id, ())
        listed = frozenset(s.id for s in found)
        also = tuple(s for s in shared if s.id not in listed)
        here = f"先列在{place.name}里办的，再列全社区都能用的。"
        nothing = f"{place.name}里没有单独的服务，下面这些全社区都能用。"
        intro, url = here if found else nothing, place_services_address(place.id)
        yield _ServiceList(
            "place", place.id, f"{place.name}的服务", intro, url, place.name, found, also, f"在{place.name}"
        )
    if "" in service_places(sources):
        intro = "不管您住在哪个小区，都可以用。"
        yield _ServiceList("place", "", "全社区都能用的服务", intro, place_services_address(""), "全社区", shared)


def _view_directory(site: Site, links: _Links) -> ServicesView:
    sources = site.sources
    ways = [f"按{word}" for word, there in (("类别", links[0]), ("人群", links[1]), ("小区", links[2])) if there]
    intro = f"社区能帮您办的事，{choose_words(ways)}找。"
    head = HeadView(
        "服务", intro, SERVICES.url, "services", (HOME, Link("服务", "")), alternates=data_links("services", site)
    )
    return ServicesView(
        head, "服务", intro, _show_filter(site), *links, "", True, _fold_services(sources.services, site), (), None, ()
    )


def _fold_services(services: Sequence[Service], site: Site) -> tuple[GroupView, ...]:
    by_category: dict[str, list[Service]] = {}
    for service in services:
        by_category.setdefault(service.category, []).append(service)
    return tuple(
        _fold_category(category, found, site)
        for category in site.sources.community.categories
        if (found := by_category.get(category.id))
    )


def _fold_category(category: Term, found: Sequence[Service], site: Site) -> GroupView:
    """How many there are is said before anybody looks; the category's own page says whom to call for each."""
    said = "：".join(filter(None, (f"{len(found)} 项", category.description)))
    group = _show_group(category.name, found, category_address(category.id), site, category.id, said)
    # A line has the name and the facts: what it does not show must not render the page again.
    lines = tuple(replace(card, summary="", label="", image=None, phone=None, hours="") for card in group.items)
    return replace(group, items=lines, more=Link(f"{category.name}的全部服务，带电话和时间", group.url))


def _view_way(way: _ServiceList, site: Site, links: _Links, leaf: Leaf) -> ServicesView:
    head = leaf.name(HeadView(way.title, way.intro, way.url, "services", (HOME, SERVICES, Link(way.title, ""))))
    also = _fold_services(way.also, site) if leaf.number == 1 else ()
    everywhere = Link("全社区都能用的", place_services_address("")) if also else None
    return ServicesView(
        head=head,
        title=head.title,
        intro=way.intro,
        filter=_show_filter(site, way),
        categories=links[0],
        audiences=links[1],
        places=links[2],
        current=way.url,
        folded=False,
        groups=leaf.groups,
        also=also,
        everywhere=everywhere,
        pages=leaf.pages,
    )


def _show_group(
    title: str, found: Sequence[Service], url: str, site: Site, anchor: str = "", summary: str = ""
) -> GroupView:
    """The first services of a group, and the way to all of them where there are more."""
    more = Link(f"{title}：全部 {len(found)} 项", url) if len(found) > PER_GROUP else None
    cards = tuple(_show_card(s, site) for s in found[:PER_GROUP])
    return GroupView(title, cards, anchor, url, summary, more)


def _show_card(service: Service, site: Site) -> CardView:
    """A service's card with whom to call and when; without a line of its own for now, which the filter reckons."""
    locations = find_locations(service, site)
    numbers = [p for p in (*service.phones, *(p for x in locations for p in x.phones)) if p.phone_type == "voice"]
    phone = replace(show_phones(tuple(numbers[:1]))[0], description="") if numbers else None
    return replace(card(service, site), phone=phone, spec="")


def _link_ways(ways: Sequence[_ServiceList]) -> _Links:
    """A link to each category, audience and place, with the number of its services."""

    def links(field: str) -> tuple[Link, ...]:
        return tuple(Link(w.name, w.url, f"{len(w.found) + len(w.also)}") for w in ways if w.field == field)

    return links("category"), links("audience"), links("place")


def _show_filter(site: Site, way: _ServiceList | None = None) -> FilterView:
    chosen = (way.field, way.id) if way else ("", "")

    def options(field: str, terms: Sequence[Term | Place]) -> tuple[OptionView, ...]:
        return tuple(OptionView(t.id, t.name, (field, t.id) == chosen) for t in terms)

    community = site.sources.community
    return FilterView(
        action=SERVICES.url,
        index=SERVICE_INDEX,
        categories=options("category", community.categories),
        audiences=options("audience", community.audiences),
        places=options("place", site.sources.places),
        blank=CardView("", SERVICES.url, " ", facts=("",), phone=show_phone("12345"), hours=" "),
    )
