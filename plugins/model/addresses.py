"""Where everything stands on the site; the one place that spells an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plugins.model.authors import Author
from plugins.model.campaigns import Campaign
from plugins.model.cases import Case
from plugins.model.directory import Organization, Place, Service
from plugins.model.documents import News
from plugins.model.figures import Figure
from plugins.model.kind import Record
from plugins.model.kinds import KINDS, MODELS
from plugins.model.leaves import NOTES_SHOWN, PER_PAGE, SERVICES_PER_PAGE, count_leaves, leaf_address
from plugins.model.notes import Note
from plugins.model.parts import Column
from plugins.model.people import Roster
from plugins.model.sections import SECTIONS, SectionId
from plugins.model.sources import Sources

SEARCH = "/search/"
A_TO_Z = "/pinyin/"
LISTS = ("/", "/404.html", SEARCH, A_TO_Z)
"""The pages every site has, whatever its content."""
SUBSCRIBE = "/subscribe/"
SERVICE_INDEX = "/services/index.json"
BRING = "/bring/"
BRING_INDEX = "/bring/papers.json"
WANTED = "/rosters/wanted/"
MEETING_CALENDAR = "/calendars/meetings.ics"
DATA_FIELDS = "/data/fields/"
PAST_ACTIVITIES = "/activities/past/"
COMING_ACTIVITIES = "/activities/coming/"
FREE_ACTIVITIES = "/activities/free/"
CLUB_WEEK = "/activities/week/"
DATA_TABLES: Mapping[str, SectionId | None] = {
    "services": "services",
    "locations": "locations",
    "organizations": "organizations",
    "cases": "cases",
    "figures": "figures",
    "meetings": "meetings",
    "awards": "awards",
    "ledgers": "ledgers",
    "surveys": "surveys",
    "notes": "notes",
    "series": "series",
    "films": "films",
    "concerns": None,
    "notices": "news",
    "alerts": None,
    "schedules": "locations",
    "phones": None,
    "service_at_locations": "services",
}
"""The tables of open data, and the section without which there is none."""
SHEETS = (
    "services", "locations", "organizations", "cases", "figures", "meetings", "awards", "ledgers", "surveys",
    "notes", "series", "films", "concerns", "notices", "alerts",
)  # fmt: skip
"""The tables that people open too, as CSV."""


def address_of(entry: Record) -> str:
    """The site path of an entry's page, with slashes at both ends."""
    if not entry.kind.address:
        raise TypeError(f"no address for {type(entry).__name__}")
    return entry.kind.address_of(entry)


OPEN_CASES = "/cases/open/"


def cases_of_year_address(year: int) -> str:
    return f"/cases/year/{year}/"


def cases_of_kind_address(kind: str) -> str:
    return f"/cases/kind/{kind}/"


def cases_of_place_address(place: str) -> str:
    return f"/cases/place/{place}/"


def all_cases(sources: Sources) -> tuple[Case, ...]:
    """Every case, those that are counted and not shown among them."""
    return (*sources.of(Case), *(entry for entry in sources.drafts if isinstance(entry, Case)))


def column_address(column: str) -> str:
    return f"/columns/{column}/"


def tag_address(tag: str) -> str:
    return f"/tags/{tag}/"


def category_address(category: str) -> str:
    return f"/services/category/{category}/"


def audience_address(audience: str) -> str:
    return f"/services/audience/{audience}/"


def building_address(place: str, building: str) -> str:
    return f"/places/{place}/{building}/"


def activities_at_address(location: str) -> str:
    return f"/activities/place/{location}/"


def activities_for_address(audience: str) -> str:
    return f"/activities/audience/{audience}/"


def activity_month_address(month: date) -> str:
    """The calendar of one month; it goes when its month is over, so no body may link to it."""
    return f"/activities/month/{month:%Y-%m}/"


def figure_sheet_address(figure: Record) -> str:
    """The values of one figure as a file for spreadsheets."""
    return f"{address_of(figure)}{figure.id_or_slug}.csv"


def place_services_address(place: str) -> str:
    """The services of one place; of the whole community where `place` is empty."""
    return f"/services/place/{place}/" if place else "/services/everywhere/"


