"""Films: a page for each, which loads nothing of it before somebody wants to see it, and a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.model import Film, address_of, feed_address
from plugins.pages.article import make_article, make_head
from plugins.pages.books import plan_book_list
from plugins.pages.related import Related
from plugins.site import ArticleView, HeadView, Link, Page, Site, say_size, say_time, show_date, show_words


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A part of a film."""

    time: str
    """Where it begins: 3:20."""
    title: str
    """What it is about."""
    url: str
    """The file from there on; empty where the site has none."""


@dataclass(frozen=True, slots=True)
class FilmView:
    """One film."""

    head: HeadView
    article: ArticleView
    facts: tuple[tuple[str, str], ...]
    """Its length, its year and the day it came, as label and words."""
    url: str
    """Where its file lies; empty where the site has none."""
    size: str
    """How much is loaded: 3.2 MB."""
    poster: str
    """The picture before it is played; may be empty."""
    captions: str
    """Where its captions lie; may be empty."""
    link: Link | None
    """Where it is on another site; the note names that."""
    where: Markup
    """Where else it can be seen; may be empty."""
    chapters: tuple[ChapterView, ...]
    """Its parts in order."""
    transcript: str
    """The anchor of what is said in it; may be empty."""


def plan_films(site: Site, related: Related) -> Iterator[Page]:
    """Every film, and all of them as a list."""
    films = site.sources.of(Film)
    for film in films:
        view = partial(_view_film, film, site, related)
        yield Page(address_of(film), "film.html", view, film.path, film.date.isoformat())
    yield from plan_book_list("films", films, site, (Link("影片", feed_address("films"), "films"),))


def _view_film(film: Film, site: Site, related: Related) -> FilmView:
    article = make_article(film, site, related)
    reel = site.sources.reels.get(film.file or "")
    url = f"/{film.file}" if film.file and reel else ""
    facts = [("片长", say_time(film.length))] if film.length is not None else []
    facts += [("拍摄", f"{film.year}年")] if film.year else []
    facts += [("上网", show_date(film.date).words)]
    return FilmView(
        head=make_head(film, site, "films", Link("影片", "/films/")),
        article=article,
        facts=tuple(facts),
        url=url,
        size=say_size(reel.bytes) if reel else "",
        poster=article.image.url if article.image else "",
        captions=f"/{film.captions}" if film.captions and url else "",
        link=Link(film.title, film.link, urlsplit(film.link).hostname or "") if film.link else None,
        where=show_words(film.where or "", site),
        chapters=tuple(ChapterView(say_time(c.at), c.title, f"{url}#t={c.at}" if url else "") for c in film.chapters),
        transcript=film.transcript,
    )
