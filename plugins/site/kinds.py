"""What the site adds to each kind: its card in a list, and its node of schema.org."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.model import (
    Activity,
    Case,
    Entry,
    Figure,
    Film,
    Grid,
    Guide,
    Location,
    News,
    Note,
    Organization,
    Place,
    Policy,
    Roster,
    Service,
    TextPage,
)
from plugins.site import cards, nodes
from plugins.site.nodes import Node
from plugins.site.site import Site
from plugins.site.views import CardView


@dataclass(frozen=True, slots=True)
class Shown:
    """How the entries of a kind are shown where their own page is not."""

    card: Callable[[Any, Site], CardView] = cards.card_entry
    node: Callable[[Any, Site], Node] = nodes.node_entry


SHOWN: Mapping[type[Entry], Shown] = {
    News: Shown(cards.card_news, nodes.node_news),
    Activity: Shown(cards.card_activity, nodes.node_activity),
    Policy: Shown(cards.card_policy, nodes.node_policy),
    Guide: Shown(cards.card_guide, nodes.node_guide),
    TextPage: Shown(cards.card_page, nodes.node_page),
    Service: Shown(cards.card_service, nodes.node_service),
    Location: Shown(cards.card_location, nodes.node_location),
    Organization: Shown(cards.card_organization, nodes.node_organization),
    Place: Shown(cards.card_place, nodes.node_place),
    Grid: Shown(cards.card_grid),
    Roster: Shown(cards.card_roster),
    Case: Shown(cards.card_case),
    Figure: Shown(node=nodes.node_figure),
    Film: Shown(cards.card_film, nodes.node_film),
    Note: Shown(cards.card_note, nodes.node_note),
}
"""A kind that is not here has the card and the node that its record gives."""


def card(entry: Entry, site: Site) -> CardView:
    """An entry as a card of a list."""
    return SHOWN.get(type(entry), Shown()).card(entry, site)


def node(entry: Entry, site: Site) -> Node:
    """What an entry is, without what every node says; empty where schema.org has no word for it."""
    return SHOWN.get(type(entry), Shown()).node(entry, site)
