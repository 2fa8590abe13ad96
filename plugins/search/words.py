"""The words of a finished page that are its own; hides HTML.

What stands on many pages (frame, lists of other entries, what is said of a place) would make each of them a hit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_APART = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|table|tr|td|th|br|section|blockquote|pre|figure|hr|details|summary)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")
_INSIDE = re.compile(r"(?<=[^\x00-\u02ff]) (?=[^\x00-\u02ff])")
"""A blank between two Chinese characters comes of a line's end in the source."""
_OTHERS = (
    ("<header", "</header>"),
    ("<aside", "</aside>"),
    ("<nav", "</nav>"),
    ("<form", "</form>"),
    ("<dt", "</dt>"),
    ('<ul class="cards', "</ul>"),
    ('<ul class="lines', "</ul>"),
    ("<template", "</template>"),
    ('<section class="answer', "</section>"),
    ('<p class="sample', "</p>"),
    ('<p class="notice ', "</p>"),
    ('<span class="state ', "</span>"),
)
"""What tells of others, and what holds for a time only: a search shows it whenever."""
_LISTS = ('<section class="section"', '<section class="wrap section"')
"""From the first of these on a page tells of others."""


def title_of(html: str) -> str:
    """What a page is called."""
    return " ".join(_plain(_inside(html, "<h1", "</h1>")).split())


def intro_of(html: str) -> str:
    """The sentence below the title; empty where there is none."""
    return _INSIDE.sub("", _plain(_inside(html, '<p class="banner__intro"', "</p>")).strip())


def _inside(html: str, opening: str, closing: str) -> str:
    """What the first element of its kind holds; empty where there is none."""
    start = html.find(opening)
    end = html.find(closing, start) if start >= 0 else -1
    return html[html.find(">", start) + 1 : end] if end >= 0 else ""


def text_of(html: str) -> str:
    """The words of a page below its head, a line for each paragraph."""
    start, end = html.find("<main"), html.find("</main>")
    lists = (html.find(mark, start) for mark in _LISTS)
    main = html[start : min((place for place in lists if place >= 0), default=end)]
    for opening, closing in _OTHERS:
        main = "".join(_outside(main, opening, closing))
    return _INSIDE.sub("", _plain(main).strip())


def _outside(html: str, opening: str, closing: str) -> Iterator[str]:
    """What stands outside all elements of one kind; none of them holds another."""
    if opening not in html:
        yield html
        return
    first, *rest = html.split(opening)
    yield first
    for part in rest:
        yield part.partition(closing)[2]


def _plain(html: str) -> str:
    text = unescape(_TAG.sub("", _APART.sub("\n", html.replace("\n", " "))))
    return _LINES.sub("\n", _SPACE.sub(" ", text))
