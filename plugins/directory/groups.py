"""A directory as cards in groups by kind: locations, organizations, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from plugins.model import Entry
from plugins.site import HOME, AlternateView, GroupView, HeadView, Leaf, Link, ListPart, Page, Site, card, plan_list


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
    pages: tuple[Link, ...]
    """Pages of the same directory around this one; none where it has only one."""
    parts: tuple[Link, ...]
    """Where each part of a directory of several pages begins."""


def plan_groups(
    here: Link,
    intro: str,
    names: Mapping[str, str],
    entries: Iterable[tuple[str, Entry]],
    site: Site,
    alternates: tuple[AlternateView, ...] = (),
) -> Iterator[Page]:
    """The directory at `here`: entries, each with its kind, below the names of the kinds, which give the order."""
    found: dict[str, list[Entry]] = {kind: [] for kind in names}
    for kind, entry in entries:
        found[kind].append(entry)
    parts = tuple(
        ListPart(name, found[kind], partial(card, site=site), kind) for kind, name in names.items() if found[kind]
    )
    section = here.url.strip("/")
    crumbs = (HOME, Link(here.title, ""))
    head = HeadView(here.title, intro, here.url, section, crumbs, alternates=alternates)
    return plan_list(here.url, "directory.html", parts, partial(_view_leaf, head, intro))


def _view_leaf(head: HeadView, intro: str, leaf: Leaf) -> GroupsView:
    named = leaf.name(head)
    return GroupsView(named, named.title, intro, leaf.groups, leaf.pages, leaf.parts)
