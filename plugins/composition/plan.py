"""From a site at one moment to its whole plan; a room that is not there, or has nothing to say, is an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plugins import assets, calendars, directory, hosting, incremental, pages
from plugins.failure import OutputError
from plugins.incremental import Plan, Templates
from plugins.model import list_addresses
from plugins.site import Artifact, Page, Room, Site, make_frame, make_maps

ROOMS: tuple[Room, ...] = (
    pages.ROOM,
    directory.ROOM,
    calendars.ROOM,
    hosting.ROOM,
    assets.ROOM,
    incremental.ROOM,
)
"""What the site consists of, in order; `PLUGINS` of the settings names them all, and may name others' plugins beside."""

_SHOWN = 5


def plan_site(site: Site, templates: Templates, rooms: Sequence[Room] = ROOMS) -> Plan:
    """The whole site, planned; raises OutputError where something is missing."""
    planned = tuple(sorted(all_pages(site, rooms), key=lambda page: page.address))
    _refuse_missing_pages(site, planned)
    _refuse_a_lesser_theme(templates, planned)
    style = assets.gather_assets(templates.theme)

    def make_artifacts() -> Iterator[Artifact]:
        yield from all_files(site, rooms)
        yield from make_maps(site, planned)
        yield from style.files

    return Plan(
        site=site,
        frame=make_frame(site, style.css, style.js, style.app, style.duty_css),
        templates=templates,
        pages=planned,
        make_artifacts=make_artifacts,
        finishers=tuple(finisher for room in rooms for finisher in room.finishers),
    )


def all_pages(site: Site, rooms: Sequence[Room] = ROOMS) -> Iterator[Page]:
    """Every page of every room, room by room."""
    for room in rooms:
        if room.plan is not None:
            planned = tuple(room.plan(site))
            if not planned:
                raise OutputError(f"{room.plugin}: 一页也没有 → 程序不完整，请维护程序的人看一看")
            yield from planned


def all_files(site: Site, rooms: Sequence[Room] = ROOMS) -> Iterator[Artifact]:
    """Every file that is made beside the pages, but those that are made of all pages or of the theme."""
    for room in rooms:
        if room.make is not None:
            made = tuple(room.make(site))
            _refuse_missing_files(room, made)
            yield from made


def promised_files(rooms: Sequence[Room] = ROOMS) -> frozenset[str]:
    """The files that every site has, whatever its sources say."""
    return frozenset(file for room in rooms for file in room.always)


def _refuse_a_lesser_theme(templates: Templates, planned: Sequence[Page]) -> None:
    """A theme made for another site lacks most of what these pages are shown with; all of it is told at once."""
    missing = [f"templates/{name}" for name in sorted(_templates_of(planned)) if not templates.find(name)]
    missing += assets.list_missing(templates.theme)
    if missing:
        line = f"{templates.theme}: 这个主题缺少 {'、'.join(missing)}"
        raise OutputError(f"{line} → 用 theme/，或照 docs/templates.md 补上")


def _templates_of(planned: Sequence[Page]) -> set[str]:
    return {page.template for page in planned} | {r.template for page in planned for r in page.renditions if r.template}


def _refuse_missing_files(room: Room, made: Iterable[Artifact]) -> None:
    missing = sorted(set(room.always) - {artifact.file for artifact in made})
    if missing:
        raise OutputError(f"{room.plugin}: 没有生成 {_name(missing)} → 程序不完整，请维护程序的人看一看")


def _refuse_missing_pages(site: Site, planned: Iterable[Page]) -> None:
    """What the sources promise by their addresses alone must be planned by some room."""
    promised = {*list_addresses(site.sources), *site.entry_at}
    missing = sorted(promised - {page.address for page in planned})
    if missing:
        raise OutputError(f"内容里有、却没有规划出来的页面：{_name(missing)} → 程序不完整，请维护程序的人看一看")


def _name(missing: Sequence[str]) -> str:
    more = f" 等 {len(missing)} 个" if len(missing) > _SHOWN else ""
    return "、".join(missing[:_SHOWN]) + more
