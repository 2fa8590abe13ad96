"""Home, tags, plain pages and the page that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby

from plugins.model import (
    HOME_PARTS,
    SECTIONS,
    Document,
    Entry,
    HomePart,
    SectionId,
    Sources,
    Term,
    address_of,
    audience_address,
    category_address,
    column_address,
    columns_of,
    hours_words,
    missing_words,
    tag_address,
)
from plugins.pages.activities import AgendaDay, agenda
from plugins.pages.article import make_article, make_head
from plugins.pages.news import ListView
from plugins.pages.related import Related
from plugins.site import (
    HOME,
    ArticleView,
    CardView,
    DateView,
    GroupView,
    HeadView,
    Link,
    LocationBrief,
    Page,
    Site,
    WeekRow,
    brief,
    card,
    day_words,
    duties,
    link_to,
    open_on,
)

BY_GRID = Link("我家归谁管", "/grids/", "先找小区，再找楼栋，就知道该打哪个电话。"), Link("查网格员", "/grids/")
BY_PLACE = Link("小区", "/places/", "楼栋和物业，还有附近的场所和活动。"), Link("全部小区", "/places/")
"""How home leads to the places: heading and the way on, with grids and without."""
WAYS: tuple[SectionId, ...] = ("guides", "services", "news", "activities", "policies", "locations")
"""Where the page that is not there leads."""
FRESH_NEWS = 6
MOST_NOTICES = 3
PER_KIND = 60
KIND_NAMES = {"guides": "办事指南", "activities": "活动", "news": "新闻", "policies": "政策", "pages": "页面"}


@dataclass(frozen=True, slots=True)
class TextPageView:
    """A page of words alone."""

    head: HeadView
    article: ArticleView


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One of today's shifts, for the home page."""

    time: str
    """From when to when."""
    roster: Link
    """Its roster."""
    duty: str
    """What is done."""
    people: str
    """Who is on duty, as they agreed to be shown."""
    missing: str
    """How many are missing, in words; empty where none."""


@dataclass(frozen=True, slots=True)
class HomeBand:
    """Parts of home on one ground."""

    tone: str
    """The ground: plain, tinted or rescue."""
    parts: tuple[str, ...]
    """The parts, in their order."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    head: HeadView
    today: DateView
    """The build's day; the script makes it the reader's."""
    station: LocationBrief
    """The window most people come to."""
    open_today: WeekRow | None
    """The station's hours today; None where nobody knows them."""
    tasks: tuple[CardView, ...]
    """The guides that people ask for most."""
    bands: tuple[HomeBand, ...]
    """The parts to show, in their order."""
    notice_title: str
    """The heading of the notices."""
    notices: tuple[CardView, ...]
    """The newest of the column that holds notices."""
    lead: CardView | None
    """The story at the top of the news, with its picture."""
    news: tuple[CardView, ...]
    """The newest other stories."""
    columns: tuple[Link, ...]
    """The columns of the news."""
    days: tuple[AgendaDay, ...]
    """The next days that have something."""
    categories: tuple[Link, ...]
    """Ways to the services by what is to be done."""
    audiences: tuple[Link, ...]
    """Ways to the services by whom they are for."""
    find: Link | None
    """The heading over the places and where they are looked up; None where there is no place."""
    find_more: Link | None
    """The way on from there."""
    places: tuple[CardView, ...]
    """The places, for who asks whom their building belongs to."""
    policies: tuple[CardView, ...]
    """The newest policies."""
    duties: tuple[DutyLine, ...]
    """Today's shifts."""


@dataclass(frozen=True, slots=True)
class MissingView:
    """What a reader sees at an address that leads nowhere."""

    head: HeadView
    places_to_go: tuple[Link, ...]
    """Where to look instead."""


@dataclass(frozen=True, slots=True)
class RedirectView:
    """The page at an address that moved."""

    head: HeadView
    target: Link
    """Where it went."""


def plan_lists(site: Site, related: Related) -> Iterator[Page]:
    """Home, text pages, tags, 404, and a redirect for every old address."""
    yield Page("/", "home.html", partial(_view_home, site))
    for page in site.sources.pages:
        yield Page(address_of(page), "page.html", partial(_view_text, page, site, related), page.path)
    yield from _plan_tags(site)
    yield Page("/404.html", "404.html", partial(_view_missing, site), indexed=False)
    for entry in site.sources.entries():
        for alias in entry.old_addresses:
            yield Page(alias, "redirect.html", partial(_view_redirect, entry), entry.path, indexed=False)


def _view_text(page: Document, site: Site, related: Related) -> TextPageView:
    return TextPageView(make_head(page, site, page.slug), make_article(page, site, related))


