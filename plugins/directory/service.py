"""One service: what it is, who may have it, what to bring, where and when; hides nothing but its view."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.model import (
    Location,
    Service,
    address_of,
    category_address,
)
from plugins.site import (
    HOME,
    CardView,
    HeadView,
    Link,
    LocationBrief,
    PeriodView,
    PhoneView,
    Site,
    audience_names,
    brief,
    card,
    closure_period,
    closure_words,
    hours_spec,
    link_to,
    one_line,
    opening_words,
    show_phones,
    show_switchboard,
    show_words,
    unknown_words,
)

SERVICES = Link("服务", "/services/")
_MOST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service: what it is, for whom, where and when."""

    head: HeadView
    name: str
    """What the service is called."""
    description: str
    """What it does."""
    category: Link
    """What kind of service it is."""
    audience: tuple[str, ...]
    """Whom it is for."""
    eligibility: str
    """Who can have it."""
    application: str
    """How to apply; may be empty."""
    waiting_time: str
    """How long one waits; may be empty."""
    fees: str
    """What it costs; empty where the source does not say."""
    provider: Link | None
    """Who provides it, where it is not the community."""
    area: tuple[Link, ...]
    """The places it is for; none where it is for all."""
    keywords: str
    """What else it is called; may be empty."""
    where: tuple[Link, ...]
    """The locations it can be had at."""
    when: str
    """From when to when, in one sentence; empty where the source does not say."""
    note: str
    """What is to be said of its hours; may be empty."""
    paused: str
    """The notice that it is not provided for a while; may be empty."""
    paused_period: PeriodView
    """How long that notice stands."""
    spec: str
    """Its hours for the browser (data-hours); may be empty."""
    unknown: str
    """Why nobody can tell yet whether it is open; may be empty."""
    phones: tuple[PhoneView, ...]
    """The numbers to ask at."""
    online_url: str
    """Where it can be had online; may be empty."""
    locations: tuple[LocationBrief, ...]
    """Its locations with address and hours."""
    guides: tuple[CardView, ...]
    """How to get it done."""
    related: tuple[CardView, ...]
    """Services of the same kind."""


def view_service(service: Service, site: Site) -> ServiceView:
    sources = site.sources
    category = Link(sources.category_names[service.category], category_address(service.category))
    locations = find_locations(service, site)
    crumbs = (HOME, SERVICES, category, Link(service.name, ""))
    url = address_of(service)
    head = HeadView(
        service.name, one_line(service.description), url, "services", crumbs, service.sample, column=category.title
    )
    return ServiceView(
        head=head,
        name=service.name,
        description=show_words(service.description, site),
        category=category,
        audience=audience_names(service.audience, site),
        eligibility=show_words(service.eligibility or "", site),
        application=show_words(service.application or "", site),
        waiting_time=service.waiting_time or "",
        fees=service.fees or "",
        provider=link_to(sources.organization[service.provider]) if service.provider else None,
        area=tuple(link_to(sources.place[p]) for p in service.area),
        keywords="、".join(service.keywords),
        where=tuple(map(link_to, locations)),
        when=opening_words(service, site),
        note=service.hours_note or "",
        paused=closure_words(service, site),
        paused_period=closure_period(service, site),
        spec=hours_spec(service, site),
        unknown=unknown_words(service, site),
        phones=_show_phones(service, site),
        online_url=service.online_url or "",
        locations=tuple(brief(location, site) for location in locations),
        guides=tuple(card(g, site) for g in sources.guides_by_service.get(service.id, ())),
        related=_show_alike(service, site),
    )


def _show_phones(service: Service, site: Site) -> tuple[PhoneView, ...]:
    """Its own numbers, else those of where it can be had, else the community's: somebody must answer."""
    numbers = tuple(phone for location in find_locations(service, site) for phone in location.phones)
    return show_phones(service.phones or numbers) or (show_switchboard(site.sources.community),)


def _show_alike(service: Service, site: Site) -> tuple[CardView, ...]:
    # One more than are shown, for it may be the service itself.
    first = site.sources.services_by_category[service.category][: _MOST_ALIKE + 1]
    return tuple(card(other, site) for other in first if other.id != service.id)[:_MOST_ALIKE]


def find_locations(service: Service, site: Site) -> list[Location]:
    return [site.sources.location[i] for i in service.locations]
