"""News stories, their columns and their archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from plugins.model import (
    SECTIONS,
    Column,
    News,
    SectionId,
    address_of,
    column_address,
    feed_address,
    notice_sheet_address,
    year_address,
)
from plugins.pages.article import make_article, make_head
from plugins.pages.notices import view_sheet
from plugins.pages.related import Related
from plugins.pages.talk import TalkView, open_head, show_talk
from plugins.site import (
    ALWAYS,
    HOME,
    ArticleView,
    CardView,
    DateView,
    GroupView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    NoticeView,
    Page,
    PeriodView,
    Site,
    StateView,
    card,
    expiry_states,
    last_update,
    link_to,
    list_words,
    period,
    plan_list,
    public_updates,
    show_date,
    show_notice,
    show_story_date,
    show_words,
    write_wechat,
)

SHOWN = 20
"""How many stories a column shows before it points to the archive."""
PER_YEAR = 150
"""How many lines of a year stand on one page."""

BESIDE: tuple[SectionId, ...] = ("notes", "series", "films")
"""Other lists of what happened, beside the columns."""


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A later word on a story or policy."""

    date: DateView
    """When it was added."""
    note: str
    """What changed."""


@dataclass(frozen=True, slots=True)
class NewsView:
    """One story."""

    head: HeadView
    article: ArticleView
    talk: TalkView | None
    """What readers say of it; None where they cannot."""
    date: DateView
    """When it was published."""
    column: Link
    """The column it stands in."""
    author: str
    """Who wrote it."""
    writer: Link | None
    """The page of who wrote it."""
    source: str
    """Whom it was taken over from; may be empty."""
    updated: DateView | None
    """The day of its newest correction; None where there is none."""
    states: tuple[StateView, ...]
    """已过期, as soon as it is."""
    notice: NoticeView | None
    """Its facts, where it tells some buildings what happens there; None where it is no notice."""
    wechat: str
    """The notice as a message to a group; empty where it is none."""
    sheet: Link | None
    """The notice on one sheet of paper; None where it is none."""
    expires: DateView | None
    """The last day on which it holds; None where it has none."""
    expired: PeriodView
    """From when on it no longer holds."""
    updates: tuple[UpdateView, ...]
    """Later words on it."""
    previous: Link | None
    """The older story of its column."""
    next: Link | None
    """The newer story of its column."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A list in groups, with ways to other lists."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    groups: tuple[GroupView, ...]
    """The parts of the list."""
    tabs: tuple[Link, ...]
    """Lists beside this one."""
    years: tuple[Link, ...]
    """The list by years."""
    total: str
    """How many there are, in words; may be empty."""
    layout: str = "columns"
    """cards, columns or lines."""
    pages: tuple[Link, ...] = ()
    """Pages of the same list around this one; none where it has only one."""
    parts: tuple[Link, ...] = ()
    """Where each part of a list of several pages begins."""


def list_leaf(leaf: Leaf, head: HeadView, intro: str, total: str = "", layout: str = "columns") -> ListView:
    """One page of a list; `head` is that of its first."""
    named = leaf.name(head)
    return ListView(named, named.title, intro, leaf.groups, (), (), total, layout, leaf.pages, leaf.parts)


def plan_news(site: Site, related: Related) -> Iterator[Page]:
    """Every story, column and year, and the page of all news."""
    columns = {c.id: Link(c.name, column_address(c.id)) for c in site.sources.community.columns}
    by_column: dict[str, list[News]] = {column: [] for column in columns}
    for story in site.sources.news:
        by_column[story.column].append(story)
    for column, stories in by_column.items():
        for i, story in enumerate(stories):
            newer = stories[i - 1] if i else None
            older = stories[i + 1] if i + 1 < len(stories) else None
            view = partial(_view_story, story, site, related, columns[column], older, newer)
            yield Page(address_of(story), "news.html", view, story.path, _modified(story, site))
            if story.is_notice:
                sheet = partial(view_sheet, story, site)
                yield Page(notice_sheet_address(story), "notice_print.html", sheet, story.path, indexed=False)
    if "news" in site.sources.sections:
        yield from _plan_lists(site, {column: tuple(stories) for column, stories in by_column.items()})


def _modified(story: News, site: Site) -> str:
    """When a story was last changed, for the map of the site."""
    newest = last_update(story, site)
    return newest.isoformat() if newest else story.date_said


def _view_story(
    story: News, site: Site, related: Related, column: Link, older: News | None, newer: News | None
) -> NewsView:
    author = story.author or site.sources.community.name
    writer = site.sources.author_called.get(story.author or "")
    return NewsView(
        head=open_head(
            make_head(story, site, "news", NEWS, column, published=story.date_said, source=story.source or author), site
        ),
        talk=show_talk(story, site),
        article=make_article(story, site, related),
        date=show_story_date(story),
        column=column,
        author=writer.name if writer else author,
        writer=link_to(writer) if writer else None,
        source=story.source or "",
        updated=show_date(newest) if (newest := last_update(story, site)) else None,
        states=expiry_states(story, site),
        notice=show_notice(story, site) if story.is_notice else None,
        wechat=write_wechat(story, site) if story.is_notice else "",
        sheet=Link("打印一张 A4，贴在电梯里", notice_sheet_address(story)) if story.is_notice else None,
        expires=show_date(story.expires) if story.expires else None,
        expired=period(site.now, story.ends) if story.ends else ALWAYS,
        updates=tuple(UpdateView(show_date(u.date), show_words(u.note, site)) for u in public_updates(story, site)),
        previous=link_to(older) if older else None,
        next=link_to(newer) if newer else None,
    )


NEWS = Link("新闻", "/news/")


def _plan_lists(site: Site, by_column: dict[str, tuple[News, ...]]) -> Iterator[Page]:
    by_year = {y: tuple(found) for y, found in groupby(site.sources.news, key=lambda n: n.date.year)}
    years = tuple(Link(f"{y}年", year_address(y)) for y in by_year)
    yield Page("/news/", "list.html", partial(_view_latest, site, years))
    for column in site.sources.community.columns:
        view = partial(_view_column, column, by_column[column.id], site, years)
        yield Page(column_address(column.id), "list.html", view)
    for year, stories in by_year.items():
        view = partial(_view_year, year, len(stories), site, years)
        yield from plan_list(year_address(year), "list.html", _list_by_month(stories, site), view, PER_YEAR)


def _tabs(site: Site) -> tuple[Link, ...]:
    beside = (SECTIONS[one] for one in BESIDE if one in site.sources.sections)
    columns = (Link(c.name, column_address(c.id)) for c in site.sources.community.columns)
    return Link("全部", "/news/"), *columns, *(Link(one.title, one.address) for one in beside)


def _view_latest(site: Site, years: tuple[Link, ...]) -> ListView:
    community = site.sources.community
    intro = f"{community.name}的{list_words(c.name for c in community.columns)}。"
    head = HeadView("新闻", intro, "/news/", "news", (HOME, Link("新闻", "")))
    latest = GroupView("最新", tuple(card(n, site) for n in site.sources.news[:SHOWN]))
    total = f"共 {len(site.sources.news)} 篇"
    return ListView(head, "新闻", head.description, (latest,), _tabs(site), years, total, "cards")


def _view_column(column: Column, stories: tuple[News, ...], site: Site, years: tuple[Link, ...]) -> ListView:
    crumbs = (HOME, NEWS, Link(column.name, ""))
    feeds = (Link(column.name, feed_address(column.id), column.id),)
    url = column_address(column.id)
    head = HeadView(column.name, column.description, url, "news", crumbs, column=column.name, feeds=feeds)
    group = GroupView(column.name, tuple(card(n, site) for n in stories[:SHOWN]))
    total = f"共 {len(stories)} 篇" if len(stories) <= SHOWN else f"共 {len(stories)} 篇，这里是最新 {SHOWN} 篇"
    return ListView(head, column.name, column.description, (group,), _tabs(site), years, total, "cards")


def _list_by_month(stories: tuple[News, ...], site: Site) -> tuple[ListPart[News], ...]:
    def show(story: News) -> CardView:
        return _plain_list(card(story, site), story)

    months = groupby(stories, key=lambda n: 0 if n.precision == "year" else n.date.month)
    return tuple(ListPart(f"{m}月" if m else "月份没有记下", tuple(group), show, f"m{m}") for m, group in months)


def _view_year(year: int, count: int, site: Site, years: tuple[Link, ...], leaf: Leaf) -> ListView:
    title = f"{year}年的新闻"
    crumbs = (HOME, NEWS, Link(f"{year}年", ""))
    head = HeadView(title, f"{year}年社区发生的事，共 {count} 篇。", year_address(year), "news", crumbs)
    found = list_leaf(leaf, head, head.description, layout="lines")
    return replace(found, tabs=_tabs(site), years=years)


def _plain_list(found: CardView, story: News) -> CardView:
    """A card of a year's archive: no picture, no summary, no year, so that the page stays light."""
    return CardView(found.title, found.url, "", found.label, show_story_date(story), None, found.states)