def letter_address(letter: str) -> str:
    """The page of one letter of the list from A to Z, where it is long."""
    return f"{A_TO_Z}{letter.lower() if letter.isalpha() else 'other'}/"


def year_address(year: int) -> str:
    return f"/news/{year}/"


def feed_address(name: str) -> str:
    return f"/feeds/{name}.atom"


def month_address(roster: Roster, month: date) -> str:
    """The page of one month of a roster; it goes when its month is over, so no body may link to it."""
    return f"{address_of(roster)}{month:%Y-%m}/"


def sheet_address(roster: Roster) -> str:
    return f"{address_of(roster)}print/"


def notice_sheet_address(notice: News) -> str:
    """A notice on one sheet, for the lift."""
    return f"{address_of(notice)}print/"


def author_feed(author: Author) -> str:
    """The name of the feed of what one author wrote."""
    return f"authors/{author.id}"


def series_feed(campaign: Campaign) -> str:
    """The name of the feed of a campaign's stories."""
    return f"series/{campaign.slug}"


def place_feed(place: Place) -> str:
    """The name of the feed of what happens in a place."""
    return f"places/{place.id}"


def place_calendar_address(place: str, building: str = "") -> str:
    """The calendar of a place, or of one building of it."""
    return f"/calendars/places/{place}/{building}.ics" if building else f"/calendars/places/{place}.ics"


def calendar_address(entry: Roster | Organization | None = None) -> str:
    """The calendar of a roster, of a team, or of all activities."""
    return f"/calendars/{entry.kind.name}/{entry.id}.ics" if entry else "/calendars/activities.ics"


def has_calendar(organization: Organization, sources: Sources) -> bool:
    """Whether a team has more to follow than one roster's calendar says."""
    rosters = sources.rosters_by_organization.get(organization.id, ())
    return len(rosters) > 1 or organization.id in sources.activities_by_organization


def calendar_addresses(sources: Sources) -> Iterator[str]:
    """Every calendar to subscribe to."""
    if "activities" in sources.sections:
        yield calendar_address()
    if "meetings" in sources.sections:
        yield MEETING_CALENDAR
    yield from (calendar_address(roster) for roster in sources.rosters)
    yield from (calendar_address(o) for o in sources.organizations if has_calendar(o, sources))
    for place in sources.places:
        yield place_calendar_address(place.id)
        yield from (place_calendar_address(place.id, building.id) for building in place.buildings)


def has_subscriptions(sources: Sources) -> bool:
    """Whether there is a feed or a calendar to subscribe to."""
    return bool({"news", "films", "notes"} & sources.sections) or next(calendar_addresses(sources), None) is not None


def brings_together(sources: Sources) -> bool:
    """Whether there are several matters to bring papers for."""
    return "guides" in sources.sections and len(sources.guides) > 1


def data_address(file: str) -> str:
    return f"/data/{file}"


def data_tables(sources: Sources) -> tuple[str, ...]:
    """The tables of open data that the site has."""
    there = sources.sections if "data" in sources.sections else frozenset()
    tables = (t for t, section in DATA_TABLES.items() if there and (section is None or section in there))
    return tuple(table for table in tables if _is_filled(table, sources))


def _is_filled(table: str, sources: Sources) -> bool:
    """Whether a table that is no section's own has a row."""
    if table == "notices":
        return any(story.is_notice for story in sources.news)
    return table not in ("concerns", "alerts") or bool(sources.of(MODELS[table]))


def data_files(sources: Sources) -> Iterator[str]:
    for table in data_tables(sources):
        yield f"{table}.json"
        if table in SHEETS:
            yield f"{table}.csv"


def columns_of(sources: Sources) -> tuple[Column, ...]:
    """The columns of news that have a page: all of them where there is news."""
    return sources.community.columns if "news" in sources.sections else ()


def service_places(sources: Sources) -> tuple[str, ...]:
    """The places whose services have a list, and "" for what serves everybody; none where there is no place."""
    return ("", *sources.place) if sources.places else ()


