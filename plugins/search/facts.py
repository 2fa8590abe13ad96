"""What a hit shows and is sorted by beside its words; hides where each kind of entry says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugins.model import (
    Activity,
    Case,
    Concern,
    Entry,
    Grid,
    Guide,
    Location,
    News,
    Organization,
    Phone,
    Place,
    Policy,
    Roster,
    Service,
    address_of,
    upcoming,
)
from plugins.site import (
    PhoneView,
    Site,
    StateView,
    activity_states,
    card,
    case_states,
    expiry_states,
    hours_spec,
    show_contact,
    show_notice,
    show_phone,
    show_phones,
)

NOTICES, NOTICES_LABEL = "notices", "公告"
"""News of the column that holds notices are a kind of their own to a reader who looks for them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Beside the words of a page."""

    kind: str
    day: date | None = None
    """When it was published or begins."""
    states: tuple[StateView, ...] = ()
    """What is the matter with it, and when; empty where all is as usual."""
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """What it is called too."""
    phone: PhoneView | None = None
    spec: str = ""
    """Its hours, as data-hours has them."""
    told_at: str = ""
    """The page that tells of the same matter, and more."""
    is_part: bool = False
    """Whether the page only tells a part of an entry's: a building, a month of a roster."""


def facts_of(entry: Entry, site: Site) -> Facts:
    """What is to be said of an entry."""
    return _FACTS.get(type(entry), _of_any)(entry, site)


def _of_any(entry: Entry, site: Site) -> Facts:
    """A kind that is not known here says what fields of the usual names say."""
    places = getattr(entry, "places", ()) or tuple(filter(None, [getattr(entry, "place", None)]))
    names = tuple(getattr(entry, "keywords", ()))
    return Facts(
        entry.kind.name, _day(getattr(entry, "date", None)), card(entry, site).states, _known(places, site), names
    )


def _of_news(entry: News, site: Site) -> Facts:
    told = entry.is_notice or entry.column == site.sources.community.notice_column
    kind = NOTICES if told else entry.kind.name
    about = dict.fromkeys((*entry.places, *(ref.partition("/")[0] for ref in site.sources.affected(entry.affects))))
    places, states = _known(about, site), expiry_states(entry, site)
    if not entry.is_notice:
        return Facts(kind, entry.date.date(), states, places)
    shown = show_notice(entry, site)
    return Facts(kind, entry.date.date(), states, places, (shown.subject, shown.where), shown.call)


def _of_activity(entry: Activity, site: Site) -> Facts:
    location = site.sources.location.get(entry.location or "")
    places = _known((*entry.places, *([location.place] if location and location.place else ())), site)
    coming = upcoming(entry, site.now, 1)
    day = coming[0][0] if coming else entry.starts
    states = activity_states(entry, site.now)
    return Facts(entry.kind.name, _day(day), states, places, (), show_contact(entry.contact))


def _of_policy(entry: Policy, site: Site) -> Facts:
    return Facts(
        entry.kind.name, entry.date, card(entry, site).states, _known(entry.places, site), (entry.number or "",)
    )


def _of_guide(entry: Guide, site: Site) -> Facts:
    windows = [site.sources.location[i] for i in entry.locations]
    spec = hours_spec(windows[0], site) if windows else ""
    # The first service is the guide's own matter; the others only have to do with it.
    names = tuple(name for id in entry.services[:1] for name in site.sources.service[id].keywords)
    phone = _first(phone for window in windows for phone in window.phones)
    return Facts(entry.kind.name, places=_known(entry.places, site), names=names, phone=phone, spec=spec)


def _of_service(entry: Service, site: Site) -> Facts:
    locations = [site.sources.location[i] for i in entry.locations]
    phone = _first((*entry.phones, *(p for one in locations for p in one.phones)))
    places = _known(site.sources.places_of(entry), site)
    states, spec = card(entry, site).states, hours_spec(entry, site)
    guide = site.sources.guide_telling.get(entry.id)
    told_at = address_of(guide) if guide else ""
    return Facts(entry.kind.name, None, states, places, entry.keywords, phone, spec, told_at)


def _of_location(entry: Location, site: Site) -> Facts:
    places = (entry.place,) if entry.place else ()
    states, spec = card(entry, site).states, hours_spec(entry, site)
    return Facts(entry.kind.name, states=states, places=places, phone=_first(entry.phones), spec=spec)


def _of_organization(entry: Organization, site: Site) -> Facts:
    return Facts(entry.kind.name, places=_known(entry.places, site), phone=show_contact(entry.contact))


def _of_concern(entry: Concern, site: Site) -> Facts:
    """The number of whom to turn to first, where it is the same for everybody."""
    first = entry.turns[0]
    location, team = (
        site.sources.location.get(first.location or ""),
        site.sources.organization.get(first.organization or ""),
    )
    phone = show_phone(first.phone, None, first.extension) if first.phone else None
    phone = phone or _first(location.phones if location else ()) or (show_contact(team.contact) if team else None)
    return Facts(
        entry.kind.name, names=entry.keywords, phone=phone, spec=hours_spec(location, site) if location else ""
    )


def _of_place(entry: Place, _: Site) -> Facts:
    phone = show_phone(entry.property_phone) if entry.property_phone else None
    return Facts(entry.kind.name, places=(entry.id,), phone=phone)


def _of_grid(entry: Grid, site: Site) -> Facts:
    places = dict.fromkeys(ref.partition("/")[0] for ref in entry.buildings)
    return Facts(entry.kind.name, places=_known(places, site), phone=show_phone(entry.phone))


def _of_case(entry: Case, site: Site) -> Facts:
    places = (entry.place,) if entry.place else ()
    return Facts(entry.kind.name, entry.received, case_states(entry, site), _known(places, site), (entry.id,))


def _of_roster(entry: Roster, site: Site) -> Facts:
    location = site.sources.location[entry.location]
    return Facts(entry.kind.name, places=(location.place,) if location.place else ())


_FACTS: Mapping[type[Entry], Callable[[Any, Site], Facts]] = {
    News: _of_news,
    Activity: _of_activity,
    Policy: _of_policy,
    Guide: _of_guide,
    Service: _of_service,
    Location: _of_location,
    Organization: _of_organization,
    Concern: _of_concern,
    Place: _of_place,
    Grid: _of_grid,
    Roster: _of_roster,
    Case: _of_case,
}


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _known(places: Iterable[str], site: Site) -> tuple[str, ...]:
    """Each place once; without "", which is everybody's."""
    return tuple(dict.fromkeys(place for place in places if place in site.sources.place))


def _first(phones: Iterable[Phone]) -> PhoneView | None:
    """The first number to talk to."""
    voice = next((phone for phone in phones if phone.phone_type == "voice"), None)
    return show_phones((voice,))[0] if voice else None
