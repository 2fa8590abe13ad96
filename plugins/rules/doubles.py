"""What is there twice: ids, addresses, buildings, synonyms; hides which of two was first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from plugins.model import Person, Record, Synonym, address_of, list_addresses, moved_addresses
from plugins.rules.synonyms import find_circles
from plugins.rules.written import Breach, Written
from plugins.text import Loc

E = TypeVar("E", bound=Record)
_MONTH = re.compile(r"(/rosters/[^/]+/)\d{4}-\d{2}/")


def find_twin_buildings(written: Written) -> Iterator[Breach]:
    """A building's id is its address within its place."""
    for place in written.sources.places:
        seen: set[str] = set()
        for i, building in enumerate(place.buildings):
            if building.id in seen:
                message = f"楼栋编号“{building.id}”在这里用了两次"
                yield place.path, (*place.at, "buildings", i, "id"), message, "给其中一栋换一个编号"
            seen.add(building.id)


def find_duplicates(written: Written) -> Iterator[Breach]:
    """An address is one page's: the second use names the first."""
    sources = written.sources
    first = dict.fromkeys(list_addresses(sources), "网站自己的页面")
    for entry in chain(_by_place(sources.entries()), _by_place(sources.drafts)):
        address = address_of(entry)
        if address in first:
            message = f"地址 {address} 与{first[address]}重复"
            yield entry.path, (*entry.at, entry.kind.key), message, "换一个不同的编号或文件名"
        first.setdefault(address, f" {entry.path} {_ordinal(entry.at)}")
    rosters = {address_of(roster) for roster in sources.rosters}
    folded = {address.casefold(): address for address in first}
    files = {f"/{file}" for file in sources.files} | {a for a in first if a.endswith(".html")}
    files |= {moved.old for moved in moved_addresses(sources) if moved.old.endswith(".html")}
    for moved in sorted(moved_addresses(sources), key=lambda m: (m.path, m.at)):
        alias, twin = moved.old, folded.get(moved.old.casefold())
        month = _MONTH.fullmatch(alias)
        if month and month[1] in rosters:  # which months have a page changes with the clock
            first.setdefault(alias, "值班表自己的页面")
        if alias in first:
            message = f"旧地址 {alias} 已是{first[alias]}的地址"
            yield moved.path, moved.at, message, "删掉这条旧地址"
        elif owned := _find_owner(alias, files):
            yield moved.path, moved.at, f"旧地址 {alias} 是网站放 {owned} 的地方", "删掉这条旧地址"
        elif twin:
            message = f"旧地址 {alias} 和 {twin} 只差大小写，在 Windows 和苹果电脑上会盖掉那一页"
            yield moved.path, moved.at, message, "删掉这条旧地址"
        first.setdefault(alias, f" {moved.path} {_ordinal(moved.at)}")


_OWN_FOLDERS = frozenset({"assets", "calendars", "data", "feeds", "search", "theme", "zh-hant"})
_OWN_FILES = frozenset(
    {
        "CNAME",
        "_headers",
        "_redirects",
        "favicon.ico",
        "manifest.json",
        "next-change.json",
        "opensearch.xml",
        "robots.txt",
        "sitemap.xml",
        "updated.svg",
    }
)
"""What stands beside the pages; tests/test_agreement.py holds both against what a site is made of."""


def _find_owner(alias: str, files: Collection[str]) -> str:
    """What stands where a page at an old address would be, or around it; empty where nothing does."""
    name = alias.strip("/")
    top = name.partition("/")[0]
    if top in _OWN_FOLDERS or top in _OWN_FILES:
        return top
    parts = name.split("/")
    above = ("/" + "/".join(parts[:n]) for n in range(1, len(parts) + (not alias.endswith(".html"))))
    return next((file for file in above if file in files), "")


def _by_place(entries: Iterable[E]) -> list[E]:
    """In the order of their files, so that which of two is the second does not hang on their dates."""
    return sorted(entries, key=lambda e: (e.path, e.at))


def _ordinal(at: Loc) -> str:
    return f"第 {at[0] + 1} 项" if at and isinstance(at[0], int) else ""


def find_duplicate_ids(written: Written) -> Iterator[Breach]:
    """Rows without a page have ids of their own too."""
    sources = written.sources
    first: dict[str, Person] = {}
    for person in sources.people:
        if person.id in first:
            message = f"编号“{person.id}”已用在{_ordinal(first[person.id].at)}"
            yield person.path, (*person.at, "id"), message, "换一个编号"
        first.setdefault(person.id, person)
    community = sources.community
    for field in ("columns", "categories", "audiences", "tags"):
        seen: set[str] = set()
        for i, term in enumerate(getattr(community, field)):
            for key in ("id", "name"):
                word = f"{key}:{getattr(term, key)}"
                if word in seen:
                    yield community.path, (field, i, key), f"“{getattr(term, key)}”写了两次", "删掉一个或改名"
                seen.add(word)
    years: set[int] = set()
    for year in sources.workdays:
        if year.year in years:
            yield year.path, (*year.at, "year"), f"{year.year} 年写了两次", "合并成一项"
        years.add(year.year)


def find_doubled_synonyms(written: Written) -> Iterator[Breach]:
    yield from find_circles(written.sources.of(Synonym))
