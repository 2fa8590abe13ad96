"""Organizations: volunteer teams, clubs, the committee and the station (HSDS organization)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from plugins.directory.groups import plan_groups
from plugins.directory.open_data import data_links
from plugins.directory.wanted import KNOWN_WEEKS, WEEKS, wanted_of
from plugins.model import Contact, Organization, Sources, address_of, calendar_address, has_calendar, is_over
from plugins.site import (
    ALWAYS,
    HOME,
    ORGANIZATION_KINDS,
    CardView,
    HeadView,
    ImageView,
    Link,
    LocationBrief,
    Page,
    PeriodView,
    PhoneView,
    Site,
    WeekRow,
    brief,
    card,
    day_words,
    hours_label,
    hours_sentence,
    hours_spec,
    is_office,
    link_to,
    midnight,
    one_line,
    period,
    show_contact,
    show_image,
    show_words,
    unknown_words,
    week_rows,
)

ORGANIZATIONS = Link("队伍和组织", "/organizations/")
MOST_ALIKE = 24
MOST_ACTIVITIES = 6


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """A team, club or body: what it does, when it meets, how to join."""

    head: HeadView
    name: str
    """What it is called."""
    kind: str
    """志愿队伍, 文体团队 …"""
    purpose: str
    """What it is for."""
    image: ImageView | None
    """Its picture."""
    hours_label: str
    """What its hours are called: 办公时间 or 活动时间."""
    meets: str
    """When it meets, in one sentence; may be empty."""
    note: str
    """What is to be said of its hours; may be empty."""
    unknown: str
    """Why nobody can tell yet whether it is open; may be empty."""
    week: tuple[WeekRow, ...]
    """When it meets, by weekday."""
    spec: str
    """What its data-hours says; empty where nobody knows."""
    location: LocationBrief | None
    """Where it meets."""
    places: tuple[Link, ...]
    """The places it is there for; none where it is for all."""
    contact: str
    """Whom to ask, by a name that may be shown."""
    phone: PhoneView | None
    """The number to ask at."""
    email: str
    """Its mail address; may be empty."""
    website: str
    """Its own website; may be empty."""
    group: str
    """How to join its chat group; may be empty."""
    join: str
    """How to join; may be empty."""
    term: str
    """From when until when it is in office; may be empty."""
    activities: tuple[CardView, ...]
    """What it holds that is not over."""
    rosters: tuple[CardView, ...]
    """Its rosters."""
    office: bool
    """Whether it is an office, which is open, and no team, which meets."""
    alike: tuple[Link, ...]
    """Others of its kind."""
    wanted: Link | None
    """Where it says on which shifts it is short of people."""
    wanted_period: PeriodView
    """How long there is one of them."""
    calendar: str
    """The calendar of its duty to subscribe to; may be empty."""


def plan_organizations(site: Site) -> Iterator[Page]:
    """Every organization, and the list by kind."""
    organizations = site.sources.organizations
    for organization in organizations:
        view = partial(_view_organization, organization, site)
        yield Page(address_of(organization), "organization.html", view, organization.path)
    if "organizations" in site.sources.sections:
        yield from _plan_list(site)


def _plan_list(site: Site) -> Iterator[Page]:
    intro = "社区里的志愿队伍、文体团队和自治组织，做什么、在哪里、怎样加入。"
    entries = ((organization.organization_kind, organization) for organization in site.sources.organizations)
    return plan_groups(ORGANIZATIONS, intro, ORGANIZATION_KINDS, entries, site, data_links("organizations", site))


def _view_organization(organization: Organization, site: Site) -> OrganizationView:
    sources = site.sources
    key = organization.id
    name, email = _words_of(organization.contact)
    kind = ORGANIZATION_KINDS[organization.organization_kind]
    crumbs = (HOME, ORGANIZATIONS, Link(organization.name, ""))
    url = address_of(organization)
    image = show_image(organization.image, organization.image_alt, site)
    short = [
        duty.starts
        for roster in sources.rosters_by_organization.get(key, ())
        for duty in wanted_of(roster, site, KNOWN_WEEKS)
    ]
    return OrganizationView(
        head=HeadView(
            organization.name,
            one_line(organization.purpose),
            url,
            "organizations",
            crumbs,
            organization.sample,
            image,
            column=kind,
        ),
        name=organization.name,
        kind=kind,
        purpose=show_words(organization.purpose, site),
        image=image,
        hours_label=hours_label(organization),
        meets=hours_sentence(organization.meets) if organization.meets else "",
        note=organization.hours_note or "",
        unknown=unknown_words(organization, site),
        office=is_office(organization),
        week=week_rows(organization, site),
        spec=hours_spec(organization, site),
        location=brief(sources.location[organization.location], site) if organization.location else None,
        places=tuple(link_to(sources.place[p]) for p in organization.places),
        contact=name,
        phone=show_contact(organization.contact),
        email=email,
        website=organization.website or "",
        group=organization.group or "",
        join=show_words(organization.join or "", site),
        term=_term_words(organization),
        activities=_show_activities(organization, site),
        rosters=tuple(card(r, site) for r in sources.rosters_by_organization.get(key, ())),
        alike=_link_alike(organization, sources),
        wanted=Link("还缺人的班", f"/rosters/wanted/#{organization.id}", "欢迎来帮忙。") if short else None,
        wanted_period=_wanted_period(short, site) if short else ALWAYS,
        calendar=calendar_address(organization) if has_calendar(organization, sources) else "",
    )


def _term_words(organization: Organization) -> str:
    since, until = (
        day_words(day).split()[0] if day else "" for day in (organization.term_from, organization.term_until)
    )
    if since and until:
        return f"{since} 至 {until}"
    return f"{since} 起" if since else f"到 {until} 止" if until else ""


def _words_of(contact: Contact | None) -> tuple[str, str]:
    """Whom to ask by name, and by mail; either may be empty."""
    return (contact.name or "", contact.email or "") if contact else ("", "")


def _show_activities(organization: Organization, site: Site) -> tuple[CardView, ...]:
    """What comes, then what was there last."""
    held = site.sources.activities_by_organization.get(organization.id, ())
    coming = [activity for activity in held if not is_over(activity, site.now)]
    past = [activity for activity in held if is_over(activity, site.now)]
    return tuple(card(activity, site) for activity in [*coming, *reversed(past)][:MOST_ACTIVITIES])


def _link_alike(organization: Organization, sources: Sources) -> tuple[Link, ...]:
    # One more than are shown, for it may be the organization itself.
    first = sources.organizations_by_kind[organization.organization_kind][: MOST_ALIKE + 1]
    return tuple(link_to(other) for other in first if other.id != organization.id)[:MOST_ALIKE]


def _wanted_period(short: list[datetime], site: Site) -> PeriodView:
    """While one of the shifts that are short of people is among those of the coming weeks."""
    return period(site.now, midnight(min(short).date(), -7 * WEEKS), max(short))
