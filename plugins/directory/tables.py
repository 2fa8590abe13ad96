"""What a table of open data is, and what all of them share; hides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from plugins.model import Entry, address_of
from plugins.site import Site

Row = dict[str, Any]


class DataField(NamedTuple):
    """One field of a row: its name for programs, its label for people, and what it says."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table: what it is called, what it tells, its fields, its rows; `more` stands in the JSON alone."""

    title: str
    summary: str
    word: str
    fields: tuple[DataField, ...]
    rows: Callable[[Site], Iterator[Row]]
    more: tuple[DataField, ...] = ()


ID = DataField("id", "编号", "本站的编号，长期不变")
NAME = DataField("name", "名称", "叫什么")
URL = DataField("url", "网页", "本站介绍它的网页")
SAMPLE = DataField("sample", "示例数据", "“是”表示这一行是示例，不能当真")


def ends_of(entry: Entry, site: Site) -> Row:
    """What ends every row of something that has a page."""
    return {"url": site.url + address_of(entry), "sample": entry.sample}


def name_of(entries: Any, id: str | None) -> str:
    """What an id is called; empty where there is none."""
    found = entries.get(id or "")
    return found.name if found else ""


def day_of(value: Any) -> str:
    """A day or a moment as ISO 8601 has it; empty where there is none."""
    return value.isoformat() if value else ""
