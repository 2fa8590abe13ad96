"""All sources of one site, read and typed; hides how they are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from plugins.source.models import (
    Activity,
    Community,
    Document,
    Entry,
    Grid,
    Guide,
    Location,
    News,
    Organization,
    Page,
    Person,
    Place,
    Policy,
    Roster,
    Service,
    WorkdayYear,
    id_of,
)

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Sources:
    """Every published entry, in a stable order: news and policies newest first, the rest as written."""

    community: Community
    news: tuple[News, ...] = ()
    activities: tuple[Activity, ...] = ()
    policies: tuple[Policy, ...] = ()
    guides: tuple[Guide, ...] = ()
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    grids: tuple[Grid, ...] = ()
    locations: tuple[Location, ...] = ()
    services: tuple[Service, ...] = ()
    organizations: tuple[Organization, ...] = ()
    people: tuple[Person, ...] = ()
    rosters: tuple[Roster, ...] = ()
    workdays: tuple[WorkdayYear, ...] = ()
    drafts: tuple[Document, ...] = ()
    files: tuple[str, ...] = field(default=(), repr=False)

    def documents(self) -> Iterator[Document]:
        """Every published Markdown entry."""
        for kind in (self.news, self.activities, self.policies, self.guides, self.pages):
            yield from kind

    def entries(self) -> Iterator[Entry]:
        """Everything that has a page of its own."""
        yield from self.documents()
        for rows in (self.places, self.grids, self.locations, self.services, self.organizations, self.rosters):
            yield from rows

    @cached_property
    def place(self) -> Mapping[str, Place]:
        return _by_id(self.places)

    @cached_property
    def location(self) -> Mapping[str, Location]:
        return _by_id(self.locations)

    @cached_property
    def service(self) -> Mapping[str, Service]:
        return _by_id(self.services)

    @cached_property
    def organization(self) -> Mapping[str, Organization]:
        return _by_id(self.organizations)

    @cached_property
    def guide(self) -> Mapping[str, Guide]:
        return _by_id(self.guides)

    @cached_property
    def policy(self) -> Mapping[str, Policy]:
        return _by_id(self.policies)

    @cached_property
    def team(self) -> Mapping[str, tuple[Person, ...]]:
        """The people on the rosters of each organization, in the order of people.yaml."""
        serving: dict[str, set[str]] = {}
        for roster in self.rosters:
            serving.setdefault(roster.organization, set()).update(roster.people())
        rank = {p.id: i for i, p in enumerate(self.people)}
        return {
            team: tuple(self.people[i] for i in sorted(rank[p] for p in ids if p in rank))
            for team, ids in serving.items()
        }

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        """The name of every published public holiday, by day."""
        return {
            holiday.from_ + timedelta(days=n): holiday.name
            for year in self.workdays
            for holiday in year.holidays
            for n in range((holiday.until - holiday.from_).days + 1)
        }

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {p.id: p for p in self.people}


def _by_id(entries: tuple[E, ...]) -> Mapping[str, E]:
    return {id_of(e): e for e in entries}
