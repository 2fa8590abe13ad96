"""Services: by category, by audience, and each with where, when and whom to call (HSDS service)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.site.cards import HOME, audience_names, brief, card, show_phones
from plugins.site.site import Site
from plugins.site.views import CardView, GroupView, HeadView, Link, LocationBrief, Page, PhoneView
from plugins.source.addresses import address_of, audience_address, category_address
from plugins.source.models import Service
from plugins.source.parts import Term

SERVICES = Link("服务", "/services/")
NEAREST = 4


@dataclass(frozen=True, slots=True)
class ServiceView:
    head: HeadView
    name: str
    description: str
    category: Link
    audience: tuple[str, ...]
    eligibility: str
    fees: str
    phones: tuple[PhoneView, ...]
    online_url: str
    locations: tuple[LocationBrief, ...]
    guides: tuple[CardView, ...]
    related: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class ServicesView:
    """The directory: ways in by category and by audience, then every service in groups."""

    head: HeadView
    title: str
    intro: str
    categories: tuple[Link, ...]
    audiences: tuple[Link, ...]
    current: str
    groups: tuple[GroupView, ...]


def plan_services(site: Site) -> Iterator[Page]:
    """Every service, the whole directory, and a page for each category and audience."""
    sources = site.sources
    for service in sources.services:
        yield Page(address_of(service), "service.html", partial(_view_service, service, site), service.path)
    yield Page("/services/", "services.html", partial(_view_directory, site))
    for term in sources.community.categories:
        yield Page(category_address(term.id), "services.html", partial(_view_category, term, site))
    for term in sources.community.audiences:
        yield Page(audience_address(term.id), "services.html", partial(_view_audience, term, site))


def _view_directory(site: Site) -> ServicesView:
    sources = site.sources
    intro = "社区能帮您办的事，按类别或按人群找。"
    head = HeadView("服务", intro, "/services/", "services", (HOME, Link("服务", "")))
    groups = tuple(
        GroupView(c.name, cards, c.id, category_address(c.id), c.description or "")
        for c in sources.community.categories
        if (cards := tuple(card(s, site) for s in sources.services if s.category == c.id))
    )
    return ServicesView(head, "服务", intro, *_ways(site), "", groups)


def _view_category(term: Term, site: Site) -> ServicesView:
    found = [s for s in site.sources.services if s.category == term.id]
    intro = term.description or f"{term.name}方面的服务。"
    return _view_way(site, f"{term.name}服务", intro, category_address(term.id), found)


def _view_audience(term: Term, site: Site) -> ServicesView:
    found = [s for s in site.sources.services if term.id in s.audience]
    intro = term.description or f"{term.name}可以用到的服务。"
    return _view_way(site, f"给{term.name}的服务", intro, audience_address(term.id), found)


def _ways(site: Site) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    services = site.sources.services
    community = site.sources.community
    by_category = {c.id: sum(s.category == c.id for s in services) for c in community.categories}
    by_audience = {a.id: sum(a.id in s.audience for s in services) for a in community.audiences}
    categories = tuple(Link(c.name, category_address(c.id), f"{by_category[c.id]}") for c in community.categories)
    audiences = tuple(Link(a.name, audience_address(a.id), f"{by_audience[a.id]}") for a in community.audiences)
    return categories, audiences


def _view_way(site: Site, title: str, intro: str, url: str, found: list[Service]) -> ServicesView:
    head = HeadView(title, intro, url, "services", (HOME, SERVICES, Link(title, "")))
    group = GroupView(f"{len(found)} 项服务", tuple(card(s, site) for s in found))
    return ServicesView(head, title, intro, *_ways(site), url, (group,))


def _view_service(service: Service, site: Site) -> ServiceView:
    sources = site.sources
    term = next(c for c in sources.community.categories if c.id == service.category)
    category = Link(term.name, category_address(term.id))
    locations = tuple(brief(sources.location[i], site) for i in service.locations)
    guides = [g for g in sources.guides if g.slug in service.guides or service.id in g.services]
    alike = [s for s in sources.services if s.category == service.category and s.id != service.id]
    crumbs = (HOME, SERVICES, category, Link(service.name, ""))
    url = address_of(service)
    head = HeadView(service.name, service.description, url, "services", crumbs, service.sample, column=term.name)
    return ServiceView(
        head=head,
        name=service.name,
        description=service.description,
        category=category,
        audience=audience_names(service.audience, site),
        eligibility=service.eligibility or "",
        fees=service.fees,
        phones=show_phones(service.phones),
        online_url=service.online_url or "",
        locations=locations,
        guides=tuple(card(g, site) for g in guides),
        related=tuple(card(s, site) for s in alike[:NEAREST]),
    )
