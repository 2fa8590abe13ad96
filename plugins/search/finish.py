"""The index as it is made of finished pages; hides what is taken of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from plugins.failure import OutputError
from plugins.model import Roster, address_of
from plugins.search.catalogue import make_catalogue
from plugins.search.postings import divide
from plugins.search.words import intro_of, text_of, title_of
from plugins.site import Artifact, Bundle, Finisher, Page, Site

_NUMBERED = re.compile(r"（第 ?\d+ ?页）$")
_APART = "\x1f"


def make_finishers(site: Site) -> Iterable[Finisher]:
    """What makes the index of a site."""
    yield Finisher("search", partial(_take, frozenset(site.entry_at), _told(site)), partial(_make, site))


def _told(site: Site) -> frozenset[str]:
    """The addresses of the pages whose words are searched.

    A roster's page names people, who have agreed to stand there and not here.
    """
    return frozenset(address for address, entry in site.entry_at.items() if not isinstance(entry, Roster))


def _take(entries: frozenset[str], told: frozenset[str], page: Page, html: str) -> str:
    """A page's title and words; nothing of one that is not to be found, or only continues another."""
    title = title_of(html)
    if not page.indexed or (page.address not in entries and _NUMBERED.search(title)):
        return ""
    intro = intro_of(html)
    return _APART.join((title, f"{intro}\n{text_of(html)}".strip("\n") if page.address in told else intro))


def _make(site: Site, given: Mapping[str, str]) -> Iterator[Artifact | Bundle]:
    """The catalogue, and the blocks that have changed."""
    found = {file: taken.partition(_APART) for file, taken in given.items() if taken}
    _refuse_what_nobody_finds(site, frozenset(found))
    blocks = divide({file: text for file, (_, _, text) in found.items()})
    yield make_catalogue(site, blocks, {file: title for file, (title, _, _) in found.items()})
    for block in blocks:
        yield Bundle(f"search {block.number} {block.name}", block.make)


def _refuse_what_nobody_finds(site: Site, found: frozenset[str]) -> None:
    """Whoever types the title of a public entry must find it."""
    lost = [one for address, one in site.entry_at.items() if address.lstrip("/") + "index.html" not in found]
    if lost:
        lines = (
            f"{one.path}: 搜“{one.called}”找不到 {address_of(one)} → 程序不完整，请维护程序的人看一看" for one in lost
        )
        raise OutputError("\n".join(lines))
