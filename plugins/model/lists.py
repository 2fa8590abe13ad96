"""Which pages the site has that are no entry's own, and which files beside them; hides what each of them hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugins.model.addresses import (
    BRING,
    CLUB_WEEK,
    COMING_ACTIVITIES,
    DATA_FIELDS,
    FREE_ACTIVITIES,
    LISTS,
    MEETING_CALENDAR,
    OPEN_CASES,
    PAST_ACTIVITIES,
    SUBSCRIBE,
    WANTED,
    activities_at_address,
    activities_for_address,
    audience_address,
    building_address,
    calendar_address,
    cases_of_kind_address,
    cases_of_place_address,
    cases_of_year_address,
    category_address,
    column_address,
    notes_of_month_address,
    notice_sheet_address,
    place_calendar_address,
    place_services_address,
    sheet_address,
    tag_address,
    year_address,
)
from plugins.model.cases import Case
from plugins.model.directory import Organization, Service
from plugins.model.kinds import KINDS, MODELS
from plugins.model.leaves import NOTES_SHOWN
from plugins.model.notes import Note
from plugins.model.parts import Column
from plugins.model.sections import SECTIONS, SectionId
from plugins.model.sources import Sources

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


def all_cases(sources: Sources) -> tuple[Case, ...]:
    """Every case, those that are counted and not shown among them."""
    return (*sources.of(Case), *(entry for entry in sources.drafts if isinstance(entry, Case)))


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
    yield from LISTS
    yield from sorted(SECTIONS[section].address for section in sources.sections)
    yield from _other_lists(sources)
    yield from _single_lists(sources)
    yield from (building_address(p.id, b.id) for p in sources.places for b in p.buildings)
    yield from (column_address(c.id) for c in columns_of(sources))
    yield from (first for first, _ in service_lists(sources))
    yield from sorted(case_lists(sources))
    yield from _note_lists(sources)
    used = {tag for document in sources.documents() for tag in document.tags}
    yield from (tag_address(t.id) for t in sources.community.tags if t.name in used)
    yield from sorted({year_address(n.date.year) for n in sources.news})
    yield from (sheet_address(roster) for roster in sources.rosters)
    yield from (notice_sheet_address(story) for story in sources.news if story.is_notice)


def _single_lists(sources: Sources) -> Iterator[str]:
    """What comes with a section, or with something to subscribe to or to bring."""
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


def _other_lists(sources: Sources) -> Iterator[str]:
    """The list of every kind that has entries and is no section."""
    known = {section.address for section in SECTIONS.values()}
    for model in KINDS:
        if model.kind.index and model.kind.index not in known and sources.of(model):
            yield model.kind.index


def service_lists(sources: Sources) -> Iterator[tuple[str, Sequence[Service]]]:
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


def case_lists(sources: Sources) -> dict[str, list[Case]]:
    """The open cases, and those of each year, kind and place that has a public one."""
    found: dict[str, list[Case]] = {}
    for case in sources.of(Case) if "cases" in sources.sections else ():
        lists = [cases_of_year_address(case.received.year), cases_of_kind_address(case.case_kind)]
        lists += [cases_of_place_address(case.place)] if case.place else []
        lists += [OPEN_CASES] if case.is_open else []
        for first in lists:
            found.setdefault(first, []).append(case)
    return found


def _note_lists(sources: Sources) -> Iterator[str]:
    """The months of the notes, where they are too many for one page."""
    notes = sources.of(Note) if "notes" in sources.sections else ()
    if len(notes) > NOTES_SHOWN:
        yield from sorted({notes_of_month_address(note.time) for note in notes})
