"""The one file a search begins with: every page's title and facts, and how the words are divided; hides its form.

A row is a list, for ten thousand of them go to a phone: title, address, kind, day, states, places, other names, phone,
its address, hours, the page that tells of the same matter. What is as usual at its end is left out; kinds, states, places and hours are numbers of lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from plugins.model import MODELS, Alert, Synonym
from plugins.search.facts import NOTICES, NOTICES_LABEL, Facts, facts_of
from plugins.search.postings import FOLDER, Block, measure_pieces
from plugins.site import Artifact, Site, show_alerts

INDEX = f"{FOLDER}index.json"
LIST, LIST_LABEL = "lists", "栏目"
"""A page that is no entry's own."""
ALERTS, ALERT = Alert.kind.name, Alert.kind.label


_USUAL: tuple[Any, ...] = (None, None, 0, 0, [], [], [], "", "", -1, -1)


class _Numbering(dict[Any, int]):
    """A number for each thing, in the order in which they are met."""

    def __missing__(self, thing: Any) -> int:
        self[thing] = len(self)
        return self[thing]


class _Numbered:
    """What rows name by a number: kinds, states and hours as they are met, places in the order of the sources."""

    def __init__(self, site: Site) -> None:
        self.kinds, self.states, self.hours = _Numbering(), _Numbering(), _Numbering()
        self.places = {place.id: number for number, place in enumerate(site.sources.places)}


def make_catalogue(site: Site, blocks: Sequence[Block], titles: Mapping[str, str]) -> Artifact:
    """The file; `titles` are those of the pages, by file."""
    numbered = _Numbered(site)
    # Alerts stand behind the pages, for the numbers of those are the places of their words; the weight of their kind
    # brings them to the top.
    rows = [*_list_pages(site, blocks, titles, numbered), *_list_alerts(site, numbered)]
    found = {
        "piece": measure_pieces(len(blocks)),
        "kinds": [(kind, _label(kind), is_part) for kind, is_part in numbered.kinds],
        "states": list(numbered.states),
        "places": [(place.id, place.name) for place in site.sources.places],
        "hours": list(numbered.hours),
        "synonyms": [(one.name, *one.also) for one in site.sources.of(Synonym)],
        "blocks": [
            {"name": block.name, "shards": block.shards, "lengths": [len(text) for text in block.texts]}
            for block in blocks
        ],
        "pages": rows,
    }
    return Artifact(INDEX, orjson.dumps(found))


def _list_pages(
    site: Site, blocks: Sequence[Block], titles: Mapping[str, str], numbered: _Numbered
) -> Iterator[list[Any]]:
    """A row for every page, in the order of the blocks."""
    files = [file for block in blocks for file in block.files]
    number = {_address(file): n for n, file in enumerate(files)}
    for file in files:
        address = _address(file)
        entry = site.entry_at.get(address)
        facts = facts_of(entry, site) if entry else _of_list(address, site)
        title, kind = entry.called if entry else titles[file], numbered.kinds[facts.kind, facts.is_part]
        told = [numbered.states[one.word, one.tone, one.period.since, one.period.until] for one in facts.states]
        row: list[Any] = [title, address, kind, _number(facts.day), told]
        row += [[numbered.places[p] for p in facts.places], [name for name in facts.names if name]]
        row += [facts.phone.number, facts.phone.tel] if facts.phone else ["", ""]
        row += [numbered.hours[facts.spec] if facts.spec else -1, number.get(facts.told_at, -1)]
        yield _shorten(row)


def _list_alerts(site: Site, numbered: _Numbered) -> Iterator[list[Any]]:
    """A row for every alert: it leads to the page it names, or home."""
    for alert in show_alerts(site):
        tone = "stop" if alert.tone == "red" else "wait"
        told = [numbered.states[alert.level or ALERT, tone, alert.period.since, alert.period.until]]
        if alert.period.until:
            told.append(numbered.states["已结束", "quiet", alert.period.until, ""])
        names = [name for name in (alert.level, alert.where, alert.closed, alert.do) if name]
        to = alert.link if alert.inside and alert.link else "/"
        yield [alert.words, to, numbered.kinds[ALERTS, False], 0, told, [], names]


def _shorten(row: list[Any]) -> list[Any]:
    """A row without what is as usual at its end."""
    while row[-1] == _USUAL[len(row) - 1]:
        row.pop()
    return row


def _of_list(address: str, site: Site) -> Facts:
    """A page below an entry's is of that kind and place: a building, a month of a roster."""
    entry = site.entry_at.get(address.rstrip("/").rpartition("/")[0] + "/")
    if entry is None:
        return Facts(LIST)
    facts = facts_of(entry, site)
    return Facts(facts.kind, places=facts.places, is_part=True)


def _label(kind: str) -> str:
    return {NOTICES: NOTICES_LABEL, LIST: LIST_LABEL}.get(kind) or MODELS[kind].kind.label


def _address(file: str) -> str:
    return "/" + file.removesuffix("index.html")


def _number(day: date | None) -> int:
    return day.year * 10000 + day.month * 100 + day.day if day else 0