def list_addresses(sources: Sources) -> Iterator[str]:
    """Every page that is no entry's own: the fixed ones, and one for each building, column, term, used tag and year."""
    community = sources.community
    yield from LISTS
    yield from sorted(SECTIONS[section].address for section in sources.sections)
    yield from _other_lists(sources)
    if "rosters" in sources.sections:
        yield WANTED
    if "data" in sources.sections:
        yield DATA_FIELDS
    if "activities" in sources.sections:
        yield from _activity_lists(sources)
    if has_subscriptions(sources):
        yield SUBSCRIBE
    if brings_together(sources):
        yield BRING
    yield from (building_address(p.id, b.id) for p in sources.places for b in p.buildings)
    yield from (column_address(c.id) for c in columns_of(sources))
    yield from (first for first, _ in _service_lists(sources))
    yield from sorted(_case_lists(sources))
    yield from _note_lists(sources)
    used = {tag for document in sources.documents() for tag in document.tags}
    yield from (tag_address(t.id) for t in community.tags if t.name in used)
    yield from sorted({year_address(n.date.year) for n in sources.news})
    yield from (sheet_address(roster) for roster in sources.rosters)
    yield from (notice_sheet_address(story) for story in sources.news if story.is_notice)


def _other_lists(sources: Sources) -> Iterator[str]:
    """The list of every kind that has entries and is no section."""
    known = {section.address for section in SECTIONS.values()}
    for model in KINDS:
        if model.kind.index and model.kind.index not in known and sources.of(model):
            yield model.kind.index


def _service_lists(sources: Sources) -> Iterator[tuple[str, Sequence[Service]]]:
    """Every category, audience and place, and what serves everywhere, each with its services."""
    if "services" not in sources.sections:
        return
    community = sources.community
    yield from ((category_address(c.id), sources.services_by_category.get(c.id, ())) for c in community.categories)
    yield from ((audience_address(a.id), sources.services_by_audience.get(a.id, ())) for a in community.audiences)
    yield from ((place_services_address(p), sources.services_by_place.get(p, ())) for p in service_places(sources))


def _activity_lists(sources: Sources) -> Iterator[str]:
    """What comes, what is over, the clubs' week, and the activities of each location and audience that has one."""
    activities = sources.activities
    yield from (COMING_ACTIVITIES, PAST_ACTIVITIES, CLUB_WEEK)
    if any(activity.is_free for activity in activities):
        yield FREE_ACTIVITIES
    yield from sorted({activities_at_address(activity.location) for activity in activities if activity.location})
    yield from sorted({activities_for_address(one) for activity in activities for one in activity.audience})


def _case_lists(sources: Sources) -> dict[str, list[Case]]:
    """The open cases, and those of each year, kind and place that has a public one."""
    found: dict[str, list[Case]] = {}
    for case in sources.of(Case) if "cases" in sources.sections else ():
        lists = [cases_of_year_address(case.received.year), cases_of_kind_address(case.case_kind)]
        lists += [cases_of_place_address(case.place)] if case.place else []
        lists += [OPEN_CASES] if case.is_open else []
        for first in lists:
            found.setdefault(first, []).append(case)
    return found


def notes_of_month_address(month: date) -> str:
    return f"/notes/month/{month:%Y-%m}/"


def _note_lists(sources: Sources) -> Iterator[str]:
    """The months of the notes, where they are too many for one page."""
    notes = sources.of(Note) if "notes" in sources.sections else ()
    if len(notes) > NOTES_SHOWN:
        yield from sorted({notes_of_month_address(note.time) for note in notes})


@dataclass(frozen=True, slots=True)
class Moved:
    """An address that was a page's before, and the page that took its place; `at` is where it is written."""

    old: str
    new: str
    title: str
    path: str
    at: tuple[str | int, ...]


def moved_addresses(sources: Sources) -> Iterator[Moved]:
    """Every old address of an entry, and of a column or term that has a page."""
    for entry in sources.moved:
        for i, alias in enumerate(entry.old_addresses):
            yield Moved(alias, address_of(entry), entry.called, entry.path, (*entry.at, "aliases", i))
    community, there = sources.community, set(list_addresses(sources)) if _has_old_lists(sources) else set()
    for field, address in _TERM_PAGES.items():
        for n, term in enumerate(getattr(community, field)):
            for i, alias in enumerate(term.aliases):
                if address(term.id) in there:
                    yield Moved(alias, address(term.id), term.name, community.path, (field, n, "aliases", i))


