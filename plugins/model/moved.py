"""Every address of the site, and the old ones that lead on; hides what hung on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from plugins.model.addresses import (
    BRING_INDEX,
    SERVICE_INDEX,
    address_of,
    audience_address,
    author_feed,
    building_address,
    category_address,
    column_address,
    data_address,
    feed_address,
    figure_sheet_address,
    place_calendar_address,
    place_feed,
    place_services_address,
    series_feed,
    tag_address,
)
from plugins.model.authors import Author
from plugins.model.campaigns import Campaign
from plugins.model.figures import Figure
from plugins.model.leaves import PER_PAGE, SERVICES_PER_PAGE, count_leaves, leaf_address
from plugins.model.lists import (
    brings_together,
    calendar_addresses,
    case_lists,
    columns_of,
    data_files,
    list_addresses,
    service_lists,
)
from plugins.model.sources import Sources


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
    lists = [(first, count_leaves(found, SERVICES_PER_PAGE)) for first, found in service_lists(sources)]
    lists += [(first, count_leaves(found, PER_PAGE)) for first, found in case_lists(sources).items()]
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
