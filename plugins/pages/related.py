"""What else a reader may want: entries that share places, services or tags; hides how they are weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from plugins.model import Activity, Document, Guide, Policy
from plugins.site import CardView, Site, card

PER_KEY = 24
"""How many entries of one key are weighed: the newest, so the cost stays linear in the entries."""
MOST = 4


@dataclass(frozen=True)
class Related:
    """Entries by what they share, as places in one list: guides first, then news newest first, and so on."""

    site: Site
    documents: tuple[Document, ...]
    by_key: Mapping[str, tuple[int, ...]]
    cards: dict[int, CardView] = field(default_factory=dict)

    def of(self, document: Document) -> tuple[CardView, ...]:
        """At most four related entries, the most shared first, then in the list's order."""
        rows: list[tuple[int, ...]] = []
        for key in _keys(document):
            # Two guides to one service belong together more than two stories from one garden.
            rows += [self.by_key.get(key, ())] * (3 if key.startswith("service:") else 1)
        count = len(self.documents)
        # One number says how much is shared, then the place: numbers are sorted without asking Python.
        ranked = sorted(place - shared * count for place, shared in Counter(chain.from_iterable(rows)).items())
        best = [rank % count for rank in ranked[: MOST + 1]]
        others = [place for place in best if self.documents[place] is not document]
        return tuple(self._card(place) for place in others[:MOST])

    def _card(self, place: int) -> CardView:
        if place not in self.cards:
            self.cards[place] = card(self.documents[place], self.site)
        return self.cards[place]


def index_related(site: Site) -> Related:
    """Index every published document by its places, tags and services."""
    sources = site.sources
    coming = sorted(sources.activities, key=lambda a: a.begins, reverse=True)
    documents = (*sources.guides, *sources.news, *coming, *sources.policies)
    by_key: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        for key in _keys(document):
            row = by_key.setdefault(key, [])
            if len(row) < PER_KEY:
                row.append(place)
    return Related(site, documents, {key: tuple(row) for key, row in by_key.items()})


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