def _view_home(site: Site) -> HomeView:
    sources = site.sources
    community = sources.community
    standing = [n for n in sources.news if not n.expires or n.expires >= site.today]
    chosen = _home_parts(sources)
    apart = community.notice_column if "notices" in chosen else None
    notices = [n for n in standing if n.column == apart][:MOST_NOTICES]
    stories = [n for n in standing if n.column != apart]
    lead = next((n for n in stories if n.image), None)
    rest = [n for n in stories if n is not lead][:FRESH_NEWS]
    scheduled = tuple(a for a in sources.activities if a.state == "scheduled")
    counts = {c.id: sum(s.category == c.id for s in sources.services) for c in community.categories}
    feeds = (Link(community.name, "/feeds/all.atom"),) if "news" in sources.sections else ()
    find, find_more = BY_GRID if "grids" in sources.sections else BY_PLACE if sources.places else (None, None)
    view = HomeView(
        head=HeadView(community.name, community.description, "/", "home", feeds=feeds),
        bands=(),
        today=DateView(day_words(site.today), site.today.isoformat()),
        station=brief(sources.location[community.station], site),
        open_today=open_on(sources.location[community.station], site, site.today),
        tasks=tuple(card(sources.guide[g], site) for g in community.frequent_guides),
        notice_title=next((c.name for c in community.columns if c.id == apart), ""),
        notices=tuple(card(n, site) for n in notices),
        lead=card(lead, site) if lead else None,
        news=tuple(card(n, site) for n in rest),
        columns=tuple(Link(c.name, column_address(c.id), c.description) for c in columns_of(sources)),
        days=agenda(scheduled, site, 21)[:5],
        categories=tuple(
            Link(c.name, category_address(c.id), f"{counts[c.id]} 项") for c in community.categories if counts[c.id]
        ),
        audiences=tuple(Link(a.name, audience_address(a.id)) for a in community.audiences if sources.services),
        find=find,
        find_more=find_more,
        places=tuple(card(p, site) for p in sources.places),
        policies=tuple(card(p, site) for p in sources.policies[:FRESH_NEWS]),
        duties=tuple(_today(site)),
    )
    return replace(view, bands=tuple(_bands(view, chosen, site)))


def _home_parts(sources: Sources) -> tuple[HomePart, ...]:
    """The parts the community chose, else the usual ones."""
    chosen = sources.community.home
    if chosen is None:
        return tuple(p for p in HOME_PARTS if p != "policies" or "news" not in sources.sections)
    return tuple(dict.fromkeys(chosen))


def _bands(view: HomeView, chosen: tuple[HomePart, ...], site: Site) -> Iterator[HomeBand]:
    """The parts that have something to show, those on the same ground together."""
    filled = {
        "tasks": view.tasks,
        "notices": view.notices,
        "news": view.lead or view.news,
        "policies": view.policies,
        "activities": view.days,
        "places": view.places,
        "services": view.categories,
        "rosters": view.duties,
        "hotlines": site.sources.community.hotlines,
    }
    tones = {"places": "tinted", "hotlines": "rescue"}
    shown = (part for part in chosen if filled[part])
    for tone, parts in groupby(shown, key=lambda part: tones.get(part, "plain")):
        yield HomeBand(tone, tuple(parts))


def _today(site: Site) -> Iterator[DutyLine]:
    found = []
    for roster in site.sources.rosters:
        for duty in duties(roster, site.sources, site.today - timedelta(days=1), site.today, site.today):
            if not duty.cancelled and duty.ends > site.now:
                found.append((duty.starts, roster.name, duty, roster))
    for _, _, duty, roster in sorted(found, key=lambda row: row[:2]):
        missing = f"还{missing_words(duty.missing)}" if duty.missing else ""
        time = hours_words(duty.starts, duty.ends, site.today)
        yield DutyLine(time, link_to(roster), duty.duty, "、".join(duty.people), missing)


def _plan_tags(site: Site) -> Iterator[Page]:
    by_tag: dict[str, list[Document]] = {}
    recent = sorted(site.sources.activities, key=lambda a: a.starts, reverse=True)
    for document in (*site.sources.guides, *site.sources.news, *recent, *site.sources.policies, *site.sources.pages):
        for name in document.tags:
            by_tag.setdefault(name, []).append(document)
    used = tuple(tag for tag in site.sources.community.tags if tag.name in by_tag)
    for tag in used:
        view = partial(_view_tag, tag, tuple(by_tag[tag.name]), site)
        yield Page(tag_address(tag.id), "list.html", view)
    counts = {tag.name: len(by_tag[tag.name]) for tag in used}
    if "tags" in site.sources.sections:
        yield Page("/tags/", "list.html", partial(_view_tags, used, counts))


def _view_tag(tag: Term, documents: tuple[Document, ...], site: Site) -> ListView:
    title = f"标签：{tag.name}"
    crumbs = (HOME, Link("标签", "/tags/"), Link(tag.name, ""))
    intro = f"和“{tag.name}”有关的内容，共 {len(documents)} 篇。"
    groups = []
    for kind, name in KIND_NAMES.items():
        found = [d for d in documents if d.kind.name == kind]
        cards = tuple(card(d, site) for d in found[:PER_KIND])
        summary = f"这里是最新 {PER_KIND} 篇。" if len(found) > PER_KIND else ""
        if cards:
            groups.append(GroupView(name, cards, kind, summary=summary))
    head = HeadView(title, intro, tag_address(tag.id), "tags", crumbs)
    return ListView(head, title, intro, tuple(groups), (), (), "")


def _view_tags(tags: tuple[Term, ...], counts: dict[str, int]) -> ListView:
    cards = tuple(CardView(t.name, tag_address(t.id), facts=(f"{counts[t.name]} 篇",)) for t in tags)
    intro = "按话题找内容。"
    head = HeadView("标签", intro, "/tags/", "tags", (HOME, Link("标签", "")))
    return ListView(head, "标签", intro, (GroupView("全部标签", cards),), (), (), "")


def _view_missing(site: Site) -> MissingView:
    head = HeadView("没有找到这一页", "这个地址没有内容。", "/404.html", "none", robots="noindex")
    there = (SECTIONS[section] for section in WAYS if section in site.sources.sections)
    return MissingView(head, (HOME, *(Link(s.title, s.address) for s in there)))


def _view_redirect(entry: Entry) -> RedirectView:
    target = link_to(entry)
    head = HeadView(target.title, entry.told, target.url, "none", robots="noindex")
    return RedirectView(head, target)
