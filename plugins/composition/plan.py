"""From a site at one moment to its whole plan; a room that is not there, or has nothing to say, is an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NoReturn

from plugins import assets, calendars, directory, hosting, incremental, pages, search
from plugins.failure import OutputError
from plugins.incremental import Plan, Templates
from plugins.model import Sources, all_addresses
from plugins.site import Artifact, Finisher, Page, Room, Site, make_frame, make_maps

ROOMS: tuple[Room, ...] = (
    pages.ROOM,
    directory.ROOM,
    calendars.ROOM,
    search.ROOM,
    hosting.ROOM,
    assets.ROOM,
    incremental.ROOM,
)
"""What the site consists of, in order; `PLUGINS` of the settings names them all, and may name others' plugins beside."""

_SHOWN = 5


def plan_site(site: Site, templates: Templates, rooms: Sequence[Room] = ROOMS) -> Plan:
    """The whole site, planned; raises OutputError where something is missing."""
    planned = tuple(sorted(all_pages(site, rooms), key=lambda page: page.address))
    _refuse_a_lesser_theme(templates, planned)
    style = assets.gather_assets(templates.theme, site.sources.community.colours, () if _talks(site) else ("talk",))
    cards = assets.ShareCards(templates.theme, site)

    def make_artifacts() -> Iterator[Artifact]:
        yield from all_files(site, rooms)
        yield from make_maps(site, planned)
        yield from style.files

    return Plan(
        site=site,
        frame=make_frame(site, style.css, style.js, style.scripts, style.sheets, cards.views()),
        templates=templates,
        pages=planned,
        make_artifacts=make_artifacts,
        finishers=tuple(finisher for room in rooms for finisher in _finishers_of(room, site)),
        bundles=tuple(cards.bundles()),
    )


def _talks(site: Site) -> bool:
    """Whether readers can say something below a page, or ever could."""
    return bool(site.sources.community.discussion or site.sources.remarks)


def _finishers_of(room: Room, site: Site) -> Iterator[Finisher]:
    yield from room.finishers
    if room.finish:
        yield from room.finish(site)


def all_pages(site: Site, rooms: Sequence[Room] = ROOMS) -> Iterator[Page]:
    """Every page of every room, room by room; raises OutputError after the last if a promised one was not there."""
    promised = {address for address in all_addresses(site.sources) if _is_page_file(address)}
    idle = []
    for room in rooms:
        planned = tuple(room.plan(site)) if room.plan else ()
        promised -= {page.address for page in planned}
        yield from planned
        if room.plan and not planned:
            idle.append(room.plugin)
    if promised:
        _refuse_plan(promised, idle)


def all_files(site: Site, rooms: Sequence[Room] = ROOMS) -> Iterator[Artifact]:
    """Every file beside the pages, but those that are made of all pages or of the theme; raises as `all_pages` does."""
    promised = {*promised_files(site.sources, rooms)}
    idle = []
    for room in rooms:
        made = tuple(room.make(site)) if room.make else ()
        promised -= {artifact.file for artifact in made}
        yield from made
        if room.make and not made:
            idle.append(room.plugin)
    if promised:
        _refuse_plan(promised, idle)


def promised_files(sources: Sources, rooms: Sequence[Room] = ROOMS) -> frozenset[str]:
    """The files beside the pages that the sources promise by their addresses alone, and those of every site."""
    own = frozenset(address.lstrip("/") for address in all_addresses(sources) if not _is_page_file(address))
    return (own | {file for room in rooms for file in room.always}) - {*sources.files}


def _is_page_file(address: str) -> bool:
    return address.endswith(("/", ".html"))


def _refuse_plan(missing: Iterable[str], idle: Sequence[str]) -> NoReturn:
    suspects = f"（{'、'.join(idle)} 什么也没有做）" if idle else ""
    raise OutputError(f"没有规划 {_name_step(sorted(missing))}{suspects} → 程序不完整，请维护程序的人看一看")


def _refuse_a_lesser_theme(templates: Templates, planned: Sequence[Page]) -> None:
    """A theme made for another site lacks most of what these pages are shown with; all of it is told at once."""
    missing = [f"templates/{name}" for name in sorted(_templates_of(planned)) if not templates.find(name)]
    missing += assets.list_missing(templates.theme)
    if missing:
        line = f"{templates.theme}: 这个主题缺少 {'、'.join(missing)}"
        raise OutputError(f"{line} → 用 theme/，或照 docs/templates.md 补上")


def _templates_of(planned: Sequence[Page]) -> set[str]:
    return {page.template for page in planned} | {r.template for page in planned for r in page.renditions if r.template}


def _name_step(missing: Sequence[str]) -> str:
    more = f" 等 {len(missing)} 个" if len(missing) > _SHOWN else ""
    return "、".join(missing[:_SHOWN]) + more
