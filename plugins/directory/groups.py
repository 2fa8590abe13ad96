"""A directory as cards in groups by kind: locations, organizations, places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.model import Entry
from plugins.site import HOME, AlternateView, GroupView, HeadView, Link, Site, card


@dataclass(frozen=True, slots=True)
class GroupsView:
    """A directory in groups of cards."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    groups: tuple[GroupView, ...]
    """The parts of the directory."""


def view_groups(
    here: Link,
    intro: str,
    names: Mapping[str, str],
    entries: Iterable[tuple[str, Entry]],
    site: Site,
    alternates: tuple[AlternateView, ...] = (),
) -> GroupsView:
    """The directory at `here`: entries, each with its kind, below the names of the kinds, which give the order."""
    found: dict[str, list[Entry]] = {kind: [] for kind in names}
    for kind, entry in entries:
        found[kind].append(entry)
    groups = tuple(
        GroupView(name, tuple(card(entry, site) for entry in found[kind]), kind)
        for kind, name in names.items()
        if found[kind]
    )
    section = here.url.strip("/")
    crumbs = (HOME, Link(here.title, ""))
    head = HeadView(here.title, intro, here.url, section, crumbs, alternates=alternates)
    return GroupsView(head, here.title, intro, groups)
