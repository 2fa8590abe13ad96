"""All sources of one site, read and typed; hides how they are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from plugins.media import Reel, Size
from plugins.model.activities import Activity
from plugins.model.alerts import Alert
from plugins.model.authors import Author
from plugins.model.campaigns import Campaign
from plugins.model.community import Community, WorkdayYear
from plugins.model.directory import Grid, Location, Organization, Place, Service
from plugins.model.documents import Guide, News, Policy, TextPage
from plugins.model.entries import Document, Entry
from plugins.model.kind import Record
from plugins.model.kinds import KINDS
from plugins.model.notes import Note
from plugins.model.parts import AlertClosure, Building, Closure
from plugins.model.people import Person, Roster
from plugins.model.remarks import Remark
from plugins.model.sections import SectionId

E = TypeVar("E", bound=Record)


@dataclass(frozen=True)
class Sources:
    """Every published entry, in a stable order: news and policies newest first, the rest as written."""

    community: Community
    news: tuple[News, ...] = ()
    activities: tuple[Activity, ...] = ()
    policies: tuple[Policy, ...] = ()
    guides: tuple[Guide, ...] = ()
    pages: tuple[TextPage, ...] = ()
    places: tuple[Place, ...] = ()
    grids: tuple[Grid, ...] = ()
    locations: tuple[Location, ...] = ()
    services: tuple[Service, ...] = ()
    organizations: tuple[Organization, ...] = ()
    people: tuple[Person, ...] = ()
    rosters: tuple[Roster, ...] = ()
    workdays: tuple[WorkdayYear, ...] = ()
    more: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """The entries of the kinds that have no field of their own here, by the kind's name."""
    drafts: tuple[Entry, ...] = ()
    files: tuple[str, ...] = field(default=(), repr=False)
    sizes: Mapping[str, Size] = field(default_factory=dict, repr=False)
    """Width and height of every picture, by its file."""
    reels: Mapping[str, Reel] = field(default_factory=dict, repr=False)
    """Bytes and length of every film and of its captions, by its file."""

    def of(self, model: type[E]) -> tuple[E, ...]:
        """The published entries of one kind: of(Place) are the places."""
        name = model.kind.name
        found: Any = self.more[name] if name in self.more else getattr(self, name, ())
        return tuple(found)

    def entries(self) -> Iterator[Entry]:
        """Everything that has a page of its own."""
        for model in KINDS:
            if model.kind.address and issubclass(model, Entry):
                yield from self.of(model)

    def documents(self) -> Iterator[Document]:
        """Every published Markdown entry."""
        for model in KINDS:
            if issubclass(model, Document):
                yield from self.of(model)

    @cached_property
    def moved(self) -> tuple[Entry, ...]:
        """The entries that stood elsewhere before: asked for by many, and few of ten thousand."""
        return tuple(entry for entry in self.entries() if entry.old_addresses)

    @cached_property
    def sections(self) -> frozenset[SectionId]:
        """The sections the site has: those with something in them that the community does not leave out."""
        filled: Mapping[SectionId, bool] = {
            "guides": bool(self.guides),
            "services": bool(self.services),
            "news": bool(self.news),
            "activities": bool(self.activities),
            "policies": bool(self.policies),
            "grids": bool(self.grids),
            "places": bool(self.places),
            "locations": bool(self.locations),
            "organizations": bool(self.organizations),
            "rosters": bool(self.rosters),
            "cases": bool(self.more.get("cases")),
            "figures": bool(self.more.get("figures")),
            "meetings": bool(self.more.get("meetings")),
            "awards": bool(self.more.get("awards")),
            "ledgers": bool(self.more.get("ledgers")),
            "surveys": bool(self.more.get("surveys")),
            "series": bool(self.more.get("series")),
            "films": bool(self.more.get("films")),
            "notes": bool(self.more.get("notes")),
            "forms": bool(self.more.get("forms")),
            "write": bool(self.more.get("write")),
            "screen": bool(self.rosters),
            "tags": any(document.tags for document in self.documents()),
            "data": bool(self.services or self.locations or self.organizations),
        }
        return frozenset(id for id, full in filled.items() if full and id not in self.community.without)

    @cached_property
    def place(self) -> Mapping[str, Place]:
        return _by_id(self.places)

    @cached_property
    def grid_of(self) -> Mapping[str, Grid]:
        """The grid of each building, by place/building."""
        return {building: grid for grid in self.grids for building in grid.buildings}

    @cached_property
    def buildings(self) -> Mapping[str, tuple[Place, Building]]:
        """Every building with its place, by place/building."""
        return {f"{place.id}/{b.id}": (place, b) for place in self.places for b in place.buildings}

    def affected(self, words: Iterable[str]) -> tuple[str, ...]:
        """The buildings that somebody means who writes places, buildings, grids or `all`, as place/building."""
        said = frozenset(words)
        if not said:
            return ()
        grids = {building for grid in self.grids if grid.id in said for building in grid.buildings}
        return tuple(
            b for b, (place, _) in self.buildings.items() if "all" in said or {b, place.id} & said or b in grids
        )

    @cached_property
    def news_by_place(self) -> Mapping[str, tuple[News, ...]]:
        """The stories about each place or a building of it."""
        return _group(self.news, self._places_of_story)

    def _places_of_story(self, story: News) -> Iterable[str]:
        """The places a story names, and those of the buildings that it is about."""
        return dict.fromkeys((*story.places, *(ref.partition("/")[0] for ref in self.affected(story.affects))))

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
    def series(self) -> Mapping[str, Campaign]:
        return _by_id(self.of(Campaign))

    @cached_property
    def author_called(self) -> Mapping[str, Author]:
        """Each author by its name and by its id."""
        authors = self.of(Author)
        return {author.id: author for author in authors} | {author.name: author for author in authors}

    def writer_of(self, story: News | Note) -> str:
        """Who wrote a story or a note, by name; empty where it does not say."""
        said = story.author or ""
        return self.author_called[said].name if said in self.author_called else said

    @cached_property
    def news_by_author(self) -> Mapping[str, tuple[News, ...]]:
        """The stories of each author, by its id."""
        called = self.author_called
        return _group(self.news, lambda n: (called[n.author].id,) if n.author and n.author in called else ())

    @cached_property
    def notes_by_author(self) -> Mapping[str, tuple[Note, ...]]:
        """The notes of each author, by its id."""
        called = self.author_called
        return _group(self.of(Note), lambda n: (called[n.author].id,) if n.author and n.author in called else ())

    @cached_property
    def guide(self) -> Mapping[str, Guide]:
        return _by_id(self.guides)

    @cached_property
    def policy(self) -> Mapping[str, Policy]:
        return _by_id(self.policies)

    @cached_property
    def superseding(self) -> Mapping[str, tuple[Policy, ...]]:
        """The policies that take the place of each, by its slug."""
        return _group(self.policies, lambda p: dict.fromkeys(p.supersedes))

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
        return {day: holiday.name for year in self.workdays for holiday in year.holidays for day in holiday.days}

    @cached_property
    def closures(self) -> Mapping[str, tuple[Closure, ...]]:
        """When each place is closed on days on which it would be open, with what is told of it."""
        return {place.id: found for place in self.locations if (found := tuple(_closures_of(place)))}

    def standstills(self, location: str) -> tuple[Closure, ...]:
        """When a place is closed, by its own word or by an alert."""
        return (*self.closures.get(location, ()), *self.alert_closures.get(location, ()))

    @cached_property
    def remarks(self) -> Mapping[str, tuple[Remark, ...]]:
        """What was said below each page, by its address."""
        return _group(self.of(Remark), lambda remark: (remark.page,))

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """Every alert, the gravest first."""
        return self.of(Alert)

    @cached_property
    def alert_closures(self) -> Mapping[str, tuple[AlertClosure, ...]]:
        """What the alerts close, by the id of the location or the activity."""
        found: dict[str, list[AlertClosure]] = {}
        for alert in self.alerts:
            for id in dict.fromkeys(alert.closes):
                found.setdefault(id, []).append(alert.closure)
        return {id: tuple(closures) for id, closures in found.items()}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {p.id: p for p in self.people}

    @cached_property
    def services_by_category(self) -> Mapping[str, tuple[Service, ...]]:
        return _group(self.services, lambda s: (s.category,))

    @cached_property
    def services_by_audience(self) -> Mapping[str, tuple[Service, ...]]:
        return _group(self.services, lambda s: s.audience)

    @cached_property
    def services_by_location(self) -> Mapping[str, tuple[Service, ...]]:
        return _group(self.services, lambda s: s.locations)

    @cached_property
    def services_by_place(self) -> Mapping[str, tuple[Service, ...]]:
        """What is done in each place; under "" what the whole community uses, wherever it is done."""
        return _group(self.services, self.places_of)

    def places_of(self, service: Service) -> tuple[str, ...]:
        """The places a service is done in, and "" first where it serves everybody.

        Whoever has no location, one in no place, or a window or office, serves everybody.
        """
        found = [self.location[i] for i in service.locations if i in self.location]
        shared = not found or any(not x.place or x.location_kind in ("window", "office") for x in found)
        return tuple(dict.fromkeys((*(("",) if shared else ()), *(x.place for x in found if x.place))))

    @cached_property
    def guides_by_service(self) -> Mapping[str, tuple[Guide, ...]]:
        """The guides of each service, whichever of the two names the other."""
        named: dict[str, list[str]] = {}
        for service in self.services:
            for slug in service.guides:
                named.setdefault(slug, []).append(service.id)
        return _group(self.guides, lambda g: dict.fromkeys((*g.services, *named.get(g.slug, ()))))

    @cached_property
    def guide_telling(self) -> Mapping[str, Guide]:
        """Of each service whose guide is about the same matter and says more, that guide: lists name the two once."""
        firsts = ((guide, self.service.get(guide.services[0])) for guide in self.guides if guide.services)
        return {service.id: guide for guide, service in firsts if service and service.name in guide.title}

    @cached_property
    def guides_by_location(self) -> Mapping[str, tuple[Guide, ...]]:
        return _group(self.guides, lambda g: g.locations)

    @cached_property
    def activities_by_location(self) -> Mapping[str, tuple[Activity, ...]]:
        return _group(self.activities, lambda a: (a.location,) if a.location else ())

    @cached_property
    def activities_by_organization(self) -> Mapping[str, tuple[Activity, ...]]:
        return _group(self.activities, lambda a: (a.organization,) if a.organization else ())

    @cached_property
    def organizations_by_location(self) -> Mapping[str, tuple[Organization, ...]]:
        return _group(self.organizations, lambda o: (o.location,) if o.location else ())

    @cached_property
    def organizations_by_kind(self) -> Mapping[str, tuple[Organization, ...]]:
        return _group(self.organizations, lambda o: (o.organization_kind,))

    @cached_property
    def rosters_by_location(self) -> Mapping[str, tuple[Roster, ...]]:
        return _group(self.rosters, lambda r: (r.location,))

    @cached_property
    def rosters_by_organization(self) -> Mapping[str, tuple[Roster, ...]]:
        return _group(self.rosters, lambda r: (r.organization,))

    @cached_property
    def category_names(self) -> Mapping[str, str]:
        return {c.id: c.name for c in self.community.categories}

    @cached_property
    def audience_names(self) -> Mapping[str, str]:
        return {a.id: a.name for a in self.community.audiences}


def _group(entries: Iterable[E], keys: Callable[[E], Iterable[str]]) -> Mapping[str, tuple[E, ...]]:
    """Entries by each of their keys, in their order."""
    found: dict[str, list[E]] = {}
    for entry in entries:
        for key in keys(entry):
            found.setdefault(key, []).append(entry)
    return {key: tuple(group) for key, group in found.items()}


def _closures_of(location: Location) -> Iterator[Closure]:
    if location.closed:
        yield location.closed
    for exception in location.exceptions:
        if exception.closed:
            # Read already: the fields of one part stand for those of the other.
            yield Closure.model_construct(from_=exception.from_, until=exception.last, notice=exception.note)


def _by_id(entries: tuple[E, ...]) -> Mapping[str, E]:
    return {e.id_or_slug: e for e in entries}
