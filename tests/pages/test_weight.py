"""Each kind of page is light: what a slow phone waits for is its HTML and the style sheets it names, as sent."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict

from tests.pages.conftest import BuiltPage, BuiltSite

LIGHT = 14_000
"""Bytes of a page and its style sheets, packed: about what a server sends before it waits for an answer."""


def weigh(data: bytes) -> int:
    return len(zlib.compress(data, 9)) + 12


def weigh_pages(site: BuiltSite) -> dict[str, tuple[int, str]]:
    """The heaviest page of each kind, by the first word of its address."""
    styles = {f"/theme/{sheet.name}": weigh(sheet.read_bytes()) for sheet in (site.folder / "theme").glob("*.css")}
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for address, page in site.pages.items():
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', page.text)
        weight = weigh(page.text.encode()) + sum(styles[sheet] for sheet in sheets)
        found[address.split("/")[1]].append((weight, address))
    return {kind: max(pages) for kind, pages in found.items()}


def find_heavy(site: BuiltSite) -> list[tuple[int, str]]:
    """The heaviest first."""
    return sorted((heaviest for heaviest in weigh_pages(site).values() if heaviest[0] > LIGHT), reverse=True)


def test_every_kind_of_page_is_light(built: BuiltSite) -> None:
    assert len(weigh_pages(built)) > 10
    assert find_heavy(built) == []


def test_a_heavy_page_is_named(built: BuiltSite) -> None:
    page = built.pages["/guides/"]
    noise = " ".join(str(number * 7919 % 100_003) for number in range(4_000))
    planted = BuiltPage(page.address, page.file, page.text + noise, page.tree)
    assert [address for _, address in find_heavy(built.having(planted))] == ["/guides/"]
