"""Who writes: a page for each group or role with its stories by year and its notes, and a list of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from plugins.model import Author, News, Note, address_of, author_feed, feed_address
from plugins.pages.news import PER_YEAR, ListView, list_leaf
from plugins.site import (
    HOME,
    CardView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    card,
    link_to,
    plan_list,
    show_date,
    show_story_date,
)

AUTHORS = Link("作者", Author.kind.index)
INTRO = "网站上的文章是谁写的：队伍或岗位。点进去，看它写过的每一篇。"


def plan_authors(site: Site) -> Iterator[Page]:
    """Every author, and all of them as a list; nothing where there is none."""
    authors = site.sources.of(Author)
    for author in authors:
        stories = site.sources.news_by_author.get(author.id, ())
        notes = site.sources.notes_by_author.get(author.id, ())
        total = "，".join(f"{len(found)} {word}" for found, word in ((stories, "篇"), (notes, "条短讯")) if found)
        view = partial(_view_author, author, total, site)
        parts: tuple[ListPart[Any], ...] = (*_list_years(stories), *_list_notes(notes))
        nothing: tuple[ListPart[Any], ...] = (ListPart("文章", (), _line),)
        pages = plan_list(address_of(author), "list.html", parts or nothing, view, PER_YEAR)
        yield from (page._replace(source=author.path) if i == 0 else page for i, page in enumerate(pages))
    if authors:
        head = HeadView(AUTHORS.title, INTRO, AUTHORS.url, "news", (HOME, Link(AUTHORS.title, "")))
        part = ListPart(f"{len(authors)} 个队伍和岗位", authors, partial(card, site=site))
        yield from plan_list(AUTHORS.url, "list.html", (part,), partial(_view_authors, head))


def _view_authors(head: HeadView, leaf: Leaf) -> ListView:
    return list_leaf(leaf, head, INTRO)


def _list_years(stories: tuple[News, ...]) -> tuple[ListPart[News], ...]:
    years = groupby(stories, key=lambda story: story.date.year)
    return tuple(ListPart(f"{year}年", tuple(group), _line, f"y{year}") for year, group in years)


def _line(story: News) -> CardView:
    return CardView(story.title, address_of(story), "", "", show_story_date(story))


def _list_notes(notes: tuple[Note, ...]) -> tuple[ListPart[Note], ...]:
    return (ListPart("短讯", notes, _note_line, "notes"),) if notes else ()


def _note_line(note: Note) -> CardView:
    return CardView(note.called, address_of(note), "", "", show_date(note.time))


def _view_author(author: Author, total: str, site: Site, leaf: Leaf) -> ListView:
    feeds: tuple[Link, ...] = ()
    if "news" in site.sources.sections:
        feeds = (Link(f"{author.name}写的", feed_address(author_feed(author)), f"author-{author.id}"),)
    crumbs = (HOME, AUTHORS, Link(author.name, ""))
    head = HeadView(author.name, author.description, address_of(author), "news", crumbs, author.sample, feeds=feeds)
    found = list_leaf(leaf, head, author.description, total, "lines")
    team = site.sources.organization.get(author.organization or "")
    return replace(found, tabs=(link_to(team),)) if team else found
