"""What all Markdown pages share: head, body, tags, neighbours; hides how a document becomes an article."""

from __future__ import annotations

from plugins.model import Document, address_of
from plugins.pages.related import Related
from plugins.site import (
    HOME,
    ArticleView,
    HeadingView,
    HeadView,
    Link,
    Site,
    link_to,
    series_link,
    show_body,
    show_image,
    tag_links,
)
from plugins.text import ARTICLE, Prose


def make_head(
    document: Document, site: Site, section: str, *crumbs: Link, published: str = "", source: str = ""
) -> HeadView:
    """The head of a document's page; the trail ends with the page itself."""
    return HeadView(
        title=document.title,
        description=document.summary,
        url=address_of(document),
        section=section,
        crumbs=(HOME, *crumbs, Link(document.title, "")),
        sample=document.sample,
        image=show_image(document.image, document.image_alt, site),
        published=published,
        column=crumbs[-1].title if crumbs else "",
        source=source,
    )


def make_article(document: Document, site: Site, related: Related) -> ArticleView:
    """The reading part of a document's page."""
    return ArticleView(
        title=document.title,
        summary=document.summary,
        body=show_body(document.body, site),
        headings=_list_parts(document.body),
        image=show_image(document.image, document.image_alt, site),
        tags=tag_links(document.tags, site),
        places=tuple(link_to(site.sources.place[p]) for p in document.places),
        related=related.of(document),
        series=series_link(getattr(document, "series", None), site),
    )


def _list_parts(body: Prose) -> tuple[HeadingView, ...]:
    """What a table of contents lists: the headings, else the chapters, else the articles of a rule."""
    headings = tuple(HeadingView(h.id, h.text) for h in body.headings if h.level == 2)
    names = [id for id in body.ids if ARTICLE.fullmatch(id)]
    chapters = [name for name in names if "章" in name]
    return headings or tuple(HeadingView(name, name) for name in chapters or names)