def followed_addresses(sources: Sources) -> Iterator[Moved]:
    """What hung on an old address, and what took its place: feeds, calendars, pages of a list; none that is another's now."""
    hanging = {moved.old: moved for moved in _hang_on_moved(sources)}
    leaves = {moved.old: moved for moved in _moved_leaves(sources)}
    found = leaves | hanging
    own = set(_own_addresses(sources)) if found else set()
    taken = own.union(moved.old for moved in moved_addresses(sources))
    yield from (found[old] for old in sorted(found.keys() - taken) if found[old].new in own or old in leaves)


def _moved_leaves(sources: Sources) -> Iterator[Moved]:
    """The later pages of lists that once stood at `<list>2/`."""
    lists = [(first, count_leaves(found, SERVICES_PER_PAGE)) for first, found in _service_lists(sources)]
    lists += [(first, count_leaves(found, PER_PAGE)) for first, found in _case_lists(sources).items()]
    for first, count in lists:
        for n in range(2, count + 1):
            yield Moved(f"{first}{n}/", leaf_address(first, n), f"第 {n} 页", sources.community.path, ())


def _hang_on_moved(sources: Sources) -> Iterator[Moved]:
    for moved in moved_addresses(sources):
        parts = moved.old.strip("/").split("/")
        if len(parts) != 2 or moved.old != f"/{'/'.join(parts)}/":
            continue
        kind, old = parts
        new = moved.new.strip("/").rpartition("/")[2]
        if moved.new == f"/{kind}/{new}/":
            pairs = _hang_on(kind, old, new, sources)
            yield from (replace(moved, old=before, new=after) for before, after in pairs)


def _hang_on(kind: str, old: str, new: str, sources: Sources) -> Iterator[tuple[str, str]]:
    """What a page had beside it under its former id, and has now."""
    if kind == "columns":
        yield feed_address(old), feed_address(new)
    elif kind == "rosters":
        yield f"/calendars/rosters/{old}.ics", f"/calendars/rosters/{new}.ics"
        yield f"/rosters/{old}/print/", f"/rosters/{new}/print/"
    elif kind == "organizations":
        yield f"/calendars/organizations/{old}.ics", f"/calendars/organizations/{new}.ics"
    elif kind == "places":
        yield place_services_address(old), place_services_address(new)
        yield feed_address(f"places/{old}"), feed_address(f"places/{new}")
        yield place_calendar_address(old), place_calendar_address(new)
        yield from ((building_address(old, b.id), building_address(new, b.id)) for b in sources.place[new].buildings)


def _has_old_lists(sources: Sources) -> bool:
    return any(term.aliases for field in _TERM_PAGES for term in getattr(sources.community, field))


_TERM_PAGES: Mapping[str, Callable[[str], str]] = {
    "columns": column_address,
    "categories": category_address,
    "audiences": audience_address,
    "tags": tag_address,
}
"""The lists of community.yaml whose terms have a page, and where it is."""


def all_addresses(sources: Sources) -> Iterator[str]:
    """Everything a body may link to: lists, entries, old addresses, feeds, open data, pictures and files."""
    yield from _own_addresses(sources)
    yield from (moved.old for moved in moved_addresses(sources))
    yield from (moved.old for moved in followed_addresses(sources))


def _own_addresses(sources: Sources) -> Iterator[str]:
    yield from list_addresses(sources)
    yield from (address_of(entry) for entry in sources.entries())
    yield from (feed_address(c.id) for c in columns_of(sources))
    if "news" in sources.sections:
        yield feed_address("all")
        yield from (feed_address(place_feed(place)) for place in sources.places)
        yield from (feed_address(author_feed(author)) for author in sources.of(Author))
        yield from (feed_address(series_feed(campaign)) for campaign in sources.of(Campaign))
    yield from (feed_address(section) for section in ("films", "notes") if section in sources.sections)
    yield from calendar_addresses(sources)
    if "services" in sources.sections:
        yield SERVICE_INDEX
    if brings_together(sources):
        yield BRING_INDEX
    yield from map(data_address, data_files(sources))
    if "figures" in sources.sections:
        yield from (figure_sheet_address(figure) for figure in sources.of(Figure))
    yield from (f"/{file}" for file in sources.files)
