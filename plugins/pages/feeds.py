"""Atom feeds (RFC 4287) of the whole site and of each column; hides the feed library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from feedgenerator import Atom1Feed
from markupsafe import escape

from plugins.model import (
    SHANGHAI,
    Author,
    Campaign,
    Film,
    News,
    Note,
    address_of,
    author_feed,
    first_moment,
    followed_addresses,
    place_feed,
    series_feed,
)
from plugins.pages.notes import show_note_link
from plugins.site import Artifact, Site, last_change, show_body, show_image, show_notice, show_words

ENTRIES = 20
_NEVER = datetime.fromtimestamp(0, SHANGHAI)
"""When a feed without a story was last updated; the library would ask the wall clock."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    title: str
    address: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    author: str = ""


def make_feeds(site: Site) -> Iterator[Artifact]:
    """The feed of all news, then one per column and one per place."""
    former = [moved for moved in followed_addresses(site.sources) if moved.old.startswith("/feeds/")]
    for feed in _make_all(site):
        yield feed
        # A reader of feeds follows no page that leads on, and many hosts have no other way.
        yield from (Artifact(moved.old[1:], feed.data) for moved in former if moved.new == f"/{feed.file}")


def _make_all(site: Site) -> Iterator[Artifact]:
    yield from _make_others(site)
    community = site.sources.community
    if "news" not in site.sources.sections:
        return
    yield _make_feed(site, "all", community.name, "/", _tell(site.sources.news, site))
    for column in community.columns:
        stories = (n for n in site.sources.news if n.column == column.id)
        yield _make_feed(
            site, column.id, f"{community.name} · {column.name}", f"/columns/{column.id}/", _tell(stories, site)
        )
    for place in site.sources.places:
        about = site.sources.news_by_place.get(place.id, ())
        yield _make_feed(
            site, place_feed(place), f"{community.name} · {place.name}", address_of(place), _tell(about, site)
        )
    for author in site.sources.of(Author):
        title = f"{community.name} · {author.name}"
        written = site.sources.news_by_author.get(author.id, ())
        yield _make_feed(site, author_feed(author), title, address_of(author), _tell(written, site))
    for series in site.sources.of(Campaign):
        stories = (n for n in site.sources.news if n.series == series.slug)
        yield _make_feed(
            site, series_feed(series), f"{community.name} · {series.title}", address_of(series), _tell(stories, site)
        )


def _make_others(site: Site) -> Iterator[Artifact]:
    """The feeds of what is no news."""
    name = site.sources.community.name
    if "films" in site.sources.sections:
        films = (_tell_film(film, site) for film in site.sources.of(Film))
        yield _make_feed(site, "films", f"{name} · 影片", "/films/", films)

    if "notes" in site.sources.sections:
        notes = (_tell_note(note, site) for note in site.sources.of(Note))
        yield _make_feed(site, "notes", f"{name} · 社区短讯", "/notes/", notes)


def _tell(stories: Iterable[News], site: Site) -> Iterator[Item]:
    return (_tell_story(story, site) for story in islice(stories, ENTRIES))


def _tell_story(story: News, site: Site) -> Item:
    return Item(
        title=show_notice(story, site).title if story.is_notice else story.title,
        address=address_of(story),
        summary=story.summary,
        content=str(show_body(story.body, site)),
        published=story.date,
        updated=last_change(story, site),
        author=site.sources.writer_of(story),
    )


def _tell_film(film: Film, site: Site) -> Item:
    moment = first_moment(film.date)
    content = str(show_body(film.body, site))
    return Item(film.title, address_of(film), film.summary, content, moment, moment)


def _tell_note(note: Note, site: Site) -> Item:
    """All of it, with its picture and its link: it is read where it arrives."""
    image, link = show_image(note.image, note.image_alt, site), show_note_link(note, site)
    parts = [f"<p>{show_words(note.text, site)}</p>".replace("\n", "<br>")]
    parts += [f'<p><img src="{site.root}{escape(image.url)}" alt="{escape(image.alt)}"></p>'] if image else []
    parts += (
        [f'<p><a href="{"" if link.note else site.root}{escape(link.url)}">{escape(link.title)}</a></p>']
        if link
        else []
    )
    writer = site.sources.writer_of(note)
    return Item(note.called, address_of(note), note.text, "".join(parts), note.time, note.time, writer)


def _make_feed(site: Site, name: str, title: str, address: str, items: Iterable[Item]) -> Artifact:
    file = f"feeds/{name}.atom"
    host = site.url.removesuffix(site.root)
    shown = tuple(islice(items, ENTRIES))
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
    for item in shown:
        link = site.url + item.address
        feed.add_item(
            title=item.title,
            link=link,
            description=item.summary,
            content=item.content.replace('="/', f'="{host}/'),
            pubdate=item.published,
            updateddate=item.updated,
            unique_id=link,
            author_name=item.author or site.sources.community.name,
        )
    return Artifact(file, feed.writeString("utf-8").encode())
