"""Tags, plain pages and the page that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import attrgetter

from plugins.model import (
    SECTIONS,
    Activity,
    Document,
    Guide,
    News,
    Policy,
    SectionId,
    Term,
    TextPage,
    address_of,
    followed_addresses,
    moved_addresses,
    tag_address,
)
from plugins.pages.article import make_article, make_head
from plugins.pages.news import ListView, list_leaf
from plugins.pages.related import Related
from plugins.site import (
    HOME,
    ArticleView,
    CardView,
    GroupView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    card,
    plan_list,
    redirect_page,
)

WAYS: tuple[SectionId, ...] = ("guides", "services", "news", "activities", "policies", "locations")
"""Where the page that is not there leads."""
FIRST = (Guide, Activity, News, Policy, TextPage)
"""The kinds of document that a tag's page begins with; the others follow."""


@dataclass(frozen=True, slots=True)
class TextPageView:
    """A page of words alone."""

    head: HeadView
    article: ArticleView


@dataclass(frozen=True, slots=True)
class MissingView:
    """What a reader sees at an address that leads nowhere."""

    head: HeadView
    places_to_go: tuple[Link, ...]
    """Where to look instead."""


def plan_lists(site: Site, related: Related) -> Iterator[Page]:
    """Text pages, tags, 404, and a redirect for every old address."""
    for page in site.sources.pages:
        yield Page(address_of(page), "page.html", partial(_view_text, page, site, related), page.path)
    yield from _plan_tags(site)
    yield Page("/404.html", "404.html", partial(_view_missing, site), indexed=False)
    hanging = (moved for moved in followed_addresses(site.sources) if moved.old.endswith("/"))
    for moved in chain(moved_addresses(site.sources), hanging):
        yield redirect_page(moved.old, Link(moved.title, moved.new), moved.path)


def _view_text(page: Document, site: Site, related: Related) -> TextPageView:
    return TextPageView(make_head(page, site, page.slug), make_article(page, site, related))


def _plan_tags(site: Site) -> Iterator[Page]:
    by_tag: dict[str, list[Document]] = {}
    for document in site.sources.documents():
        for name in document.tags:
            by_tag.setdefault(name, []).append(document)
    used = tuple(tag for tag in site.sources.community.tags if tag.name in by_tag)
    for tag in used:
        parts = _list_by_kind(by_tag[tag.name], site)
        view = partial(_view_tag, tag, len(by_tag[tag.name]))
        yield from plan_list(tag_address(tag.id), "list.html", parts, view)
    counts = {tag.name: len(by_tag[tag.name]) for tag in used}
    if "tags" in site.sources.sections:
        yield Page("/tags/", "list.html", partial(_view_tags, used, counts))


def _list_by_kind(documents: Sequence[Document], site: Site) -> tuple[ListPart[Document], ...]:
    found: dict[type[Document], list[Document]] = {kind: [] for kind in FIRST}
    for document in documents:
        found.setdefault(type(document), []).append(document)
    found[Activity].sort(key=attrgetter("begins"), reverse=True)
    show = partial(card, site=site)
    return tuple(ListPart(kind.kind.label, of, show, kind.kind.name) for kind, of in found.items() if of)


def _view_tag(tag: Term, count: int, leaf: Leaf) -> ListView:
    title = f"标签：{tag.name}"
    crumbs = (HOME, Link("标签", "/tags/"), Link(tag.name, ""))
    intro = f"和“{tag.name}”有关的内容，共 {count} 篇。"
    head = HeadView(title, intro, tag_address(tag.id), "tags", crumbs)
    return list_leaf(leaf, head, intro, layout="lines")


def _view_tags(tags: tuple[Term, ...], counts: dict[str, int]) -> ListView:
    cards = tuple(CardView(t.name, tag_address(t.id), facts=(f"{counts[t.name]} 篇",)) for t in tags)
    intro = "按话题找内容。"
    head = HeadView("标签", intro, "/tags/", "tags", (HOME, Link("标签", "")))
    return ListView(head, "标签", intro, (GroupView("全部标签", cards),), (), (), "", "lines")


def _view_missing(site: Site) -> MissingView:
    head = HeadView("没有找到这一页", "这个地址没有内容。", "/404.html", "none", robots="noindex")
    there = (SECTIONS[section] for section in WAYS if section in site.sources.sections)
    return MissingView(head, (HOME, *(Link(s.title, s.address) for s in there)))
