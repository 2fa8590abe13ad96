"""Atom feeds (RFC 4287) of the whole site and of each column; hides the feed library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from feedgenerator import Atom1Feed

from plugins.model import SHANGHAI, Campaign, News, address_of, followed_addresses, place_feed, series_feed
from plugins.site import Artifact, Site, last_change, show_body, show_notice

ENTRIES = 20
_NEVER = datetime.fromtimestamp(0, SHANGHAI)
"""When a feed without a story was last updated; the library would ask the wall clock."""


def make_feeds(site: Site) -> Iterator[Artifact]:
    """The feed of all news, then one per column and one per place."""
    former = [moved for moved in followed_addresses(site.sources) if moved.old.startswith("/feeds/")]
    for feed in _make_all(site):
        yield feed
        # A reader of feeds follows no page that leads on, and many hosts have no other way.
        yield from (Artifact(moved.old[1:], feed.data) for moved in former if moved.new == f"/{feed.file}")


def _make_all(site: Site) -> Iterator[Artifact]:
    community = site.sources.community
    if "news" not in site.sources.sections:
        return
    yield _make_feed(site, "all", community.name, "/", site.sources.news)
    for column in community.columns:
        stories = (n for n in site.sources.news if n.column == column.id)
        yield _make_feed(site, column.id, f"{community.name} · {column.name}", f"/columns/{column.id}/", stories)
    for place in site.sources.places:
        about = site.sources.news_by_place.get(place.id, ())
        yield _make_feed(site, place_feed(place), f"{community.name} · {place.name}", address_of(place), about)
    for series in site.sources.of(Campaign):
        stories = (n for n in site.sources.news if n.series == series.slug)
        yield _make_feed(site, series_feed(series), f"{community.name} · {series.title}", address_of(series), stories)


def _make_feed(site: Site, name: str, title: str, address: str, stories: Iterable[News]) -> Artifact:
    file = f"feeds/{name}.atom"
    host = site.url.removesuffix(site.root)
    shown = tuple(islice(stories, ENTRIES))
    feed = Atom1Feed(
        title=title,
        link=site.url + address,
        description=site.sources.community.description,
        language="zh-Hans-CN",
        feed_url=f"{site.url}/{file}",
        author_name=site.sources.community.name,
    )
    if not shown:
        feed.latest_post_date = lambda: _NEVER
    for story in shown:
        link = site.url + address_of(story)
        feed.add_item(
            title=show_notice(story, site).title if story.is_notice else story.title,
            link=link,
            description=story.summary,
            content=str(show_body(story.body, site)).replace('="/', f'="{host}/'),
            pubdate=story.date,
            updateddate=last_change(story, site),
            unique_id=link,
            author_name=story.author or site.sources.community.name,
        )
    return Artifact(file, feed.writeString("utf-8").encode())
