"""What an entry is in the vocabulary of schema.org; hides its types and properties.

Types and properties: https://schema.org, and what https://developers.google.com/search/docs/appearance/structured-data
asks of them. A sample entry says so in `disambiguatingDescription`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plugins.model import (
    Activity,
    Entry,
    Figure,
    Film,
    Guide,
    Hours,
    Location,
    News,
    Note,
    Organization,
    Place,
    Policy,
    Service,
    address_of,
    upcoming,
)
from plugins.model import TextPage as TextPage
from plugins.site.cards import audience_names, is_in_force
from plugins.site.changes import last_change
from plugins.site.opening import opening_of
from plugins.site.site import Site
from plugins.site.weekly import dated_rules, holiday_spans, weekly_rules

Node = dict[str, object]

SAMPLE = "示例数据：电话、地址或日期是示例，不能当真。"
LANGUAGE = "zh-Hans-CN"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STATUSES = {"scheduled": "EventScheduled", "cancelled": "EventCancelled", "postponed": "EventPostponed"}
_PAGE_TYPES = {"about": "AboutPage", "contact": "ContactPage", "other": "WebPage"}


_LOCATION_TYPES = {
    "window": "GovernmentOffice",
    "office": "GovernmentOffice",
    "clinic": "MedicalClinic",
    "school": "School",
    "library": "Library",
    "shop": "Store",
    "parking": "ParkingFacility",
    "station": "BusStation",
    "toilet": "PublicToilet",
}
_CONTACT_TYPES = {"fax": "传真", "text": "短信"}


def community_node(site: Site) -> Node:
    """The community in few words, as whoever publishes, provides or organizes."""
    name = site.sources.community.name
    return {"@type": "GovernmentOrganization", "@id": f"{site.url}/#community", "name": name, "url": f"{site.url}/"}


def home_nodes(site: Site) -> Iterator[Node]:
    community = site.sources.community
    node = community_node(site) | {
        "alternateName": community.full_name,
        "slogan": community.motto,
        "description": community.description,
        "address": _address(community.address, site),
        "telephone": _telephone(community.phone, community.extension),
        "contactPoint": [_contact("监督投诉", community.complaints_phone, community.complaints_extension)],
    }
    if community.logo:
        node["logo"] = f"{site.url}/{community.logo}"
    if community.email:
        node["email"] = community.email
    if community.sample:
        node["disambiguatingDescription"] = SAMPLE
    yield node
    yield {
        "@type": "WebSite",
        "name": community.name,
        "alternateName": community.full_name,
        "url": f"{site.url}/",
        "inLanguage": LANGUAGE,
        "publisher": {"@id": f"{site.url}/#community"},
    }


def node_entry(entry: Entry, site: Site) -> Node:
    """The node of a kind that has none of its own, by its type; empty where schema.org has no word for it."""
    kind = entry.kind.schema_type
    node: Node = {"@type": kind, "name": entry.called, "inLanguage": LANGUAGE, "publisher": community_node(site)}
    return node if kind else {}


def node_film(entry: Film, site: Site) -> Node:
    node: Node = {
        "@type": "VideoObject",
        "name": entry.title,
        "uploadDate": entry.date.isoformat(),
        "inLanguage": LANGUAGE,
        "publisher": community_node(site),
    }
    if entry.image:
        node["thumbnailUrl"] = f"{site.url}/{entry.image}"
    if entry.length is not None:
        node["duration"] = f"PT{entry.length // 60}M{entry.length % 60}S"
    if entry.file:
        node["contentUrl"] = f"{site.url}/{entry.file}"
    if entry.link:
        node["sameAs"] = entry.link
    if entry.chapters and entry.file:
        node["hasPart"] = [{"@type": "Clip", "name": c.title, "startOffset": c.at} for c in entry.chapters]
    return node


def node_figure(entry: Figure, site: Site) -> Node:
    return {
        "@type": "Dataset",
        "name": entry.name,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "inLanguage": LANGUAGE,
        "creator": community_node(site),
        "distribution": [{
            "@type": "DataDownload",
            "contentUrl": f"{site.url}{address_of(entry)}{entry.id}.csv",
            "encodingFormat": "text/csv",
        }],
    }  # fmt: skip


def node_news(entry: News, site: Site) -> Node:
    columns = {c.id: c.name for c in site.sources.community.columns}
    changed = last_change(entry, site)
    writer = site.sources.writer_of(entry)
    author: Node = {"@type": "Organization", "name": writer} if writer else community_node(site)
    span: Node = {}
    if entry.is_notice and entry.begins:
        span = {"temporalCoverage": f"{_day(entry.begins.date())}/{_day(entry.expires) or '..'}"}
    return {
        **span,
        "@type": "NewsArticle",
        "headline": entry.title,
        "datePublished": entry.date_said,
        "dateModified": entry.date_said if changed == entry.date else changed.isoformat(),
        "articleSection": columns[entry.column],
        "inLanguage": LANGUAGE,
        "author": author,
        "publisher": community_node(site),
    }


def node_note(entry: Note, site: Site) -> Node:
    writer = site.sources.writer_of(entry)
    return {
        "@type": entry.kind.schema_type,
        "headline": entry.called,
        "articleBody": entry.text,
        "datePublished": entry.time.isoformat(),
        "inLanguage": LANGUAGE,
        "author": {"@type": "Organization", "name": writer} if writer else community_node(site),
        "publisher": community_node(site),
    }


def node_activity(entry: Activity, site: Site) -> Node:
    sources = site.sources
    starts, ends = _event_dates(entry, site)
    host = sources.organization[entry.organization] if entry.organization else None
    node: Node = {
        "@type": "Event",
        "name": entry.title,
        "startDate": starts.isoformat(),
        "endDate": ends.isoformat(),
        "eventStatus": f"https://schema.org/{_STATUSES[entry.state]}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _venue(sources.location[entry.location] if entry.location else None, site),
        "organizer": _named_node("Organization", host, site) if host else community_node(site),
        "inLanguage": LANGUAGE,
    }
    if entry.is_free:
        node["isAccessibleForFree"] = True
    if entry.capacity:
        node["maximumAttendeeCapacity"] = entry.capacity
    if entry.signup and entry.signup.full:
        node["remainingAttendeeCapacity"] = 0
    return node


def _event_dates(entry: Activity, site: Site) -> tuple[date, date]:
    """From when to when an exhibition is, else the next date; days where it knows no clock, both of them part of it."""
    if entry.is_run:
        return entry.starts, entry.starts if entry.ends is None else entry.ends
    coming = upcoming(entry, site.now, 1)
    starts, ends = coming[0] if coming else (entry.begins, entry.finishes)
    return (starts.date(), (ends - timedelta.resolution).date()) if entry.is_whole_days else (starts, ends)


def node_policy(entry: Policy, site: Site) -> Node:
    in_force = is_in_force(entry, site)
    node: Node = {
        "@type": "Legislation",
        "name": entry.title,
        "datePublished": entry.date.isoformat(),
        "temporalCoverage": f"{entry.effective}/{_day(entry.expires) or '..'}",
        "legislationLegalForce": f"https://schema.org/{'InForce' if in_force else 'NotInForce'}",
        "legislationPassedBy": {"@type": "Organization", "name": entry.issuer},
        "inLanguage": LANGUAGE,
    }
    return node | ({"legislationIdentifier": entry.number} if entry.number else {})


def node_guide(entry: Guide, site: Site) -> Node:
    return {
        "@type": "WebPage",
        "name": entry.title,
        "lastReviewed": entry.reviewed.isoformat(),
        "inLanguage": LANGUAGE,
        "publisher": community_node(site),
        "about": [_named_node("GovernmentService", site.sources.service[s], site) for s in entry.services],
    }


def node_page(entry: TextPage, site: Site) -> Node:
    kind = _PAGE_TYPES[entry.about]
    return {"@type": kind, "name": entry.title, "inLanguage": LANGUAGE, "publisher": community_node(site)}


def node_service(entry: Service, site: Site) -> Node:
    sources = site.sources
    category = next(c.name for c in sources.community.categories if c.id == entry.category)
    channels: list[Node] = []
    for key in entry.locations:
        channels.append({"@type": "ServiceChannel", "serviceLocation": _venue(sources.location[key], site)})
    for phone in entry.phones:
        kind = phone.description or _CONTACT_TYPES.get(phone.phone_type)
        point = _contact(kind, phone.number, phone.extension)
        channels.append({"@type": "ServiceChannel", "servicePhone": point})
    if entry.online_url:
        channels.append({"@type": "ServiceChannel", "serviceUrl": entry.online_url})
    node: Node = {
        "@type": "GovernmentService",
        "name": entry.name,
        "serviceType": category,
        "provider": _provider(entry, site),
        "areaServed": [_named_node("Place", sources.place[key], site) for key in entry.area]
        or {"@type": "AdministrativeArea", "name": sources.community.name},
    }
    if entry.keywords:
        node["alternateName"] = list(entry.keywords)
    available = [*_service_hours(entry, site), *_special_hours(entry, site)]
    if available:
        node["hoursAvailable"] = available
    if channels:
        node["availableChannel"] = channels
    if entry.audience:
        names = "、".join(audience_names(entry.audience, site))
        node["audience"] = {"@type": "Audience", "audienceType": names}
    return node


def _provider(service: Service, site: Site) -> Node:
    if not service.provider:
        return community_node(site)
    return _named_node("Organization", site.sources.organization[service.provider], site)


def _service_hours(service: Service, site: Site) -> Iterator[Node]:
    hours = opening_of(service, site).hours
    if hours:
        yield from _opening_hours(hours)


def node_location(entry: Location, site: Site) -> Node:
    node: Node = {
        "@type": _LOCATION_TYPES.get(entry.location_kind, "CivicStructure"),
        "name": entry.name,
        "address": _address(entry.address, site),
    }
    # schema.org has room for one number of each kind: the first is the one that is answered.
    for name, kind in (("telephone", "voice"), ("faxNumber", "fax")):
        first = next((phone for phone in entry.phones if phone.phone_type == kind), None)
        if first:
            node[name] = _telephone(first.number, first.extension)
    hours = list(_opening_hours(entry.hours)) if entry.hours else []
    if hours:
        node["openingHoursSpecification"] = hours
    special = list(_special_hours(entry, site))
    if special:
        node["specialOpeningHoursSpecification"] = special
    if entry.website:
        node["sameAs"] = entry.website
    if entry.languages:
        node["availableLanguage"] = list(entry.languages)
    if entry.geo:
        geo = {"latitude": entry.geo.latitude, "longitude": entry.geo.longitude}
        node["geo"] = {"@type": "GeoCoordinates", **geo}
    if entry.capacity:
        node["maximumAttendeeCapacity"] = entry.capacity
    if entry.place:
        node["containedInPlace"] = _named_node("Place", site.sources.place[entry.place], site)
    if entry.accessibility:
        node["amenityFeature"] = [
            {"@type": "LocationFeatureSpecification", "name": name, "value": True} for name in entry.accessibility
        ]
    return node


def node_organization(entry: Organization, site: Site) -> Node:
    node: Node = {
        "@type": "GovernmentOrganization" if entry.organization_kind == "station" else "Organization",
        "name": entry.name,
    }
    contact = entry.contact
    if contact and contact.phone:
        node["telephone"] = _telephone(contact.phone, contact.extension)
    if entry.website:
        node["sameAs"] = entry.website
    if contact and contact.email:
        node["email"] = contact.email
    if entry.location:
        node["location"] = _venue(site.sources.location[entry.location], site)
    return node


def node_place(entry: Place, site: Site) -> Node:
    node: Node = {
        "@type": "ApartmentComplex" if entry.place_kind == "garden" else "Place",
        "name": entry.name,
        "containedInPlace": {"@type": "AdministrativeArea", "name": site.sources.community.full_name},
    }
    return node | (
        {"telephone": _telephone(entry.property_phone, entry.property_extension)} if entry.property_phone else {}
    )


def _named_node(kind: str, entry: Entry, site: Site) -> Node:
    """An entry of another page, by its name and address."""
    return {"@type": kind, "name": entry.called, "url": site.url + address_of(entry)}


def _venue(location: Location | None, site: Site) -> Node:
    """Where something takes place; the community itself where no location is named."""
    community = site.sources.community
    if location is None:
        return {"@type": "Place", "name": community.name, "address": _address(community.address, site)}
    return _named_node("Place", location, site) | {"address": _address(location.address, site)}


def _address(street: str, site: Site) -> Node:
    node: Node = {"@type": "PostalAddress", "streetAddress": street, "addressCountry": "CN"}
    locality = site.sources.community.locality
    if locality:
        node |= {
            "addressRegion": locality.state_province,
            "addressLocality": f"{locality.city}{locality.region or ''}",
            "postalCode": locality.postal_code,
        }
    return node


def _contact(kind: str | None, number: str, extension: str | None = None) -> Node:
    node: Node = {"@type": "ContactPoint", "telephone": _telephone(number, extension)}
    return node | ({"contactType": kind} if kind else {})


def _telephone(number: str, extension: str | None = None) -> str:
    """A number as dialled from anywhere (ITU-T E.123); what has no area code stays as it is."""
    dialled = f"+86-{number[1:]}" if number.startswith("0") else number
    return f"{dialled} ext. {extension}" if extension else dialled


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _opening_hours(hours: Hours) -> Iterator[Node]:
    for rule in weekly_rules(hours):
        days = [_DAYS[day] for day in rule.days]
        yield {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": rule.opens, "closes": rule.closes}
    for opens, closes in holiday_spans(hours):
        node = {"dayOfWeek": "PublicHolidays", "opens": opens, "closes": closes}
        yield {"@type": "OpeningHoursSpecification", **node}


def _special_hours(entry: Location | Organization | Service, site: Site) -> Iterator[Node]:
    """The days of the year that differ; 00:00 to 00:00 is closed."""
    opening, years = opening_of(entry, site), site.sources.workdays
    for rule in dated_rules(opening, years, site.today.year, monthly=False, holidays=True):
        then: Node = {"validFrom": str(rule.first)}
        if rule.last:
            then["validThrough"] = str(rule.last)
        if rule.days:
            then["dayOfWeek"] = [_DAYS[day] for day in rule.days]
        for opens, closes in rule.clocks or [("00:00", "00:00")]:
            yield then | {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
