"""Open data: the directory as files for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from plugins.directory.case_data import CASE_FIELDS, list_cases
from plugins.directory.csv_columns import (
    LOCATION_COLUMNS,
    ORGANIZATION_COLUMNS,
    SERVICE_COLUMNS,
    CsvColumn,
    E,
    say_yes,
    write_csv,
)
from plugins.directory.figure_data import FIGURE_FIELDS, list_figure_values
from plugins.directory.hsds import FIELDS, make_tables
from plugins.directory.public_data import PUBLIC_TABLES
from plugins.model import data_address, data_tables
from plugins.site import AlternateView, Artifact, Site

JSON = "application/json"
CSV = "text/csv"

TABLES = (
    ("services", "服务", "社区能帮您办的每一件事：给谁、要什么条件、收不收费、在哪里办、打哪个电话。"),
    ("locations", "场所和窗口", "窗口、活动室和室外场地：在哪里、几点开、有哪些无障碍设施。"),
    (
        "organizations",
        "队伍和组织",
        "志愿队伍、文体团队和自治组织：做什么、什么时候活动、怎样加入。JSON 文件多一条社区本身。",
    ),
    ("cases", "居民反映的事", "公开的每一件：什么事、哪天收到、办到哪一步、怎样答复。来反映的人是谁，不在里面。"),
    ("figures", "社区数字", "社区说到的数：数的是什么、各个时期是多少、从哪里来。不到 3 的不写。"),
    *((name, table.title, table.summary) for name, table in PUBLIC_TABLES.items()),
    (
        "schedules",
        "开放时间",
        "场所和服务每周的时间，和这一年里不一样的日子，按日历软件的规则（RFC 5545）写，给程序用。",
    ),
    ("phones", "电话", "每个电话号码属于哪个组织、服务或场所，给程序用。"),
    ("service_at_locations", "哪项服务在哪里办", "把服务和场所连起来，给程序用。"),
)
"""The tables as the page tells them: those for people first."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One column or field of a file, explained."""

    name: str
    """What a program calls it; empty where that is its label."""
    label: str
    """What people call it."""
    meaning: str
    """What it says."""


def make_open_data(site: Site) -> Iterator[Artifact]:
    """Every file, as JSON (Open Referral HSDS 3.0) and, of what people look up, as CSV."""
    for made in list_files(site):
        yield made.artifact


def data_links(name: str, site: Site) -> tuple[AlternateView, ...]:
    """What the list of the same entries points to in its head; nothing where that table is not there."""
    if name not in data_tables(site.sources):
        return ()
    title = next(title for key, title, _ in TABLES if key == name)
    return (
        AlternateView(f"{title}（JSON）", data_address(f"{name}.json"), JSON),
        AlternateView(f"{title}（CSV）", data_address(f"{name}.csv"), CSV),
    )


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file to download, and what its page says of it."""

    table: str
    artifact: Artifact
    rows: int
    fields: tuple[FieldView, ...]
    """Empty where the other form of the table explains them."""
    explains: str = ""
    """The files whose fields these are, where it is more than this one."""


def list_files(site: Site) -> Iterator[DataFile]:
    sources = site.sources
    listed = data_tables(sources)
    if "services" in listed:
        yield _make_csv("services", SERVICE_COLUMNS, sources.services, site)
    if "locations" in listed:
        yield _make_csv("locations", LOCATION_COLUMNS, sources.locations, site)
    if "organizations" in listed:
        yield _make_csv("organizations", ORGANIZATION_COLUMNS, sources.organizations, site)
    if "cases" in listed:
        yield from _make_cases(site)
    if "figures" in listed:
        yield from _make_figures(site)
    for name, table in PUBLIC_TABLES.items():
        if name in listed:
            more = (FieldView(*field) for field in table.more)
            yield from _make_both(name, table.fields, list(table.rows(site)), *more)
    tables = make_tables(site) if listed else {}
    for name, rows in ((name, rows) for name, rows in tables.items() if name in listed):
        lines = b",\n".join(map(orjson.dumps, rows))
        fields = tuple(FieldView(*words) for words in FIELDS[name])
        yield DataFile(name, Artifact(f"data/{name}.json", b"[\n" + lines + b"\n]\n"), len(rows), fields)


def _make_cases(site: Site) -> Iterator[DataFile]:
    """What residents raised: a sheet without the steps, and all of it for programs."""
    steps = FieldView("steps", "经过", "每一步的日期、办到哪一步、谁在办、说明")
    return _make_both("cases", CASE_FIELDS, list_cases(site), steps)


def _make_figures(site: Site) -> Iterator[DataFile]:
    """The values of all figures, one in a row."""
    return _make_both("figures", FIGURE_FIELDS, list_figure_values(site))


def _make_both(name: str, fields: Sequence[Any], rows: list[dict[str, Any]], *more: FieldView) -> Iterator[DataFile]:
    """One table twice: a sheet for people, and the same with what `more` names for programs."""
    cells = [[say_yes(v) if isinstance(v := row[f.name], bool) else str(v) for f in fields] for row in rows]
    sheet = write_csv([[f.label for f in fields], *cells])
    yield DataFile(name, Artifact(f"data/{name}.csv", sheet), len(rows), ())
    lines = b",\n".join(map(orjson.dumps, rows))
    named = (*(FieldView(f.name, f.label, f.meaning) for f in fields), *(_only_json(field) for field in more))
    data = Artifact(f"data/{name}.json", b"[\n" + lines + b"\n]\n")
    yield DataFile(name, data, len(rows), named, f"{name}.csv、{name}.json")


def _only_json(field: FieldView) -> FieldView:
    return replace(field, meaning=f"{field.meaning}（只在 JSON 里）")


def _make_csv(name: str, columns: tuple[CsvColumn[E], ...], entries: Iterable[E], site: Site) -> DataFile:
    rows = [[c.read(entry, site) for c in columns] for entry in entries]
    fields = tuple(FieldView("", c.label, c.meaning) for c in columns)
    return DataFile(
        name, Artifact(f"data/{name}.csv", write_csv([[c.label for c in columns], *rows])), len(rows), fields
    )
