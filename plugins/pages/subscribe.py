"""/subscribe/: how what is new comes by itself, in plain words; feeds and calendars each with a page that people can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.model import (
    MEETING_CALENDAR,
    SUBSCRIBE,
    Author,
    Campaign,
    address_of,
    author_feed,
    calendar_address,
    column_address,
    columns_of,
    feed_address,
    has_calendar,
    has_subscriptions,
    series_feed,
)
from plugins.site import HOME, HeadView, Link, Page, Site, link_to


@dataclass(frozen=True, slots=True)
class ChannelView:
    """Something to subscribe to."""

    title: str
    """What comes by it."""
    id: str
    """Its anchor on the page."""
    file: str
    """The address that a reader or calendar is given."""
    page: Link
    """The same for eyes."""


@dataclass(frozen=True, slots=True)
class ChannelsView:
    """Channels of one sort, a tap away: few want them, and who does knows which."""

    title: str
    """What sort, and how many."""
    channels: tuple[ChannelView, ...]
    """Each with its address."""


@dataclass(frozen=True, slots=True)
class SubscribeView:
    """What can be subscribed to, and how."""

    head: HeadView
    feeds: tuple[ChannelView, ...]
    """For a reader of news."""
    feed_folds: tuple[ChannelsView, ...]
    """The same, of one series or one author."""
    calendars: tuple[ChannelView, ...]
    """For a phone's calendar."""
    calendar_folds: tuple[ChannelsView, ...]
    """The same, of one team or one roster."""


def plan_subscribe(site: Site) -> Iterator[Page]:
    """The page, where there is something to subscribe to."""
    if has_subscriptions(site.sources):
        yield Page(SUBSCRIBE, "subscribe.html", partial(_view_subscribe, site))


def _view_subscribe(site: Site) -> SubscribeView:
    intro = "有新消息、有活动，不用天天来看：订阅一次，自己会来。不用注册，不留手机号。"
    head = HeadView("怎样订阅", intro, SUBSCRIBE, "none", (HOME, Link("怎样订阅", "")))
    return SubscribeView(
        head,
        tuple(_list_feeds(site)),
        _fold(("一个系列", _list_series(site)), ("一位作者", _list_authors(site))),
        tuple(_list_calendars(site)),
        _fold(("一支队伍", _list_teams(site)), ("一张值班表", _list_rosters(site))),
    )


def _fold(*parts: tuple[str, Iterator[ChannelView]]) -> tuple[ChannelsView, ...]:
    listed = ((word, tuple(channels)) for word, channels in parts)
    return tuple(ChannelsView(f"只订{word}（{len(channels)} 个）", channels) for word, channels in listed if channels)


def _list_feeds(site: Site) -> Iterator[ChannelView]:
    columns = columns_of(site.sources)
    if columns:
        yield ChannelView("全部新闻", "all", feed_address("all"), Link("新闻", "/news/"))
    for column in columns:
        yield ChannelView(column.name, column.id, feed_address(column.id), Link(column.name, column_address(column.id)))
    if "notes" in site.sources.sections:
        yield ChannelView("社区短讯", "notes", feed_address("notes"), Link("社区短讯", "/notes/"))
    if "films" in site.sources.sections:
        yield ChannelView("影片", "films", feed_address("films"), Link("影片", "/films/"))


def _list_series(site: Site) -> Iterator[ChannelView]:
    for one in site.sources.of(Campaign) if columns_of(site.sources) else ():
        yield ChannelView(one.title, f"series-{one.slug}", feed_address(series_feed(one)), link_to(one))


def _list_authors(site: Site) -> Iterator[ChannelView]:
    for author in site.sources.of(Author) if columns_of(site.sources) else ():
        feed = feed_address(author_feed(author))
        yield ChannelView(f"{author.name}写的", f"author-{author.id}", feed, link_to(author))


def _list_calendars(site: Site) -> Iterator[ChannelView]:
    if "activities" in site.sources.sections:
        yield ChannelView("全部活动", "activities", calendar_address(), Link("活动", "/activities/"))
    if "meetings" in site.sources.sections:
        yield ChannelView("会议", "meetings", MEETING_CALENDAR, Link("会议和决定", "/meetings/"))


def _list_teams(site: Site) -> Iterator[ChannelView]:
    for team in site.sources.organizations:
        if has_calendar(team, site.sources):
            page = Link(team.name, address_of(team))
            yield ChannelView(f"{team.name}的值班和活动", f"team-{team.id}", calendar_address(team), page)


def _list_rosters(site: Site) -> Iterator[ChannelView]:
    for roster in site.sources.rosters:
        page = Link(roster.name, address_of(roster))
        yield ChannelView(roster.name, f"roster-{roster.id}", calendar_address(roster), page)
