"""What else a reader may want: entries that share places, services or tags; hides how they are weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.site.cards import card
from plugins.site.site import Site
from plugins.site.views import CardView
from plugins.source.addresses import address_of
from plugins.source.models import Activity, Document, Guide, Policy

PER_KEY = 24
"""How many entries of one key are weighed: the newest, so the cost stays linear in the entries."""
MOST = 4


@dataclass(frozen=True)
class Related:
    """Entries by what they share, newest first; look up with `of`."""

    by_key: Mapping[str, tuple[Document, ...]]
    site: Site

    def of(self, document: Document) -> tuple[CardView, ...]:
        """At most four related entries, the most shared first, then in the index's order."""
        shared: Counter[str] = Counter()
        found: dict[str, Document] = {}
        own = address_of(document)
        for key in _keys(document):
            for other in self.by_key.get(key, ()):
                address = address_of(other)
                if address != own:
                    shared[address] += 3 if key.startswith("service:") else 1
                    found.setdefault(address, other)
        best = sorted(found, key=lambda address: -shared[address])[:MOST]
        return tuple(card(found[address], self.site) for address in best)


def index_related(site: Site) -> Related:
    """Index every published document by its places, tags and services."""
    sources = site.sources
    by_key: dict[str, list[Document]] = {}
    coming = sorted(sources.activities, key=lambda a: a.starts, reverse=True)
    for document in (*sources.guides, *sources.news, *coming, *sources.policies):
        for key in _keys(document):
            row = by_key.setdefault(key, [])
            if len(row) < PER_KEY:
                row.append(document)
    return Related({key: tuple(row) for key, row in by_key.items()}, site)


def _keys(document: Document) -> Iterator[str]:
    for place in document.places:
        yield f"place:{place}"
    for tag in document.tags:
        yield f"tag:{tag}"
    if isinstance(document, Guide):
        for service in document.services:
            yield f"service:{service}"
    if isinstance(document, Activity) and document.organization:
        yield f"organization:{document.organization}"
    if isinstance(document, Policy):
        yield f"issuer:{document.issuer}"
